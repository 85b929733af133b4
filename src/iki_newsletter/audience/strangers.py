"""Columns with a title nobody knows: whether their cells say that somebody left."""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from iki_newsletter.audience.columns import fold
from iki_newsletter.audience.values import Status, cut, read_date, read_status, tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST: Final = 60
"""Longer cells are notes, in which a word can mean anything."""
_MOSTLY: Final = 2
"""A column is a status when more than one in this many of its cells is one."""

_WORDS: Final = {
    Status.UNSUBSCRIBED: "unsubscribed, unsubscribe, opt-out, opted out, abgemeldet, Abmeldung, ausgetragen, "
    "abbestellt, baja, de baja, dado de baja, dada de baja, dar de baja, darse de baja, se dio de baja, "
    "baja voluntaria, desuscrito, desuscrita",
    Status.INACTIVE: "inactive, inaktiv, inactivo, inactiva",
    Status.ACTIVE: "active, aktiv, activo, activa, subscribed, suscrito, suscrita, angemeldet, abonniert",
}
"""What needs no title to be understood. Other words of a status, such as “no”, answer whatever the title asks."""
_PLAIN: Final = {fold(word): status for status, words in _WORDS.items() for word in words.split(", ")}
_YES: Final = frozenset(fold(word) for word in ("yes", "ja", "sí", "1", "true", "wahr", "verdadero", "x", "ok"))
_DIGITS: Final = "0123456789"

_OF_LEAVING: Final = re.compile(
    r"(fecha(de)?|dad[oa]de|de)?baja(el)?|(fecha(de)?)?desuscri.*|abgemeldet(am)?|abmelde.*|abmeldung(am)?"
    r"|ausgetragen(am)?|abbestell.*|unsub.*|opt(ed)?out.*"
)
_OF_SUBSCRIBING: Final = re.compile(
    r".*(suscri|subscri|newsletter|boletin|rundbrief|mailing|abonn).*|abos?|optin.*|state|zustand"
    r"|estado(actual|(del?)?(contacto|suscriptora?|registro|correo))?|(e?mail|contact|kontakt|member)status"
    r"|recibe(correos?|noticias|e?mails?)?|acepta(recibir.*|correos?)|empfang|einwilligung|consent|consentimiento"
)
_OF_RANKS: Final = re.compile(
    r".*(priori|importan|relevan|urgen|nivel|influencia|interes|riesgo|calidad|categoria|grado|planta).*"
)
"""What can be `alta`, `media` or `baja`: high, middling or low."""


class _Kind(Enum):
    LEAVING = auto()
    SUBSCRIBING = auto()
    RANK = auto()
    OTHER = auto()


class Word(NamedTuple):
    """What a stranger says against sending: UNSUBSCRIBED or INACTIVE, and where it says so."""

    status: Status
    sentence: str


class Strangers:
    """Listens to the columns that nobody knows, row by row. A word counts only where it is the whole cell.

    So `Baja California` in a column `Estado` is a federal state, and `baja` there is somebody who left.
    """

    def __init__(self, titles: Sequence[tuple[int, str]]) -> None:
        self._columns = [_Stranger(place, title) for place, title in titles]

    def listen(self, cells: Sequence[str]) -> Word | None:
        """Hear what a row's cells say against sending, the gravest word first; None where nothing does."""
        found = None
        for column in self._columns:
            cell = cells[column.place] if column.place < len(cells) else ""
            if not cell:
                continue
            status = column.hear(cell)
            if status is Status.UNSUBSCRIBED or (status is Status.INACTIVE and found is None):
                found = Word(status, f"“{cut(tidy(cell))}” in {column.name}")
        return found

    def statuses(self) -> list[str]:
        """Name the columns that turned out to hold a status."""
        return [column.name for column in self._columns if column.is_status]


class _Stranger:
    """One column and what its cells were so far."""

    def __init__(self, place: int, title: str) -> None:
        title = tidy(title)
        self.place = place
        self.name = f"the column “{cut(title)}”" if title else f"column {place + 1} (without a title)"
        self._kind = _kind_of(title)
        self._filled = 0
        self._heard: Counter[Status] = Counter()

    @property
    def is_status(self) -> bool:
        """Whether most of the cells are a status, and some of them speak against sending."""
        against = self._heard[Status.UNSUBSCRIBED] + self._heard[Status.INACTIVE]
        return self._kind is not _Kind.LEAVING and against > 0 and self._heard.total() * _MOSTLY > self._filled

    def hear(self, cell: str) -> Status:
        """Take a cell; gives UNSUBSCRIBED or INACTIVE only where it speaks against sending."""
        self._filled += 1
        if len(cell) > _LONGEST:
            return Status.UNKNOWN
        status = _meaning(cell, self._kind)
        if status is not Status.UNKNOWN:
            self._heard[status] += 1
            if status is Status.INACTIVE and self._kind is not _Kind.SUBSCRIBING:
                return Status.UNKNOWN
        return status


def _kind_of(title: str) -> _Kind:
    folded = fold(title)
    if _OF_LEAVING.fullmatch(folded):
        return _Kind.LEAVING
    if _OF_SUBSCRIBING.fullmatch(folded):
        return _Kind.SUBSCRIBING
    return _Kind.RANK if _OF_RANKS.fullmatch(folded) else _Kind.OTHER


@lru_cache(maxsize=4096)
def _meaning(cell: str, kind: _Kind) -> Status:
    # People write the day behind the word: “Baja 12/05/2017”.
    word = fold(cell)
    plain = _PLAIN.get(word.rstrip(_DIGITS), Status.UNKNOWN)
    if kind is _Kind.SUBSCRIBING and plain is Status.UNKNOWN:
        return read_status(tidy(cell)) if word else Status.UNKNOWN
    if kind is _Kind.LEAVING and (word in _YES or read_date(tidy(cell))):
        return Status.UNSUBSCRIBED
    if kind is _Kind.RANK and word == "baja":
        return Status.UNKNOWN
    return plain
