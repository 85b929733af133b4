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


def write_table(path: Path, head: Iterable[str], rows: Iterable[Iterable[object]], *, private: bool = False) -> int:
    """Write a new CSV file (UTF-8 with BOM, commas, CRLF) and give how many rows; nothing is kept in memory.

    `private` is for people's addresses: only the file's owner can read it. Raises AlreadyThereError rather than
    overwrite a file.
    """
    if path.exists():
        raise AlreadyThereError(f"{path} exists already, and is not overwritten.", instead="Name another file.")
    written = 0

    def lines() -> Iterator[bytes]:
        nonlocal written
        yield ("\ufeff" + _line(head)).encode()
        for row in rows:
            written += 1
            yield _line(as_text("" if value is None else str(value)) for value in row).encode()

    write_parts_atomically(path, lines(), private=private)
    return written


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
