"""The words of a report in one language, as `templates/report/labels/LANG.yaml` says them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from pydantic import StringConstraints, TypeAdapter

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model.label import Counted, Word, Words, misfilled
from iki_newsletter.reading.reader import read_shape

if TYPE_CHECKING:
    from pathlib import Path

_FILLED_IN: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    ("page", "as_of"): ("date",),
    ("page", "since"): ("month",),
    ("page", "region"): ("title",),
    ("share",): ("number", "of", "percent"),
    ("share_of_few",): ("number", "of"),
    ("facts", "newest"): ("issue",),
    ("facts", "returned"): ("issue",),
    ("facts", "left"): ("issue",),
    ("readers", "newest"): ("issue", "count"),
    ("readers", "compared"): ("change", "since", "before"),
    ("returned", "lead"): ("share", "count"),
    ("left", "lead"): ("share",),
    ("left_out", "lead", "one"): ("count",),
    ("left_out", "lead", "other"): ("count",),
    ("notes", "partial"): ("issue",),
    ("notes", "uncertain"): ("count",),
    ("notes", "corrections", "other"): ("count",),
    ("notes", "newest_only"): ("shown", "all"),
}
"""What stands in braces in which label; all other labels have no braces."""


class ReportDates(Words):
    """How days and months are written; patterns are those of Unicode (UTS 35)."""

    locale: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?$")]
    day: Word
    month: Word
    short_month: Word


class PageLabels(Words):
    """Around the report."""

    title: Word
    as_of: Word
    since: Word
    nobody: Word
    no_ledger: Word
    no_issues: Word
    region: Word
    see_table: Word


class FactLabels(Words):
    """Below the large figures."""

    today: Word
    newest: Word
    returned: Word
    left: Word


class Part(Words):
    """A section's heading and its first sentence."""

    title: Word
    lead: Word


class ReadersPart(Words):
    """The section of the issues' sizes."""

    title: Word
    newest: Word
    compared: Word


class CoursesPart(Part):
    """A section of how parts of the readership grow."""

    today: Word | None = None
    """The first sentence where there are no issues to compare; words made before have none."""

    def said(self, *, has_course: bool) -> str:
        """Give the first sentence: it speaks only of columns that are there."""
        return self.lead if has_course or self.today is None else self.today


class GroupsPart(CoursesPart):
    """The section of the groups."""

    several: Word
    none: Word
    others: Word


class MonthsPart(Part):
    """The section of the months."""

    chart: Word


class LeftOutPart(Words):
    """The section of who gets nothing."""

    title: Word
    lead: Counted


class Heads(Words):
    """Over the columns of tables."""

    issue: Word
    date: Word
    planned: Word
    change: Word
    sent: Word
    at_once: Word
    returned: Word
    left: Word
    month: Word
    language: Word
    group: Word
    course: Word
    first: Word
    newest: Word
    today: Word
    reason: Word
    number: Word


class Names(Words):
    """What is counted, in a word or two."""

    joined: Word
    restored: Word
    went: Word
    dead: Word
    full: Word
    refused: Word
    other: Word
    unsubscribed: Word
    complained: Word
    erased: Word
    inactive: Word
    no_consent: Word
    not_in_group: Word
    invalid: Word
    duplicate: Word

    def of(self, word: str) -> str:
        """Name a reason or a kind by its own word."""
        name: str = getattr(self, word.replace("-", "_"), word)
        return name


class Notes(Words):
    """Small print."""

    partial: Word
    uncertain: Word
    forgotten: Word
    corrections: Counted
    newest_only: Word


class ReportLabels(Words):
    """`templates/report/labels/LANG.yaml`."""

    dates: ReportDates
    page: PageLabels
    share: Word
    share_of_few: Word
    unknown: Word
    facts: FactLabels
    readers: ReadersPart
    languages: CoursesPart
    groups: GroupsPart
    returned: Part
    left: Part
    months: MonthsPart
    left_out: LeftOutPart
    heads: Heads
    words: Names
    notes: Notes


def load_labels(path: Path) -> ReportLabels:
    """Read a file of labels; raises ConfigurationError with every problem in it."""
    loaded, problems = read_shape(path, TypeAdapter(ReportLabels), family="W")
    problems = problems or (misfilled(loaded, _FILLED_IN) if loaded else [])
    if loaded is None or problems:
        raise ConfigurationError("The words of the report cannot be used as they are.", problems=problems)
    return loaded.value
