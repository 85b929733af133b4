"""The rows of an Excel workbook (XLSX), as text, with their numbers."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from iki_newsletter.audience.columns import is_head
from iki_newsletter.audience.csvfile import Row
from iki_newsletter.errors import FilesWrongError
from iki_newsletter.model.position import Position
from iki_newsletter.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE: Final = re.compile(rb"\s*(<!doctype|<html|<head|<meta|<style|<table|<\?xml|mime-version:)", re.IGNORECASE)
_MARKS: Final = b"\xef\xbb\xbf\xff\xfe\0"
_MOST_OCTETS: Final = 512 * 1024 * 1024
"""What a workbook may unpack to; a list of a million people needs about half."""
_HEAD_ROWS: Final = 12
_WIDEST: Final = 256
_LAST_ROW: Final = 1_048_576
"""Where every spreadsheet ends; openpyxl makes up all rows above the one it reads, wherever that says it is."""


def is_workbook(path: Path) -> bool:
    """Tell whether a file is an Excel workbook, by its first octets; raises FilesWrongError for formats of old."""
    with path.open("rb") as file:
        start = file.read(256)
    if _PAGE.match(start.lstrip(_MARKS).replace(b"\0", b"")):
        raise _unreadable(path, "This is a web page or XML, whatever its name says: portals export lists so.")
    if start.startswith(_OLE):
        raise _unreadable(path, "This is an Excel file of the old kind (.xls), or one with a password.")
    return start.startswith(_ZIP)


class Sheet(NamedTuple):
    """The sheet of a workbook that is the list: its name, its rows, and the names of sheets that are one as well."""

    name: str
    rows: Iterator[Row]
    others: tuple[str, ...]


def read_sheet(path: Path) -> Sheet:
    """Open a workbook at its first sheet with a column of addresses. Raises FilesWrongError."""
    with ExitStack() as stack:
        _, lists = _open(path, stack)
        rows = _rows_to_the_end(lists[0], path, stack.pop_all())
    return Sheet(lists[0].title, rows, tuple(sheet.title for sheet in lists[1:]))


def read_all_sheets(path: Path) -> Iterator[tuple[str, Iterator[Row]]]:
    """Go through all sheets of a workbook, hidden ones too: name and rows; the one that is the list has no name.

    Raises FilesWrongError.
    """
    with ExitStack() as stack:
        book, lists = _open(path, stack)
        for sheet in book.worksheets:
            yield "" if sheet.title == lists[0].title else sheet.title, _rows(sheet, path)


def _open(path: Path, stack: ExitStack) -> tuple[Any, list[Any]]:
    """Open a workbook until `stack` is closed; gives it and its sheets with a column of addresses, else the first."""
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy, and most lists are CSV

    _refuse_bombs(path)
    with warnings.catch_warnings():
        # openpyxl tells of drop-down lists and the like that it does not read; nor do we.
        warnings.simplefilter("ignore")
        file = stack.enter_context(path.open("rb"))
        try:
            book = load_workbook(file, read_only=True, data_only=True)
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
            lists = [sheet for sheet in sheets if any(is_head(row.cells) for row in _top(sheet, path))] or sheets[:1]
        except Exception as error:
            # openpyxl raises whatever the broken part of the file leads it to.
            raise _unreadable(path, "This is no Excel workbook that can be read.") from error
    return book, lists


def _top(sheet: Any, path: Path) -> Iterator[Row]:
    for row in _rows(sheet, path):
        yield row
        if row.line >= _HEAD_ROWS:
            return


def _rows_to_the_end(sheet: Any, path: Path, file: ExitStack) -> Iterator[Row]:
    """Give the rows of a sheet whose file stays open until the last one."""
    with file:
        yield from _rows(sheet, path)


def _rows(sheet: Any, path: Path) -> Iterator[Row]:
    # The size that a workbook claims for its sheet is often wrong.
    sheet.reset_dimensions()
    for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=_WIDEST), 1):
        if number > _LAST_ROW:
            raise _unreadable(path, "This workbook has a row below the last one of every spreadsheet: it is damaged.")
        # Of rows that openpyxl makes up there may be a million.
        is_blank = values.count(None) == len(values)
        yield Row(number, [""] * len(values) if is_blank else [_as_text(value) for value in values])


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _refuse_bombs(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise _unreadable(path, "This file is damaged: it begins like an Excel workbook and is none.") from None
    if size > _MOST_OCTETS:
        raise _unreadable(path, f"This workbook unpacks to {size:,} octets, more than any list needs.")


def _unreadable(path: Path, what: str) -> FilesWrongError:
    return FilesWrongError("The list cannot be read.", problems=[Problem("L101", Position(path), what)])
