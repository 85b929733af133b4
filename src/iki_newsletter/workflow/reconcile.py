"""Settle what is uncertain by the log of a local Postfix."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.delivery.postfix_log import read_postfix_log
from iki_newsletter.errors import NotThereError
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.locks import hold_sender_lock
from iki_newsletter.store.settling import Settling

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from iki_newsletter.delivery.postfix_log import LogReading
    from iki_newsletter.store.settling import Doubt

MARGIN: Final = dt.timedelta(minutes=10)
"""How much longer than an attempt the log must go on before silence means something (RFC 5321, 4.5.3.2.6)."""
_QUEUED_AS: Final = re.compile(r"\bqueued as ([0-9A-Za-z]{5,})")
"""What Postfix answers to a message that it takes."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What the log has settled."""

    sent: int
    pending: int
    uncertain: int
    why: str = ""
    """Why the rest stays uncertain; empty where nothing does."""

    @property
    def sentences(self) -> list[str]:
        """Say it."""
        if not (self.sent or self.pending or self.uncertain):
            return ["Nothing was uncertain."]
        lines = [f"By the log: {self.sent} sent, {self.pending} never arrived and wait again."]
        return [*lines, f"{self.uncertain} stay uncertain: {self.why}"] if self.uncertain else lines

    def as_json(self) -> dict[str, int]:
        """Give it to programs."""
        return {"sent": self.sent, "pending": self.pending, "uncertain": self.uncertain}


def reconcile(ledger_path: Path, campaign_id: str, log: Path) -> Reconciled:
    """Settle a campaign's uncertain deliveries by a Postfix's log.

    A message that the log shows as queued was sent. One that it does not show so never arrived, but only where the
    log reaches from before the attempt until MARGIN after it, and where it shows itself to be the log of the server
    that this campaign spoke to; else it stays uncertain. Raises NotThereError without
    a log, LockHeldError while somebody sends the campaign.
    """
    if not log.is_file():
        raise NotThereError(
            f"There is no file {relative_to_here(log)}.", instead="Name the server's log, as in /var/log/mail.log"
        )
    now = dt.datetime.now(dt.UTC)
    with hold_sender_lock(ledger_path.parent, campaign_id), Database.open(ledger_path) as database:
        Ledger(database).recover(campaign_id, now)
        settling = Settling(database)
        doubts = settling.doubts(campaign_id)
        if not doubts:
            return Reconciled(0, 0, 0)
        begin, end = min(doubt.begin for doubt in doubts), max(doubt.end for doubt in doubts)
        others = settling.sent_near(campaign_id, end)
        wanted = {*others, *(doubt.message_id for doubt in doubts)}
        with log.open(encoding="utf-8", errors="replace") as lines:
            reading = read_postfix_log(lines, wanted, near=begin)
        is_ours = _is_of_our_server(reading, others)
        sent = {doubt.id: _queued(doubt, reading) for doubt in doubts if doubt.message_id in reading.queued}
        pending = {
            doubt.id: "The server's log covers the attempt, and the message was never queued."
            for doubt in doubts
            if doubt.id not in sent and is_ours and _never_arrived(doubt, reading)
        }
        settling.settle(now, sent, pending)
        left = len(doubts) - len(sent) - len(pending)
        return Reconciled(len(sent), len(pending), left, _why(reading, is_ours=is_ours) if left else "")


def _is_of_our_server(reading: LogReading, others: Mapping[str, str]) -> bool:
    """Tell whether the log names this campaign's messages, as only the log of the server that got them does.

    `others` was sent, Message-ID to the server's words. Where those name a queue id, the log must have the message
    under that very id: the next server on the way logs the same Message-IDs under ids of its own.
    """
    known = [
        (message_id, _QUEUED_AS.search(reply)) for message_id, reply in others.items() if message_id in reading.seen
    ]
    if not known:
        return bool(reading.seen)
    return any(told is None or reading.queued.get(message_id) == told[1] for message_id, told in known)


def _queued(doubt: Doubt, reading: LogReading) -> str:
    return f"The server's log shows it in the queue as {reading.queued[doubt.message_id]}."


def _never_arrived(doubt: Doubt, reading: LogReading) -> bool:
    return doubt.message_id not in reading.held and reading.covers(doubt.begin, doubt.end + MARGIN)


def _why(reading: LogReading, *, is_ours: bool) -> str:
    if not is_ours:
        return (
            "the log does not show this campaign's messages as our server took them, so it may be another server's."
        )
    if reading.first is None or reading.last is None:
        return "the file has no lines of a mail server's log."
    if reading.has_gaps:
        return "the log says itself that lines of it are missing."
    minutes = int(MARGIN.total_seconds() // 60)
    return (
        f"the log reaches from {reading.first.astimezone():%Y-%m-%d %H:%M} to "
        f"{reading.last.astimezone():%Y-%m-%d %H:%M}, not from before their attempt to {minutes} minutes after it "
        "(or the server holds them)."
    )
