"""Names in a row as a sentence has them: with commas, and with the word before the last that its sound asks for."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, Literal

from babel.lists import format_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from babel import Locale

# RAE, Diccionario panhispánico de dudas, under y² and o²: before the vowel, not before a diphthong as in hielo; a y
# sounds like an i where no vowel follows. Figures are read as words: ocho, once.
_SPANISH: Final = {
    " y ": (" e ", re.compile(r"\W*(?:[ií]|hí|hi(?![aeouáéóú])|y(?![aeiouáéíóú])\w)", re.IGNORECASE)),
    " o ": (" u ", re.compile(r"\W*(?:h?[oó]|8|11(?!\d))", re.IGNORECASE)),
}


def listed(names: Sequence[str], locale: Locale, style: Literal["standard", "or"] = "standard") -> str:
    """Name several things in a sentence, all of them or (`or`) one of them.

    >>> from babel import Locale
    >>> listed(["BioMar", "EcoValor", "Iniciativa 20x20"], Locale("es"))
    'BioMar, EcoValor e Iniciativa 20x20'
    """
    if len(names) < 2 or locale.language != "es":  # noqa: PLR2004 - nothing comes before the last one
        return str(format_list(names, style=style, locale=locale))
    last = names[-1]
    before = str(format_list([*names[:-1], ""], style=style, locale=locale))
    for usual, (other, sounds) in _SPANISH.items():
        if before.endswith(usual) and sounds.match(unicodedata.normalize("NFC", last)):
            before = before.removesuffix(usual) + other
    return before + last
