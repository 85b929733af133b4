"""One mail that came back to FeedbackEvents: each way of reading in turn, the surest first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from iki_newsletter.feedback.arf import read_arf
from iki_newsletter.feedback.automatic import read_automatic
from iki_newsletter.feedback.bounce import looks_like_bounce, read_bounce, unreadable
from iki_newsletter.feedback.dsn import read_dsn
from iki_newsletter.feedback.finding import Finding, one_line
from iki_newsletter.feedback.identity import identity, when
from iki_newsletter.feedback.notice import answered, read_notice
from iki_newsletter.feedback.people import adds_nothing, is_command, own_words, read_reply
from iki_newsletter.feedback.wishes import (
    RECIPIENTS,
    SUBSCRIBE,
    TokenFound,
    find_token,
    find_token_returned,
    wish_to_subscribe,
)
from iki_newsletter.letterbox.letter import addresses_in, first_of, read_letter
from iki_newsletter.model.feedback import FeedbackEvent, Kind
from iki_newsletter.model.token import Purpose
from iki_newsletter.model.verp import read_verp

if TYPE_CHECKING:
    from iki_newsletter.feedback.notice import Notice
    from iki_newsletter.letterbox.letter import Letter

_ASKING: Final = {
    Purpose.UNSUBSCRIBE: (Kind.UNSUBSCRIBE, "asks to leave"),
    Purpose.PREFERENCES: (Kind.REPLY, "asks for another language"),
    Purpose.CONFIRM: (Kind.REPLY, "says yes to our question"),
}
_LEAVING: Final = (Kind.UNSUBSCRIBE, "asks to leave, without a token of ours")
_JOINING: Final = (Kind.REPLY, "asks for the newsletter")
_LONGEST_WORDS: Final = 500


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
    by_standard = read_arf(letter) or read_dsn(letter, notice)
    asks = TokenFound() if by_standard else find_token(letter, clues.secret)
    returned = asks if asks.subscriber_id else find_token_returned(notice, clues.secret)
    findings = [_with_address(finding, notice) for finding in by_standard] or _findings(letter, notice, asks.purpose)
    is_joining = _is_joining(findings)
    bare = FeedbackEvent(
        file=file,
        kind=Kind.UNKNOWN,
        code=_code(letter, notice, clues),
        message_id=answered(letter, notice),
        subscriber_id=returned.subscriber_id,
        purpose=asks.purpose,
        wish=SUBSCRIBE if is_joining else "",
        words=wish_to_subscribe(letter) if is_joining else own_words(letter)[:_LONGEST_WORDS],
        name=letter.name_of_writer,
        dated=when(letter),
        mail=identity(letter, raw),
    )
    return tuple(
        replace(
            bare,
            kind=finding.kind,
            address=finding.address,
            status=finding.status,
            reply=finding.reply,
            reason=finding.reason,
        )
        for finding in _once(findings)
    )


def _findings(letter: Letter, notice: Notice, purpose: str) -> list[Finding]:
    """Read a mail that is no report by a standard; `purpose` is that of the token in it, empty without one."""
    asked = _asked(letter, purpose)
    if asked:
        return [asked]
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


def _asked(letter: Letter, purpose: str) -> Finding | None:
    """Read a mail that asks something of the list, and says nothing else; None for any other."""
    if purpose:
        return _asking(letter, *_ASKING[Purpose(purpose)])
    commands = is_command(letter.first("subject")) and adds_nothing(own_words(letter))
    if commands or _is_bare_command(letter):
        return _asking(letter, *_LEAVING)
    if wish_to_subscribe(letter) and not _is_written_by_machine(letter):
        return _asking(letter, *_JOINING)
    return None


def _asking(letter: Letter, kind: Kind, reason: str) -> Finding:
    who = next(iter(letter.addresses("from")), "")
    return Finding(kind, reason, who, reply=one_line(f"{letter.first('subject')}: {own_words(letter)}"))


def _is_joining(findings: list[Finding]) -> bool:
    return any((finding.kind, finding.reason) == _JOINING for finding in findings)


def _is_written_by_machine(letter: Letter) -> bool:
    return looks_like_bounce(letter) or bool(read_automatic(letter)) or bool(letter.first("list-id"))


def _with_address(finding: Finding, notice: Notice) -> Finding:
    if finding.address:
        return finding
    # Each of our mails has one reader, so the one it went to is the one it is about.
    to = addresses_in(notice.returned, "to", "x-original-to")
    return Finding(finding.kind, finding.reason, to[0] if len(to) == 1 else "", finding.status, finding.reply)


def _code(letter: Letter, notice: Notice, clues: Clues) -> str:
    if not clues.sender:
        return ""
    returned_to = [*letter.addresses(*RECIPIENTS, "cc"), *addresses_in(notice.returned, "return-path")]
    returned_to += [first_of(notice.returned, "x-envelope-from")]
    return next((code for address in returned_to if (code := read_verp(clues.sender, address))), "")


def _once(findings: list[Finding]) -> list[Finding]:
    seen: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        seen.setdefault((finding.kind.value, finding.address.lower()), finding)
    return list(seen.values())
