"""Checks of German texts for words that name men only: a short list, and only where the plural is clear.

A false alarm annoys more than a miss. So only plurals are looked at, no word that is also a common name (Fischer),
none that mostly means organisations (Partner, Akteure), and nothing that names women beside men in a usual way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding, Piece, of_contribution
from iki_newsletter.model.fields import named, texts_in

if TYPE_CHECKING:
    from collections.abc import Iterator

INSTEAD: Final = {
    "Bewohner": "Menschen, die dort leben",
    "Bürger": "Bürgerinnen und Bürger, Menschen",
    "Einwohner": "Menschen, Bevölkerung",
    "Entscheidungsträger": "Entscheidungstragende, Verantwortliche",
    "Experten": "Fachleute",
    "Forscher": "Forschende",
    "Kollegen": "Kolleginnen und Kollegen, Team",
    "Landwirte": "Landwirtinnen und Landwirte, landwirtschaftliche Betriebe",
    "Leser": "Leserinnen und Leser",
    "Mitarbeiter": "Mitarbeitende, Beschäftigte",
    "Nutzer": "Nutzende",
    "Politiker": "Politikerinnen und Politiker, Politik",
    "Referenten": "Vortragende",
    "Studenten": "Studierende",
    "Teilnehmer": "Teilnehmende",
    "Vertreter": "Vertreterinnen und Vertreter, Delegierte",
    "Wissenschaftler": "Wissenschaftlerinnen und Wissenschaftler, Forschende",
}
"""Plural to what to write instead."""

_WORD: Final = re.compile(rf"(?<![\w-])(?P<word>{'|'.join(INSTEAD)})(?P<dative>n)?(?![\w*:/(-]|[.·]in)")
_ADJECTIVE: Final = r"(?:\s+[a-zäöüß]+e[nmrs]?)?\s+$"
_SEVERAL: Final = re.compile(
    r"\b(?:\d+|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|die|diese|jene|alle|viele|einige|manche|mehrere"
    r"|wenige|zahlreiche|keine|meine|unsere|ihre|seine|für|durch)" + _ADJECTIVE,
    re.IGNORECASE,
)
"""What stands before several: „Teilnehmer“ alone may be one man."""
_ONE: Final = re.compile(
    r"\b(?:de[nms]|diese[nms]|jede[nms]|(?:[kmds]?ein|ihr|unser)e[nms]|vom|zum|beim|am|im|als|herrn?)" + _ADJECTIVE,
    re.IGNORECASE,
)
"""What may stand before one man in an oblique case: „den Experten“, „vom Experten“."""
_AROUND: Final = 60
"""So near, in characters, women are named beside men."""


@of_contribution("C641")
def women_are_named(piece: Piece) -> Iterator[Finding]:
    """Find plurals in German texts that name men only."""
    for keys, text in texts_in(piece.written):
        for language, words in piece.written.local(text).by_language.items():
            if language.partition("-")[0] != "de" or keys[0] == "interviewee":
                continue
            for word in dict.fromkeys(_men_only(words)):
                what = f"{named(keys)} in {language} says “{word}”, which names men only."
                yield Finding(piece.at(*keys, language), what, f"Write, where it fits: {INSTEAD[word]}.")


def _men_only(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        word = match["word"]
        around = text[max(match.start() - _AROUND, 0) : match.end() + _AROUND]
        if re.search(rf"\b{_stem(word)}in(?:nen)?\b", around):
            continue
        before = text[: match.start()]
        if _has_a_plural(word):
            is_several = not _ONE.search(before)
        else:
            is_several = bool(match["dative"] or _SEVERAL.search(before))
        if is_several:
            yield word


def _has_a_plural(word: str) -> bool:
    """Tell whether the plural is another word than the singular."""
    return word.endswith(("e", "en"))


def _stem(word: str) -> str:
    """Give what the word for women is made of: Expert-in, Landwirt-in, Bürger-in.

    >>> [_stem(word) for word in ("Experten", "Landwirte", "Bürger")]
    ['Expert', 'Landwirt', 'Bürger']
    """
    return re.sub("(en|e)$", "", word)
