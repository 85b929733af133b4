"""What came back: each mail of a folder, mbox or mailbox read into events, and counted by reason and domain."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iki_newsletter.errors import WorkspaceNotFoundError
from iki_newsletter.feedback.imap import read_mailbox
from iki_newsletter.feedback.mailbox_url import find_password, is_mailbox_url, parse_mailbox_url
from iki_newsletter.feedback.reader import Clues, read_feedback
from iki_newsletter.feedback.sources import read_mails
from iki_newsletter.model.feedback import BOUNCES, FeedbackEvent, Kind
from iki_newsletter.store.secret import VARIABLE, load_secret
from iki_newsletter.workflow.outlet import environment
from iki_newsletter.workspace.settings import load_newsletter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iki_newsletter.feedback.sources import Mail
    from iki_newsletter.workspace.folder import Workspace


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
    """What a source holds; nothing of it has been changed."""

    messages: int
    events: tuple[FeedbackEvent, ...]

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

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {"messages": self.messages, "events": [event.as_json() for event in self.events]}


def read_inbox(find: Callable[[], Workspace], source: str, ask_password: Callable[[str], str] | None = None) -> Inbox:
    """Read a source; outside a workspace too, where no mail can be told to be an answer to ours.

    Raises NotThereError or UsageError for a source that cannot be read, ServerUnreachableError and ServerRefusesError
    for a mailbox.
    """
    clues = _clues(find)
    messages = 0
    events: list[FeedbackEvent] = []
    for mail in _mails(source, ask_password):
        messages += 1
        events += read_feedback(mail.file, mail.raw, clues)
    return Inbox(messages, tuple(events))


def _mails(source: str, ask_password: Callable[[str], str] | None) -> Iterator[Mail]:
    if not is_mailbox_url(source):
        return read_mails(source)
    url = parse_mailbox_url(source)
    return read_mailbox(url, find_password(url, environment(), ask_password))


def _clues(find: Callable[[], Workspace]) -> Clues:
    try:
        workspace = find()
    except WorkspaceNotFoundError:
        return Clues()
    sender = load_newsletter(workspace).value.sender
    # Looking must not make a secret: without one nothing has been sent.
    made = (workspace.var / "secret").exists() or bool(environment().get(VARIABLE))
    secret = load_secret(workspace.var, environment()) if made else None
    return Clues(sender.bounces or sender.address, secret)


def _row(key: tuple[Kind, str], events: list[FeedbackEvent]) -> Row:
    domains = Counter(event.address.rpartition("@")[2].lower() for event in events if event.address)
    # What people write is theirs: the report quotes machines only.
    quoted = key[0] in BOUNCES or key[0] is Kind.UNKNOWN
    words = Counter(event.reply for event in events if event.reply and quoted).most_common(1)
    return Row(key[0], key[1], len(events), tuple(domains.most_common()), words[0][0] if words else "")
