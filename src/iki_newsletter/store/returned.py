"""What came back, as it was taken in: each mail once, and what is known of those whom it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.model.feedback import BOUNCES, Kind
from iki_newsletter.store.moments import as_moment, as_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from iki_newsletter.model.feedback import Taken
    from iki_newsletter.store.database import Database

_KEEP: Final = """
INSERT INTO feedback (mail, part, at, kind, reason, status, reply, key, address, delivery, proof, done)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
# The code is all that stands before the @; the next character after it closes the range.
_SIGHTING: Final = "SELECT delivery.id, key, issue = 'sign-up' FROM delivery JOIN campaign ON campaign.id = campaign"
_BY_CODE: Final = f"{_SIGHTING} WHERE message_id >= '<' || ?1 || '@' AND message_id < '<' || ?1 || 'A' LIMIT 1"
_BY_MESSAGE_ID: Final = f"{_SIGHTING} WHERE message_id = ? LIMIT 1"
_NEWEST: Final = """
SELECT delivery.id FROM campaign CROSS JOIN delivery ON delivery.campaign = campaign.id AND delivery.key = ?
WHERE state IN ('sent', 'uncertain', 'failed') ORDER BY campaign.begun_at DESC, delivery.id DESC LIMIT 1
"""
_IS_KNOWN: Final = """
SELECT EXISTS (SELECT 1 FROM campaign CROSS JOIN delivery
               ON delivery.campaign = campaign.id AND delivery.key = ?1)
    OR EXISTS (SELECT 1 FROM sign_up WHERE key = ?1)
"""
_OPEN_WISHES: Final = """
SELECT key, reason, max(at) FROM feedback WHERE kind = 'reply' AND reason LIKE 'asks to be %' AND key <> '' AND at > ?
AND NOT EXISTS (SELECT 1 FROM history WHERE history.key = feedback.key AND history.at >= feedback.at)
GROUP BY key, reason ORDER BY max(at)
"""
_KNOWN_KEYS: Final = """
SELECT key FROM delivery UNION SELECT key FROM sign_up UNION SELECT key FROM suppression UNION SELECT key FROM history
UNION SELECT key FROM preference UNION SELECT key FROM feedback WHERE key <> ''
"""
_FULL_IN_A_ROW: Final = """
SELECT (delivery.state = 'failed' AND delivery.reason = 'full')
    OR EXISTS (SELECT 1 FROM feedback WHERE feedback.delivery = delivery.id AND feedback.kind = 'full')
FROM campaign CROSS JOIN delivery ON delivery.campaign = campaign.id AND delivery.key = ?1
WHERE delivery.state IN ('sent', 'uncertain', 'failed') AND campaign.id = campaign.issue
  AND coalesce(delivery.at, '') > coalesce((SELECT max(at) FROM history WHERE key = ?1 AND what = 'restored'), '')
ORDER BY campaign.begun_at DESC, delivery.id DESC
"""
_OF_KIND: Final = """
SELECT count(DISTINCT mail), count(DISTINCT substr(at, 1, 10)) FROM feedback WHERE key = ?1 AND kind = ?2
AND at > coalesce((SELECT max(at) FROM history WHERE key = ?1 AND what = 'restored'), '')
"""
_OF_PERSON: Final = """
SELECT feedback.at, kind, feedback.reason, status, feedback.reply, address, coalesce(campaign, ''), done
FROM feedback LEFT JOIN (SELECT id AS row, campaign FROM delivery) ON row = feedback.delivery
WHERE feedback.key = ? ORDER BY feedback.at, feedback.id
"""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Whom a mail is about: their normalised address, and the delivery where it is known."""

    key: str
    delivery: int | None = None
    is_question: bool = False
    """Whether that was the question whether somebody wants the newsletter."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that came back about a person, as it is shown."""

    at: dt.datetime
    kind: Kind
    reason: str
    status: str
    reply: str
    address: str
    """As the mail names it."""
    campaign: str
    done: str


