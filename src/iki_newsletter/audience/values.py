"""What the cells of a row say: name, language, status, date of consent, groups."""

from __future__ import annotations

import datetime as dt
import re
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from iki_newsletter.audience.columns import fold
from iki_newsletter.model.cell import from_text
from iki_newsletter.reading.characters import describe, forbidden_in, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

_INVISIBLE: Final = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_AROUND: Final = (
    _INVISIBLE
    + " \t\r\n\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_SPACES: Final = re.compile(r"[ \t\r\n\v\f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_LONGEST_NAME: Final = 200
_MISREAD: Final = re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u2122]|\ufffd")
"""What UTF-8 looks like when it was once opened as Windows-1252, and what could not be read at all."""
_ERRORS: Final = frozenset({"#N/A", "#NV", "#REF!", "#BEZUG!", "#NAME?", "#VALUE!", "#WERT!", "#DIV/0!", "#N/D"})
_TITLE_WORDS: Final = (
    "Herr, Frau, Herrn, Herr/Frau, Divers, Dr., Prof., Sr., Sra., Srta., Señor, Señora, Señorita, Lic., Ing., Mtro., "
    "Mtra., Dra., C., Mr., Mrs., Ms., Miss, Mx., Mister, Sir, Madam"
)
_TITLES: Final = frozenset(fold(title) for title in _TITLE_WORDS.split(", "))


class Status(Enum):
    """What a row's status means."""

    ACTIVE = "active"
    UNSUBSCRIBED = "unsubscribed"
    INACTIVE = "inactive"
    UNKNOWN = "unknown"


_STATUS_WORDS: Final = {
    Status.ACTIVE: "active, aktiv, activo, activa, alta, de alta, subscribed, confirmed, angemeldet, abonniert, "
    "bestätigt, suscrito, suscrita, confirmado, confirmada, vigente, yes, ja, sí, 1, true, wahr, verdadero, ok",
    Status.UNSUBSCRIBED: "unsubscribed, opt-out, opted out, removed, left, cancelled, canceled, abgemeldet, "
    "ausgetragen, abbestellt, gekündigt, widerrufen, baja, de baja, dado de baja, dada de baja, desuscrito, "
    "desuscrita, cancelado, cancelada",
    Status.INACTIVE: "inactive, inaktiv, inactivo, inactiva, pending, paused, blocked, bounced, dead, no, nein, 0, "
    "false, falsch, falso, wartend, pausiert, gesperrt, unzustellbar, pendiente, pausado, pausada, bloqueado, "
    "bloqueada, rebotado, suspendido, suspendida",
}
# Not among them on purpose: "x", which marks whoever left as often as whoever stays.
_STATUSES: Final = {fold(word): status for status, words in _STATUS_WORDS.items() for word in words.split(", ")}

_LANGUAGE_NAMES: Final = {
    "es": "es, spa, español, spanish, spanisch, castellano, espagnol, espanhol",
    "de": "de, deu, ger, deutsch, german, alemán, allemand, alemão",
    "en": "en, eng, english, englisch, inglés, anglais, inglês",
    "fr": "fr, fra, fre, français, french, französisch, francés, francês",
    "pt": "pt, por, português, portuguese, portugiesisch, portugués, portugais",
}
_LANGUAGES: Final = {fold(name): tag for tag, names in _LANGUAGE_NAMES.items() for name in names.split(", ")}

_DATES: Final = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})[-/.]\s?(?P<month>\d{1,2})[-/.]\s?(?P<year>\d{4}|\d{2})"),
    re.compile(
        r"(?P<day>\d{1,2})(?:\.|\s+de|[-/])?\s*(?P<word>[^\W\d_]{3,10})\.?(?:\s+del?|[-/])?\s*(?P<year>\d{4}|\d{2})"
    ),
)
_CLOCK: Final = re.compile(r"[T ,]\s?\d{1,2}:\d{2}.{0,24}$")
_MONTH_WORDS: Final = "ene jan, feb, mar, abr apr, may mai, jun, jul, ago aug, sep set, oct okt, nov, dic dez dec"
_MONTHS: Final = {word: number for number, words in enumerate(_MONTH_WORDS.split(", "), 1) for word in words.split()}
_CENTURY: Final = 2000
_SHORT_YEAR: Final = 100


def tidy(cell: str) -> str:
    r"""Take off what surrounds a value unseen (no-break spaces, zero-width characters), and make it one line.

    >>> tidy("\u200b Ana\u00a0\n Ejemplo\ufeff")
    'Ana Ejemplo'
    """
    if cell.isascii() and cell.isprintable():
        return cell.strip() if "  " not in cell else " ".join(cell.split())
    return _SPACES.sub(" ", cell.strip(_AROUND))


