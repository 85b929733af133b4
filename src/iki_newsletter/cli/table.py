"""Tables as commands show them: no boxes, and words that break only where the terminal has no room for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.table import Table
    from rich.text import Text


def make_table(headings: Sequence[str], rows: Iterable[Sequence[str | Text]], width: int) -> Table:
    """Make a table for a terminal of so many columns; a heading with `>` before it stands over figures.

    rich alone takes the room from the widest column first, and breaks an id there while others could fold at spaces:
    so each column gets the room of its longest word, where that leaves room for all.
    """
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    rows = list(rows)
    names = [each.lstrip(">") for each in headings]
    needs = [max(map(_longest_word, column)) for column in zip(names, *rows, strict=True)]
    fits = sum(needs) + len(needs) - 1 <= width
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for heading, name, need in zip(headings, names, needs, strict=True):
        least = need if fits else None
        table.add_column(
            name, justify="right" if heading.startswith(">") else "left", overflow="fold", min_width=least
        )
    for row in rows:
        table.add_row(*row)
    return table


def _longest_word(cell: str | Text) -> int:
    from rich.cells import cell_len  # noqa: PLC0415

    return max(map(cell_len, str(cell).split()), default=0)
