"""Values to the cells of a spreadsheet: real numbers and days, texts that stay texts, never a formula."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import textwrap
from typing import TYPE_CHECKING, Final

from iki_newsletter.report.grid import Unit

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

    from iki_newsletter.report.grid import Value

LINE: Final = 15
"""Points from one line to the next."""
_FORMATS: Final = {
    Unit.NUMBER: "#,##0",
    Unit.EURO: "#,##0.00",
    Unit.PERCENT: "0.0%",
    Unit.DAY: "yyyy-mm-dd",
    Unit.MONTH: "yyyy-mm",
    Unit.LAST_MONTH: "yyyy-mm",
}
_ESCAPE: Final = re.compile(r"_x[0-9A-Fa-f]{4}_")
"""What Excel would read as a character; an underscore that is written so itself keeps it text."""
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")


def fill_cell(cell: Cell, value: Value, unit: Unit) -> None:
    """Put a value into a cell, in the format of its unit.

    A percentage is the fraction that spreadsheets reckon with. A month is its first day, and one that something ends
    with its last: so a filter for what runs on a day compares with days, and the cell shows month and year.
    """
    if isinstance(value, str):
        value = _day(value, unit)
    if isinstance(value, str):
        cell.value = _ESCAPE.sub(lambda found: f"_x005F{found[0]}", _CONTROLS.sub("", value))
        # Else a text that begins with = would be computed, and one with + or - once somebody edits it.
        cell.data_type, cell.quotePrefix = "s", value[:1] in {"=", "+", "-", "@"}
        return
    if unit is Unit.PERCENT and isinstance(value, int | float):
        value = round(value / 100, 3)
    cell.value = value
    cell.number_format = _FORMATS[unit]


def lines_of(text: str, width: float) -> int:
    """Give how many lines a text needs in a cell of so many characters; not every spreadsheet finds that out."""
    return len(textwrap.wrap(text, int(width)))


def _day(written: str, unit: Unit) -> dt.date | str:
    """Give the day that a month stands for; what is no month stays as it is."""
    found = _MONTH.fullmatch(written) if unit in {Unit.MONTH, Unit.LAST_MONTH} else None
    if not found:
        return written
    year, month = int(found[1]), int(found[2])
    return dt.date(year, month, calendar.monthrange(year, month)[1] if unit is Unit.LAST_MONTH else 1)
