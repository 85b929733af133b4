"""What a server's status and words mean for an address: the one judgement, for SMTP answers and for returned mail.

Neither is enough alone. Servers put `5.1.1` before "blocked as spam", and `5.7.1` before "user unknown"; a person
must be left out for the second and never for the first. So the words are sorted first (`model.verdict_words`), the
enhanced status (RFC 3463, RFC 5248) second, and where the two do not agree the answer is the one that blames nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from iki_newsletter.model.verdict_words import Words, sort_words


class Sense(StrEnum):
    """What is said, in one word; each is a kind of feedback."""

    DEAD = "dead"
    """This address does not or no longer exists, or its domain takes no mail."""
    FULL = "full"
    """The mailbox has no room."""
    REFUSED = "refused"
    """Our message, our server or our reputation was turned down, or it cannot be told: no subscriber is blamed."""
    TEMPORARY = "temporary"
    """It may go another time."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an answer means, and why."""

    sense: Sense
    reason: str
    """A few words for people, as in "no such mailbox"; the same words for the same reason."""
    certain: bool = True
    """Whether status or words said so clearly; else it is what such an answer mostly means."""


_STATUS: Final = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
_CODE: Final = re.compile(r"(?<![\d.#=/-])([245]\d\d)(?=[\s:;,-]|$)")
_TRANSIENT: Final = "4"
_FAR: Final = 4000
"""Characters in which a status and a code are looked for."""
_TOO_LARGE: Final = "message too large"
_OF_OURS: Final = frozenset(
    {
        "sender not accepted",
        "blocklist",
        "authentication of the sender",
        "taken for spam",
        "too many messages",
        "reputation",
    }
)
"""Reasons beside which a quota is not the mailbox's."""

_BY_STATUS: Final = {
    # Status without its class, RFC 3463 and the registry of enhanced status codes (RFC 5248).
    "1.1": Judgement(Sense.DEAD, "no such mailbox"),
    "1.2": Judgement(Sense.DEAD, "no such domain"),
    "1.3": Judgement(Sense.DEAD, "no valid address"),
    "1.4": Judgement(Sense.REFUSED, "ambiguous address"),
    "1.6": Judgement(Sense.DEAD, "moved without a new address"),
    "1.7": Judgement(Sense.REFUSED, "sender not accepted"),
    "1.8": Judgement(Sense.REFUSED, "sender not accepted"),
    "1.10": Judgement(Sense.DEAD, "domain takes no mail"),
    "2.1": Judgement(Sense.DEAD, "mailbox disabled"),
    "2.2": Judgement(Sense.FULL, "mailbox full"),
    "2.3": Judgement(Sense.REFUSED, _TOO_LARGE),
    "3.4": Judgement(Sense.REFUSED, _TOO_LARGE),
    "4.1": Judgement(Sense.TEMPORARY, "server not reached"),
    "4.2": Judgement(Sense.TEMPORARY, "server not reached"),
    "4.3": Judgement(Sense.TEMPORARY, "server not reached"),
    "4.4": Judgement(Sense.DEAD, "no such domain"),
    "4.5": Judgement(Sense.TEMPORARY, "server not reached"),
    "4.6": Judgement(Sense.REFUSED, "mail goes in circles"),
    "4.7": Judgement(Sense.TEMPORARY, "server not reached"),
}
_BY_SUBJECT: Final = {
    "3": Judgement(Sense.REFUSED, "fault of the server"),
    "6": Judgement(Sense.REFUSED, "content not accepted"),
    "7": Judgement(Sense.REFUSED, "policy"),
}
_DEAD_FOR_SURE: Final = frozenset({"1.1", "1.2", "1.3", "1.6", "1.10", "2.1"})
_SILENT: Final = frozenset({"", "0.0", "1.0", "2.0", "3.0", "4.0"})
"""Statuses that say nothing more than the code; so do those of the protocol (5.x), whatever their detail."""
_DIRECTORY: Final = "4.1"
"""Microsoft answers `5.4.1 Recipient address rejected: Access denied` for who is not in its directory."""
_OF_NAMES: Final = frozenset({"550", "551", "553", ""})
"""Replies in which a mailbox that is "unavailable" is one that is not there (RFC 5321, 4.2.3)."""
_NO_ROOM: Final = "552"
_MOVED: Final = "551"
_SYNTAX: Final = "50"
"""Replies to a command that is not understood: the words may be about the command."""
_SYSTEM: Final = "3."
"""Statuses of the mail system: it is the server that has no room (RFC 3463, 3.4)."""
_UNKNOWN: Final = Judgement(Sense.REFUSED, "no reason given", certain=False)
_WAITS: Final = Judgement(Sense.TEMPORARY, "put off")
_FULL: Final = Judgement(Sense.FULL, "mailbox full")


