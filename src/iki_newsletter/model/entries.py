"""Finding a list's entries again when others were put in before them, or taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from iki_newsletter.model.fields import Keys

_Place = TypeVar("_Place", bound="Hashable")
_Known = TypeVar("_Known")
_There = TypeVar("_There")


def find_again(
    known: Mapping[_Place, _Known], there: Mapping[_Place, _There], fits: Callable[[_Known, _There], bool]
) -> dict[_Place, _Place]:
    """Tell where entries stand now: where they stood if what is there fits, else where else it does.

    No place is given twice; what fits nowhere is left out.

    >>> find_again({0: "a", 1: "b", 2: "c"}, {0: "new", 1: "a", 2: "b", 3: "d"}, str.__eq__)
    {0: 1, 1: 2}
    """
    found = {place: place for place, each in known.items() if place in there and fits(each, there[place])}
    free = {place: each for place, each in there.items() if place not in found}
    for place, each in known.items():
        now = None if place in found else next((at for at, text in free.items() if fits(each, text)), None)
        if now is not None:
            found[place] = now
            del free[now]
    return found


def field_of(keys: Iterable[str | int]) -> Keys:
    """Name what all entries of a list have alike: keys without the numbers.

    >>> field_of(("sessions", 2, "title"))
    ('sessions', '*', 'title')
    """
    return tuple("*" if isinstance(key, int) else key for key in keys)
