"""Forgetting people after the time that a workspace keeps them: names go, numbers stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.store.erasing import SCRUB_ATTEMPTS, SCRUB_DELIVERY
from iki_newsletter.store.moments import as_text
from iki_newsletter.store.statistics import RETURNED, SAID

if TYPE_CHECKING:
    import datetime as dt
    import sqlite3

    from iki_newsletter.store.database import Database

# A campaign that is not done still needs its people.
_OLD_CAMPAIGNS: Final = """
SELECT id FROM campaign WHERE begun_at < ? AND forgotten_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM delivery WHERE delivery.campaign = campaign.id
    AND state IN ('pending', 'claimed', 'sending', 'deferred'))
ORDER BY begun_at
"""
# All about one delivery goes at once, with the first word about it, so that it is counted once.
_OLD: Final = "IN (SELECT old.delivery FROM feedback AS old WHERE old.at < ?1 AND old.delivery IS NOT NULL)"
_FORGET_FEEDBACK: Final = f"""
UPDATE feedback SET key = '', address = '', reply = '', delivery = NULL
WHERE (key <> '' OR address <> '' OR reply <> '') AND (at < ?1 OR delivery {_OLD})
"""  # noqa: S608 - our own words
_KEEP_SUMS: Final = """
INSERT INTO campaign_returned (campaign, language, about, kind, number)
SELECT campaign, language, '{about}', kind, number FROM ({counted}) WHERE true
ON CONFLICT DO UPDATE SET number = number + excluded.number
"""
_FORGET_SIGN_UPS: Final = "DELETE FROM sign_up WHERE confirmed_at IS NULL AND requested_at < ?"
_LEFTOVER_HISTORY: Final = """
DELETE FROM history WHERE what = 'requested' AND at < ? AND key NOT IN (SELECT key FROM sign_up)
AND key NOT IN (SELECT key FROM suppression) AND key NOT IN (SELECT key FROM delivery)
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """Before which moments what is known of people is forgotten; None where it is kept."""

    deliveries: dt.datetime | None = None
    feedback: dt.datetime | None = None
    sign_ups: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was forgotten."""

    campaigns: tuple[str, ...] = ()
    deliveries: int = 0
    feedback: int = 0
    sign_ups: int = 0

    @property
    def is_nothing(self) -> bool:
        """Tell whether all was kept."""
        return not (self.deliveries or self.feedback or self.sign_ups)


def forget(database: Database, limits: Limits, at: dt.datetime) -> Forgotten:
    """Forget what is older, in one commit, and leave no trace of it; what people decided (suppressions) is kept.

    Where another program reads the ledger meanwhile, its log is emptied when the last one closes it.
    """
    with database.transaction() as connection:
        campaigns, deliveries = _forget_deliveries(connection, limits, as_text(at))
        for about, counted in (("server", RETURNED), ("person", SAID)):
            _changed(connection, _KEEP_SUMS.format(about=about, counted=counted.format(which=_OLD)), limits.feedback)
        feedback = _changed(connection, _FORGET_FEEDBACK, limits.feedback)
        sign_ups = _changed(connection, _FORGET_SIGN_UPS, limits.sign_ups)
        _changed(connection, _LEFTOVER_HISTORY, limits.sign_ups)
    forgotten = Forgotten(campaigns, deliveries, feedback, sign_ups)
    if not forgotten.is_nothing:
        database.leave_no_traces()
    return forgotten


def _forget_deliveries(connection: sqlite3.Connection, limits: Limits, at: str) -> tuple[tuple[str, ...], int]:
    if limits.deliveries is None:
        return (), 0
    campaigns = [str(row[0]) for row in connection.execute(_OLD_CAMPAIGNS, (as_text(limits.deliveries),)).fetchall()]
    number = 0
    for campaign in campaigns:
        rows = connection.execute("SELECT id FROM delivery WHERE campaign = ?", (campaign,)).fetchall()
        for (row_id,) in rows:
            # A key of its own, since a campaign has each only once.
            connection.execute(SCRUB_DELIVERY, (f"forgotten:{row_id}", row_id))
            connection.execute(SCRUB_ATTEMPTS, (row_id,))
        connection.execute("UPDATE campaign SET forgotten_at = ? WHERE id = ?", (at, campaign))
        number += len(rows)
    return tuple(campaigns), number


def _changed(connection: sqlite3.Connection, statement: str, before: dt.datetime | None) -> int:
    return connection.execute(statement, (as_text(before),)).rowcount if before is not None else 0
