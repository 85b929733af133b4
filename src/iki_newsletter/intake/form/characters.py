"""The characters that no text may hold, as ranges that a page can carry: its browser may know another Unicode."""

from __future__ import annotations

import sys
from functools import cache
from itertools import groupby

from iki_newsletter.reading.characters import forbidden_in

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@cache
def forbidden_ranges() -> str:
    """Write the forbidden characters down: the gap before each range and its length, in base 36, one after the other.

    `9 0` would be nine allowed characters and then one that is not. The carriage return counts as allowed, since the
    page turns every line's end into a line feed.
    """
    numbers = []
    next_free = 0
    for first, last in _ranges():
        numbers += [_base_36(first - next_free), _base_36(last - first)]
        next_free = last + 1
    return " ".join(numbers)


def _ranges() -> list[tuple[int, int]]:
    forbidden = (code for code in range(sys.maxunicode + 1) if chr(code) != "\r" and forbidden_in(chr(code)))
    runs = groupby(enumerate(forbidden), key=lambda pair: pair[1] - pair[0])
    found = []
    for _, run in runs:
        codes = [code for _, code in run]
        found.append((codes[0], codes[-1]))
    return found


def _base_36(number: int) -> str:
    """Write a number as JavaScript's `parseInt(text, 36)` reads it.

    >>> _base_36(0), _base_36(35), _base_36(36)
    ('0', 'z', '10')
    """
    digits = _DIGITS[number % 36]
    while number := number // 36:
        digits = _DIGITS[number % 36] + digits
    return digits
