"""The labels: every sentence of the newsletter itself in one language, as `templates/labels/LANG.yaml` says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from pydantic import StringConstraints

from iki_newsletter.model.label import Counted, Word, Words, misfilled

if TYPE_CHECKING:
    from iki_newsletter.model.origin import Loaded
    from iki_newsletter.model.problem import Problem

_FILLED_IN: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    ("masthead", "number"): ("number",),
    ("greeting", "named"): ("name",),
    ("item", "picture_by"): ("credit",),
    ("item", "sign_up"): ("title",),
    ("item", "sign_up_until"): ("date",),
    ("item", "join"): ("title",),
    ("item", "until"): ("date",),
    ("item", "eligible"): ("who",),
    ("item", "in_languages"): ("languages",),
    ("item", "licence"): ("licence",),
    ("item", "duration"): ("duration",),
    ("item", "subtitles"): ("languages",),
    ("item", "interview_with"): ("name", "role"),
    ("profile", "since"): ("start",),
    ("profile", "between"): ("start", "end"),
    ("footer", "why"): ("address",),
    ("dates", "two_days"): ("first", "last"),
    ("dates", "several_days"): ("first", "last"),
    ("dates", "at"): ("date", "time"),
    ("dates", "at_in"): ("date", "time", "zone"),
    ("contents", "others", "other"): ("count",),
    ("item", "pages", "other"): ("count",),
}
"""What stands in braces in which label; all other labels have no braces."""


class Masthead(Words):
    """The top."""

    number: Word
    header_alt: Word


class Greeting(Words):
    """The first line, with and without a name."""

    named: Word
    plain: Word


class Headings(Words):
    """Small labels over parts that no section is."""

    contents: Word
    focus: Word


class Contents(Words):
    """The list "in this issue"."""

    others: Counted
    """How many more a section has."""
    also: Word


class ItemLabels(Words):
    """Around an item."""

    picture_by: Word
    sign_up: Word
    sign_up_until: Word
    join: Word
    online: Word
    until: Word
    eligible: Word
    pages: Counted
    in_languages: Word
    licence: Word
    duration: Word
    subtitles: Word
    interview_with: Word


class ProfileLabels(Words):
    """The rows of a project in brief."""

    title: Word
    organisation: Word
    partners: Word
    implementing: Word
    term: Word
    since: Word
    between: Word
    countries: Word
    states: Word
    area: Word
    grant: Word
    grant_shared: Word
    web: Word


class AreaLabels(Words):
    """Short names of the funding areas, for meta lines."""

    I: Word  # noqa: E741 - the ministry's numerals
    II: Word
    III: Word
    IV: Word

    def of(self, key: str) -> str:
        """Look one up by its numeral."""
        name: str = getattr(self, key)
        return name


class Footer(Words):
    """The end."""

    why: Word
    unsubscribe: Word
    preferences: Word
    """Stands in the editions of the other languages, for readers who would rather have this one."""
    web_version: Word


class MailLabels(Words):
    """What the message itself says."""

    unsubscribe_subject: Word
    preferences_subject: Word
    test_mark: Word
    sample_name: Word


class Dates(Words):
    """How dates, times and numbers are written; patterns are those of Unicode (UTS 35)."""

    locale: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?$")]
    month: Word
    short_month: Word
    day: Word
    day_and_month: Word
    full: Word
    two_days: Word
    several_days: Word
    time: Word
    at: Word
    at_in: Word


class Typography(Words):
    """Fine points of setting text."""

    quotes: Annotated[str, StringConstraints(min_length=2, max_length=2)]
    """The opening and the closing mark."""
    together: tuple[Word, ...] = ()
    """Abbreviations that stay on one line with what follows."""
    after_numbers: tuple[Word, ...] = ()
    """Months and measures that stay on one line with the number before."""
    parts: str = ""
    """Parts of long compounds, where headlines may break."""


class Labels(Words):
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


def check_labels(loaded: Loaded[Labels]) -> list[Problem]:
    """Find labels whose words in braces are not the ones that are filled in."""
    return misfilled(loaded, _FILLED_IN)
