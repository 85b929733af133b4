"""A workbook for translators: a row for each paragraph, of which only the last column can be written in."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import UsageError
from iki_newsletter.translations.sheet import Returned, ReturnedRow, RowId, parse_head, trimmed, unescaped
from iki_newsletter.translations.words import words_for

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from iki_newsletter.translations.sheet import Row, Sheet

_WIDTHS: Final = {"A": 8, "B": 18, "C": 60, "D": 60}
_MOST_ROWS: Final = 20_000
"""Forty items have some hundreds of texts; a cell at the end of a sheet must not have us read a million rows."""
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def write_xlsx(sheet: Sheet) -> bytes:
    """Write a sheet."""
    from openpyxl import Workbook  # noqa: PLC0415 - heavy

    book = Workbook()
    page = book.active
    words = words_for(sheet.to)
    page.title = "translations"
    page.append([sheet.head, "", words.title.format(issue=sheet.issue, to=sheet.to), words.how])
    page.append(list(words.columns))
    for number, row in enumerate(sheet.rows, start=3):
        _write(page, number, row)
    for letter, width in _WIDTHS.items():
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A3"
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def read_xlsx(raw: bytes) -> Returned:
    """Read what came back; raises UsageError for what is none of ours."""
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = load_workbook(io.BytesIO(raw), read_only=False, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise UsageError(f"The workbook cannot be opened: {error}.", instead="Ask for it again.") from None
    for page in book.worksheets:
        head = parse_head(str(page.cell(1, 1).value or ""))
        if head:
            return Returned(*head, tuple(_rows(page)))
    raise UsageError(
        "The workbook is none that `iki-news translations export` has written.",
        instead="Its first cell says which issue it belongs to, and must stay.",
    )


def _write(page: Worksheet, number: int, row: Row) -> None:
    from openpyxl.styles import Alignment, Font, Protection  # noqa: PLC0415 - heavy

    field = f"{row.field}\n{row.note}".strip()
    for column, value in enumerate((f"{row.id}", field, row.source, row.target), start=1):
        cell = page.cell(number, column)
        cell.value = _ESCAPE.sub(lambda found: f"_x005F{found[0]}", value) or None
        if cell.value is not None:
            cell.data_type = "s"  # else a text that begins with = would be a formula
        cell.number_format = "@"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.protection = Protection(locked=column != 4)  # noqa: PLR2004 - the last column
        if column < 3:  # noqa: PLR2004 - what is not text
            cell.font = Font(size=7, color="999999")


def _rows(page: Worksheet) -> list[ReturnedRow]:
    rows = []
    for line in page.iter_rows(min_row=2, max_row=min(page.max_row, _MOST_ROWS), max_col=4, values_only=True):
        first, _, source, target = (unescaped(str(value)) if value is not None else "" for value in line)
        row_id = RowId.parse(first)
        if row_id is not None:
            rows.append(ReturnedRow(row_id, trimmed(target.replace("\r\n", "\n"), source)))
    return rows
