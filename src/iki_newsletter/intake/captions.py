"""What stands below a picture of a document: its caption, and who took it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iki_newsletter.intake.document import Block

_CREDIT: Final = re.compile(
    r"(.*?)[(\s]*(?:©|\b(?:photo|picture|image|foto|fotografía|imagen|bild|quelle|fuente|credits?|crédito)s?\s*:)\s*(.+?)\)?\s*",
    re.IGNORECASE | re.DOTALL,
)
"""A caption, and behind it who took the picture."""
_LABEL: Final = r"(?:photo|foto|fotografía|bild|credit|crédito)s?\s*:\s*"
_BEGINS: Final = re.compile(_LABEL, re.IGNORECASE)
_ENDS: Final = re.compile(rf"\b{_LABEL}([^:]+)\Z", re.IGNORECASE)
_LONGEST: Final = 300
"""Characters; what is longer is a paragraph of the text."""
_MOST_WORDS: Final = 10
_BETWEEN_NAMES: Final = frozenset(
    {
        *("a", "al", "da", "das", "de", "del", "do", "dos", "e", "el", "en", "la", "las", "los", "u", "y"),
        *("der", "des", "die", "für", "und", "van", "vom", "von", "zu", "zum", "zur"),
        *("and", "for", "of", "the"),
    }
)
"""What stands in lower case within names of people and organisations."""


def credit_in(words: str) -> tuple[str, str] | None:
    """Part words into what is shown and who took it; None where they name nobody.

    >>> credit_in("La laguna. Foto: Ana Inventada")
    ('La laguna.', 'Ana Inventada')
    """
    found = _CREDIT.fullmatch(words)
    return (found[1], found[2].strip()) if found else None


def with_captions(blocks: Sequence[Block]) -> list[Block]:
    """Take for a caption what stands directly below a picture and says whose that is, whatever its style in Word."""
    below = {place for place, pair in enumerate(pairwise(blocks), start=1) if pair[0].sort == "picture"}
    return [
        replace(block, sort="caption")
        if place in below and block.sort == "text" and _says_whose(block.text)
        else block
        for place, block in enumerate(blocks)
    ]


def is_bare_name(credit: str) -> bool:
    """Tell a name of people or organisations from words that another language has other words for.

    >>> [is_bare_name(each) for each in ("Ana de la Inventada / GIZ", "dibujo de la casa", "Archivo del proyecto")]
    [True, False, False]
    """
    words = re.findall(r"[^\W\d_][\w.'’-]*", credit)
    names = [word for word in words if word.lower() not in _BETWEEN_NAMES]
    return 0 < len(words) <= _MOST_WORDS and bool(names) and all(word[0].isupper() for word in names)


def _says_whose(text: str) -> bool:
    if len(text) > _LONGEST:
        return False
    found = _ENDS.search(text.strip())
    return bool(_BEGINS.match(text.strip())) or (found is not None and is_bare_name(found[1]))
