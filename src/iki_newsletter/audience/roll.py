"""The roll: everyone on a list, in its order, in a temporary file, so that memory does not grow with the list."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from iki_newsletter.audience.columns import fold
from iki_newsletter.model.audience import NOT_COUNTING, Excluded, Reason
from iki_newsletter.model.many import Many
from iki_newsletter.model.position import Position
from iki_newsletter.model.problem import Problem
from iki_newsletter.model.subscriber import Subscriber
from iki_newsletter.store.scratch import Scratch

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

# `reason` is empty for subscribers. Of one address stand here: the row that counts, and those that do not.
_TABLES: Final = (
    """
    CREATE TABLE listed (
        place INTEGER PRIMARY KEY, line INTEGER, address TEXT, key TEXT, reason TEXT, mailbox TEXT, language TEXT,
        name TEXT, salutation TEXT, organisation TEXT, groups TEXT, consent_source TEXT, consent_at TEXT,
        consent_basis TEXT, consent_wording TEXT
    )
    """,
    "CREATE UNIQUE INDEX counting ON listed (key) WHERE reason NOT IN ('invalid', 'duplicate')",
    "CREATE TABLE problem (line INTEGER, column INTEGER, code TEXT, path TEXT, what TEXT, instead TEXT)",
    "CREATE TABLE doubt (place INTEGER, line INTEGER, address TEXT, key TEXT, cell TEXT, means TEXT)",
)
_COUNTING: Final = "key = ? AND reason NOT IN ('invalid', 'duplicate')"
_FIRST: Final = f"SELECT line, reason FROM listed WHERE {_COUNTING}"  # noqa: S608 - our own words
_UNSUBSCRIBE: Final = f"UPDATE listed SET reason = 'unsubscribed' WHERE {_COUNTING}"  # noqa: S608
_UNITE: Final = f"UPDATE listed SET groups = ? WHERE {_COUNTING}"  # noqa: S608
_SET_ASIDE: Final = f"UPDATE listed SET reason = 'inactive' WHERE {_COUNTING} AND line = ? AND reason = ''"  # noqa: S608
_WRITE: Final = "INSERT INTO listed VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_NOTHING: Final = ("",) * 10
_IN_HAND: Final = 1000
"""Rows that are written at once, which takes half as long as one by one."""
_SUBSCRIBERS: Final = """
SELECT address, key, mailbox, language, name, salutation, organisation, groups, consent_source, consent_at,
    consent_basis, consent_wording, line
