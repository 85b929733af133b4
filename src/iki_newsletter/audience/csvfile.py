"""The rows of a CSV file with the lines they begin on, also where a quotation mark was never closed."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from iki_newsletter.audience.dialect import Dialect

_MOST_LINES: Final = 30
"""A cell with more line breaks than this is no cell: a quotation mark was not closed."""


class Row(NamedTuple):
    """A row: its line (1 is the file's first) and its cells as written."""

    line: int
    cells: list[str]
    torn: bool = False
    """Whether the row was torn out of a cell that an unclosed quotation mark had made of it."""


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
        tape = _Tape(file)
        reader = csv.reader(tape, delimiter=dialect.delimiter)
        line, delimiters = 1, -1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                cells = []
                swallowed = True
            else:
                if delimiters < 0 and any(cells):
                    delimiters = tape.kept[0].count(dialect.delimiter)
                swallowed = len(tape.kept) > 1 and _swallowed_rows(tape.kept, dialect.delimiter, delimiters)
            if swallowed:
                yield from _torn_rows(tape.kept, line, dialect.delimiter)
            elif line > 1 or not dialect.says_delimiter:
                yield Row(line, cells)
            line += len(tape.kept)
            tape.kept.clear()


def _swallowed_rows(lines: list[str], delimiter: str, delimiters: int) -> bool:
    """Tell whether a row of several lines holds rows that a quotation mark swallowed.

    A line below its first that has an address, and as many delimiters as the file's first row, is a row of its own.
    """
    rows = ("@" in line and line.count(delimiter) >= delimiters for line in lines[1:])
    return len(lines) > _MOST_LINES or any(rows)


def _torn_rows(lines: list[str], first: int, delimiter: str) -> Iterator[Row]:
    for number, line in enumerate(lines, first):
        if line.count('"') % 2:
            cells = line.replace('"', "").rstrip("\r\n").split(delimiter)
        else:
            cells = next(csv.reader([line], delimiter=delimiter), [])
        yield Row(number, cells, torn=True)
