"""The labels: every sentence of the newsletter itself in one language, as `templates/labels/LANG.yaml` says it."""

from __future__ import annotations

from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

Word = Annotated[str, StringConstraints(min_length=1, max_length=400)]
"""A label: a word or a sentence."""


class _Words(BaseModel):
    """The base of the shapes here: as `Shape`, but quick to build, since every run that renders waits for them."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


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


class Counted(_Words):
    """A label by the plural categories of Unicode that its language needs; `one` may do without the number."""

    zero: Word | None = None
    one: Word | None = None
    two: Word | None = None
    few: Word | None = None
    many: Word | None = None
    other: Annotated[Word, _filled_with("count")]

    def of(self, category: str) -> str:
        """Give the form for a category."""
        form: str | None = getattr(self, category, None)
        return form or self.other


class Masthead(_Words):
    """The top."""

    number: Annotated[Word, _filled_with("number")]
    header_alt: Word


class Greeting(_Words):
    """The first line, with and without a name."""

    named: Annotated[Word, _filled_with("name")]
    plain: Word


class Headings(_Words):
    """Small labels over parts that no section is."""

    editorial: Word
    contents: Word
    focus: Word


class Contents(_Words):
    """The list "in this issue"."""

    others: Counted
    """How many more a section has."""
    also: Word


class ItemLabels(_Words):
    """Around an item."""

    picture_by: Annotated[Word, _filled_with("credit")]
    sign_up: Annotated[Word, _filled_with("title")]
    sign_up_until: Annotated[Word, _filled_with("date")]
    join: Annotated[Word, _filled_with("title")]
    online: Word
    until: Annotated[Word, _filled_with("date")]
    eligible: Annotated[Word, _filled_with("who")]
    pages: Counted
    in_languages: Annotated[Word, _filled_with("languages")]
    licence: Annotated[Word, _filled_with("licence")]
    duration: Annotated[Word, _filled_with("duration")]
    subtitles: Annotated[Word, _filled_with("languages")]
    interview_with: Annotated[Word, _filled_with("name", "role")]


class ProfileLabels(_Words):
    """The rows of a project in brief."""

    title: Word
    organisation: Word
    partners: Word
    implementing: Word
    term: Word
    since: Annotated[Word, _filled_with("start")]
    between: Annotated[Word, _filled_with("start", "end")]
    states: Word
    area: Word
    grant: Word
    grant_shared: Word
    web: Word


class AreaLabels(_Words):
    """Short names of the funding areas, for meta lines."""

    I: Word  # noqa: E741 - the ministry's numerals
    II: Word
    III: Word
    IV: Word

    def of(self, key: str) -> str:
        """Look one up by its numeral."""
        name: str = getattr(self, key)
        return name


class Footer(_Words):
    """The end."""

    why: Annotated[Word, _filled_with("address")]
    unsubscribe: Word
    preferences: Word
    web_version: Word


class MailLabels(_Words):
    """What the message itself says."""

    unsubscribe_subject: Word
    preferences_subject: Word
    test_mark: Word
    sample_name: Word


class Dates(_Words):
    """How dates, times and numbers are written; patterns are those of Unicode (UTS 35)."""

    locale: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?$")]
    month: Word
    short_month: Word
    day: Word
    day_and_month: Word
    full: Word
    two_days: Annotated[Word, _filled_with("first", "last")]
    several_days: Annotated[Word, _filled_with("first", "last")]
    time: Word
    at: Annotated[Word, _filled_with("date", "time")]
    at_in: Annotated[Word, _filled_with("date", "time", "zone")]


class Typography(_Words):
    """Fine points of setting text."""

    quotes: Annotated[str, StringConstraints(min_length=2, max_length=2)]
    """The opening and the closing mark."""
    together: tuple[Word, ...] = ()
    """Abbreviations that stay on one line with what follows."""
    parts: str = ""
    """Parts of long compounds, where headlines may break."""


class Labels(_Words):
    """`templates/labels/LANG.yaml`."""

    own_name: Word
    in_this_language: Word
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
