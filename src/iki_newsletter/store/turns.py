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
    from collections.abc import Iterable

    from iki_newsletter.model.delivery import Move

    Row = tuple[int, str, str, str, str, str, str, str, str, str, str | None]

_ROW: Final = """
SELECT delivery.id, delivery.key, address, mailbox, language, name, salutation, organisation, digest, message_id,
       suppression.reason
FROM delivery LEFT JOIN suppression ON suppression.key = delivery.key
"""
# Two queries and not one with OR: each walks the index by state and stops at its first row.
_NEXT_PENDING: Final = f"{_ROW} WHERE campaign = ? AND state = 'pending' ORDER BY delivery.id LIMIT 1"
_NEXT_DEFERRED: Final = f"""{_ROW}
WHERE campaign = ? AND state = 'deferred' AND coalesce(not_before, '') <= ? ORDER BY delivery.id LIMIT 1
"""
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


class SenderTurn:
    """One commit of one sender; lives inside a transaction."""

    def __init__(self, connection: sqlite3.Connection, campaign: str, owner: str, at: dt.datetime) -> None:
        self._connection = connection
        self._campaign = campaign
        self._owner = owner
        self._at = as_text(at)

    def take(self, moves: Iterable[Move], claims: int) -> Turn:
        """Record what became of the deliveries in hand, then claim up to `claims` others.

        Raises LedgerError when a delivery is no longer this sender's.
        """
        for move in moves:
            self._record(move)
        claimed: list[Claim] = []
        withdrawn = 0
        while len(claimed) < claims:
            row = self._next()
            if row is None:
                break
            if row[-1] is not None:
                self._change(_WITHDRAW, row[-1], self._at, row[0])
                withdrawn += 1
            else:
                self._change(_CLAIM, self._owner, self._at, row[0])
                claimed.append(_claim(row))
        return Turn(claims=tuple(claimed), withdrawn=withdrawn)

    def _record(self, move: Move) -> None:
        if move.state is State.SENDING:
            self._change(_BEGIN_SENDING, self._at, move.id, self._owner)
            return
        if move.state is State.PENDING:
            self._change(_GIVE_BACK, move.id, self._owner)
            return
        not_before = as_text(move.not_before) if move.not_before else None
        values = (move.state.value, move.reason, move.reply, self._at, self._at, not_before, move.id, self._owner)
        self._change(_SETTLE, *values)
        self._change(KEEP_ATTEMPT, move.id)
        if move.state is State.FAILED and move.reason == Reason.DEAD:
            self._connection.execute(_LEAVE_OUT_NEXT_TIME, (move.id,))

    def _next(self) -> Row | None:
        pending: Row | None = self._connection.execute(_NEXT_PENDING, (self._campaign,)).fetchone()
        if pending is not None:
            return pending
        deferred: Row | None = self._connection.execute(_NEXT_DEFERRED, (self._campaign, self._at)).fetchone()
        return deferred

    def _change(self, statement: str, *values: str | int | None) -> None:
        if self._connection.execute(statement, values).rowcount != 1:
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
