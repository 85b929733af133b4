"""Erasing a person: their address goes from every row, and a keyed hash that keeps them from coming back stays."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import LockHeldError
from iki_newsletter.model.audience import Reason
from iki_newsletter.model.mention import Mentions
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.locks import hold_sender_lock
from iki_newsletter.store.moments import as_text
from iki_newsletter.store.suppressed import erased_key, is_erased

if TYPE_CHECKING:
    import datetime as dt
    import sqlite3
    from collections.abc import Iterable, Iterator

    from iki_newsletter.store.database import Database

# Campaign by campaign, so that the index by campaign and key is used.
_IN_HAND: Final = """
SELECT DISTINCT campaign.id FROM campaign CROSS JOIN delivery ON delivery.campaign = campaign.id AND delivery.key = ?
WHERE state IN ('pending', 'claimed', 'sending', 'deferred')
"""
_BEING_SENT: Final = _IN_HAND.replace("'pending', 'claimed', 'sending', 'deferred'", "'claimed', 'sending'")
_CAMPAIGNS: Final = "SELECT id FROM campaign ORDER BY begun_at, id"
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
    ("delivery", "reply"),
    ("attempt", "reply"),
    ("feedback", "reply"),
    ("feedback", "address"),
    ("history", "words"),
    ("suppression", "detail"),
)
"""Where a server or a person may have named the address in rows of other people."""
# Nearly no row has an @ there, and the second question is dear: it leaves SQLite.
_BLANK: Final = "UPDATE {table} SET {column} = '' WHERE instr({column}, '@') AND names_them({column})"
_SOURCES: Final = "SELECT key, source FROM sign_up WHERE instr(source, '@') AND names_them(source)"


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
    is_in_log: bool = False
    """Whether the address is still in the log beside the file, since another program has the file open."""
    is_being_sent: bool = False
    """Whether the file was not written anew, since something is being sent from it."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found in the rows."""

    deliveries: int
    withdrawn: int
    feedback: int
    sign_ups: int
    was_known: bool


def erase(database: Database, secret: bytes, key: str, at: dt.datetime, spellings: Iterable[str] = ()) -> Erased:
    """Take a normalised address out of every row, in one commit, and leave no trace of it in the file.

    `spellings` are other ways to write it that replies and words may have. Whoever is erased twice is erased once;
    the second time finishes what another program kept the first from. Raises LockHeldError, and changes nothing,
    while a campaign is being sent in which they have something to come: its sender has the row in hand.
    """
    with ExitStack() as stack:
        held = {str(campaign) for (campaign,) in list(database.rows(_IN_HAND, key))}
        for campaign in sorted(held):
            stack.enter_context(hold_sender_lock(database.path.parent, campaign))
            # What a sender that crashed left claimed would else be in nobody's hand for ever.
            Ledger(database).recover(campaign, at)
        with database.transaction() as connection:
            _refuse_what_is_being_sent(connection, key)
            found = _erase(connection, erased_key(secret, key), key, as_text(at), spellings)
    is_emptied, is_anew = _leave_no_traces(database)
    return Erased(
        found.deliveries,
        found.withdrawn,
        found.feedback,
        found.sign_ups,
        found.was_known,
        is_in_log=not is_emptied,
        is_being_sent=not is_anew,
    )


def erase_again(database: Database, secret: bytes, keys: Iterable[str], at: dt.datetime) -> int:
    """Erase whoever of `keys` was erased before and came back unseen, as by an older ledger; gives how many."""
    gone = {str(row[0]) for row in database.rows("SELECT key FROM suppression WHERE reason = ?", Reason.ERASED)}
    back = [key for key in keys if not is_erased(key) and erased_key(secret, key) in gone] if gone else []
    if back:
        with database.transaction() as connection:
            for key in back:
                _erase(connection, erased_key(secret, key), key, as_text(at))
        _leave_no_traces(database)
    return len(back)


def _leave_no_traces(database: Database) -> tuple[bool, bool]:
    """Leave no traces; tells whether the log is empty, and whether the file was written anew.

    That keeps everybody else from writing for as long as it takes: a sender would wait in the middle of a mail.
    """
    with ExitStack() as stack:
        try:
            for (campaign,) in list(database.rows(_CAMPAIGNS)):
                stack.enter_context(hold_sender_lock(database.path.parent, str(campaign)))
        except LockHeldError:
            stack.close()
            return database.leave_no_traces(), False
        return database.leave_no_traces(anew=True), True


def _refuse_what_is_being_sent(connection: sqlite3.Connection, key: str) -> None:
    """Look once more, now that nobody else writes: a sender may have begun since, and have a row in hand."""
    row = connection.execute(_BEING_SENT, (key,)).fetchone()
    if row is not None:
        raise LockHeldError(
            f"{row[0]} is being sent, and what it has for this address is on its way. Nothing was changed.",
            instead="Wait until it is done, or stop it with Ctrl-C there; then run the same command again.",
        )


def _erase(connection: sqlite3.Connection, left: str, key: str, at: str, spellings: Iterable[str] = ()) -> _Found:
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
    _erase_words(connection, Mentions([key, *spellings, *(str(each) for _, *written in rows for each in written)]))
    return _Found(len(rows), withdrawn, feedback, sign_ups, bool(rows or feedback or sign_ups or suppressed or known))


def _erase_words(connection: sqlite3.Connection, mentions: Mentions) -> None:
    """Take the address out of what is said in rows of other people; the source of a consent keeps its other words."""
    with _knowing(connection, mentions):
        for table, column in _SPOKEN_OF:
            connection.execute(_BLANK.format(table=table, column=column))
        for key, source in connection.execute(_SOURCES).fetchall():
            connection.execute("UPDATE sign_up SET source = ? WHERE key = ?", (mentions.hide(source), key))


@contextmanager
def _knowing(connection: sqlite3.Connection, mentions: Mentions) -> Iterator[None]:
    """Let statements ask whether a text names the address: SQLite's own words know neither whole ones nor É."""
    connection.create_function("names_them", 1, mentions.is_in, deterministic=True)
    try:
        yield
    finally:
        connection.create_function("names_them", 1, None)
