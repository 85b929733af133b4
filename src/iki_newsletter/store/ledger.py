"""The ledger: the truth about deliveries, from the plan to the proof."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import RefusedError
from iki_newsletter.store.ledger_reader import SHOWN, TRIED, LedgerReader, delivery_of
from iki_newsletter.store.moments import as_text
from iki_newsletter.store.turns import KEEP_ATTEMPT, SenderTurn

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from iki_newsletter.model.audience import Reason
    from iki_newsletter.model.campaign import Campaign
    from iki_newsletter.model.delivery import Delivery, Move, Turn
    from iki_newsletter.model.subscriber import Subscriber
    from iki_newsletter.store.database import Database

EXPIRES_AFTER: Final = dt.timedelta(hours=72)
"""How long after its first attempt ended (`first_at`) a deferred delivery is given up (RFC 5321, 4.5.4.1)."""

_PLAN: Final = """
INSERT INTO delivery (campaign, key, address, mailbox, language, name, salutation, organisation, digest, message_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_LEFT_SENDING: Final = "SELECT id FROM delivery WHERE campaign = ? AND state = 'sending' ORDER BY id"
_MAKE_UNCERTAIN: Final = """
UPDATE delivery SET state = 'uncertain', owner = '', reason = 'no-answer', at = ?, attempts = attempts + 1,
    reply = 'The program ended while the server had its last word to say.'
WHERE id = ?
"""
_GIVE_BACK_CLAIMED: Final = """
UPDATE delivery SET state = 'pending', owner = '', at = NULL WHERE campaign = ? AND state = 'claimed'
"""
_TAKE_OUT: Final = """
UPDATE delivery SET state = 'withdrawn', reason = ?, at = ?, not_before = NULL
WHERE campaign = ? AND key = ? AND state IN ('pending', 'deferred')
"""
_EXPIRE: Final = """
UPDATE delivery SET state = 'failed', reason = 'expired', at = ?, not_before = NULL
WHERE campaign = ? AND state = 'deferred' AND first_at <= ?
"""


class Ledger(LedgerReader):
    """The deliveries of one database; each method is one commit, durable when it returns."""

    def __init__(self, database: Database, even: Collection[Reason] = ()) -> None:
        """Take a database; who is suppressed for a reason in `even` gets a delivery all the same."""
        super().__init__(database)
        self._even = tuple(even)

    # --- planning ------------------------------------------------------------------------------------------

    def begin(
        self,
        campaign: Campaign,
        editions: Mapping[str, bytes],
        planned: Iterable[Subscriber],
        message_id: Callable[[Subscriber], str],
        digest_of: Callable[[Subscriber], str] | None = None,
    ) -> int:
        """Freeze a campaign's audience, all or nothing; gives how many deliveries were planned.

        `editions` holds each edition's bytes by its digest, and those of what is attached; each planned subscriber's
        language is one of `campaign.digests`, unless `digest_of` says which edition somebody gets. A plan of which
        nothing was tried is replaced: it binds nobody. Raises RefusedError when the campaign has begun already.
        """
        with self._database.transaction() as connection:
            if not _forget_untried(connection, campaign.id):
                raise RefusedError(
                    f"Sending {campaign.id} has begun already: its audience stands.",
                    instead="Run the same command again to go on with it.",
                )
            connection.execute(
                "INSERT INTO campaign (id, issue, begun_at) VALUES (?, ?, ?)",
                (campaign.id, campaign.issue, as_text(campaign.begun_at)),
            )
            _keep_editions(connection, campaign, editions)
            _keep_excluded(connection, campaign.id, campaign.excluded)
            groups: Counter[tuple[str, str]] = Counter()
            rows = _plan_rows(campaign, _counted(planned, groups), message_id, digest_of)
            number = connection.executemany(_PLAN, rows).rowcount
            _keep_groups(connection, campaign.id, groups)
            return number

    def add(
        self,
        campaign: Campaign,
        planned: Iterable[Subscriber],
        message_id: Callable[[Subscriber], str],
        excluded: Mapping[str, int] | None = None,
        *,
        editions: Mapping[str, bytes] | None = None,
        digest_of: Callable[[Subscriber], str] | None = None,
    ) -> int:
        """Add people to a campaign that has begun; who has a delivery keeps it. Gives how many are new.

        They get the editions of `campaign.digests`, which the ledger keeps, or those that `digest_of` says, which are
        in `editions`. `excluded`, where given, replaces the counts of who is left out.
        """
        with self._database.transaction() as connection:
            _keep(connection, editions or {})
            groups: Counter[tuple[str, str]] = Counter()
            rows = _plan_rows(campaign, _counted(planned, groups), message_id, digest_of)
            added = connection.executemany(f"{_PLAN} ON CONFLICT (campaign, key) DO NOTHING", rows).rowcount
            _keep_groups(connection, campaign.id, groups)
            if excluded is not None:
                connection.execute("DELETE FROM campaign_excluded WHERE campaign = ?", (campaign.id,))
                _keep_excluded(connection, campaign.id, excluded)
            return max(added, 0)

    # --- sending -------------------------------------------------------------------------------------------

    def recover(self, campaign_id: str, at: dt.datetime) -> tuple[Delivery, ...]:
        """Settle what a sender that ended left behind; gives the deliveries that became uncertain.

        Only for whoever holds the campaign's lock: `sending` becomes `uncertain`, `claimed` goes back to `pending`.
        """
        with self._database.transaction() as connection:
            left = [row[0] for row in connection.execute(_LEFT_SENDING, (campaign_id,))]
            for row_id in left:
                connection.execute(_MAKE_UNCERTAIN, (as_text(at), row_id))
                connection.execute(KEEP_ATTEMPT, (row_id,))
            connection.execute(_GIVE_BACK_CLAIMED, (campaign_id,))
            shown = [connection.execute(f"{SHOWN} WHERE id = ?", (row_id,)).fetchone() for row_id in left]
        return tuple(delivery_of(row) for row in shown)

    def expire(self, campaign_id: str, at: dt.datetime) -> int:
        """Give up what has been deferred for longer than EXPIRES_AFTER; the server's last words stay."""
        return self._database.execute(_EXPIRE, as_text(at), campaign_id, as_text(at - EXPIRES_AFTER))

    def withdraw(self, campaign_id: str, keys: Iterable[str], reason: str, at: dt.datetime) -> int:
        """Take what still waits for some people out of a campaign, and say why; gives how many that were."""
        rows = [(reason, as_text(at), campaign_id, key) for key in keys]
        with self._database.transaction() as connection:
            return max(connection.executemany(_TAKE_OUT, rows).rowcount, 0)

    def advance(self, campaign_id: str, owner: str, at: dt.datetime, moves: Sequence[Move], claims: int = 0) -> Turn:
        """Record what became of the deliveries in hand and claim the next ones, in one commit.

        Who was suppressed while waiting is withdrawn instead of claimed. Raises LedgerError when a delivery is no
        longer in the hands of `owner`.
        """
        with self._database.transaction() as connection:
            return SenderTurn(connection, campaign_id, owner, at, self._even).take(moves, claims)


def _forget_untried(connection: sqlite3.Connection, campaign_id: str) -> bool:
    """Remove a plan of which nothing was tried; gives False where something was."""
    if connection.execute(TRIED, (campaign_id,)).fetchone():
        return False
    for table in ("delivery", "campaign_edition", "campaign_superseded", "campaign_excluded", "campaign_group"):
        connection.execute(f"DELETE FROM {table} WHERE campaign = ?", (campaign_id,))  # noqa: S608 - our own names
    connection.execute("DELETE FROM campaign WHERE id = ?", (campaign_id,))
    return True


def _keep_editions(connection: sqlite3.Connection, campaign: Campaign, editions: Mapping[str, bytes]) -> None:
    _keep(connection, editions)
    for place, (language, digest) in enumerate(campaign.digests.items()):
        connection.execute("INSERT INTO campaign_edition VALUES (?, ?, ?, ?)", (campaign.id, language, digest, place))


def _keep(connection: sqlite3.Connection, editions: Mapping[str, bytes]) -> None:
    connection.executemany("INSERT INTO edition VALUES (?, ?) ON CONFLICT DO NOTHING", editions.items())


def _keep_excluded(connection: sqlite3.Connection, campaign_id: str, excluded: Mapping[str, int]) -> None:
    rows = [(campaign_id, reason, number) for reason, number in excluded.items()]
    connection.executemany("INSERT INTO campaign_excluded VALUES (?, ?, ?)", rows)


def _counted(planned: Iterable[Subscriber], groups: Counter[tuple[str, str]]) -> Iterator[Subscriber]:
    """Pass people on, and count them by language and group; who is in several counts in each."""
    for person in planned:
        for group in person.groups or ("",):
            groups[person.language, group] += 1
        yield person


def _keep_groups(connection: sqlite3.Connection, campaign_id: str, groups: Mapping[tuple[str, str], int]) -> None:
    rows = [(campaign_id, language, name, number) for (language, name), number in groups.items()]
    connection.executemany(
        "INSERT INTO campaign_group VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET number = number + excluded.number",
        rows,
    )


def _plan_rows(
    campaign: Campaign,
    planned: Iterable[Subscriber],
    message_id: Callable[[Subscriber], str],
    digest_of: Callable[[Subscriber], str] | None = None,
) -> Iterator[tuple[str, ...]]:
    digests = campaign.digests
    for subscriber in planned:
        yield (
            campaign.id,
            subscriber.key,
            subscriber.address,
            subscriber.mailbox,
            subscriber.language,
            subscriber.name,
            subscriber.salutation,
            subscriber.organisation,
            digest_of(subscriber) if digest_of else digests[subscriber.language],
            message_id(subscriber),
        )
