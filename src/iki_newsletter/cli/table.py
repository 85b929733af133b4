"""Tables as commands show them: no boxes, and words that break only where the terminal has no room for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.table import Table
    from rich.text import Text

_GAP: Final = 2
"""Columns of the terminal between two of the table."""


def make_table(headings: Sequence[str], rows: Iterable[Sequence[str | Text]], width: int) -> Table:
    """Make a table for a terminal of so many columns; a heading with `>` before it stands over figures."""
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    rows = list(rows)
    names = [each.lstrip(">") for each in headings]
    widths = _widths([names, *rows], width)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for heading, name, room in zip(headings, names, widths, strict=True):
        table.add_column(name, justify="right" if heading.startswith(">") else "left", overflow="fold", width=room)
    for row in rows:
        table.add_row(*row)
    return table


def _widths(rows: Sequence[Sequence[str | Text]], width: int) -> list[int | None]:
    """Share a terminal's columns: each gets the room of its longest word and, where there is enough, of its heading.

    rich alone takes room from the widest column first, and breaks an id there while others could fold at spaces.
    Where there is not even room for all longest words, it is left to rich.
    """
    from rich.cells import cell_len  # noqa: PLC0415

    columns = [[str(cell) for cell in column] for column in zip(*rows, strict=True)]
    wanted = [max(map(cell_len, column)) for column in columns]
    words = [max(cell_len(word) for cell in column for word in cell.split() or [""]) for column in columns]
    titled = [max(cell_len(column[0]), need) for column, need in zip(columns, words, strict=True)]
    room = width - _GAP * (len(columns) - 1)
    given = next((needs for needs in (titled, words) if sum(needs) <= room), None)
    if given is None:
        return [None] * len(columns)
    for _ in range(room - sum(given)):
        lacks = [most - now for most, now in zip(wanted, given, strict=True)]
        if not any(lacks):
            break
        given[lacks.index(max(lacks))] += 1
    return list(given)
