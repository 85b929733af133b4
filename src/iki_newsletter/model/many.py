"""Many things that are gone through one at a time, as often as wished, and counted without being held."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

T_co = TypeVar("T_co", covariant=True)


class Many(Collection[T_co]):
    """A collection that lies elsewhere: `go_through` begins anew at each call, and gives the same each time.

    `count` says how many there are; without it they are gone through once to be counted. Either is asked once.

    >>> squares = Many(lambda: (number**2 for number in range(4)))
    >>> len(squares), list(squares), list(squares), 9 in squares
    (4, [0, 1, 4, 9], [0, 1, 4, 9], True)
    """

    def __init__(self, go_through: Callable[[], Iterator[T_co]], count: Callable[[], int] | None = None) -> None:
        self._go_through = go_through
        self._count = count
        self._number: int | None = None

    def __iter__(self) -> Iterator[T_co]:
        return self._go_through()

    def __len__(self) -> int:
        if self._number is None:
            self._number = self._count() if self._count else sum(1 for _ in self)
        return self._number

    def __bool__(self) -> bool:
        counted = self._number is not None or self._count is not None
        return len(self) > 0 if counted else any(True for _ in self)

    def __contains__(self, thing: object) -> bool:
        return any(each == thing for each in self)
