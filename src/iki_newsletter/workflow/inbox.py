"""What came back: mails of a folder, mbox or mailbox read into events, counted by reason and domain, and taken in."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.feedback.reader import Clues, read_feedback
from iki_newsletter.model.feedback import BOUNCES, FeedbackEvent, Kind
from iki_newsletter.store.returned import Returned
from iki_newsletter.workflow.books import books_to_look, books_to_write
from iki_newsletter.workflow.forgetting import tidy
from iki_newsletter.workflow.known_people import KnownPeople
from iki_newsletter.workflow.letterbox import mails_of
from iki_newsletter.workflow.taking import Taker
from iki_newsletter.workspace.settings import load_newsletter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from iki_newsletter.store.database import Database
    from iki_newsletter.workflow.forgetting import Tidied
    from iki_newsletter.workflow.taking import Tally
    from iki_newsletter.workspace.folder import Workspace

_AT_ONCE: Final = 100
"""Mails in one commit: what a second Ctrl-C undoes is read again."""
_ASKED_WITHIN: Final = dt.timedelta(days=60)
"""How long a wish in somebody's own words is named until somebody has done something about it."""
_NAMED: Final = 10
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
    still_open: tuple[tuple[str, str, dt.datetime], ...] = ()
    """What people asked in their own words and nobody has done: normalised address, what, and when it was read."""
    is_dry: bool = False
    """Whether it was only found out what would follow."""

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
        if self.tally is None:
            return []
        said = _what_came_of_it(self.tally, "Would be left out" if self.is_dry else "Left out from now on")
        return [*said, *forgotten, *(["This was a dry run: nothing was changed."] if self.is_dry else [])]

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        taken = {"taken": self.tally.as_json()} if self.tally and not self.is_dry else {}
        return {"messages": self.messages, "events": [event.as_json() for event in self.events]} | taken


def read_inbox(source: str, ask_password: Callable[[str], str] | None = None) -> Inbox:
    """Read a source outside a workspace, where no mail can be told to be an answer to ours.

    Raises NotThereError or UsageError for a source that cannot be read, ServerUnreachableError and ServerRefusesError
    for a mailbox.
    """
    read = [read_feedback(mail.file, mail.raw, Clues()) for mail in mails_of(source, ask_password)]
    return Inbox(len(read), tuple(event for events in read for event in events))


def take_inbox(
    workspace: Workspace,
    source: str,
    at: dt.datetime,
    ask_password: Callable[[str], str] | None = None,
    *,
    dry_run: bool = False,
) -> Inbox:
    """Read a source and do what follows: who is gone is left out from now on, wishes are granted.

    A mail that was taken before changes nothing. With `dry_run` it is only found out what would follow. Raises what
    `read_inbox` does, and LedgerError.
    """
    newsletter = load_newsletter(workspace).value
    books = books_to_look if dry_run else books_to_write
    with books(workspace) as (database, secret):
        clues = Clues(newsletter.sender.bounces or newsletter.sender.address, secret)
        taker = Taker(database, KnownPeople(workspace, newsletter, database, secret), newsletter, secret)
        found = (read_feedback(mail.file, mail.raw, clues) for mail in mails_of(source, ask_password))
        # Looked at only, all is read before the first is written: nobody who sends may have to wait for a mailbox.
        at_once = None if dry_run else _AT_ONCE
        read: list[tuple[FeedbackEvent, ...]] = []
        while batch := list(islice(found, at_once)):
            read += batch
            _take(database, taker, batch, at, dry_run=dry_run)
        still_open = list(Returned(database).open_wishes(at - _ASKED_WITHIN))
    events = tuple(event for events in read for event in events)
    tidied = None if dry_run else tidy(workspace, at)
    return Inbox(len(read), events, taker.result, tidied, tuple(still_open), is_dry=dry_run)


class _Undo(Exception):  # noqa: N818 - no error: a way out of a transaction
    """Nothing of what was tried is to stay."""


def _take(
    database: Database, taker: Taker, batch: Iterable[tuple[FeedbackEvent, ...]], at: dt.datetime, *, dry_run: bool
) -> None:
    with suppress(_Undo), database.transaction():
        for events in batch:
            taker.take(events, at)
        if dry_run:
            raise _Undo


def _row(key: tuple[Kind, str], events: list[FeedbackEvent]) -> Row:
    domains = Counter(event.address.rpartition("@")[2].lower() for event in events if event.address)
    # What people write is theirs: the report quotes machines only.
    quoted = key[0] in BOUNCES or key[0] is Kind.UNKNOWN
    words = Counter(event.reply for event in events if event.reply and quoted).most_common(1)
    return Row(key[0], key[1], len(events), tuple(domains.most_common()), words[0][0] if words else "")


def _what_came_of_it(tally: Tally, left_out: str) -> list[str]:
    lines = []
    for reason in _LEFT_OUT:
        who = [taken.key for taken in tally.left_out if taken.done == reason]
        if who:
            more = f" and {len(who) - _NAMED:,} others" if len(who) > _NAMED else ""
            lines.append(f"{left_out}, {reason}: {len(who):,} ({', '.join(who[:_NAMED])}{more}).")
    if not lines:
        lines.append(f"{left_out}: nobody.")
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
