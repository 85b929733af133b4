"""Tables of figures before anybody's words: typed values below keys, the same for programs and for people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Value = str | int | float | dt.date | None
"""What stands in a cell; None is what is not known, which is no zero."""


class Unit(StrEnum):
    """What a column's values are."""

    WORD = "word"
    """A word of the vocabulary that is called like the column, or somebody's name where there is none."""
    TEXT = "text"
    TONGUES = "tongues"
    """Languages by their tags, with a comma between them."""
    NUMBER = "number"
    EURO = "euro"
    PERCENT = "percent"
    DAY = "day"
    MONTH = "month"
    """A year, a half of one or a month: `2017`, `2017-H1`, `2017-06`."""
    LAST_MONTH = "last_month"
    """A month that something ends with: where days are wanted it stands for its last one."""

    @property
    def is_number(self) -> bool:
        """Tell whether values of it are numbers."""
        return self in {Unit.NUMBER, Unit.EURO, Unit.PERCENT}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid."""

    key: str
    unit: Unit = Unit.NUMBER

    @property
    def is_number(self) -> bool:
        """Tell whether its values are numbers."""
        return self.unit.is_number


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of values below columns; the first of each row says what it is about."""

    id: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    def dicts(self) -> Iterator[dict[str, Value]]:
        """Go through the rows by the columns' keys."""
        keys = [column.key for column in self.columns]
        return (dict(zip(keys, row, strict=True)) for row in self.rows)

    def values(self, key: str) -> list[Value]:
        """Give a column's values."""
        return [row[key] for row in self.dicts()]

    def sum(self, key: str) -> int:
        """Add a column of numbers up, as far as they are known."""
        return sum(value for value in self.values(key) if isinstance(value, int))

    def as_json(self) -> list[dict[str, Any]]:
        """Give it to programs: days as text."""
        return [
            {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in row.items()}
            for row in self.dicts()
        ]


def words(*keys: str) -> tuple[Column, ...]:
    """Make columns of words."""
    return tuple(Column(key, Unit.WORD) for key in keys)


def numbers(*keys: str) -> tuple[Column, ...]:
    """Make columns of numbers."""
    return tuple(Column(key) for key in keys)
