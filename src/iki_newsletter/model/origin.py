"""Where a value came from: its file, and the place of every key in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from iki_newsletter.model.position import Position

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Origin:
    """A file and the line and column (from 1) of every value in it, by the keys that lead there."""

    path: Path
    marks: Mapping[tuple[str | int, ...], tuple[int, int]] = field(default_factory=dict, repr=False)
    numbers: Mapping[str, tuple[int, ...]] = field(default_factory=dict, repr=False)
    """Of a list that entries were taken out of, the numbers that the others have in the file."""

    def at(self, *keys: str | int) -> Position:
        """Give the place of a value, or of the nearest thing around it that is in the file."""
        for length in range(len(keys), -1, -1):
            if keys[:length] in self.marks:
                return Position(self.path, *self.marks[keys[:length]])
        return Position(self.path)

    def in_file(self, keys: tuple[str | int, ...]) -> tuple[str | int, ...]:
        """Give the keys that a value has in the file, whatever entries before it were taken out of its list."""
        if len(keys) > 1 and keys[0] in self.numbers:
            return (keys[0], self.numbers[str(keys[0])][int(keys[1])], *keys[2:])
        return keys


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T_co]):
    """A checked value and where it came from."""

    value: T_co
    origin: Origin

    @property
    def name(self) -> str:
        """The file's name without its ending: an item's id within its issue."""
        return self.origin.path.stem
