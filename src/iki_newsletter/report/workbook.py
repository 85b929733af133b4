"""Grids to a workbook that people can go on counting in: a sheet for each, real numbers and days, never a formula."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from iki_newsletter.report.cells import LINE, fill_cell, lines_of
from iki_newsletter.report.grid import Unit
from iki_newsletter.report.overview import write_overview

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl import Workbook
    from openpyxl.styles import Alignment
    from openpyxl.worksheet.worksheet import Worksheet

    from iki_newsletter.report.grid import Value
    from iki_newsletter.report.overview import Overview

_MARGIN: Final = 3
_NARROWEST: Final = 9
_WIDEST: Final = 60


class Sheet(NamedTuple):
    """One sheet of a workbook."""

    title: str
    """At most 31 characters, none of `[]:*?/\\`."""
    heads: tuple[tuple[str, Unit], ...]
    rows: Sequence[Sequence[Value]]
    """None leaves a cell empty."""


def write_workbook(sheets: Iterable[Sheet], made_on: dt.date, overview: Overview) -> bytes:
    """Write a workbook that begins with an overview; `made_on` is the day that it says it was made on."""
    from openpyxl import Workbook  # noqa: PLC0415 - heavy

    book = Workbook()
    book.remove(book.active)
    book.properties.title = overview.title
    book.properties.creator = "iki-news"
    book.properties.created = book.properties.modified = dt.datetime.combine(made_on, dt.time())
    first = book.create_sheet(overview.sheet)
    write_overview(first, overview)
    _for_paper(first)
    for sheet in sheets:
        _write(book.create_sheet(sheet.title), sheet)
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    """Save a workbook to the same bytes whenever it is made: `book.save` writes down the present moment twice.

    Once as that of the last change, and once with each part of the archive, which gets the first that ZIP can say.
    """
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415 - heavy

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        ExcelWriter(book, archive).write_data()
    lasting = io.BytesIO()
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(lasting, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts.infolist():
            archive.writestr(zipfile.ZipInfo(part.filename), parts.read(part), zipfile.ZIP_DEFLATED)
    return lasting.getvalue()


def _write(page: Worksheet, sheet: Sheet) -> None:
    from openpyxl.styles import DEFAULT_FONT, Border, Font, Side  # noqa: PLC0415 - heavy
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    for place, (text, unit) in enumerate(sheet.heads, start=1):
        head = page.cell(1, place)
        fill_cell(head, text, Unit.TEXT)
        head.font = Font(name=DEFAULT_FONT.name, size=DEFAULT_FONT.size, bold=True)
        head.border = Border(bottom=Side("thin"))
        head.alignment = _side(place, unit, vertical="bottom", wrap_text=True)
    for line, row in enumerate(sheet.rows, start=2):
        for place, (value, (_, unit)) in enumerate(zip(row, sheet.heads, strict=True), start=1):
            if value is not None:
                cell = page.cell(line, place)
                fill_cell(cell, value, unit)
                lines = lines_of(value, _WIDEST) if isinstance(value, str) else 1
                cell.alignment = _side(place, unit, vertical="top", wrap_text=lines > 1)
                if lines > 1:
                    page.row_dimensions[line].height = LINE * lines
    highest = 1
    for place, (text, unit) in enumerate(sheet.heads):
        width = _width(text, unit, [row[place] for row in sheet.rows])
        page.column_dimensions[get_column_letter(place + 1)].width = width
        highest = max(highest, lines_of(text, width - _MARGIN))
    page.row_dimensions[1].height = LINE * highest
    page.freeze_panes = "B2"
    page.auto_filter.ref = page.dimensions
    page.print_title_rows = "1:1"
    _for_paper(page)


def _side(place: int, unit: Unit, *, vertical: Literal["top", "bottom"], wrap_text: bool) -> Alignment:
    """Set numbers to the right and all else to the left, a little away from a number before it."""
    from openpyxl.styles import Alignment  # noqa: PLC0415 - heavy

    side: Literal["left", "right"] = "right" if unit.is_number else "left"
    indent = 0 if unit.is_number or place == 1 else 1
    return Alignment(horizontal=side, vertical=vertical, wrap_text=wrap_text, indent=indent)


def _for_paper(page: Worksheet) -> None:
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _width(head: str, unit: Unit, values: Sequence[Value]) -> float:
    """Give a column's width in characters: for its values, and for the longest word over them."""
    written = [f"{value:,.2f}" if unit is Unit.EURO and value is not None else str(value or "") for value in values]
    longest = max([*map(len, written), *map(len, head.split())], default=0)
    return float(min(max(longest + _MARGIN, _NARROWEST), _WIDEST))
