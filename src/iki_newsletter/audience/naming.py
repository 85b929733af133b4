"""Where a list names somebody: every row with all of its cells, also where the reader finds no subscriber in it."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.audience.columns import begins_a_table, column_of, is_head
from iki_newsletter.audience.csvfile import csv_rows
from iki_newsletter.audience.dialect import find_dialect
from iki_newsletter.audience.workbook import is_workbook, read_all_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from iki_newsletter.audience.csvfile import Row
    from iki_newsletter.model.mention import Mentions

_TEXTS: Final = (".xml", ".rels", ".vml")
"""What holds the texts of a workbook: its cells, notes and links."""


@dataclass(frozen=True, slots=True)
class NamingRow:
    """A row that names somebody, as it is written."""

    line: int
    cells: tuple[tuple[str, str], ...]
    """The list's own title and the text of each cell that is not empty; `column 9` where it has no title."""
    sheet: str = ""
    """Of a workbook, where it is not the one that is the list."""

    @property
    def place(self) -> str:
        """Say where it stands, within the list."""
        return f"line {self.line}" + (f" of the sheet “{self.sheet}”" if self.sheet else "")


def rows_naming(path: Path, mentions: Mentions) -> list[NamingRow]:
    """Give every row that names somebody in any cell, also below a head that cannot be read, and above it.

    Others' addresses are left out where a cell names them beside this person, and where the row is somebody else's.
    Raises OSError, and FilesWrongError for a workbook that cannot be read.
    """
    if is_workbook(path):
        return [row for sheet, rows in read_all_sheets(path) for row in _naming(rows, mentions, sheet)]
    return list(_naming(csv_rows(path, find_dialect(path)), mentions))


def lines_naming(path: Path, mentions: Mentions) -> list[int]:
    """Give the lines of a text file that name somebody, whatever they are: nothing of it needs to be understood."""
    with path.open(encoding=find_dialect(path).encoding, errors="replace", newline="") as file:
        return [number for number, line in enumerate(file, 1) if mentions.is_in(line)]


def is_anywhere_in_archive(path: Path, mentions: Mentions) -> bool:
    """Tell whether a workbook or a Word file names somebody at all: also in a note, a link or a formula."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.endswith(_TEXTS)]
            return any(mentions.is_in_page(archive.read(name).decode("utf-8", "replace")) for name in names)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return False


def _naming(rows: Iterable[Row], mentions: Mentions, sheet: str = "") -> Iterator[NamingRow]:
    titles: Sequence[str] = ()
    for row in rows:
        if (begins_a_table if titles else is_head)(row.cells):
            titles = row.cells
        if any(map(mentions.is_in, row.cells)):
            yield NamingRow(row.line, tuple(_cells(row.cells, titles, mentions)), sheet)


def _cells(cells: Sequence[str], titles: Sequence[str], mentions: Mentions) -> Iterator[tuple[str, str]]:
    is_slipped = any(cell.strip() for cell in cells[len(titles) :])
    for place, cell in enumerate(cells):
        if not cell.strip():
            continue
        title = titles[place].strip() if place < len(titles) else ""
        # A column of the list's own may hold a second address of theirs; no other one does.
        is_their_own = not is_slipped and column_of(title) is None and not mentions.is_in(cell)
        yield title or f"column {place + 1}", cell if is_their_own else mentions.hide_others(cell)
