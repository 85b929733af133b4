"""The rows of a CSV file with the lines they begin on, also where a quotation mark was never closed."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from iki_newsletter.audience.dialect import Dialect

LONGEST_CELL: Final = csv.field_size_limit()
"""How many characters a cell can have; 131,072 is what Python's reader takes, four times what Excel does."""
_KEPT: Final = 1000
"""How much is kept of each cell of a row with a cell longer than that."""


class Row(NamedTuple):
    """A row: its line (1 is the file's first) and its cells as written."""

    line: int
    cells: list[str]
    torn: bool = False
    """Whether the row was torn out of a cell that an unclosed quotation mark had made of it."""
    too_long: bool = False
    """Whether a cell was longer than any cell can be; the cells are cut, and may have slipped."""


class _Tape:
    """Hands lines on and remembers those of the row in hand."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.kept: list[str] = []

    def __iter__(self) -> _Tape:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.kept.append(line)
        return line


def csv_rows(path: Path, dialect: Dialect) -> Iterator[Row]:
    """Read a file's rows, one by one; a quotation mark that is not closed costs no row behind it."""
    with path.open(encoding=dialect.encoding, errors="replace", newline="") as file:
        yield from rows_of_lines(file, dialect)


def rows_of_lines(lines: Iterable[str], dialect: Dialect) -> Iterator[Row]:
    """Read rows from a file's lines, which have their line ends; each row reaches to where the next one begins."""
    tape = _Tape(lines)
    reader = csv.reader(tape, delimiter=dialect.delimiter)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = []
            swallowed = True
        else:
            swallowed = len(tape.kept) > 1 and _swallowed_rows(tape.kept, dialect.delimiter)
        if swallowed:
            yield from _torn_rows(tape.kept, line, dialect.delimiter)
        elif line > 1 or not dialect.says_delimiter:
            yield Row(line, cells)
        line += len(tape.kept)
        tape.kept.clear()


def _swallowed_rows(lines: list[str], delimiter: str) -> bool:
    """Tell whether a row of several lines holds rows that a quotation mark swallowed.

    Its quotation marks are then not in order, by the strict reading of RFC 4180, and an address stands below.
    """
    if not any("@" in line for line in lines[1:]):
        return False
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    return False


def _torn_rows(lines: list[str], first: int, delimiter: str) -> Iterator[Row]:
    for number, line in enumerate(lines, first):
        try:
            cells = [] if line.count('"') % 2 else next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            cells = []
        if not cells:
            cells = line.replace('"', "").rstrip("\r\n").split(delimiter)
        if any(len(cell) > LONGEST_CELL for cell in cells):
            yield Row(number, [cell[:_KEPT] for cell in cells], too_long=True)
        else:
            yield Row(number, cells, torn=True)
