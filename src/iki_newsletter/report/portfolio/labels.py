"""The words of the report on the portfolio in one language, as `templates/report/portfolio/LANG.yaml` says them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field, TypeAdapter

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model.label import Counted, Word, Words, misfilled
from iki_newsletter.reading.reader import read_shape

if TYPE_CHECKING:
    from pathlib import Path

_FILLED_IN: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    ("page", "as_of"): ("date", "first", "last"),
    ("page", "region"): ("title",),
    ("facts", "running"): ("running", "maybe"),
    ("facts", "grants"): ("known", "of"),
    ("notes", "unreadable_issues"): ("issues",),
    ("notes", "short_memory"): ("date",),
    ("notes", "newest_only"): ("shown", "all"),
    ("notes", "left_out", "other"): ("count",),
    ("words", "half"): ("half", "year"),
    ("words", "short_half"): ("half", "year"),
    ("words", "goal_numbered"): ("number", "name"),
    ("sections", "silent", "lead"): ("date",),
    ("sections", "old_facts", "lead"): ("months",),
}
"""What stands in braces in which label; all other labels have no braces."""

Sheet = Annotated[str, Field(min_length=1, max_length=31, pattern=r"^[^\[\]:*?/\\']+$")]
"""What a spreadsheet calls a sheet; these bounds are Excel's."""


class PageLabels(Words):
    """Around the report."""

    title: Word
    as_of: Word
    closing: Word
    region: Word
    see_table: Word
    portfolio: Word
    activity: Word
    gaps: Word
    annex: Word
    overview: Sheet
    tables: Word
    caveats: Word


class FactLabels(Words):
    """Below the large figures."""

    running: Word
    grants: Word
    contributions: Word
    heard: Word


class Part(Words):
    """A section: its heading, its first sentence, the name of its sheet, and small print where it needs some."""

    title: Word
    lead: Word
    sheet: Sheet
    note: Word | None = None
    nothing: Word | None = None
    """What is said instead of an empty table."""
    map: Word | None = None
    """How to read its map, said where one is drawn."""


class Sections(Words):
    """The sections, in the order in which they are read."""

    areas: Part
    organisations: Part
    scopes: Part
    partners: Part
    states: Part
    terms: Part
    years: Part
    steps: Part
    kinds: Part
    goals: Part
    components: Part
    silent: Part
    fair_organisations: Part
    fair_areas: Part
    translations: Part
    backlog: Part
    old_facts: Part
    projects: Part


class Heads(Words):
    """Over the columns of tables, by the columns' keys."""

    area: Word
    organisation: Word
    scope: Word
    partner: Word
    state: Word
    status: Word
    year: Word
    step: Word
    kind: Word
    goal: Word
    component: Word
    project: Word
    language: Word
    projects: Word
    projects_percent: Word
    bilateral: Word
    regional: Word
    worldwide: Word
    """Of `global`, which Python keeps to itself."""
    eur: Word
    eur_bilateral: Word
    """Where only bilateral grants are added up; so is `eur_known_bilateral`."""
    eur_known: Word
    eur_known_bilateral: Word
    political: Word
    implementing: Word
    contributions: Word
    contributions_percent: Word
    begin: Word
    run: Word
    end: Word
    begins: Word
    ends: Word
    issues: Word
    received: Word
    published: Word
    left_out: Word
    repeated: Word
    unknown_project: Word
    unreadable: Word
    last_on: Word
    heard: Word
    original: Word
    whole: Word
    outdated: Word
    missing: Word
    issue: Word
    item: Word
    signature: Word
    facts_as_of: Word
    months: Word

    def of(self, key: str) -> str:
        """Give the head of a column."""
        head: str = getattr(self, "worldwide" if key == "global" else key)
        return head


class Scopes(Words):
    """How far projects reach."""

    bilateral: Word
    regional: Word
    worldwide: Word


class Statuses(Words):
    """Where projects stand in their terms."""

    begins: Word
    running: Word
    ended: Word
    open: Word


class Kinds(Words):
    """What contributions are."""

    news: Word
    event: Word
    publication: Word
    call: Word
    interview: Word
    video: Word
    profile: Word


class Components(Words):
    """Of the nationally determined contribution."""

    mitigation: Word
    adaptation: Word


class Unknown(Words):
    """What is said where a grid does not know a word, by column; elsewhere it is `not known`."""

    partner: Word
    state: Word
    goal: Word
    component: Word
    last_on: Word
    status: Word


class Vocabulary(Words):
    """The words of the grids."""

    scope: Scopes
    status: Statuses
    kind: Kinds
    component: Components
    goal: Annotated[tuple[Word, ...], Field(min_length=17, max_length=17)]
    goal_numbered: Word
    half: Word
    short_half: Word
    unknown: Unknown


class Notes(Words):
    """Small print."""

    unreadable_issues: Word
    short_memory: Word
    no_issues: Word
    repeated: Word
    quiet_ends: Word
    newest_only: Word
    left_out: Counted


class PortfolioLabels(Words):
    """`templates/report/portfolio/LANG.yaml`."""

    page: PageLabels
    facts: FactLabels
    sections: Sections
    heads: Heads
    words: Vocabulary
    notes: Notes


def load_portfolio_labels(path: Path) -> PortfolioLabels:
    """Read a file of labels; raises ConfigurationError with every problem in it."""
    loaded, problems = read_shape(path, TypeAdapter(PortfolioLabels), family="W")
    problems = problems or (misfilled(loaded, _FILLED_IN) if loaded else [])
    if loaded is None or problems:
        raise ConfigurationError("The words of the report cannot be used as they are.", problems=problems)
    return loaded.value
