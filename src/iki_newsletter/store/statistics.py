"""What the ledger counts: deliveries, what came back, who left and who came, as numbers without anybody's address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.model.suppression import LIST_SAYS_SO
from iki_newsletter.store.moments import as_moment

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from iki_newsletter.store.database import Database

# One pass over the rows: no index has language and reason, and one that had would cost every sending.
_DELIVERIES: Final = """
SELECT campaign, language, state, CASE state WHEN 'failed' THEN reason ELSE '' END AS why, count(*)
FROM delivery GROUP BY campaign, language, state, why
"""
# A mailbox may first be full and then be gone: each delivery counts once, by the gravest of what servers said.
RETURNED: Final = """
SELECT campaign, language, substr(grave, 2) AS kind, count(*) AS number FROM (
    SELECT delivery AS row, min(CASE kind
        WHEN 'dead' THEN '1dead' WHEN 'refused' THEN '2refused' WHEN 'full' THEN '3full' ELSE '4temporary' END
        ) AS grave
    FROM feedback WHERE delivery {which} AND kind IN ('dead', 'refused', 'full', 'temporary') GROUP BY delivery
) CROSS JOIN delivery ON delivery.id = row
WHERE state IN ('sent', 'uncertain') GROUP BY campaign, language, grave
"""
"""What servers said later; `which` says of which deliveries."""
SAID: Final = """
SELECT campaign, language, kind, count(DISTINCT feedback.delivery) AS number
FROM feedback CROSS JOIN delivery ON delivery.id = feedback.delivery
WHERE feedback.delivery {which} AND kind NOT IN ('dead', 'refused', 'full', 'temporary')
GROUP BY campaign, language, kind
"""
"""What people and machines said, likewise."""
_ALL: Final = """
SELECT campaign, language, kind, sum(number) FROM (
    {counted} UNION ALL SELECT campaign, language, kind, number FROM campaign_returned WHERE about = '{about}'
) GROUP BY campaign, language, kind
"""
# Whoever left is counted at the newest issue that they had got by then, whichever way their word came. SQLite takes
# the other columns from the row that has the maximum. Campaign by campaign, since their rows lie together.
_LEFT_AFTER: Final = """
SELECT issue, language, what, count(*) FROM (
    SELECT campaign.id AS issue, language, what, max(campaign.begun_at)
    FROM campaign CROSS JOIN history CROSS JOIN delivery
        ON delivery.campaign = campaign.id AND delivery.key = history.key
    WHERE what IN ('unsubscribed', 'complained') AND campaign.id = campaign.issue AND campaign.begun_at <= history.at
        AND state IN ('sent', 'uncertain') AND delivery.at <= history.at
    GROUP BY history.id
) GROUP BY issue, language, what
"""
# By the minute, since a month begins at another moment in each time zone. What does not count: somebody whom a list
# called unsubscribed and who never was a reader of ours; and the end of a suppression that came with a yes.
_MOMENTS: Final = """
SELECT substr(at, 1, 16) AS minute, what, count(*) FROM history
WHERE what IN ('confirmed', 'unsubscribed', 'complained', 'dead', 'full', 'erased', 'restored')
    AND NOT (what = 'unsubscribed' AND words = ?1 AND NOT EXISTS (
        SELECT 1 FROM campaign CROSS JOIN delivery
            ON delivery.campaign = campaign.id AND delivery.key = history.key
        WHERE campaign.begun_at <= history.at AND state IN ('sent', 'uncertain') AND delivery.at <= history.at))
    AND NOT (what = 'restored' AND (key LIKE 'erased:%' AND words <> '' OR EXISTS (
        SELECT 1 FROM history AS yes WHERE yes.key = history.key AND yes.at = history.at AND yes.what = 'confirmed')))
GROUP BY minute, what
"""


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign as it was planned."""

    id: str
    issue: str
    begun_at: dt.datetime
    is_forgotten: bool
    """Whether its people were forgotten: who left after it cannot be told any more."""
    languages: tuple[str, ...]
    """In the order of its editions."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many of one campaign and language; what `word` says depends on what was counted, `more` as well."""

    campaign: str
    language: str
    word: str
    number: int
    more: str = ""


@dataclass(frozen=True, slots=True)
class MomentCount:
    """How often something was noted in one minute (UTC)."""

    at: dt.datetime
    what: str
    number: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """All that is counted in one database."""

    campaigns: tuple[CampaignRow, ...] = ()
    """The oldest first."""
    deliveries: tuple[Count, ...] = ()
    """By state (`word`) and, of those that failed, by reason (`more`)."""
    returned: tuple[Count, ...] = ()
    """What servers said later about what had gone out, by kind; each delivery once, by the gravest."""
    said: tuple[Count, ...] = ()
    """Deliveries about which people or machines said something, by kind."""
    left: tuple[Count, ...] = ()
    """Who unsubscribed or complained, by reason, at the newest issue that they had got by then."""
    groups: tuple[Count, ...] = ()
    """The planned by group (`word`, empty for those in none); who is in several counts in each."""
    excluded: tuple[Count, ...] = ()
    """Who was left out of a campaign, by reason; their language is not known."""
    moments: tuple[MomentCount, ...] = ()


def read_statistics(database: Database) -> Statistics:
    """Count everything; nobody who sends meanwhile is made to wait, and what they do may be counted in part."""
    return Statistics(
        tuple(_campaigns(database)),
        tuple(
            Count(campaign, language, state, number, why)
            for campaign, language, state, why, number in database.rows(_DELIVERIES)
        ),
        _counts(database, _ALL.format(counted=RETURNED.format(which="IS NOT NULL"), about="server")),
        _counts(database, _ALL.format(counted=SAID.format(which="IS NOT NULL"), about="person")),
        _counts(database, _LEFT_AFTER),
        _counts(database, "SELECT campaign, language, name, number FROM campaign_group"),
        _counts(database, "SELECT campaign, '', reason, number FROM campaign_excluded"),
        tuple(
            MomentCount(as_moment(f"{minute}Z"), what, number)
            for minute, what, number in database.rows(_MOMENTS, LIST_SAYS_SO)
        ),
    )


def _campaigns(database: Database) -> Iterator[CampaignRow]:
    languages: dict[str, list[str]] = {}
    for campaign, language in database.rows(
        "SELECT campaign, language FROM campaign_edition ORDER BY campaign, place"
    ):
        languages.setdefault(str(campaign), []).append(str(language))
    query = "SELECT id, issue, begun_at, forgotten_at IS NOT NULL FROM campaign ORDER BY begun_at, id"
    for name, issue, begun_at, is_forgotten in database.rows(query):
        spoken = tuple(languages.get(name, ()))
        yield CampaignRow(str(name), str(issue), as_moment(begun_at), bool(is_forgotten), spoken)


def _counts(database: Database, query: str) -> tuple[Count, ...]:
    return tuple(
        Count(str(campaign), str(language), str(word), int(number))
        for campaign, language, word, number in database.rows(query)
    )
