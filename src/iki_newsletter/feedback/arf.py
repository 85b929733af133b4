"""Complaints: what mailbox providers send when somebody calls a mail spam (RFC 5965, RFC 6591)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.feedback.finding import Finding, one_line, plain_address
from iki_newsletter.letterbox.letter import addresses_in, first_of, groups_of
from iki_newsletter.model.feedback import Kind

if TYPE_CHECKING:
    from iki_newsletter.letterbox.letter import Fields, Letter

_COMPLAINTS: Final = {
    "abuse": "called spam",
    "fraud": "called fraud",
    "virus": "called a virus",
    "other": "complained",
}
_LEAVING: Final = frozenset({"opt-out", "opt-out-list"})


def read_arf(letter: Letter) -> list[Finding]:
    """Read a feedback report; none where the mail is no such report."""
    for text in letter.status_parts:
        for group in groups_of(text):
            if first_of(group, "feedback-type"):
                return [_finding(letter, group)]
    return []


def _finding(letter: Letter, group: Fields) -> Finding:
    kind = first_of(group, "feedback-type").lower()
    address = (
        plain_address(first_of(group, "original-rcpt-to"))
        or plain_address(first_of(group, "removal-recipient"))
        or next(iter(addresses_in(letter.returned, "to", "x-original-to", "delivered-to")), "")
    )
    words = one_line(f"{kind} {first_of(group, 'user-agent')}")
    if kind in _COMPLAINTS:
        return Finding(Kind.COMPLAINT, _COMPLAINTS[kind], address, reply=words)
    if kind in _LEAVING:
        return Finding(Kind.UNSUBSCRIBE, "left by its mail provider", address, reply=words)
    return Finding(Kind.UNKNOWN, f"a report of {kind[:20]}", address, reply=words)
