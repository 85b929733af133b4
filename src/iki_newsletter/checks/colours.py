"""Colours as CSS writes them, and how much two of them stand out from each other."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, TypeAlias

Colour: TypeAlias = tuple[int, int, int]
"""Red, green and blue, each from 0 to 255."""

WHITE: Final[Colour] = (255, 255, 255)
BLACK: Final[Colour] = (0, 0, 0)
LINK: Final[Colour] = (0, 0, 238)
"""What mail programs paint a link with that has no colour (HTML Living Standard, 15.3.1)."""

_NAMED: Final = {
    "aqua": "0ff", "black": "000", "blue": "00f", "fuchsia": "f0f", "gray": "808080", "green": "008000",
    "grey": "808080", "lime": "0f0", "maroon": "800000", "navy": "000080", "olive": "808000", "orange": "ffa500",
    "purple": "800080", "red": "f00", "silver": "c0c0c0", "teal": "008080", "white": "fff", "yellow": "ff0",
}  # fmt: skip
_HEX: Final = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})(?![0-9a-f])")
_RGB: Final = re.compile(r"rgb\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*\)")
_WORD: Final = re.compile(r"(?<![\w#-])[a-z]+(?![\w(-])")


@lru_cache(maxsize=256)
def read_colour(value: str) -> Colour | None:
    """Read the colour in a value; None where there is none, or one that cannot be computed.

    >>> read_colour("#0B5A5E"), read_colour("url(#fff) transparent")
    ((11, 90, 94), None)
    """
    bare = re.sub(r"url\([^)]*\)", "", value.lower())
    rgb = _RGB.search(bare)
    if rgb:
        red, green, blue = (min(int(part), 255) for part in rgb.groups())  # as mail programs do
        return red, green, blue
    found = _HEX.search(bare)
    words = (_NAMED[word] for word in _WORD.findall(bare) if word in _NAMED)
    digits = found[1] if found else next(words, "")
    if not digits:
        return None
    pairs = [digit * 2 for digit in digits] if len(digits) == len("fff") else re.findall("..", digits)
    red, green, blue = (int(pair, 16) for pair in pairs)
    return red, green, blue


def write_colour(colour: Colour) -> str:
    """Write a colour as our files do, as in `#0b5a5e`."""
    return "#" + bytes(colour).hex()


@lru_cache(maxsize=256)
def contrast(one: Colour, other: Colour) -> float:
    """Compute the contrast of two colours, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Colour) -> float:
    """Compute the relative luminance (WCAG 2.2)."""
    parts = (part / 255 for part in colour)
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)  # noqa: PLR2004 - the formula's
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
