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
    from collections.abc import Iterable, Iterator

    from openpyxl.worksheet._read_only import ReadOnlyWorksheet
    from openpyxl.worksheet.worksheet import Worksheet

    from iki_newsletter.translations.sheet import Row, Sheet

_WIDTHS: Final = {"A": 8, "B": 18, "C": 60, "D": 60}
_MOST_ROWS: Final = 20_000
"""Forty items have some hundreds of texts."""
_LAST_ROW: Final = 1_048_576
"""Where every spreadsheet ends; openpyxl makes up all rows above the one it reads, wherever that says it is."""
_COLUMNS: Final = 4
_MOST_COLUMNS: Final = 1024
"""Columns right of our four are a translator's own; with a cell in the last of 16,384 each row is filled up to it."""
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
    """Read what came back, row by row; raises UsageError for what is none of ours, or reaches too far."""
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        # Only so are the rows read one after the other; else a cell in the last of them takes room for all before it.
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        for page in book.worksheets:
            lines = _lines(page)
            _, first = next(lines, (1, []))
            head = parse_head(first[0]) if first else None
            if head:
                return Returned(*head, tuple(_rows(lines)))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise UsageError(f"The workbook cannot be opened: {error}.", instead="Ask for it again.") from None
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
        cell.protection = Protection(locked=column != _COLUMNS)
        if column < 3:  # noqa: PLR2004 - what is not text
            cell.font = Font(size=7, color="999999")


def _lines(page: ReadOnlyWorksheet) -> Iterator[tuple[int, list[str]]]:
    """Go through the rows that hold anything: number, and the cells as text up to the last that holds any."""
    page.reset_dimensions()  # the size that a workbook claims for its sheet is often wrong
    for number, values in enumerate(page.iter_rows(min_row=1, values_only=True), start=1):
        if number > _LAST_ROW:
            raise UsageError(
                f"The workbook has a row below row {_LAST_ROW:,}, where every spreadsheet ends: it is damaged.",
                instead="Ask for it again, opened and saved anew in Excel or LibreOffice.",
            )
        line = [unescaped(str(value)) if value is not None else "" for value in values[:_MOST_COLUMNS]]
        while line and not line[-1]:
            line.pop()
        if len(values) > _MOST_COLUMNS or (line and number > _MOST_ROWS):
            raise UsageError(
                f"The workbook reaches to row {number:,}, column {len(values):,}: more than a translation can have.",
                instead=f"Delete what stands below the last translation and right of it; there may be {_MOST_ROWS:,} "
                f"rows of {_MOST_COLUMNS:,} columns.",
            )
        if line or number == 1:
            yield number, line


def _rows(lines: Iterable[tuple[int, list[str]]]) -> Iterator[ReturnedRow]:
    for _, line in lines:
        first, _, source, target, *others = [*line, *[""] * (_COLUMNS - len(line))]
        row_id = RowId.parse(first)
        if row_id is not None:
            remark = "what stands right of the translation is not taken over" if any(others) else ""
            yield ReturnedRow(row_id, trimmed(target.replace("\r\n", "\n"), source), remark, source)
