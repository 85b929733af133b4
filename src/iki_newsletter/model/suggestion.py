"""What somebody probably meant by a word that is not known: near in spelling, whatever the case and accents."""

from __future__ import annotations

import difflib
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEAR = 0.6
_LONGEST = 100


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Give the known word that looks most like this one, or None where none comes near.

    >>> nearest("Michoacan", ["Michoacán", "Yucatán"])
    'Michoacán'
    """
    by_folded = {folded(choice): choice for choice in known}
    found = difflib.get_close_matches(folded(word[:_LONGEST]), by_folded, n=1, cutoff=_NEAR)
    return by_folded[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Ask for the nearest known word in a sentence, or say nothing where none comes near.

    >>> did_you_mean("ecovallor", ["biomar", "ecovalor"])
    'Did you mean `ecovalor`?'
    >>> did_you_mean("xyz", ["biomar", "ecovalor"])
    ''
    """
    meant = nearest(word, known)
    return f"Did you mean `{meant}`?" if meant else ""


def folded(word: str) -> str:
    """Give what words are compared and sorted by: their letters, whatever their case and their accents."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
