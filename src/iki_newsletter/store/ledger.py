"""The ledger: the truth about deliveries, from the plan to the proof."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.errors import LedgerError, RefusedError
from iki_newsletter.model.campaign import Campaign
from iki_newsletter.model.delivery import Delivery, State, Sum, Waiting
from iki_newsletter.model.feedback import Kind
from iki_newsletter.store.moments import as_moment, as_text
from iki_newsletter.store.turns import KEEP_ATTEMPT, SenderTurn

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from iki_newsletter.model.audience import Reason
    from iki_newsletter.model.delivery import Move, Turn
    from iki_newsletter.model.subscriber import Subscriber
    from iki_newsletter.store.database import Database

EXPIRES_AFTER: Final = dt.timedelta(hours=72)
"""How long after its first attempt ended (`first_at`) a deferred delivery is given up (RFC 5321, 4.5.4.1)."""

_PLAN: Final = """
INSERT INTO delivery (campaign, key, address, mailbox, language, name, salutation, organisation, digest, message_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_SHOWN: Final = "SELECT address, language, state, reason, at, reply, message_id, digest FROM delivery"
_LEFT_SENDING: Final = "SELECT id FROM delivery WHERE campaign = ? AND state = 'sending' ORDER BY id"
_MAKE_UNCERTAIN: Final = """
UPDATE delivery SET state = 'uncertain', owner = '', reason = 'no-answer', at = ?, attempts = attempts + 1,
    reply = 'The program ended while the server had its last word to say.'
WHERE id = ?
"""
_GIVE_BACK_CLAIMED: Final = """
UPDATE delivery SET state = 'pending', owner = '', at = NULL WHERE campaign = ? AND state = 'claimed'
"""
# By key, as the index has them: a table of them grows at its end.
_KEYS: Final = "SELECT key FROM delivery WHERE campaign = ? ORDER BY key"
_WAITING_KEYS: Final = "SELECT key FROM delivery WHERE campaign = ? AND state IN ('pending', 'deferred')"
_GOT: Final = "SELECT key, digest FROM delivery WHERE campaign = ? AND state IN ('sent', 'uncertain')"
_TRIED: Final = "SELECT 1 FROM delivery WHERE campaign = ? AND (state <> 'pending' OR attempts > 0) LIMIT 1"
# Each part ends at its first row; counting would go through all of them.
_HAS_DUE: Final = """
SELECT EXISTS (SELECT 1 FROM delivery WHERE campaign = ?1 AND state = 'pending')
    OR EXISTS (SELECT 1 FROM delivery WHERE campaign = ?1 AND state = 'deferred' AND coalesce(not_before, '') <= ?2)
"""
_CORRECTIONS: Final = """
SELECT campaign.id, count(attempt.number) FROM campaign
LEFT JOIN delivery ON delivery.campaign = campaign.id LEFT JOIN attempt ON attempt.delivery = delivery.id
WHERE campaign.issue = ?1 AND campaign.id <> ?1 GROUP BY campaign.id ORDER BY begun_at, campaign.id
"""
# Campaign by campaign, so that the index by state is used.
_SENT_SINCE: Final = """
SELECT count(*), min(at) FROM campaign JOIN delivery ON delivery.campaign = campaign.id
WHERE state IN ('sent', 'uncertain') AND at > ?
"""
_RETURNED: Final = """
SELECT kind, count(DISTINCT delivery) FROM feedback JOIN delivery ON delivery.id = feedback.delivery
WHERE campaign = ? GROUP BY kind
"""
_TAKE_OUT: Final = """
UPDATE delivery SET state = 'withdrawn', reason = ?, at = ?, not_before = NULL
WHERE campaign = ? AND key = ? AND state IN ('pending', 'deferred')
"""
_EXPIRE: Final = """
UPDATE delivery SET state = 'failed', reason = 'expired', at = ?, not_before = NULL
WHERE campaign = ? AND state = 'deferred' AND first_at <= ?
"""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a delivery that ended, with the server's own words."""

    number: int
    at: dt.datetime
    state: State
    reason: str
    reply: str


class Ledger:
    """The deliveries of one database; each method is one commit, durable when it returns."""

    def __init__(self, database: Database, even: Collection[Reason] = ()) -> None:
        """Take a database; who is suppressed for a reason in `even` gets a delivery all the same."""
        self._database = database
        self._even = tuple(even)

    @property
    def id(self) -> str:
        """Which ledger this is: what a receipt names."""
        row = self._database.row("SELECT id FROM ledger")
        return str(row[0]) if row else ""

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

    # --- reading -------------------------------------------------------------------------------------------

    def campaign(self, campaign_id: str) -> Campaign | None:
        """Give a campaign as it was planned, or None where it has not begun."""
        row = self._database.row("SELECT issue, begun_at, forgotten_at FROM campaign WHERE id = ?", campaign_id)
        if row is None:
            return None
        digests = self._database.rows(
            "SELECT language, digest FROM campaign_edition WHERE campaign = ? ORDER BY place", campaign_id
        )
        excluded = self._database.rows(
            "SELECT reason, number FROM campaign_excluded WHERE campaign = ? ORDER BY reason", campaign_id
        )
        return Campaign(
            id=campaign_id,
            issue=row[0],
            begun_at=as_moment(row[1]),
            digests={str(language): str(digest) for language, digest in digests},
            excluded={str(reason): int(number) for reason, number in excluded},
            forgotten_at=as_moment(row[2]) if row[2] else None,
        )

    def campaigns_of(self, issue: str) -> list[Campaign]:
        """Give all campaigns of an issue, the oldest first."""
        rows = self._database.rows("SELECT id FROM campaign WHERE issue = ? ORDER BY begun_at, id", issue)
        return [found for (name,) in list(rows) if (found := self.campaign(str(name))) is not None]

    def has_begun(self, campaign_id: str) -> bool:
        """Tell whether any delivery of a campaign was tried: from then on its audience and editions stand."""
        return self._database.row(_TRIED, campaign_id) is not None

    def sum(self, campaign_id: str) -> Sum:
        """Count a campaign's deliveries by state."""
        rows = self._database.rows(
            "SELECT state, count(*) FROM delivery WHERE campaign = ? GROUP BY state", campaign_id
        )
        return Sum.of({State(state): number for state, number in rows})

    def waiting(self, campaign_id: str, at: dt.datetime) -> Waiting:
        """Tell what a run that starts now has to do."""
        row = self._database.row(
            """
            SELECT count(*) FILTER (WHERE state = 'pending' OR coalesce(not_before, '') <= ?1),
                   count(*) FILTER (WHERE state = 'deferred' AND not_before > ?1),
                   min(not_before) FILTER (WHERE state = 'deferred' AND not_before > ?1)
            FROM delivery WHERE campaign = ?2 AND state IN ('pending', 'deferred')
            """,
            as_text(at),
            campaign_id,
        )
        due, later, next_at = row or (0, 0, None)
        return Waiting(due=due, later=later, next_at=as_moment(next_at) if next_at else None)

    def has_due(self, campaign_id: str, at: dt.datetime) -> bool:
        """Tell whether a run has anything to do at this moment, in no more time for a long list than for a short."""
        row = self._database.row(_HAS_DUE, campaign_id, as_text(at))
        return bool(row and row[0])

    def sent_since(self, since: dt.datetime) -> tuple[int, dt.datetime | None]:
        """Count what servers have taken, or may have, since a moment, in all campaigns; and when the first was."""
        row = self._database.row(_SENT_SINCE, as_text(since))
        number, first_at = row or (0, None)
        return int(number), as_moment(first_at) if first_at else None

    def deliveries(self, campaign_id: str, state: State | None = None) -> Iterator[Delivery]:
        """Go through a campaign's deliveries in the list's order, those in one state where it is given."""
        where, values = "WHERE campaign = ?", [campaign_id]
        if state is not None:
            where, values = f"{where} AND state = ?", [campaign_id, state.value]
        for row in self._database.rows(f"{_SHOWN} {where} ORDER BY id", *values):
            yield _shown(row)

    def keys(self, campaign_id: str, *, waiting: bool = False) -> Iterator[str]:
        """Go through the normalised addresses that have a delivery, or for which one is still to come."""
        for row in self._database.rows(_WAITING_KEYS if waiting else _KEYS, campaign_id):
            yield str(row[0])

    def editions_got(self, campaign_id: str) -> Iterator[tuple[str, str]]:
        """Go through who has which edition, or may have it: the normalised address, and the edition's digest."""
        for key, digest in self._database.rows(_GOT, campaign_id):
            yield str(key), str(digest)

    def attempts_made(self, campaign_id: str) -> int:
        """Count a campaign's attempts that have ended; it only ever grows."""
        row = self._database.row(
            "SELECT count(*) FROM attempt JOIN delivery ON delivery.id = attempt.delivery WHERE campaign = ?",
            campaign_id,
        )
        return int(row[0]) if row else 0

    def corrections_made(self, issue: str) -> dict[str, int]:
        """Give the campaigns of an issue that correct it, each with how many of its attempts have ended."""
        rows = self._database.rows(_CORRECTIONS, issue)
        return {str(campaign): int(number) for campaign, number in rows}

    def attempts(self, campaign_id: str, key: str) -> tuple[Attempt, ...]:
        """Give the attempts at one subscriber's delivery, oldest first."""
        rows = self._database.rows(
            """
            SELECT attempt.number, attempt.at, attempt.state, attempt.reason, attempt.reply
            FROM attempt JOIN delivery ON delivery.id = attempt.delivery
            WHERE delivery.campaign = ? AND delivery.key = ? ORDER BY attempt.number
            """,
            campaign_id,
            key,
        )
        return tuple(
            Attempt(number=number, at=as_moment(at), state=State(state), reason=reason, reply=reply)
            for number, at, state, reason, reply in rows
        )

    def returned(self, campaign_id: str) -> dict[Kind, int]:
        """Count a campaign's deliveries about which servers, or people, have said something since, by kind."""
        counted = {Kind(kind): int(number) for kind, number in self._database.rows(_RETURNED, campaign_id)}
        return {kind: counted[kind] for kind in Kind if kind in counted}

    def kept_edition(self, digest: str) -> bytes:
        """Give an edition's bytes as they were planned; raises LedgerError when they are not there."""
        row = self._database.row("SELECT kept FROM edition WHERE digest = ?", digest)
        if row is None or hashlib.sha256(row[0]).hexdigest() != digest:
            raise LedgerError(
                f"The ledger {self._database.path} does not hold the edition {digest[:12]} as it was sent.",
                instead="Nothing more is sent. Put the newest backup in its place, made after the last sending.",
            )
        return bytes(row[0])

    def kept_editions(self) -> frozenset[str]:
        """Give the digests of all editions that are kept."""
        return frozenset(row[0] for row in self._database.rows("SELECT digest FROM edition"))

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
            shown = [connection.execute(f"{_SHOWN} WHERE id = ?", (row_id,)).fetchone() for row_id in left]
        return tuple(_shown(row) for row in shown)

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
    if connection.execute(_TRIED, (campaign_id,)).fetchone():
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


def _shown(row: tuple[Any, ...]) -> Delivery:
    address, language, state, reason, at, reply, message_id, digest = row
    return Delivery(
        address=address,
        language=language,
        state=State(state),
        reason=reason,
        at=as_moment(at) if at else None,
        reply=reply,
        message_id=message_id,
        digest=digest,
    )
