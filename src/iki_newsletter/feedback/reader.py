"""One mail that came back to FeedbackEvents: each way of reading in turn, the surest first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.feedback.arf import read_arf
from iki_newsletter.feedback.automatic import read_automatic
from iki_newsletter.feedback.bounce import looks_like_bounce, read_bounce, unreadable
from iki_newsletter.feedback.dsn import read_dsn
from iki_newsletter.feedback.finding import Finding, one_line
from iki_newsletter.feedback.letter import addresses_in, first_of, read_letter
from iki_newsletter.feedback.notice import answered, read_notice
from iki_newsletter.feedback.people import is_command, own_words, read_reply
from iki_newsletter.model.feedback import FeedbackEvent, Kind
from iki_newsletter.model.token import read_token
from iki_newsletter.model.verp import read_verp

if TYPE_CHECKING:
    from iki_newsletter.feedback.letter import Letter
    from iki_newsletter.feedback.notice import Notice

_TOKEN: Final = re.compile(r"(?<![0-9a-z])1-[a-z2-7]{16}-[a-z2-7]{24}(?![0-9a-z])", re.IGNORECASE)
_TO: Final = ("to", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-rcpt-to", "cc")
_PURPOSES: Final = ("unsubscribe", "preferences")
_REASON: Final = {"unsubscribe": "asks to leave", "preferences": "asks for another language"}
_MOST_TOKENS: Final = 10


@dataclass(frozen=True, slots=True)
class Clues:
    """What tells our own mail: the envelope sender that codes were put into, and the secret of our tokens."""

    sender: str = ""
    """Without a code, as `verp_sender` was given it; empty where there is none."""
    secret: bytes | None = None
    """None where nothing has been sent from here yet, so that no token can be ours."""


def read_feedback(file: str, raw: bytes, clues: Clues) -> tuple[FeedbackEvent, ...]:
    """Read one mail: at least one event, whatever the bytes are; the same bytes give the same events."""
    letter = read_letter(raw)
    notice = read_notice(letter)
    token = _token(letter, clues)
    hints = {"code": _code(letter, notice, clues), "message_id": answered(letter, notice)}
    return tuple(
        FeedbackEvent(
            file=file,
            kind=finding.kind,
            address=finding.address,
            status=finding.status,
            reply=finding.reply,
            reason=finding.reason,
            subscriber_id=token[0],
            purpose=token[1],
            **hints,
        )
        for finding in _once(_findings(letter, notice, token[1]))
    )


def _findings(letter: Letter, notice: Notice, purpose: str) -> list[Finding]:
    by_standard = read_arf(letter) or read_dsn(letter, notice)
    if by_standard:
        return [_with_address(finding, notice) for finding in by_standard]
    if purpose or is_command(letter.first("subject")) or _is_bare_command(letter):
        return [_asking(letter, purpose)]
    if not _is_a_persons_machine(letter):
        bounced = read_bounce(letter, notice)
        if bounced:
            return [_with_address(finding, notice) for finding in bounced]
    automatic = read_automatic(letter)
    if automatic:
        return automatic
    if looks_like_bounce(letter):
        return [unreadable(notice)]
    return read_reply(letter) or [Finding(Kind.UNKNOWN, "not understood", reply=one_line(notice.text))]


def _is_a_persons_machine(letter: Letter) -> bool:
    """Tell an out-of-office from a server's report: both are automatic, but only one of them says it is absent."""
    if letter.report_type == "disposition-notification":
        return not looks_like_bounce(letter)
    return bool(read_automatic(letter)) and not looks_like_bounce(letter)


def _is_bare_command(letter: Letter) -> bool:
    words = own_words(letter)
    return not letter.first("subject").strip() and is_command(words) and bool(words)


def _asking(letter: Letter, purpose: str) -> Finding:
    reason = _REASON.get(purpose, "asks to leave, without a token of ours")
    who = next(iter(letter.addresses("from")), "")
    kind = Kind.REPLY if purpose == "preferences" else Kind.UNSUBSCRIBE
    return Finding(kind, reason, who, reply=one_line(f"{letter.first('subject')}: {own_words(letter)}"))


def _with_address(finding: Finding, notice: Notice) -> Finding:
    if finding.address:
        return finding
    # Each of our mails has one reader, so the one it went to is the one it is about.
    to = addresses_in(notice.returned, "to", "x-original-to")
    return Finding(finding.kind, finding.reason, to[0] if len(to) == 1 else "", finding.status, finding.reply)


def _token(letter: Letter, clues: Clues) -> tuple[str, str]:
    """Give the subscriber's id and the purpose of the first token of ours, in the subject, an address or the text."""
    if clues.secret is None:
        return "", ""
    places = (
        letter.first("subject"),
        *(value for key, value in letter.headers if key in _TO),
        own_words(letter)[:4_000],
    )
    for token in [found[0] for place in places for found in _TOKEN.finditer(place)][:_MOST_TOKENS]:
        for purpose in _PURPOSES:
            subscriber_id = read_token(clues.secret, purpose, token)
            if subscriber_id:
                return subscriber_id, purpose
    return "", ""


def _code(letter: Letter, notice: Notice, clues: Clues) -> str:
    if not clues.sender:
        return ""
    returned_to = [*letter.addresses(*_TO), *addresses_in(notice.returned, "return-path")]
    returned_to += [first_of(notice.returned, "x-envelope-from")]
    return next((code for address in returned_to if (code := read_verp(clues.sender, address))), "")


def _once(findings: list[Finding]) -> list[Finding]:
    seen: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        seen.setdefault((finding.kind.value, finding.address.lower()), finding)
    return list(seen.values())
