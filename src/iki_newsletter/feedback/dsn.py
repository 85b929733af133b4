"""Reports about deliveries as the standard has them: per-recipient fields of RFC 3464, addresses of RFC 6533."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.feedback.finding import Finding, plain_address
from iki_newsletter.feedback.notice import without_footers, words_about
from iki_newsletter.letterbox.letter import first_of, groups_of
from iki_newsletter.model.feedback import Kind
from iki_newsletter.model.verdict import Judgement, Sense, judge, read_status

if TYPE_CHECKING:
    from iki_newsletter.feedback.notice import Notice
    from iki_newsletter.letterbox.letter import Fields, Letter

_XTEXT: Final = re.compile(r"\+([0-9A-F]{2})")
_UTF8: Final = re.compile(r"\\x\{([0-9A-Fa-f]{1,6})\}")
_RECIPIENT: Final = ("original-recipient", "final-recipient", "x-actual-recipient")
_DELAYED: Final = Judgement(Sense.TEMPORARY, "delayed")
_FAILED: Final = ("fail", "error")
_MOST: Final = 50


def read_dsn(letter: Letter, notice: Notice) -> list[Finding]:
    """Read each recipient's fields; the notice's words for people are asked where the fields say nothing.

    Fields count wherever they stand: some gateways turn their part into plain text.
    """
    groups = [group for text in letter.status_parts for group in groups_of(text)]
    recipients = [group for group in groups if _is_recipient(group)]
    if not recipients:
        recipients = [group for group in groups_of(letter.text) if _is_recipient(group)]
    return [_finding(group, notice) for group in recipients[:_MOST]]


def _is_recipient(group: Fields) -> bool:
    names = {name for name, _ in group}
    return bool(names & {"final-recipient", "original-recipient"}) and bool(names & {"action", "status"})


def _finding(group: Fields, notice: Notice) -> Finding:
    address = _address(group)
    action = first_of(group, "action").lower()
    # Where there is no such field, as from OpenSMTPD, the words beside the address have what it would hold.
    words = _words(first_of(group, "diagnostic-code")) or words_about(notice, address)
    status = _more_telling(read_status(first_of(group, "status")), words)
    reply = words or first_of(group, "x-notes") or first_of(group, "status")
    if action.startswith("delayed"):
        return Finding.judged(_DELAYED, address, status, reply)
    if not action.startswith(_FAILED) and action:
        return Finding(Kind.UNKNOWN, f"reported as {action[:20]}", address, status)
    return Finding.judged(_judge(status, words, notice), address, status, reply)


def _judge(status: str, words: str, notice: Notice) -> Judgement:
    """Judge by the fields; where they say nothing clear, by what the server wrote for people as well."""
    best = judge(status, words)
    if best.certain:
        return best
    by_notice = judge(status, without_footers(notice.text))
    return by_notice if by_notice.certain and by_notice.sense is not Sense.TEMPORARY else best


def _more_telling(status: str, words: str) -> str:
    # Servers that report for others often put 5.0.0 into the field, and leave what they were told in the words.
    if status.endswith((".0.0", ".0")) or not status:
        return read_status(words) or status
    return status


def _address(group: Fields) -> str:
    for name in _RECIPIENT:
        value = first_of(group, name)
        kind, semicolon, address = value.partition(";")
        found = plain_address(_decoded(address, kind.strip().lower()) if semicolon else value)
        if found:
            return found
    return ""


def _decoded(address: str, kind: str) -> str:
    """Undo xtext (RFC 3461, 4), and what utf-8-addr-xtext makes of other alphabets (RFC 6533, 3)."""
    address = address.strip()
    if kind == "utf-8":
        return _UTF8.sub(lambda found: _character(int(found[1], 16)), address)
    if "+" in address and not _XTEXT.search(address):
        return address
    # A plus that is no escape is how many servers write a subaddress: only escapes of what must be one are undone.
    return _XTEXT.sub(lambda found: chr(int(found[1], 16)) if found[1] in _ESCAPED else found[0], address)


_ESCAPED: Final = frozenset({"2B", "3D", "20", "40"})
_LAST: Final = 0x10FFFF


def _character(number: int) -> str:
    return chr(number) if number <= _LAST and not 0xD800 <= number < 0xE000 else ""  # noqa: PLR2004 - surrogates


def _words(diagnostic: str) -> str:
    """Take the type before the semicolon off, as in `smtp; 550 …`."""
    kind, semicolon, words = diagnostic.partition(";")
    return words.strip() if semicolon and re.fullmatch(r"\s*[A-Za-z0-9-]{1,40}\s*", kind) else diagnostic
