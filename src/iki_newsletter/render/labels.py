"""The labels: every sentence of the newsletter itself in one language, as `templates/labels/LANG.yaml` says it."""

from __future__ import annotations

from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from iki_newsletter.model.shape import Line, Shape


def _filled_with(*names: str) -> AfterValidator:
    """Make the check of a label that has exactly these words in braces to fill in."""
    wanted = ", ".join("{" + name + "}" for name in names)

    def check(label: str) -> str:
        try:
            found = {name for _, name, _, _ in Formatter().parse(label) if name is not None}
        except ValueError:
            found = {label}
        if found != set(names):
            message = f"in braces it needs {wanted} and nothing else; what is filled in stands there"
            raise ValueError(message)
        return label

    return AfterValidator(check)


def fill(label: str, **values: object) -> str:
    """Fill a label's words in braces."""
    return label.format(**values)


class Counted(Shape):
    """A label by the plural categories of Unicode that its language needs; `one` may do without the number."""

    zero: Line | None = None
    one: Line | None = None
    two: Line | None = None
    few: Line | None = None
    many: Line | None = None
    other: Annotated[Line, _filled_with("count")]

    def of(self, category: str) -> str:
        """Give the form for a category."""
        form: str | None = getattr(self, category, None)
        return form or self.other


class Masthead(Shape):
    """The top."""

    number: Annotated[Line, _filled_with("number")]
    header_alt: Line


class Greeting(Shape):
    """The first line, with and without a name."""

    named: Annotated[Line, _filled_with("name")]
    plain: Line


class Headings(Shape):
    """Small labels over parts that no section is."""

    editorial: Line
    contents: Line
    focus: Line


class Contents(Shape):
    """The list "in this issue"."""

    others: Counted
    """How many more a section has."""
    also: Line


class ItemLabels(Shape):
    """Around an item."""

    picture_by: Annotated[Line, _filled_with("credit")]
    read_on: Annotated[Line, _filled_with("title")]
    sign_up: Annotated[Line, _filled_with("title")]
    sign_up_until: Annotated[Line, _filled_with("date")]
    join: Annotated[Line, _filled_with("title")]
    online: Line
    until: Annotated[Line, _filled_with("date")]
    eligible: Annotated[Line, _filled_with("who")]
    pages: Counted
    in_languages: Annotated[Line, _filled_with("languages")]
    licence: Annotated[Line, _filled_with("licence")]
    duration: Annotated[Line, _filled_with("duration")]
    subtitles: Annotated[Line, _filled_with("languages")]
    interview_with: Annotated[Line, _filled_with("name", "role")]


class ProfileLabels(Shape):
    """The rows of a project in brief."""

    title: Line
    organisation: Line
    partners: Line
    implementing: Line
    term: Line
    since: Annotated[Line, _filled_with("start")]
    between: Annotated[Line, _filled_with("start", "end")]
    states: Line
    area: Line
    grant: Line
    grant_shared: Line
    web: Line


class AreaLabels(Shape):
    """Short names of the funding areas, for meta lines."""

    I: Line  # noqa: E741 - the ministry's numerals
    II: Line
    III: Line
    IV: Line

    def of(self, key: str) -> str:
        """Look one up by its numeral."""
        name: str = getattr(self, key)
        return name


class Footer(Shape):
    """The end."""

    why: Annotated[Line, _filled_with("address")]
    unsubscribe: Line
    preferences: Line
    web_version: Line


class MailLabels(Shape):
    """What the message itself says."""

    unsubscribe_subject: Line
    preferences_subject: Line
    test_mark: Line
    sample_name: Line


class Dates(Shape):
    """How dates, times and numbers are written; patterns are those of Unicode (UTS 35)."""

    locale: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?$")]
    month: Line
    short_month: Line
    day: Line
    day_and_month: Line
    full: Line
    two_days: Annotated[Line, _filled_with("first", "last")]
    several_days: Annotated[Line, _filled_with("first", "last")]
    time: Line
    at: Annotated[Line, _filled_with("date", "time")]
    at_in: Annotated[Line, _filled_with("date", "time", "zone")]


class Typography(Shape):
    """Fine points of setting text."""

    quotes: Annotated[str, StringConstraints(min_length=2, max_length=2)]
    """The opening and the closing mark."""
    together: tuple[Line, ...] = ()
    """Abbreviations that stay on one line with what follows."""
    parts: str = ""
    """Parts of long compounds, where headlines may break."""


class Labels(Shape):
    """`templates/labels/LANG.yaml`."""

    own_name: Line
    in_this_language: Line
    masthead: Masthead
    greeting: Greeting
    headings: Headings
    contents: Contents
    item: ItemLabels
    profile: ProfileLabels
    areas: AreaLabels
    footer: Footer
    mail: MailLabels
    dates: Dates
    typography: Typography

    @property
    def wording(self) -> dict[str, str]:
        """Give the sentences that an edition hands to the message (see `Edition.wording`)."""
        greeting = {"greeting_named": self.greeting.named, "greeting_plain": self.greeting.plain}
        return greeting | self.mail.model_dump()
