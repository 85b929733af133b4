"""A sender's turn at the ledger: what became of the deliveries in hand, and the next ones, in one commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import LedgerError
from iki_newsletter.model.audience import Reason
from iki_newsletter.model.delivery import Claim, State, Turn
from iki_newsletter.model.subscriber import Subscriber
from iki_newsletter.store.moments import as_text

if TYPE_CHECKING:
    import datetime as dt
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence

    from iki_newsletter.model.delivery import Move

    Row = tuple[int, str, str, str, str, str, str, str, str, str, str | None]

_ROW: Final = """
SELECT delivery.id, delivery.key, address, mailbox, language, name, salutation, organisation, digest, message_id,
       suppression.reason
FROM delivery LEFT JOIN suppression ON suppression.key = delivery.key AND suppression.reason NOT IN ({even})
"""
# Two queries and not one with OR: each walks the index by state and stops when it has enough.
_NEXT_PENDING: Final = (
    _ROW
    + """
WHERE campaign = ? AND state = 'pending' ORDER BY delivery.id LIMIT ?
"""
)
_NEXT_DEFERRED: Final = (
    _ROW
    + """
WHERE campaign = ? AND state = 'deferred' AND coalesce(not_before, '') <= ? ORDER BY delivery.id LIMIT ?
"""
)
_CLAIM: Final = """
UPDATE delivery SET state = 'claimed', owner = ?, at = ?, not_before = NULL
WHERE id = ? AND state IN ('pending', 'deferred')
"""
_WITHDRAW: Final = """
UPDATE delivery SET state = 'withdrawn', reason = ?, at = ?, not_before = NULL
WHERE id = ? AND state IN ('pending', 'deferred')
"""
_BEGIN_SENDING: Final = """
UPDATE delivery SET state = 'sending', at = ? WHERE id = ? AND owner = ? AND state = 'claimed'
"""
_GIVE_BACK: Final = """
UPDATE delivery SET state = 'pending', owner = '', at = NULL
WHERE id = ? AND owner = ? AND state IN ('claimed', 'sending')
"""
_SETTLE: Final = """
UPDATE delivery
SET state = ?, owner = '', reason = ?, reply = ?, at = ?, first_at = coalesce(first_at, ?), not_before = ?,
    attempts = attempts + 1
WHERE id = ? AND owner = ? AND state IN ('claimed', 'sending')
"""
KEEP_ATTEMPT: Final = """
INSERT INTO attempt (delivery, number, at, state, reason, reply)
SELECT id, attempts, at, state, reason, reply FROM delivery WHERE id = ?
"""
"""Keeps a delivery's state, just reached, as an attempt."""
_LEAVE_OUT_NEXT_TIME: Final = """
INSERT INTO suppression (key, reason, at, detail)
SELECT key, 'dead', at, reply FROM delivery WHERE id = ? ON CONFLICT DO NOTHING
"""
_NO_END: Final = frozenset({State.SENDING, State.PENDING})
"""What a delivery moves to while nothing has come of it yet."""


class SenderTurn:
    """One commit of one sender; lives inside a transaction."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        campaign: str,
        owner: str,
        at: dt.datetime,
        even: Collection[Reason] = (),
    ) -> None:
        """Begin; who is suppressed for a reason in `even` is claimed like anybody."""
        self._even = ", ".join(f"'{reason.value}'" for reason in even)
        self._connection = connection
        self._campaign = campaign
        self._owner = owner
        self._at = as_text(at)

    def take(self, moves: Iterable[Move], claims: int) -> Turn:
        """Record what became of the deliveries in hand, then claim up to `claims` others.

        Raises LedgerError when a delivery is no longer this sender's.
        """
        moves = tuple(moves)
        # Kind by kind is faster, and changes nothing where each delivery moves once.
        once = len({move.id for move in moves}) == len(moves)
        for part in [moves] if once else [(move,) for move in moves]:
            self._record(part)
        claimed: list[Claim] = []
        withdrawn = 0
        while len(claimed) < claims and (rows := self._next(claims - len(claimed))):
            leaving = [row for row in rows if row[-1] is not None]
            staying = [row for row in rows if row[-1] is None]
            self._change_all(_WITHDRAW, [(row[-1], self._at, row[0]) for row in leaving])
            self._change_all(_CLAIM, [(self._owner, self._at, row[0]) for row in staying])
            withdrawn += len(leaving)
            claimed += map(_claim, staying)
        return Turn(claims=tuple(claimed), withdrawn=withdrawn)

    def _record(self, moves: tuple[Move, ...]) -> None:
        """Record moves of different deliveries, kind by kind."""
        ends = [move for move in moves if move.state not in _NO_END]
        sending = [(self._at, move.id, self._owner) for move in moves if move.state is State.SENDING]
        given_back = [(move.id, self._owner) for move in moves if move.state is State.PENDING]
        self._change_all(_BEGIN_SENDING, sending)
        self._change_all(_GIVE_BACK, given_back)
        self._change_all(_SETTLE, [self._settled(move) for move in ends])
        self._change_all(KEEP_ATTEMPT, [(move.id,) for move in ends])
        dead = [(move.id,) for move in ends if move.state is State.FAILED and move.reason == Reason.DEAD]
        if dead:
            self._connection.executemany(_LEAVE_OUT_NEXT_TIME, dead)

    def _settled(self, move: Move) -> tuple[str | int | None, ...]:
        not_before = as_text(move.not_before) if move.not_before else None
        return (move.state.value, move.reason, move.reply, self._at, self._at, not_before, move.id, self._owner)

    def _next(self, number: int) -> list[Row]:
        pending: list[Row] = self._fetch(_NEXT_PENDING, self._campaign, number)
        if pending:
            return pending
        return self._fetch(_NEXT_DEFERRED, self._campaign, self._at, number)

    def _fetch(self, query: str, *values: str | int) -> list[Row]:
        rows: list[Row] = self._connection.execute(query.format(even=self._even), values).fetchall()
        return rows

    def _change_all(self, statement: str, rows: Sequence[tuple[str | int | None, ...]]) -> None:
        if rows and self._connection.executemany(statement, rows).rowcount != len(rows):
            raise LedgerError(
                "Another program changed a delivery that this one had in hand; it stops here so that nobody gets "
                "the issue twice.",
                instead="See where it stands (iki-news deliveries), then run the same command again.",
            )


def _claim(row: Row) -> Claim:
    row_id, key, address, mailbox, language, name, salutation, organisation, digest, message_id, _ = row
    subscriber = Subscriber(
        address=address,
        key=key,
        mailbox=mailbox,
        language=language,
        name=name,
        salutation=salutation,
        organisation=organisation,
    )
    return Claim(id=row_id, subscriber=subscriber, digest=digest, message_id=message_id)