FROM listed WHERE reason = '' ORDER BY place
"""
_SUBSCRIBER: Final = _SUBSCRIBERS.replace("reason = ''", f"reason = '' AND {_COUNTING}")
_EXCLUDED: Final = "SELECT address, reason, line, key FROM listed WHERE reason <> '' ORDER BY place"
_NOTE: Final = "INSERT INTO problem VALUES (?, ?, ?, ?, ?, ?)"
_PROBLEMS: Final = "SELECT path, line, column, code, what, instead FROM problem ORDER BY line, rowid"
_DOUBT: Final = "INSERT INTO doubt VALUES (?, ?, ?, ?, ?, ?)"
_DOUBTS: Final = "SELECT line, address, key, cell, means FROM doubt WHERE place = ? ORDER BY rowid"
_FORGET: Final = "DELETE FROM doubt"
_BETWEEN: Final = "\n"
"""Stands between groups, none of which has a line break."""


class First(NamedTuple):
    """The row of an address that counts: its line, and why it gets nothing, empty for a subscriber."""

    line: int
    reason: str


class Doubt(NamedTuple):
    """A cell that speaks against sending if its column, once it is read to the end, turns out to be a status."""

    line: int
    address: str
    key: str
    cell: str
    """As it is shown; empty where the cell is."""
    means: str
    """A `Status`, as its value."""


class Roll:
    """Everyone on a list; `in` tells whether a key is on it, whatever became of its row.

    Written row by row, then read as often as wished; what it holds goes with the last reference to it or to what it
    gave.
    """

    def __init__(self) -> None:
        self._scratch = Scratch(*_TABLES)
        self._in_hand: list[tuple[int | str, ...]] = []
        self._first_in_hand: dict[str, First] = {}
        self._subscribers = 0
        self._excluded = 0
        self._problems = 0

    def first(self, key: str) -> First | None:
        """Give the row of this address that counts, None where there is none yet."""
        found = self._first_in_hand.get(key)
        if found is None and (row := self._scratch.row(_FIRST, key)):
            return First(*row)
        return found

    def subscriber(self, key: str) -> Subscriber | None:
        """Give who may be written to at this address."""
        self._lay_down()
        row = self._scratch.row(_SUBSCRIBER, key)
        return _as_subscriber(row) if row else None

    def enter(self, subscriber: Subscriber) -> None:
        """Write a subscriber down; their key is not on the roll yet."""
        day = subscriber.consent_at
        rest = (
            subscriber.mailbox,
            subscriber.language,
            subscriber.name,
            subscriber.salutation,
            subscriber.organisation,
            _BETWEEN.join(subscriber.groups),
            subscriber.consent_source,
            day.isoformat() if day else "",
            subscriber.consent_basis,
            subscriber.consent_wording,
        )
        self._write(subscriber.line, subscriber.address, subscriber.key, "", rest)
        self._subscribers += 1

    def leave_out(self, row: Excluded) -> None:
        """Write down a row that gets nothing; more than one of an address only where it is invalid or a duplicate."""
        self._write(row.line, row.address, row.key, row.reason.value, _NOTHING)
        self._excluded += 1

    def unsubscribe(self, key: str) -> None:
        """Let the row of an address that counts be unsubscribed, whatever it was."""
        first = self.first(key)
        if first is not None:
            self._lay_down()
            self._scratch.execute(_UNSUBSCRIBE, key)
            if not first.reason:
                self._subscribers -= 1
                self._excluded += 1

    def unite_groups(self, key: str, groups: Iterable[str]) -> None:
        """Put a subscriber into more groups."""
        known = self.subscriber(key)
        if known is not None:
            there = set(map(fold, known.groups))
            more = (group for group in groups if fold(group) not in there)
            self._scratch.execute(_UNITE, _BETWEEN.join((*known.groups, *more)), key)

    def set_aside(self, key: str, line: int) -> bool:
        """Let a subscriber be inactive after all; False where the row of that line is none, or does not count."""
        self._lay_down()
        changed = self._scratch.execute(_SET_ASIDE, key, line)
        self._subscribers -= changed
        self._excluded += changed
        return changed > 0

    def doubt(self, place: int, doubt: Doubt) -> None:
        """Write down what a cell of the column at `place` may mean."""
        self._scratch.execute(_DOUBT, place, *doubt)

    def doubts(self, place: int) -> Iterator[Doubt]:
        """Go through what was in doubt in a column, in the list's order."""
        for row in self._scratch.rows(_DOUBTS, place):
            yield Doubt(*row)

    def forget_doubts(self) -> None:
        """Let no cell be in doubt any more."""
        self._scratch.execute(_FORGET)

    def note(self, problem: Problem) -> None:
        """Write down what is wrong."""
        at = problem.position
        self._scratch.execute(_NOTE, at.line, at.column, problem.code, str(at.path), problem.what, problem.instead)
        self._problems += 1

    @property
    def subscribers(self) -> Collection[Subscriber]:
        """Who may be written to, in the list's order."""
        return Many(self._go_through_subscribers, lambda: self._subscribers)

    @property
    def excluded(self) -> Collection[Excluded]:
        """The other rows, in the list's order."""
        return Many(self._go_through_excluded, lambda: self._excluded)

    @property
    def problems(self) -> Collection[Problem]:
        """What is wrong, line by line."""
        return Many(self._go_through_problems, lambda: self._problems)

    def __contains__(self, key: object) -> bool:
        self._lay_down()
        return self._scratch.row(_FIRST, key) is not None

    def _write(self, line: int, address: str, key: str, reason: str, rest: tuple[str, ...]) -> None:
        self._in_hand.append((line, address, key, reason, *rest))
        if reason not in NOT_COUNTING:
            self._first_in_hand[key] = First(line, reason)
        if len(self._in_hand) >= _IN_HAND:
            self._lay_down()

    def _lay_down(self) -> None:
        if self._in_hand:
            self._scratch.execute_many(_WRITE, self._in_hand)
            self._in_hand.clear()
            self._first_in_hand.clear()

    def _go_through_subscribers(self) -> Iterator[Subscriber]:
        self._lay_down()
        for row in self._scratch.rows(_SUBSCRIBERS):
            yield _as_subscriber(row)

    def _go_through_excluded(self) -> Iterator[Excluded]:
        self._lay_down()
        for address, reason, line, key in self._scratch.rows(_EXCLUDED):
            yield Excluded(address, Reason(reason), line, key)

    def _go_through_problems(self) -> Iterator[Problem]:
        for path, line, column, code, what, instead in self._scratch.rows(_PROBLEMS):
            yield Problem(code, Position(Path(path), line, column), what, instead)


def _as_subscriber(row: tuple[Any, ...]) -> Subscriber:
    address, key, mailbox, language, name, salutation, organisation, *rest = row
    written, source, day, basis, wording, line = rest
    groups = tuple(written.split(_BETWEEN)) if written else ()
    at = dt.date.fromisoformat(day) if day else None
    return Subscriber(
        address, key, mailbox, language, name, salutation, organisation, groups, source, at, basis, wording, line
    )