def unwrapped(cell: str) -> str:
    """Read what Excel users write to keep a value as text: the formula `="0815"`, or an apostrophe before it."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') and len(cell) > len('=""') else from_text(cell)


def fault_of_line(text: str) -> str:
    """Say why a text cannot be a name or greeting in a mail; empty where it can. `text` is tidy."""
    if text.isprintable() and len(text) <= _LONGEST_NAME and "=" not in text and text[:1] != "#":
        return ""
    hidden = forbidden_in(text)
    faults = (
        (bool(hidden), f"it contains {describe(hidden[0])}" if hidden else ""),
        (len(text) > _LONGEST_NAME, f"it is longer than {_LONGEST_NAME} characters"),
        (text.startswith("="), "it is a formula"),
        ("=?" in text, "it contains “=?”, which mail programs take for a code"),
        (text in _ERRORS, "Excel could not compute it"),
    )
    return next((words for found, words in faults if found), "")


def looks_misread(text: str) -> bool:
    """Tell whether letters were lost on the way: `MÃ¼ller`, `M�ller`."""
    return not text.isascii() and _MISREAD.search(text) is not None


@lru_cache(maxsize=1024)
def is_title(salutation: str) -> bool:
    """Tell whether a salutation is only a form of address (`Frau`, `Sr.`), which greets nobody."""
    return fold(salutation) in _TITLES


def compose_name(first: str, name: str, last: str, second_last: str = "") -> str:
    """Make one name of what the columns hold: lists have a name, or its parts, or one part and `name`.

    >>> compose_name("Ana", "", "Ejemplo"), compose_name("Ana", "Ejemplo", ""), compose_name("", "Ana", "Ejemplo")
    ('Ana Ejemplo', 'Ana Ejemplo', 'Ana Ejemplo')
    >>> compose_name("Ana", "Ana Ejemplo", "Ejemplo"), compose_name("Ana", "", "Ejemplo", "Núñez")
    ('Ana Ejemplo', 'Ana Ejemplo Núñez')
    """
    last = f"{last} {second_last}".strip()
    if not first and not last:
        return name
    if not name or (first and last):
        return name or f"{first} {last}".strip()
    words = name.split()
    before = [first] if first and first.split(maxsplit=1)[0] not in words else []
    after = [last] if last and last.rsplit(maxsplit=1)[-1] not in words else []
    return " ".join([*before, name, *after])


def status_words() -> dict[Status, list[str]]:
    """Give the words of a status by what they mean, for the reference."""
    return {status: words.split(", ") for status, words in _STATUS_WORDS.items()}


@lru_cache(maxsize=1024)
def read_status(cell: str) -> Status:
    """Read a status; an empty cell means active."""
    return _STATUSES.get(fold(cell), Status.UNKNOWN) if cell else Status.ACTIVE


def read_language(cell: str, languages: Sequence[str]) -> str | None:
    """Read a language, by tag (`de`, `es-MX`, `de_DE`) or name: one of `languages`, else its own tag, else None.

    >>> read_language("Español", ["es", "de"]), read_language("de_AT", ["es", "de"]), read_language("fr", ["es"])
    ('es', 'de', 'fr')
    """
    return _read_language(cell, tuple(languages))


@lru_cache(maxsize=1024)
def _read_language(cell: str, languages: tuple[str, ...]) -> str | None:
    tag = cell.replace("_", "-").casefold()
    for language in languages:
        if tag == language.casefold():
            return language
    primary = _LANGUAGES.get(fold(cell)) or _LANGUAGES.get(tag.partition("-")[0].strip())
    primary = primary or tag.partition("-")[0]
    for language in languages:
        if primary == language.partition("-")[0]:
            return language
    return primary if primary in _LANGUAGE_NAMES else None


@lru_cache(maxsize=4096)
def read_date(cell: str) -> dt.date | None:
    """Read a day as Germans, Mexicans and ISO 8601 write it, the day before the month; None where it is none.

    >>> read_date("22.5.2017") == read_date("22/05/17") == read_date("2017-05-22 10:30") == read_date("22-may-2017")
    True
    """
    cell = _CLOCK.sub("", cell)
    for pattern in _DATES:
        found = pattern.fullmatch(cell)
        if found:
            return _day(found)
    return None


def _day(found: re.Match[str]) -> dt.date | None:
    parts = found.groupdict()
    month = _MONTHS.get(fold(parts["word"])[:3], 0) if "word" in parts else int(parts["month"])
    year = int(parts["year"])
    try:
        return dt.date(year + _CENTURY if year < _SHORT_YEAR else year, month, int(parts["day"]))
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def split_groups(cell: str) -> tuple[str, ...]:
    """Split a cell of groups at commas, semicolons and bars; each group once, in the order written.

    Google's own groups (`* myContacts`), and the marks that Google and Mailchimp set, are none of the list's.

    >>> split_groups('* myContacts ::: partners'), split_groups('"partners","fair 2017"')
    (('partners',), ('partners', 'fair 2017'))
    """
    groups = (tidy(group).strip('"') for group in re.split(r"[,;|]|:::", cell))
    return tuple(dict.fromkeys(group for group in groups if group and group[:2] != "* " and not fault_of_line(group)))


def cut(text: str) -> str:
    """Give a value as it can stand in a sentence."""
    return shown(text, 60)
