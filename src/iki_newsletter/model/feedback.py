"""Feedback: what one mail that came back says about one delivery or subscriber."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What came back, in one word."""

    DEAD = "dead"
    """The address does not or no longer exists: left out next time."""
    FULL = "full"
    """The mailbox has no room; it counts when it goes on for long."""
    REFUSED = "refused"
    """Our message, server or reputation was turned down: for the editor, and no subscriber is blamed."""
    TEMPORARY = "temporary"
    """A server is still trying, or gave up on one that did not answer."""
    COMPLAINT = "complaint"
    """The mailbox's owner called it spam (RFC 5965)."""
    UNSUBSCRIBE = "unsubscribe"
    """A mail as our links make it; only one with a token of ours says whom it is about."""
    AUTO_REPLY = "auto-reply"
    """A machine answers: somebody is away, a ticket was opened, a mail was read."""
    REPLY = "reply"
    """A person writes: left for people."""
    UNKNOWN = "unknown"
    """Not understood: shown, kept."""


BOUNCES = frozenset({Kind.DEAD, Kind.FULL, Kind.REFUSED, Kind.TEMPORARY})
"""Kinds that a mail server reports."""


class Proof(StrEnum):
    """By what the person is known whom a mail is about, the surest first."""

    CODE = "code"
    """It returned to the envelope sender of one delivery's own, which nobody else knows."""
    TOKEN = "token"  # noqa: S105 - it is a word for one
    """It holds a token of ours, signed for them."""
    MESSAGE_ID = "message-id"
    """It names the Message-ID that only they have got."""
    ADDRESS = "address"
    """It names their address, as anybody could."""
    NOTHING = ""
    """It is about nobody whom we know."""


@dataclass(frozen=True, slots=True)
class FeedbackEvent:
    """One thing that one mail says; a report about three recipients gives three."""

    file: str
    """Which mail: a path from the source's folder, a number in an mbox, a UID of a mailbox."""
    kind: Kind
    address: str = ""
    """Whom it is about, as the mail says it; empty where it does not."""
    status: str = ""
    """The enhanced status (RFC 3463), empty where there is none."""
    reply: str = ""
    """The server's, or the person's, own words, on one line."""
    reason: str = ""
    """A few words for people; the same words for the same reason."""
    code: str = ""
    """The VERP code that it returned to: the delivery whose Message-ID begins with `<CODE@`."""
    message_id: str = ""
    """The Message-ID of the mail that it answers or returns, with its angle brackets."""
    subscriber_id: str = ""
    """The opaque id of a token of ours in it, whose signature is right: a subscriber's, or a wish's to confirm."""
    purpose: str = ""
    """What that token is for, a `Purpose`; empty where it only tells whose mail is returned."""
    wish: str = ""
    """What a person wants of the list, where their mail says nothing else: `subscribe`; else empty."""
    words: str = ""
    """What they wrote themselves, up to some lines; never kept."""
    name: str = ""
    """What they call themselves in From."""
    dated: dt.datetime | None = None
    """When the mail came to our server, else when it says it was written; None where neither can be read."""
    mail: str = ""
    """What the mail is known by, the same however it is stored: a digest of who wrote what, when, under which id."""

    def as_json(self) -> dict[str, str]:
        """Give what `inbox --json` promises."""
        return {
            "file": self.file,
            "kind": self.kind.value,
            "address": self.address,
            "status": self.status,
            "reply": self.reply,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Taken:
    """An event as it was taken: whom of ours it is about, how that is known, and what came of it."""

    event: FeedbackEvent
    key: str = ""
    """The subscriber's normalised address; empty where it is about nobody whom we know."""
    delivery: int | None = None
    """The ledger's row that it is about."""
    proof: Proof = Proof.NOTHING
    done: str = ""
    """What changed, in one word: a `Reason` that now suppresses them, a `What` of their history; else empty."""
