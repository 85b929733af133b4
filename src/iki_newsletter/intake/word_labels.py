"""Words by which documents say what follows: a language's name, or `Title:`, whatever they are written in."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

LABELS: Final = {
    "title": "title headline heading titulo titular encabezado titel uberschrift schlagzeile",
    "teaser": "teaser lead intro summary entradilla bajada sumario resumen vorspann anreisser teasertext",
    "body": "text body content article texto cuerpo contenido articulo noticia haupttext inhalt beitrag meldung",
}
_AROUND: Final = frozenset(
    re.findall(
        r"\w+",
        "version text texto language sprache idioma lengua fassung edition ausgabe edicion in en auf la el original "
        "traduccion translation ubersetzung contribution contribucion beitrag",
    )
)
"""What may stand beside a language's name in a heading."""
_LONGEST: Final = 60
_SHORTEST_STEM: Final = 5
_LABEL: Final = re.compile(r"\s*(.{2,40}?)\s*(?:\(.{1,20}\))?\s*:\s*(.*)", re.DOTALL)


def folded(text: str) -> str:
    """Give a text without case, accents and marks, to compare it by."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(char for char in plain if not unicodedata.combining(char))))


def language_named(text: str, languages: Sequence[str]) -> str:
    """Tell which language a heading or a cell names, and nothing else beside it; empty where it names none.

    >>> [language_named(text, ("es", "de", "en")) for text in ("Deutsche Fassung", "En inglés:", "Inglaterra")]
    ['de', 'en', '']
    """
    if len(text) > _LONGEST:
        return ""
    words = folded(text).split()
    if len(words) == 1 and words[0] in languages:
        return words[0]
    named = {language for word in words for language in languages if _names(word, language, tuple(languages))}
    others = [word for word in words if not any(_names(word, each, tuple(languages)) for each in languages)]
    rest = [word for word in others if word not in _AROUND and word not in named]
    return next(iter(named)) if len(named) == 1 and not rest else ""


def label_of(text: str) -> tuple[str, str]:
    """Tell which field a paragraph names, and what stands behind its colon.

    >>> label_of("Título: Un curso"), label_of("Vorspann"), label_of("Un curso: así fue")
    (('title', 'Un curso'), ('teaser', ''), ('', ''))
    """
    found = _LABEL.fullmatch(text)
    name, rest = (found[1], found[2]) if found else (text, "")
    words = folded(name) if len(name) <= _LONGEST else ""
    return next(((field, rest.strip()) for field, known in LABELS.items() if words in known.split()), ("", ""))


def _names(word: str, language: str, languages: tuple[str, ...]) -> bool:
    return any(
        word == name
        or (len(name) > _SHORTEST_STEM and word.startswith(name[:-1]) and abs(len(word) - len(name)) <= 2)  # noqa: PLR2004
        for name in _names_of(language, languages)
    )


@cache
def _names_of(language: str, languages: tuple[str, ...]) -> frozenset[str]:
    """Give a language's names in all of the newsletter's, its own included (Unicode CLDR, which Babel brings)."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - heavy

    names = {"castellano"} if language == "es" else set()
    for tongue in {*languages, language, "en", "es", "de"}:
        try:
            names.add(folded(Locale.parse(tongue, sep="-").languages.get(language, language)))
        except (UnknownLocaleError, ValueError):
            continue
    return frozenset(names)
