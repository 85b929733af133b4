"""Which address somebody probably meant by one that is not known: only one that differs by a slip or two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST: Final = 2
"""Slips in an address as a whole."""
_LENGTHS: Final = (2, 5)
"""Up to so many characters, any slip makes another name; up to so many, two of them do."""


def probably_meant(key: str, known: Iterable[str]) -> str:
    """Give the known address, in lower case as `key` is, that differs by the fewest slips; empty where none is near.

    What is before the @ and what is behind it may differ by one slip up to five characters, by two beyond, and by
    none in one or two characters; of those that are equally near, the first counts.

    >>> probably_meant("sma@example.org", ["sol@example.org", "sam@example.org"])
    'sam@example.org'
    """
    local, _, domain = key.rpartition("@")
    nearest, fewest = "", _MOST + 1
    for each in known:
        other_local, _, other_domain = each.rpartition("@")
        count = _slips(domain, other_domain)
        if count < fewest and (count := count + _slips(local, other_local)) < fewest:
            nearest, fewest = each, count
    return nearest


def _slips(one: str, other: str) -> int:
    """Count the slips between two parts of addresses; more than any address may have where they are too many."""
    if one == other:
        return 0
    most = sum(min(len(one), len(other)) > length for length in _LENGTHS)
    # A slip changes the length by one at most, and two letters of the alphabet: lists are long, and few need a count.
    if not most or abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return _MOST + 1
    count = slips_between(one, other)
    return count if count <= most else _MOST + 1


def slips_between(one: str, other: str) -> int:
    """Count the letters that are missing, too many, another, or changed places with their neighbour.

    Optimal string alignment: Damerau, A technique for computer detection and correction of spelling errors (1964).

    >>> slips_between("sma", "sam"), slips_between("ana", "anna"), slips_between("", "ab")
    (1, 1, 2)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [at]
        for there, wanted in enumerate(other, start=1):
            count = min(before[there] + 1, row[there - 1] + 1, before[there - 1] + (letter != wanted))
            if at > 1 and there > 1 and letter == other[there - 2] and one[at - 2] == wanted:
                count = min(count, earlier[there - 2] + 1)
            row.append(count)
    return row[-1]
