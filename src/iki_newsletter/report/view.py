"""What a report says, section by section, in words and figures of one language: for the terminal and for a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHADES: Final = 4
"""How many shades a map has, without that of none."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the few large figures at the top."""

    figure: str
    label: str
    number: float | None = None
    """The figure as a number, where it is one."""


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of what a chart counts: a value for each of its places, never negative."""

    name: str
    values: tuple[int, ...]
    is_below: bool = False
    """Whether it hangs below the line."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns side by side in the order of time; the series of each stand on one another."""

    places: tuple[str, ...]
    """A few characters for each column."""
    series: tuple[Series, ...]
    unknown: frozenset[int] = frozenset()
    """Places of which nothing is known: what stands there is no zero."""

    @property
    def has_below(self) -> bool:
        """Tell whether anything hangs below the line."""
        return any(series.is_below for series in self.series)

    def total(self, place: int, *, below: bool = False) -> int:
        """Add up what stands on one place above the line, or hangs there below it."""
        return sum(series.values[place] for series in self.series if series.is_below is below)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell of a table: words, or a drawing, or both."""

    text: str = ""
    bar: float | None = None
    """A bar of this share of the column's width; None for none."""
    course: tuple[int, ...] = ()
    """Small columns, one for each issue."""
    mark: str = ""
    """A sign before the words: that of a funding area."""
    hue: str = ""
    """The funding area whose colour its sign or its bar has; empty for none."""

    @property
    def is_nothing(self) -> bool:
        """Tell whether it says that there is nothing, which must not shout."""
        return self.text in {"0", "–"}


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a table."""

    text: str
    is_number: bool = True
    is_extra: bool = False
    """Whether it can be done without where there is little room, as in a narrow terminal."""
    wraps: bool = False
    """Whether its cells may be broken between words where there is little room."""
    note: str = ""
    """Small print about it, said where it is shown."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first of each row names it."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def has_bars(self, place: int) -> bool:
        """Tell whether a column has bars beside its figures."""
        return any(row[place].bar is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class Place:
    """A federal state on a schematic map; column and row are counted from 0, from the north-west."""

    column: int
    row: int
    code: str
    """Three letters."""
    name: str
    figure: str
    """Empty for none."""
    shade: int
    """0 for none, up to SHADES for most."""


@dataclass(frozen=True, slots=True)
class Section:
    """One question, answered: a sentence, a chart where there is one, and the table that has all of its figures."""

    id: str
    title: str
    lead: str
    table: Table
    chart: Chart | None = None
    how: str = ""
    """How to read the drawing, where that needs saying and there is one."""
    notes: tuple[str, ...] = ()
    part: str = ""
    """The heading of the part of the report that begins with it."""
    map: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A whole report."""

    language: str
    newsletter: str
    """Its title."""
    title: str
    as_of: str
    facts: tuple[Fact, ...]
    notes: tuple[str, ...]
    """What to know before reading on."""
    sections: tuple[Section, ...]
    closing: str
    """What the figures rest on."""
    region: str
    """What a table is called by whoever cannot see it; `{title}` is its section's."""
    see_table: str

    @property
    def nobody(self) -> str:
        """The closing words, as templates of workspaces made before call them."""
        return self.closing


def table(heads: Sequence[Head], rows: Iterable[Sequence[Cell]]) -> Table:
    """Make a table of whatever holds its parts."""
    return Table(tuple(heads), tuple(tuple(row) for row in rows))
