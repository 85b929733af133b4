"""Columns with a title nobody knows: whether their cells say that somebody left."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from iki_newsletter.audience.columns import fold
from iki_newsletter.audience.headings import Asks, what_asks
from iki_newsletter.audience.values import Status, cut, read_date, read_status, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST: Final = 60
"""Longer cells are notes, in which a word can mean anything."""
_MOSTLY: Final = 2
"""A column is a status when more than one in this many of its cells is one."""
_FEW: Final = 20
"""A status has at most so many words that nobody knows; what has more is something else."""

_WORDS: Final = {
    Status.UNSUBSCRIBED: "unsubscribed, unsubscribe, opt-out, opted out, abgemeldet, Abmeldung, ausgetragen, "
    "abbestellt, baja, de baja, dado de baja, dada de baja, dar de baja, darse de baja, se dio de baja, "
    "baja voluntaria, desuscrito, desuscrita",
    Status.INACTIVE: "inactive, inaktiv, inactivo, inactiva",
    Status.ACTIVE: "active, aktiv, activo, activa, subscribed, suscrito, suscrita, angemeldet, abonniert",
}
"""What needs no title to be understood. Other words of a status, such as “no”, answer whatever the title asks."""
_PLAIN: Final = {fold(word): status for status, words in _WORDS.items() for word in words.split(", ")}
_YES: Final = frozenset(("yes", "ja", "si", "1", "true", "wahr", "verdadero", "x", "ok", "s", "j", "y"))
_NO: Final = frozenset(("no", "nein", "0", "false", "falsch", "falso", "n"))
_NOTHING: Final = frozenset(
    ("none", "null", "nan", "nil", "na", "ninguno", "ninguna", "keine", "kein", "nunca", "nie", "never", "noaplica")
)
"""What stands where nothing should, beside _NO."""
_MARKS: Final = dict.fromkeys("✓✔☑✅", "yes") | dict.fromkeys("✗✘✖❌☐", "no")
_DIGITS: Final = "0123456789"
_SEEMS: Final = "seems to say who is subscribed, but it is not called status."
_READ_AS: Final = "It is read as the status all the same: whoever has left or is not active by it is left out."
_MARKING: Final = "It says yes or nothing, so nothing is taken for a no: whoever has nothing there is left out."


class Word(NamedTuple):
    """What a cell says against sending: UNSUBSCRIBED or INACTIVE, where it says so, and what is to be done."""

    status: Status
    sentence: str
    cure: str = ""


class Suspicion(NamedTuple):
    """A cell that speaks against sending if its column turns out to be a status."""

    place: int
    cell: str
    status: Status


class Finding(NamedTuple):
    """What a column turned out to be, in a sentence."""

    code: str
    what: str
    place: int
    believed: bool = False
    """Whether its suspicions are true: those of cells with something in them."""
    nothing_is_no: bool = False
    """Whether those of empty cells are."""


class Strangers:
    """Listens to the columns that nobody knows, row by row. A word counts only where it is the whole cell.

    So `Baja California` in a column `Estado` is a federal state, and `baja` there is somebody who left. Words that
    only a status gives a meaning to are suspicions until the last row: only then it is known what the column is.
    """

    def __init__(self, titles: Sequence[tuple[int, str]]) -> None:
        self._columns = [_Stranger(place, title) for place, title in titles]
        self._at = {column.place: column for column in self._columns}

    def listen(self, cells: Sequence[str]) -> tuple[Word | None, list[Suspicion]]:
        """Hear what a row's cells say against sending, of equally grave words the first; and what they may say."""
        found = None
        suspicions = []
        for column in self._columns:
            cell = cells[column.place] if column.place < len(cells) else ""
            status, may_mean = column.hear(cell)
            if status is Status.UNSUBSCRIBED or (status is Status.INACTIVE and found is None):
                found = Word(status, f"“{cut(tidy(cell))}” in {column.name}", column.cure)
            elif may_mean is not None:
                suspicions.append(Suspicion(column.place, cut(tidy(cell)), may_mean))
        return found, suspicions

    def findings(self) -> Iterator[Finding]:
        """Tell, after the last row, what the columns turned out to be."""
        for column in self._columns:
            if column.is_status:
                yield Finding("L107", f"{column.at_the_start} {_SEEMS} {_READ_AS}", column.place, believed=True)
            elif column.marks_the_subscribed:
                what = f"{column.at_the_start} {_SEEMS} {_MARKING}"
                yield Finding("L107", what, column.place, nothing_is_no=True)
            elif column.is_yes_or_no:
                what = f"{column.at_the_start} holds nothing but yes and no, and nobody is left out for it."
                yield Finding("L108", what, column.place)

    def reason_of(self, place: int, cell: str) -> str:
        """Say what a suspicion was about that came true."""
        column = self._at[place]
        return f"“{cell}” in {column.name}" if cell else f"nothing stands in {column.name}"