class Returned:
    """The feedback of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def has(self, mail: str) -> bool:
        """Tell whether a mail was taken already, by its digest."""
        return self._database.row("SELECT 1 FROM feedback WHERE mail = ? LIMIT 1", mail) is not None

    def keep(self, mail: str, at: dt.datetime, taken: Sequence[Taken]) -> None:
        """Write down what a mail said; of strangers and of people's own words nothing that is personal stays."""
        self._database.execute_many(_KEEP, [_row(mail, part, at, each) for part, each in enumerate(taken)])

    def mark(self, mail: str, part: int, done: str) -> None:
        """Write down what came of it."""
        self._database.execute("UPDATE feedback SET done = ? WHERE mail = ? AND part = ?", done, mail, part)

    def by_code(self, code: str) -> Sighting | None:
        """Find the delivery with a VERP code, None where there is none."""
        return self._sighting(_BY_CODE, code)

    def by_message_id(self, message_id: str) -> Sighting | None:
        """Find the delivery with a Message-ID, None where there is none."""
        return self._sighting(_BY_MESSAGE_ID, message_id)

    def newest_delivery(self, key: str) -> int | None:
        """Give the newest delivery that somebody may have got; None where there is none."""
        row = self._database.row(_NEWEST, key)
        return int(row[0]) if row else None

    def is_known(self, key: str) -> bool:
        """Tell whether anything was ever meant for this address, or asked for by it."""
        row = self._database.row(_IS_KNOWN, key)
        return bool(row and row[0])

    def open_wishes(self, since: dt.datetime) -> Iterator[tuple[str, str, dt.datetime]]:
        """Go through what people asked in their own words since a moment, and nobody has done anything about since.

        Gives normalised address, what they asked, and when it was read.
        """
        for key, reason, at in self._database.rows(_OPEN_WISHES, as_text(since)):
            yield str(key), str(reason), as_moment(at)

    def known_keys(self) -> Iterator[str]:
        """Go through every normalised address that anything here is about, each once."""
        for row in self._database.rows(_KNOWN_KEYS):
            yield str(row[0])

    def full_in_a_row(self, key: str) -> int:
        """Count how many of somebody's newest issues, one after the other, met a full mailbox.

        Where no issue of ours is known, on how many days it was reported.
        """
        count = 0
        rows = list(self._database.rows(_FULL_IN_A_ROW, key))
        for (was_full,) in rows:
            if not was_full:
                return count
            count += 1
        return count if rows else self._counts(key, Kind.FULL)[1]

    def reports(self, key: str, kind: Kind) -> int:
        """Count the mails that said this of somebody, since they were last restored."""
        return self._counts(key, kind)[0]

    def of(self, key: str) -> tuple[Heard, ...]:
        """Give what came back about somebody, the oldest first."""
        return tuple(
            Heard(as_moment(at), Kind(kind), reason, status, reply, address, campaign, done)
            for at, kind, reason, status, reply, address, campaign, done in self._database.rows(_OF_PERSON, key)
        )

    def _counts(self, key: str, kind: Kind) -> tuple[int, int]:
        row = self._database.row(_OF_KIND, key, kind.value)
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def _sighting(self, query: str, value: str) -> Sighting | None:
        row = self._database.row(query, value)
        return Sighting(str(row[1]), int(row[0]), bool(row[2])) if row else None


def _row(mail: str, part: int, at: dt.datetime, taken: Taken) -> tuple[object, ...]:
    event = taken.event
    is_ours = bool(taken.key)
    return (
        mail,
        part,
        as_text(at),
        event.kind.value,
        event.reason,
        event.status,
        event.reply if is_ours and event.kind in BOUNCES else "",
        taken.key,
        event.address if is_ours else "",
        taken.delivery,
        taken.proof.value,
        taken.done,
    )
