"""A server's replies, and what each answer means for a delivery: the table of docs as data and pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from iki_newsletter.model.delivery import State
from iki_newsletter.model.verdict import judge

SERVICE_CLOSING: Final = 421
"""The one reply that any command can get: the server is about to close the connection (RFC 5321, 3.8)."""
CROWDED: Final = frozenset({SERVICE_CLOSING, 432})
"""Replies that say "too much at once"; 432 is Exchange's word for too many connections of one sender."""
START_BODY: Final = 354
_ENHANCED: Final = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})(?= |$)")
_LONGEST_KEPT: Final = 1000
_TRANSIENT, _PERMANENT = 4, 5


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply: its code, its enhanced status (RFC 3463) or an empty string, and its lines without codes."""

    code: int
    lines: tuple[str, ...]
    enhanced: str = ""

    @classmethod
    def of(cls, code: int, lines: tuple[str, ...]) -> Reply:
        """Read the enhanced status out of the first line; one of another class than the code does not count."""
        found = _ENHANCED.match(lines[0]) if lines else None
        return cls(code, lines, found[0] if found and found[1] == str(code)[0] else "")

    @property
    def text(self) -> str:
        """The server's own words, on one line, as the ledger keeps them."""
        return f"{self.code} {' '.join(self.lines)}".strip()[:_LONGEST_KEPT]

    @property
    def is_positive(self) -> bool:
        """Tell whether the server says yes, or go on."""
        return self.code // 100 in {2, 3}

    @property
    def is_accepted(self) -> bool:
        """Tell whether the server says yes."""
        return self.code // 100 == 2  # noqa: PLR2004 - the reply codes' own classes

    @property
    def is_transient(self) -> bool:
        """Tell whether the server says later."""
        return self.code // 100 == _TRANSIENT

    @property
    def is_permanent(self) -> bool:
        """Tell whether the server says no."""
        return self.code // 100 == _PERMANENT


class Meaning(StrEnum):
    """What an answer means, in one word; the first four are kinds of feedback as well."""

    NOTHING = ""
    DEAD = "dead"
    """There is no such mailbox: left out next time."""
    FULL = "full"
    REFUSED = "refused"
    """Ours or the server's doing: nobody is suppressed for it."""
    TEMPORARY = "temporary"
    NO_SMTPUTF8 = "no-smtputf8"
    """The address is not ASCII, and this server takes no others (RFC 6531)."""
    NO_ANSWER = "no-answer"
    """The dot was handed over and no readable answer came."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where an answer takes a delivery, and why."""

    state: State
    meaning: Meaning


_SENT: Final = Verdict(State.SENT, Meaning.NOTHING)
_POLICY: Final = "5.7."


def judge_recipient(reply: Reply) -> Verdict | None:
    """Say what the answer to RCPT means; None where the server takes the recipient, or talks nonsense."""
    return _judge(reply, {Meaning.DEAD, Meaning.FULL})


def judge_message(reply: Reply) -> Verdict | None:
    """Say what the answer to DATA, or to the dot, means; None where it is neither yes nor no.

    The recipient was accepted before: whatever is said now is not taken for a dead mailbox unless its status says so.
    """
    if reply.is_accepted:
        return _SENT
    return _judge(reply, {Meaning.DEAD, Meaning.FULL} if reply.enhanced else set())


def _judge(reply: Reply, possible: set[Meaning]) -> Verdict | None:
    if not (reply.is_transient or reply.is_permanent):
        return None
    otherwise = Meaning.TEMPORARY if reply.is_transient else Meaning.REFUSED
    meaning = _meaning(reply)
    if meaning not in possible or (reply.is_transient and meaning is Meaning.DEAD):
        meaning = otherwise
    return Verdict(State.DEFERRED if reply.is_transient else State.FAILED, meaning)


def _meaning(reply: Reply) -> Meaning:
    # While a campaign runs, 5.7.x is about us whatever stands beside it: when it repeats, the campaign pauses.
    if reply.enhanced.startswith(_POLICY):
        return Meaning.REFUSED
    judged = judge(reply.enhanced, reply.text)
    return Meaning(judged.sense.value) if judged.certain else Meaning.REFUSED
