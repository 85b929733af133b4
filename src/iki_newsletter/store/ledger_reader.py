"""What the ledger says of campaigns and their deliveries; nothing here changes it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.errors import LedgerError
from iki_newsletter.model.campaign import Campaign
from iki_newsletter.model.delivery import Delivery, State, Sum, Waiting
from iki_newsletter.model.feedback import Kind
from iki_newsletter.store.moments import as_moment, as_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from iki_newsletter.store.database import Database

SHOWN: Final = "SELECT address, language, state, reason, at, reply, message_id, digest FROM delivery"
# By key, as the index has them: a table of them grows at its end.
_KEYS: Final = "SELECT key FROM delivery WHERE campaign = ? ORDER BY key"
_WAITING_KEYS: Final = "SELECT key FROM delivery WHERE campaign = ? AND state IN ('pending', 'deferred')"
_WAITING: Final = "SELECT key, digest FROM delivery WHERE campaign = ? AND state IN ('pending', 'deferred')"
_GOT: Final = "SELECT key, digest FROM delivery WHERE campaign = ? AND state IN ('sent', 'uncertain')"
TRIED: Final = "SELECT 1 FROM delivery WHERE campaign = ? AND (state <> 'pending' OR attempts > 0) LIMIT 1"
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


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a delivery that ended, with the server's own words."""

    number: int
    at: dt.datetime
    state: State
    reason: str
    reply: str


class LedgerReader:
    """The deliveries of one database, to be looked at."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def id(self) -> str:
        """Which ledger this is: what a receipt names."""
        row = self._database.row("SELECT id FROM ledger")
        return str(row[0]) if row else ""

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
        return self._database.row(TRIED, campaign_id) is not None

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
        for row in self._database.rows(f"{SHOWN} {where} ORDER BY id", *values):
            yield delivery_of(row)

    def keys(self, campaign_id: str, *, waiting: bool = False) -> Iterator[str]:
        """Go through the normalised addresses that have a delivery, or for which one is still to come."""
        for row in self._database.rows(_WAITING_KEYS if waiting else _KEYS, campaign_id):
            yield str(row[0])

    def editions_got(self, campaign_id: str) -> Iterator[tuple[str, str]]:
        """Go through who has which edition, or may have it: the normalised address, and the edition's digest."""
        for key, digest in self._database.rows(_GOT, campaign_id):
            yield str(key), str(digest)

    def editions_waiting(self, campaign_id: str) -> Iterator[tuple[str, str]]:
        """Go through those for whom an edition is still to come: the normalised address, and the edition's digest."""
        for key, digest in self._database.rows(_WAITING, campaign_id):
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


def delivery_of(row: tuple[Any, ...]) -> Delivery:
    """Read a row of `SHOWN`."""
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
