"""Settling what is uncertain by a server's log: sent, or never arrived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.store.moments import as_moment, as_text
from iki_newsletter.store.turns import KEEP_ATTEMPT

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from iki_newsletter.store.database import Database

_DOUBTS: Final = """
SELECT delivery.id, message_id, campaign.begun_at, delivery.at,
       (SELECT max(earlier.at) FROM attempt AS earlier
        WHERE earlier.delivery = delivery.id AND earlier.number < delivery.attempts)
FROM delivery JOIN campaign ON campaign.id = delivery.campaign
WHERE delivery.campaign = ? AND state = 'uncertain'
"""
_SENT_NEAR: Final = """
SELECT message_id, reply FROM delivery WHERE campaign = ? AND state = 'sent'
ORDER BY abs(julianday(at) - julianday(?)) LIMIT ?
"""
_SETTLE_SENT: Final = """
UPDATE delivery SET state = 'sent', reason = 'log', reply = ?, at = ?, attempts = attempts + 1
WHERE id = ? AND state = 'uncertain'
"""
_SETTLE_PENDING: Final = """
UPDATE delivery SET state = 'pending', reason = 'log', reply = ?, at = ?, first_at = NULL, attempts = attempts + 1
WHERE id = ? AND state = 'uncertain'
"""
_FORGET_WHEN: Final = "UPDATE delivery SET at = NULL WHERE id = ? AND state = 'pending'"


@dataclass(frozen=True, slots=True)
class Doubt:
    """An uncertain delivery, and between which moments its attempt lies."""

    id: int
    message_id: str
    begin: dt.datetime
    """When the attempt before it ended, else when the campaign began: not later than the attempt's beginning."""
    end: dt.datetime
    """When it was called uncertain: not earlier than the attempt's end."""


class Settling:
    """Changes for whoever holds the campaign's lock."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def doubts(self, campaign_id: str) -> list[Doubt]:
        """Give the uncertain deliveries."""
        return [
            Doubt(row_id, message_id, as_moment(earlier or begun_at), as_moment(at))
            for row_id, message_id, begun_at, at, earlier in self._database.rows(_DOUBTS, campaign_id)
        ]

    def sent_near(self, campaign_id: str, at: dt.datetime, number: int = 1000) -> dict[str, str]:
        """Give the Message-IDs of what was sent nearest to a moment, each with the server's words."""
        rows = self._database.rows(_SENT_NEAR, campaign_id, as_text(at), number)
        return {str(message_id): str(reply) for message_id, reply in rows}

    def settle(self, at: dt.datetime, sent: Mapping[int, str], pending: Mapping[int, str]) -> None:
        """Settle deliveries by row number, each with the words to keep, in one commit; the doubt stays an attempt."""
        with self._database.transaction() as connection:
            for row_id, words in sent.items():
                connection.execute(_SETTLE_SENT, (words, as_text(at), row_id))
                connection.execute(KEEP_ATTEMPT, (row_id,))
            for row_id, words in pending.items():
                connection.execute(_SETTLE_PENDING, (words, as_text(at), row_id))
                connection.execute(KEEP_ATTEMPT, (row_id,))
                connection.execute(_FORGET_WHEN, (row_id,))
