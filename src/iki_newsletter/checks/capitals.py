"""Checks of capitals in titles and teasers: names may have them, sentences look like shouting."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding, Piece, of_contribution
from iki_newsletter.model.fields import values_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from iki_newsletter.checks.check import Material

_FIELDS: Final = ("title", "teaser")
_A_RUN: Final = 3
"""So many words in capitals, one after the other, are no abbreviations any more."""
_A_WORD: Final = 4
"""So many letters make a word; a text of fewer in capitals is an abbreviation."""
_ENDS: Final = tuple(",.;:)?!")
"""What ends a run: a list of short names is none."""
_IN_EVERY_TEXT: Final = frozenset({"IKI", "REDD", "COP", "NDC"})


@of_contribution("C531")
def texts_do_not_shout(piece: Piece) -> Iterator[Finding]:
    """Find titles and teasers in capitals, and runs of words in them; names of the portfolio do not count."""
    for field in _FIELDS:
        for language, text in piece.written.local(getattr(piece.written, field)).by_language.items():
            if loud := _loud(text, piece.material):
                yield Finding(piece.at(field, language), f"`{field}` in {language} shouts: “{loud}”.")


def _loud(text: str, material: Material) -> str:
    """Give what is in capitals without being a name; nothing where that is little."""
    runs = [text] if text.isupper() else _runs(text)
    for run in runs:
        words = [word for word in re.findall(r"[^\W\d_]+", run) if len(word) > 1]
        if not words or (run != text and len(words) < _A_RUN):
            continue
        ours = _acronyms(material)  # looked up only now: most texts need none
        loud = [word for word in words if word not in ours]
        if (run == text and sum(map(len, loud)) >= _A_WORD) or len(loud) >= _A_RUN:
            return run
    return ""


def _runs(text: str) -> Iterator[str]:
    run: list[str] = []
    for word in text.split():
        if word.isupper():
            run.append(word)
        if not word.isupper() or word.endswith(_ENDS):
            yield " ".join(run)
            run = []
    yield " ".join(run)


def _acronyms(material: Material) -> Collection[str]:
    """Give the words in capitals of the portfolio and of the settings."""
    texts = [value for shape in (material.portfolio, material.newsletter) for _, value in values_in(shape)]
    written = (word for text in texts if isinstance(text, str) for word in re.findall(r"[^\W\d_]+", text))
    return _IN_EVERY_TEXT | {word for word in written if word.isupper()}
