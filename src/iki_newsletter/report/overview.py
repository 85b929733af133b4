"""The first sheet of a workbook: what the report is about, its large figures, and where to find which table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from iki_newsletter.report.cells import LINE, fill_cell, lines_of
from iki_newsletter.report.grid import Unit

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from iki_newsletter.report.view import Fact

_FIRST: Final = 42.0
"""Characters: the width of the column of figures and of sheets' names."""
_SECOND: Final = 100.0
_LARGE: Final = 16


class Entry(NamedTuple):
    """A line of the list of sheets."""

    sheet: str
    title: str
    said: str
    """What stands in it, and what to know of it."""


class Overview(NamedTuple):
    """What the first sheet says."""

    sheet: str
    """Its name."""
    newsletter: str
    title: str
    as_of: str
    """The day and the period, as a sentence."""
    facts: tuple[Fact, ...]
    caveats_title: str
    caveats: tuple[str, ...]
    tables_title: str
    entries: tuple[Entry, ...]


def write_overview(page: Worksheet, overview: Overview) -> None:
    """Write it into an empty sheet; each line of the list leads to its sheet."""
    from openpyxl.styles import DEFAULT_FONT, Font  # noqa: PLC0415 - heavy

    bold = Font(name=DEFAULT_FONT.name, size=DEFAULT_FONT.size, bold=True)
    line = _Lines(page)
    line.across(overview.newsletter)
    line.across(overview.title).font = Font(name=DEFAULT_FONT.name, size=_LARGE, bold=True)
    page.row_dimensions[2].height = LINE * 2
    line.across(overview.as_of)
    line.skip()
    for fact in overview.facts:
        line.fact(fact).font = bold
    line.skip()
    line.across(overview.caveats_title).font = bold
    for caveat in overview.caveats:
        line.across(caveat)
    line.skip()
    line.across(overview.tables_title).font = bold
    for entry in overview.entries:
        line.entry(entry)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = _FIRST, _SECOND
    page.sheet_view.showGridLines = False


class _Lines:
    """Writes line below line."""

    def __init__(self, page: Worksheet) -> None:
        self.page = page
        self.number = 1

    def skip(self) -> None:
        self.number += 1

    def across(self, text: str) -> Cell:
        """Write a text over both columns, as many lines high as it is long."""
        cell: Cell = self.page.cell(self.number, 1)
        self.page.merge_cells(start_row=self.number, end_row=self.number, start_column=1, end_column=2)
        self._write(cell, text, _FIRST + _SECOND)
        return cell

    def fact(self, fact: Fact) -> Cell:
        """Write one of the large figures, as a number where it is one, and its words beside it."""
        from openpyxl.styles import Alignment  # noqa: PLC0415 - heavy

        cell: Cell = self.page.cell(self.number, 1)
        fill_cell(cell, fact.figure if fact.number is None else fact.number, Unit.NUMBER)
        cell.alignment = Alignment(horizontal="right", vertical="top")
        self._write(self.page.cell(self.number, 2), fact.label, _SECOND)
        return cell

    def entry(self, entry: Entry) -> None:
        """Write a line that leads to a sheet."""
        from openpyxl.styles import Alignment  # noqa: PLC0415 - heavy
        from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415

        cell: Cell = self.page.cell(self.number, 1)
        fill_cell(cell, entry.title, Unit.TEXT)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{entry.sheet}'!A1")
        cell.style = "Hyperlink"
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        self._write(self.page.cell(self.number, 2), entry.said, _SECOND)

    def _write(self, cell: Cell, text: str, width: float) -> None:
        from openpyxl.styles import Alignment  # noqa: PLC0415 - heavy

        fill_cell(cell, text, Unit.TEXT)
        cell.alignment = Alignment(vertical="top", wrap_text=True, horizontal="left", indent=cell.column - 1)
        if (lines := lines_of(text, width)) > 1:
            self.page.row_dimensions[self.number].height = LINE * lines
        self.number += 1
