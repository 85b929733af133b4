"""What came back: mails of a folder, mbox or mailbox read into events, counted by reason and domain, and taken in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.errors import WorkspaceNotFoundError
from iki_newsletter.feedback.reader import Clues, read_feedback
from iki_newsletter.model.feedback import BOUNCES, FeedbackEvent, Kind
from iki_newsletter.store.database import Database
from iki_newsletter.store.secret import load_secret
from iki_newsletter.workflow.forgetting import tidy
from iki_newsletter.workflow.known_people import KnownPeople
from iki_newsletter.workflow.letterbox import mails_of
from iki_newsletter.workflow.outlet import environment, existing_secret, real_ledger
from iki_newsletter.workflow.taking import Taker
from iki_newsletter.workspace.settings import load_newsletter

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from iki_newsletter.workflow.forgetting import Tidied
    from iki_newsletter.workflow.taking import Tally
    from iki_newsletter.workspace.folder import Workspace

_AT_ONCE: Final = 100
"""Mails in one commit: what a second Ctrl-C undoes is read again."""
_LEFT_OUT: Final = ("dead", "full", "complained", "unsubscribed")
_OTHERWISE: Final = {
    "language": ("got another language", "got another language"),
    "restored": ("is back on the list", "are back on the list"),
    "confirmed": ("said yes and is on the list", "said yes and are on the list"),
    "requested": (
        "asks for the newsletter; ask whether it is really them: iki-news subscribers invite",
        "ask for the newsletter; ask whether it is really them: iki-news subscribers invite",
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    """Events of one kind and reason: how many, from which domains, and the words of one of them."""

    kind: Kind
    reason: str
    count: int
    domains: tuple[tuple[str, int], ...]
    """The domains of the addresses, the most frequent first."""
    words: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """What a source holds; nothing of it has been changed there."""

    messages: int
    events: tuple[FeedbackEvent, ...]
    tally: Tally | None = None
    """What came of it here; None where it was only looked at."""
    tidied: Tidied | None = None
    """What was forgotten on the way, by the rule of how long people are kept."""

    @property
    def rows(self) -> list[Row]:
        """The events by kind, in the order of `Kind`, and by reason, the most frequent first."""
        groups: dict[tuple[Kind, str], list[FeedbackEvent]] = {}
        for event in self.events:
            groups.setdefault((event.kind, event.reason), []).append(event)
        order = list(Kind)
        keys = sorted(groups, key=lambda key: (order.index(key[0]), -len(groups[key]), key[1]))
        return [_row(key, groups[key]) for key in keys]

    @property
    def summary(self) -> str:
        """Say in a sentence what there is."""
        counts = Counter(event.kind for event in self.events)
        said = ", ".join(f"{counts[kind]} {kind}" for kind in Kind if counts[kind])
        mails = "1 mail" if self.messages == 1 else f"{self.messages:,} mails"
        return f"{mails}: {said}." if said else f"{mails}."

    @property
    def sentences(self) -> list[str]:
        """Say what came of it, and what to type next."""
        forgotten = self.tidied.sentences if self.tidied and not self.tidied.forgotten.is_nothing else []
        return [*_what_came_of_it(self.tally), *forgotten] if self.tally else []

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        taken = {"taken": self.tally.as_json()} if self.tally else {}
        return {"messages": self.messages, "events": [event.as_json() for event in self.events]} | taken


def read_inbox(find: Callable[[], Workspace], source: str, ask_password: Callable[[str], str] | None = None) -> Inbox:
    """Read a source; outside a workspace too, where no mail can be told to be an answer to ours.

    Raises NotThereError or UsageError for a source that cannot be read, ServerUnreachableError and ServerRefusesError
    for a mailbox.
    """
    clues = _clues(find)
    messages = 0
    events: list[FeedbackEvent] = []
    for mail in mails_of(source, ask_password):
        messages += 1
        events += read_feedback(mail.file, mail.raw, clues)
    return Inbox(messages, tuple(events))


def take_inbox(
    workspace: Workspace, source: str, at: dt.datetime, ask_password: Callable[[str], str] | None = None
) -> Inbox:
    """Read a source and do what follows: who is gone is left out from now on, wishes are granted.

    A mail that was taken before changes nothing. Raises what `read_inbox` does, and LedgerError.
    """
    newsletter = load_newsletter(workspace).value
    secret = load_secret(workspace.var, environment())
    clues = Clues(newsletter.sender.bounces or newsletter.sender.address, secret)
    events: list[FeedbackEvent] = []
    messages = 0
    with Database.open(real_ledger(workspace)) as database:
        taker = Taker(database, KnownPeople(workspace, newsletter, database, secret), newsletter, secret)
        mails = mails_of(source, ask_password)
        while batch := list(islice(mails, _AT_ONCE)):
            read = [(mail, read_feedback(mail.file, mail.raw, clues)) for mail in batch]
            with database.transaction():
                for mail, found in read:
                    taker.take(mail.raw, found, at)
            messages += len(batch)
            events += (event for _, found in read for event in found)
    return Inbox(messages, tuple(events), taker.result, tidy(workspace, at))


def _clues(find: Callable[[], Workspace]) -> Clues:
    try:
        workspace = find()
    except WorkspaceNotFoundError:
        return Clues()
    sender = load_newsletter(workspace).value.sender
    # Looking must not make a secret: without one nothing has been sent.
    return Clues(sender.bounces or sender.address, existing_secret(workspace))


def _row(key: tuple[Kind, str], events: list[FeedbackEvent]) -> Row:
    domains = Counter(event.address.rpartition("@")[2].lower() for event in events if event.address)
    # What people write is theirs: the report quotes machines only.
    quoted = key[0] in BOUNCES or key[0] is Kind.UNKNOWN
    words = Counter(event.reply for event in events if event.reply and quoted).most_common(1)
    return Row(key[0], key[1], len(events), tuple(domains.most_common()), words[0][0] if words else "")


def _what_came_of_it(tally: Tally) -> list[str]:
    left_out = [f"{tally.done[reason]} {reason}" for reason in _LEFT_OUT if tally.done[reason]]
    lines = [f"Left out from now on: {', '.join(left_out) or 'nobody'}."]
    for what, (one, many) in _OTHERWISE.items():
        count = tally.done[what]
        if count:
            lines.append(f"{count} {one if count == 1 else many}.")
    if tally.already:
        lines.append(f"Already so before: {tally.already}.")
    if tally.strangers:
        lines.append(f"About nobody on the list: {tally.strangers}.")
    if tally.known:
        lines.append(f"Taken in before, so passed over: {tally.known} of {tally.known + tally.new} mails.")
    return lines