def judge(status: str, text: str) -> Judgement:
    """Say what a server means by an enhanced status, or an empty string, and its words, which may begin with a code.

    Without a status, the first in the words counts. A status of class 4 is TEMPORARY, but for a full mailbox.
    """
    status = status or read_status(text)
    code = read_code(text)
    words = sort_words(text)
    kind = (status or code)[:1]
    if kind == _TRANSIENT:
        return _passing(status, words)
    return _lasting(status.partition(".")[2], code, words)


def read_status(text: str) -> str:
    """Give the enhanced status that stands in a text, the first that says something; empty where there is none."""
    found = [match[0] for match in _STATUS.finditer(text[:_FAR])]
    telling = [status for status in found if status.partition(".")[2] not in _SILENT and status[0] != "2"]
    return (telling or [status for status in found if status[0] != "2"] or [""])[0]


def read_code(text: str) -> str:
    """Give the SMTP reply code that stands in a text, the first of class 4 or 5; empty where there is none."""
    return next((match[1] for match in _CODE.finditer(text[:_FAR]) if match[1][0] != "2"), "")


def _passing(status: str, words: Words) -> Judgement:
    detail = status.partition(".")[2]
    if (words.full and not detail.startswith(_SYSTEM)) or (detail == "2.2" and not words.refused):
        return _FULL
    return Judgement(Sense.TEMPORARY, words.passing or words.refused or _WAITS.reason)


def _lasting(detail: str, code: str, words: Words) -> Judgement:
    if words.full and words.refused not in _OF_OURS and detail not in {"2.3", "3.4"}:
        return _FULL
    if words.refused and not (words.dead and detail in _DEAD_FOR_SURE):
        return Judgement(Sense.REFUSED, words.refused)
    if words.held:
        return Judgement(Sense.TEMPORARY, words.held)
    if words.dead:
        return Judgement(Sense.DEAD, words.dead, certain=bool(detail) or not code.startswith(_SYNTAX))
    if detail == _DIRECTORY and words.turned_away:
        return Judgement(Sense.DEAD, "no such mailbox")
    return _by_status(detail, code, words)


def _by_status(detail: str, code: str, words: Words) -> Judgement:
    """Decide where the words say nothing clear."""
    if detail in _BY_STATUS:
        return _BY_STATUS[detail]
    if detail in _SILENT or detail.startswith("5."):
        return _by_code(detail, code, words)
    if detail.startswith("4."):
        return Judgement(Sense.TEMPORARY, words.passing or "server not reached")
    if words.passing and not detail.startswith("7."):
        return Judgement(Sense.TEMPORARY, words.passing)
    return _BY_SUBJECT.get(detail[:1], _UNKNOWN)


def _by_code(detail: str, code: str, words: Words) -> Judgement:
    if words.passing:
        return Judgement(Sense.TEMPORARY, words.passing)
    if words.turned_down:
        return Judgement(Sense.REFUSED, words.turned_down)
    if (
        (words.unavailable and code in _OF_NAMES and not words.of_message)
        or code == _MOVED
        or (words.turned_away and detail == "1.0")
    ):
        return Judgement(Sense.DEAD, "no such mailbox", certain=False)
    if code == _NO_ROOM:
        return Judgement(Sense.FULL, _FULL.reason, certain=False)
    return _UNKNOWN
