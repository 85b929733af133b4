"""Erasing a person: their address goes from every row, and a keyed hash that keeps them from coming back stays."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.model.audience import Reason
from iki_newsletter.store.locks import hold_sender_lock
from iki_newsletter.store.moments import as_text
from iki_newsletter.store.suppressed import erased_key, is_erased

if TYPE_CHECKING:
    import datetime as dt
    import sqlite3
    from collections.abc import Iterable

    from iki_newsletter.store.database import Database

# Campaign by campaign, so that the index by campaign and key is used.
_IN_HAND: Final = """
SELECT DISTINCT campaign.id FROM campaign CROSS JOIN delivery ON delivery.campaign = campaign.id AND delivery.key = ?
WHERE state IN ('pending', 'claimed', 'sending', 'deferred')
"""
_DELIVERIES: Final = """
SELECT delivery.id, delivery.address, delivery.mailbox FROM campaign
CROSS JOIN delivery ON delivery.campaign = campaign.id AND delivery.key = ?
"""
_WITHDRAW: Final = """
UPDATE delivery SET state = 'withdrawn', reason = 'erased', at = ?, not_before = NULL
WHERE id = ? AND state IN ('pending', 'deferred')
"""
# A campaign has each key once; whoever was erased in it before, and planned anew by mistake, has two rows.
_KEY_LEFT: Final = """
SELECT CASE WHEN EXISTS (SELECT 1 FROM delivery AS other WHERE other.campaign = delivery.campaign AND other.key = ?1)
    THEN ?1 || '.' || delivery.id ELSE ?1 END FROM delivery WHERE id = ?2
"""
SCRUB_DELIVERY: Final = """
UPDATE delivery SET key = ?, address = '', mailbox = '', name = '', salutation = '', organisation = '',
    message_id = '', reply = '' WHERE id = ?
"""
"""Leaves what is counted: language, state, reason, times and the edition."""
SCRUB_ATTEMPTS: Final = "UPDATE attempt SET reply = '' WHERE delivery = ?"
_SCRUB_FEEDBACK: Final = "UPDATE feedback SET key = ?, address = '', reply = '' WHERE key = ?"
_SCRUB_HISTORY: Final = "UPDATE history SET key = ?, words = '' WHERE key = ?"
_SUPPRESS: Final = """
INSERT INTO suppression (key, reason, at, detail) VALUES (?, 'erased', ?, '') ON CONFLICT (key) DO NOTHING
"""
_SPOKEN_OF: Final = (
    "UPDATE delivery SET reply = '' WHERE instr(lower(reply), ?)",
    "UPDATE attempt SET reply = '' WHERE instr(lower(reply), ?)",
    "UPDATE feedback SET reply = '', address = '' WHERE instr(lower(reply || ' ' || address), ?)",
    "UPDATE history SET words = '' WHERE instr(lower(words), ?)",
)
"""Rows of other people, in which a server or a person named the address."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was found and is gone, as numbers; what was said is kept under the hash, without words."""

    deliveries: int
    withdrawn: int
    """Of those, how many were still to come."""
    feedback: int
    sign_ups: int
    was_known: bool
    """Whether anything was known of the address at all."""


def erase(database: Database, secret: bytes, key: str, at: dt.datetime) -> Erased:
    """Take a normalised address out of every row, in one commit, and leave no trace of it in the file.

    Whoever is erased twice is erased once. Raises LockHeldError while a campaign is being sent in which they have
    something to come: its sender has the row in hand.
    """
    with ExitStack() as stack:
        for (campaign,) in list(database.rows(_IN_HAND, key)):
            stack.enter_context(hold_sender_lock(database.path.parent, str(campaign)))
        with database.transaction() as connection:
            erased = _erase(connection, erased_key(secret, key), key, as_text(at))
    database.leave_no_traces()
    return erased


def erase_again(database: Database, secret: bytes, keys: Iterable[str], at: dt.datetime) -> int:
    """Erase whoever of `keys` was erased before and came back unseen, as by an older ledger; gives how many."""
    gone = {str(row[0]) for row in database.rows("SELECT key FROM suppression WHERE reason = ?", Reason.ERASED)}
    back = [key for key in keys if not is_erased(key) and erased_key(secret, key) in gone] if gone else []
    if back:
        with database.transaction() as connection:
            for key in back:
                _erase(connection, erased_key(secret, key), key, as_text(at))
        database.leave_no_traces()
    return len(back)


def _erase(connection: sqlite3.Connection, left: str, key: str, at: str) -> Erased:
    rows = connection.execute(_DELIVERIES, (key,)).fetchall()
    withdrawn = 0
    for row_id, _, _ in rows:
        withdrawn += connection.execute(_WITHDRAW, (at, row_id)).rowcount
        (key_left,) = connection.execute(_KEY_LEFT, (left, row_id)).fetchone()
        connection.execute(SCRUB_DELIVERY, (key_left, row_id))
        connection.execute(SCRUB_ATTEMPTS, (row_id,))
    feedback = connection.execute(_SCRUB_FEEDBACK, (left, key)).rowcount
    sign_ups = connection.execute("DELETE FROM sign_up WHERE key = ?", (key,)).rowcount
    connection.execute("DELETE FROM preference WHERE key = ?", (key,))
    suppressed = connection.execute("DELETE FROM suppression WHERE key = ?", (key,)).rowcount
    known = connection.execute(_SCRUB_HISTORY, (left, key)).rowcount
    connection.execute(_SUPPRESS, (left, at))
    for spelling in {key.lower(), *(str(each).lower() for _, *written in rows for each in written)}:
        for statement in _SPOKEN_OF:
            connection.execute(statement, (spelling,))
    return Erased(len(rows), withdrawn, feedback, sign_ups, bool(rows or feedback or sign_ups or suppressed or known))
