"""Write what a merge changes into a list's rows, in the columns that the list has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.audience.columns import Column
from iki_newsletter.audience.values import compose_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from iki_newsletter.audience.listedit import ListEdit
    from iki_newsletter.audience.merging import Step

_NAMES: Final = (Column.FIRST_NAME, Column.NAME, Column.LAST_NAME, Column.SECOND_LAST_NAME)


def apply_steps(edit: ListEdit, steps: Iterable[Step]) -> None:
    """Change the rows of a list and add new ones; raises what `ListEdit.set` and `append` raise."""
    for step in steps:
        cells = {change.column: change.new for change in step.changes}
        name = cells.pop(Column.NAME, "")
        line = step.at or None
        if name:
            cells |= name_cells(name, lambda column, line=line: edit.has(column, line))  # type: ignore[misc]
        if line is None:
            edit.append(cells)
        else:
            for column, value in cells.items():
                edit.set(line, column, value)


def name_cells(name: str, has: Callable[[Column], bool]) -> dict[Column, str]:
    """Divide a whole name among the columns that a list has for it, so that it is read as the same name again.

    Which words are the family name nobody can know: the last one, where a list asks for it alone.
    """
    first, _, last = name.rpartition(" ")
    empty = {column: "" for column in _NAMES if has(column)}
    for cells in (
        {Column.FIRST_NAME: first, Column.LAST_NAME: last} | ({Column.NAME: name} if has(Column.NAME) else {}),
        {Column.FIRST_NAME: first, Column.NAME: last},
        {Column.NAME: first, Column.LAST_NAME: last},
        {Column.NAME: name},
        {Column.FIRST_NAME: name},
        {Column.LAST_NAME: name},
    ):
        if all(map(has, cells)) and _composed(empty | cells) == name:
            return empty | cells
    return empty | {Column.NAME: name}


def _composed(cells: dict[Column, str]) -> str:
    return compose_name(*(cells.get(column, "") for column in _NAMES))
