"""Tables for spreadsheets: CSV that Excel opens as it is, in which no cell becomes a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from iki_newsletter.errors import AlreadyThereError
from iki_newsletter.model.cell import as_text
from iki_newsletter.workspace.writing import write_parts_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def write_table(
    path: Path,
    head: Iterable[str],
    rows: Iterable[Iterable[object]],
    *,
    private: bool = False,
    decimal_mark: str = ".",
) -> int:
    """Write a new CSV file (UTF-8 with BOM, CRLF) and give how many rows; nothing is kept in memory.

    Cells are parted by commas, and by semicolons where the decimal mark is a comma: so does Excel where that is used.

    `private` is for people's addresses: only the file's owner can read it. Raises AlreadyThereError rather than
    overwrite a file.
    """
    if path.exists():
        raise AlreadyThereError(f"{path} exists already, and is not overwritten.", instead="Name another file.")
    written, separator = 0, ";" if decimal_mark == "," else ","

    def lines() -> Iterator[bytes]:
        nonlocal written
        yield ("\ufeff" + _line(map(as_text, head), separator)).encode()
        for row in rows:
            written += 1
            yield _line((_written(value, decimal_mark) for value in row), separator).encode()

    write_parts_atomically(path, lines(), private=private)
    return written


def _written(value: object, decimal_mark: str) -> str:
    """Write a value so that it never becomes a formula; a negative number is text as well."""
    written = "" if value is None else str(value)
    return as_text(written.replace(".", decimal_mark) if isinstance(value, float) else written)


def _line(cells: Iterable[str], separator: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
