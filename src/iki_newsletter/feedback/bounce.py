"""Reports that follow no standard: whether a mail is one, whom it names, and what it says of them."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.feedback.bounce_titles import SENDERS, TELLS, TITLES
from iki_newsletter.feedback.finding import Finding, one_line
from iki_newsletter.feedback.notice import addresses_named, without_footers, words_about
from iki_newsletter.model.feedback import Kind
from iki_newsletter.model.verdict import Judgement, Sense, judge, read_status

if TYPE_CHECKING:
    from iki_newsletter.feedback.notice import Notice
    from iki_newsletter.letterbox.letter import Letter

_STILL_TRYING: Final = re.compile(
    r"(?:will|shall|we'll)\b.{0,60}\b(?:keep|continue|try|retr|attempt|be retried)|still (?:being )?(?:retr|try|"
    r"in the queue)|"
    r"(?:has|have|was|could) not (?:yet |be(?:en)? )*delivered (?:yet|after|for|within|since)|do(?: not|"
    r"n't) need to re-?send|"
    r"no (?:further )?action (?:is )?(?:required|needed)|this is (?:only )?a warning|warning message only|"
    r"delivery (?:is |has been |was )?(?:temporarily )?(?:delayed|deferred)|"
    r"temporarily (?:delayed|deferred)|not yet been delivered|zustellung (?:verzögert|wird weiter)|"
    r"wird weiterhin versucht|"
    r"se (?:seguirá|volverá a) intent|no es necesario (?:que )?(?:vuelva|volver|reenv)|retras|gmail (?:will|"
    r"seguirá|wird)|sera renouvel|continuará tentando",
    re.IGNORECASE,
)
_GAVE_UP: Final = re.compile(
    r"permanent|gave up|giving up|given up|i've given up|fatal|will not be (?:retried|delivered)|returned to|"
    r"final|endgültig|permanente|definitiv|failed to deliver|has failed",
    re.IGNORECASE,
)
_REJECTED: Final = re.compile(r"automatically rejected|rejected mail|mail rejected|delivery rejected", re.IGNORECASE)
"""How Dovecot and others call a notification (RFC 8098) that is a refusal in truth."""
_DELAYED: Final = Judgement(Sense.TEMPORARY, "delayed")
_REASON: Final = re.compile(r"\(reason: ([^\n]{3,500}(?:\n[^\n]{1,200}){0,4}?)\)[ \t]*(?:\n|$)")
"""What Sendmail was told; what it says itself may be "User unknown" for any 550, 551 or 553."""
_EXPANDED: Final = re.compile(
    r"^[ \t]*<?([^\s<>()]{1,64}@[^\s<>()]{1,255})>?[ \t]*\n(?:[ \t]+\(reason: [^\n]{0,500}\n)?"
    r"[ \t]+\(expanded from: <?([^\s<>()]{1,64}@[^\s<>()]{1,255})>?\)",
    re.MULTILINE,
)
"""The address that a mail was forwarded to, and the one that we wrote to, as Sendmail lists them."""
_MOST: Final = 20
_ANSWERS: Final = re.compile(r"\s*(?:re|aw|rv|sv|antw|fwd?|wg|tr|vs|odp|ynt|ha)\s*:", re.IGNORECASE)
_ONE_ADDRESS: Final = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,255}")
_WITH_IDS: Final = frozenset({"message-id", "in-reply-to", "references", "resent-message-id"})


def looks_like_bounce(letter: Letter) -> bool:
    """Tell whether a mail server wrote this, by whom it is from, what it is called, and what it says first."""
    if letter.report_type == "delivery-status" or letter.first("x-failed-recipients"):
        return True
    title = letter.first("subject")
    if letter.report_type == "disposition-notification":
        return bool(_REJECTED.search(title))
    named = bool(TITLES.search(title))
    if letter.first("from") and SENDERS.search(letter.first("from")):
        return named or not letter.first("in-reply-to") or _tells(letter)
    if _ANSWERS.match(title):
        return False
    return named or (_is_from_nobody(letter) and bool(letter.returned) and _tells(letter))


def _is_from_nobody(letter: Letter) -> bool:
    return letter.first("return-path").strip() in {"<>", "<MAILER-DAEMON>"}


def _tells(letter: Letter) -> bool:
    return TELLS.search(letter.text[:2_000]) is not None


def read_bounce(letter: Letter, notice: Notice) -> list[Finding]:
    """Read a report that has no fields: one finding for each address; none where it says nothing at all."""
    named, passing = _by_library(letter, notice)
    ours = addresses_named(notice, letter)
    addresses = named or ours
    if not looks_like_bounce(letter) and not named:
        return []
    if not addresses:
        whole = _judge("", notice, letter)
        return [_finding(whole, "", notice.text)] if whole.certain else []
    return [_about(address, passing, letter, notice) for address in addresses[:_MOST]]


def _by_library(letter: Letter, notice: Notice) -> tuple[list[str], frozenset[str]]:
    """Ask flufl.bounce for addresses; it knows many old servers by their forms. Its verdict is not asked for."""
    from flufl.bounce import all_failures  # noqa: PLC0415 - only needed where a report follows no standard

    logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)
    try:
        passing, lasting = all_failures(letter.parsed)
    except Exception:  # noqa: BLE001 - it was written for honest mail, and this need not be
        return [], frozenset()
    own = {*letter.addresses("to", "from", "sender", "delivered-to")}
    found = {each.decode("ascii", "replace").strip() for each in (*passing, *lasting)}
    other = own | _message_ids(letter, notice)
    kept = sorted(each for each in found if _ONE_ADDRESS.fullmatch(each) and each.lower() not in other)
    return kept, frozenset(each.decode("ascii", "replace").lower() for each in passing)


def _message_ids(letter: Letter, notice: Notice) -> set[str]:
    """Give what looks like addresses between the brackets of Message-IDs."""
    values = [value for key, value in (*letter.headers, *notice.returned) if key in _WITH_IDS]
    return {found.lower() for value in values for found in re.findall(r"<([^<>\s]{1,250})>", value)}


def _about(address: str, passing: frozenset[str], letter: Letter, notice: Notice) -> Finding:
    expanded = {ours.lower(): there for there, ours in _EXPANDED.findall(notice.text[:10_000])}
    words = words_about(notice, expanded.get(address.lower(), address))
    told = _REASON.search(words)
    judgement = _judge(told[1] if told else words, notice, letter)
    if address.lower() in passing and judgement.sense is not Sense.FULL:
        judgement = _DELAYED
    return _finding(judgement, address, words or notice.text)


def _finding(judgement: Judgement, address: str, words: str) -> Finding:
    return Finding.judged(judgement, address, read_status(words), words)


def _judge(words: str, notice: Notice, letter: Letter) -> Judgement:
    """Judge by the words beside the address; where they are not clear, by the whole notice and its subject."""
    # Behind a colon stands mostly our own subject.
    title = letter.first("subject").partition(":")[0]
    whole = f"{title}\n{without_footers(notice.text)}"
    if _STILL_TRYING.search(whole[:4_000]) and not _GAVE_UP.search(notice.text[:4_000]):
        return _DELAYED
    near = judge("", words) if words.strip() else None
    if near and near.certain:
        return near
    far = judge("", whole)
    if far.certain or near is None:
        return far
    return near if near.sense is not Sense.REFUSED else far


def unreadable(notice: Notice) -> Finding:
    """Say that a server reports something that is not understood."""
    return Finding(Kind.UNKNOWN, "a report that is not understood", reply=one_line(notice.text))