class _Stranger:
    """One column and what its cells were so far."""

    def __init__(self, place: int, title: str) -> None:
        title = tidy(title)
        self.place = place
        self.name = f"the column “{cut(title)}”" if title else f"column {place + 1} (without a title)"
        self._asks = what_asks(title)
        self._filled = 0
        self._empty = 0
        self._heard: Counter[Status] = Counter()
        self._plain = 0
        self._answers: Counter[str] = Counter()
        self._unknown: set[str] = set()

    @property
    def at_the_start(self) -> str:
        """The column's name as it begins a sentence."""
        return self.name[0].upper() + self.name[1:]

    @property
    def cure(self) -> str:
        """What to do about a word of this column, where it is not what the rule says."""
        if self._asks in {Asks.LEFT, Asks.STOPPED}:
            return (
                "If they want it all the same, empty that cell; else write unsubscribed or inactive as their status."
            )
        return ""

    @property
    def is_status(self) -> bool:
        """Whether most of the cells are a status, and some of them speak against sending."""
        against = self._heard[Status.UNSUBSCRIBED] + self._heard[Status.INACTIVE]
        if self._asks is Asks.SUBSCRIBED:
            against += self._filled - self._heard.total()
        elif self._asks in {Asks.LEFT, Asks.STOPPED} or not self._plain:
            return False
        return against > 0 and self._heard.total() * _MOSTLY > self._filled

    @property
    def marks_the_subscribed(self) -> bool:
        """Whether the title asks who is subscribed, and the cells say yes or nothing: then nothing is a no."""
        return self._asks is Asks.SUBSCRIBED and self._empty > 0 and 0 < self._answers["yes"] == self._filled

    @property
    def is_yes_or_no(self) -> bool:
        """Whether the cells are answers, among them a no, or some are marked: to what, the title does not say."""
        yes, no = self._answers["yes"], self._answers["no"]
        if self._asks not in {Asks.OTHER, Asks.RANK} or yes + no < self._filled:
            return False
        if not no:
            return yes > 0 and self._empty > 0 and not self._answers["1"]
        # A column of zeros is a number; one of zeros and ones an answer.
        return self._answers["0"] < self._filled

    def hear(self, cell: str) -> tuple[Status, Status | None]:
        """Take a cell: UNSUBSCRIBED or INACTIVE where it speaks against sending, and what it may mean besides."""
        if not cell or not (written := tidy(cell)):
            return self._hear_nothing()
        self._filled += 1
        if len(written) > _LONGEST:
            word = _NOTE if self._asks in {Asks.LEFT, Asks.STOPPED} else _SILENT
        else:
            word = _meaning(written, self._asks)
        if word.answer:
            self._answers[word.answer] += 1
            self._answers.update(word.digit)
        self._plain += word.is_plain
        if word.status is not Status.UNKNOWN:
            self._heard[word.status] += 1
        return (word.status if word.decides else Status.UNKNOWN), self._suspect(word)

    def _hear_nothing(self) -> tuple[Status, Status | None]:
        self._empty += 1
        # As long as nothing but yes was heard, nothing may be the no.
        may_be_no = self._asks is Asks.SUBSCRIBED and self._answers["yes"] == self._filled
        return Status.UNKNOWN, Status.INACTIVE if may_be_no else None

    def _suspect(self, word: _Meaning) -> Status | None:
        if word.decides:
            return None
        if word.status in {Status.UNSUBSCRIBED, Status.INACTIVE}:
            return word.status
        if word.status is Status.ACTIVE or self._asks is not Asks.SUBSCRIBED or len(self._unknown) > _FEW:
            return None
        self._unknown.add(word.folded)
        return Status.INACTIVE


class _Meaning(NamedTuple):
    """What a cell means below a title."""

    status: Status
    decides: bool = False
    """Whether it speaks against sending whatever the rest of the column is."""
    is_plain: bool = False
    """Whether it is a word of a status, whatever the title asks."""
    answer: str = ""
    """`yes` or `no`."""
    digit: tuple[str, ...] = ()
    """`0` or `1` where the answer is one."""
    folded: str = ""


_SILENT: Final = _Meaning(Status.UNKNOWN)
_NOTE: Final = _Meaning(Status.INACTIVE, decides=True)


@lru_cache(maxsize=4096)
def _meaning(cell: str, asks: Asks) -> _Meaning:
    """Read a cell; `cell` is tidy."""
    word = _MARKS.get(cell[0]) or fold(cell)
    # People write the day behind the word: “Baja 12/05/2017”.
    plain = _PLAIN.get(word.rstrip(_DIGITS), Status.UNKNOWN)
    if asks is Asks.RANK and word == "baja":
        return _SILENT
    if asks in {Asks.LEFT, Asks.STOPPED}:
        return _departure(cell, word, plain, asks)
    answer = "yes" if word in _YES else "no" if word in _NO else ""
    status = _status(cell, word, plain, answer)
    if asks is Asks.SUBSCRIBED and read_date(cell):
        status = Status.ACTIVE  # since when
    against = status in {Status.UNSUBSCRIBED, Status.INACTIVE}
    decides = against and (asks is Asks.SUBSCRIBED or plain is not Status.UNKNOWN)
    digit = (word,) if answer and word in _DIGITS else ()
    if asks is not Asks.SUBSCRIBED and digit:
        status = Status.UNKNOWN  # a number of something, as likely as an answer
    return _Meaning(status, decides, plain is not Status.UNKNOWN, answer, digit, word)


def _status(cell: str, word: str, plain: Status, answer: str) -> Status:
    if plain is not Status.UNKNOWN:
        return plain
    if answer:
        return Status.ACTIVE if answer == "yes" else Status.INACTIVE
    return read_status(cell) if word else Status.UNKNOWN


def _departure(cell: str, word: str, plain: Status, asks: Asks) -> _Meaning:
    """Read a cell whose title asks who left: a yes, a day or a reason says so, a no or a number does not."""
    left = Status.UNSUBSCRIBED if asks is Asks.LEFT else Status.INACTIVE
    if word in _YES or read_date(cell):
        return _Meaning(left, decides=True)
    if plain in {Status.UNSUBSCRIBED, Status.INACTIVE}:
        return _Meaning(plain, decides=True)
    if not word.strip(_DIGITS) or word in _NO or word in _NOTHING or read_status(cell) is Status.ACTIVE:
        return _SILENT
    return _NOTE
