"""Which characters a text may hold: an allow-list by Unicode category, the same for every file."""

from __future__ import annotations

import unicodedata
from typing import Final

ALLOWED: Final = frozenset("\n\t\u00ad\u200c\u200d")
"""Line feed, tab, soft hyphen, and the two joiners that some scripts need to be spelled rightly."""

_SORTS: Final = {
    "Cc": "a control character",
    "Cf": "an invisible formatting character",
    "Cn": "a character that Unicode does not know",
    "Co": "a character of private use",
    "Cs": "half of a surrogate pair",
    "Zl": "a line separator",
    "Zp": "a paragraph separator",
}
_NAMES: Final = {"\0": "NUL", "\a": "BELL", "\b": "BACKSPACE", "\r": "CARRIAGE RETURN", "\x1b": "ESCAPE"}
_DIRECTIONS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""The bidirectional controls of UAX #9: they make a text read otherwise than it is stored."""


def forbidden_in(text: str) -> list[str]:
    """List the characters of a text that are not allowed in any, each once, in code point order."""
    if text.replace("\n", "").isprintable():  # the quick way: letters, marks, digits, punctuation, symbols, space
        return []
    return sorted(char for char in set(text) if not char.isprintable() and _is_forbidden(char))


def describe(char: str) -> str:
    """Say what a forbidden character is, without writing it: `U+202E (RIGHT-TO-LEFT OVERRIDE), a …`."""
    name = _NAMES.get(char) or unicodedata.name(char, "")
    sort = "a mark that turns the direction of writing" if char in _DIRECTIONS else _SORTS[unicodedata.category(char)]
    return f"U+{ord(char):04X}{f' ({name})' if name else ''}, {sort}"


def shown(text: str, most: int = 60) -> str:
    """Write a foreign text so that it fits into a sentence: one line, nothing invisible, not too long."""
    short = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(char if char == " " or char.isprintable() else _escaped(char) for char in short)


def _escaped(char: str) -> str:
    if char in "\n\t\u00a0\u202f":
        return " "
    return "" if char in ALLOWED else f"U+{ord(char):04X}"


def _is_forbidden(char: str) -> bool:
    return char not in ALLOWED and unicodedata.category(char) in _SORTS
