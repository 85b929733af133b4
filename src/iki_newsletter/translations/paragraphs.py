"""A text's paragraphs, to be translated one by one, and the text made of them again."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_BETWEEN: Final = re.compile(r"(\n(?:\s*\n)+)")
_DIGITS: Final = 12
NOTHING: Final = "-"
"""The digest of no text at all."""


def paragraphs_of(text: str) -> list[str]:
    r"""Split a text at its empty lines; none of the parts is empty.

    >>> paragraphs_of("Uno,\ndos.\n\nTres.")
    ['Uno,\ndos.', 'Tres.']
    """
    return _BETWEEN.split(text)[::2] if text else []


def text_of(paragraphs: Sequence[str], like: str = "") -> str:
    """Join paragraphs; where there are as many as `like` has, with the very lines between them that stand there."""
    between = _BETWEEN.split(like)[1::2]
    if len(between) != len(paragraphs) - 1:
        return "\n\n".join(paragraphs)
    return "".join(part for pair in zip(paragraphs, [*between, ""], strict=True) for part in pair)


def digest_of(paragraph: str) -> str:
    """Give the first twelve digits of a paragraph's SHA-256, enough to tell that it is another."""
    return hashlib.sha256(paragraph.encode()).hexdigest()[:_DIGITS] if paragraph else NOTHING
