"""Which of our languages a text looks like, by the smallest and commonest words; a guess, and often none."""

from __future__ import annotations

import re
from typing import Final

NAMES: Final = {"es": "Spanish", "de": "German", "en": "English"}

_COMMON: Final = {
    "es": "el la los las del y que por para con una un su sus se como más es son están al lo entre desde hasta sobre",
    "de": "der das und den dem des ein eine einen einem einer für mit von vom zu zum zur auf ist sind nicht sich im "
    "bei werden wird auch nach über aus wie als",
    "en": "the of and to for with are on by from that this these their its how what where at has have been",
}
"""Words that neither of the other two languages has."""
_LANGUAGE_OF: Final = {word: language for language, words in _COMMON.items() for word in words.split()}
_CLEAR: Final = 4
"""So many times as many words as those of all other languages: a text may hold a name or a title in another."""


def looks_like(text: str, least: int = 3) -> str:
    """Give the language that a text looks like by at least so many words; nothing where that is not clear.

    >>> looks_like("Mittags ist es unter den Kronen und auf dem Platz kühler")
    'de'
    >>> looks_like("Initiative 20x20")
    ''
    """
    counts = dict.fromkeys(NAMES, 0)
    for word in re.findall(r"\w+", text.casefold()):
        if word in _LANGUAGE_OF:
            counts[_LANGUAGE_OF[word]] += 1
    likeliest = max(counts, key=counts.__getitem__)
    others = sum(counts.values()) - counts[likeliest]
    return likeliest if counts[likeliest] >= max(least, _CLEAR * others) else ""
