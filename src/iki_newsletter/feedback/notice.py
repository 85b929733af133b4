"""The words of a report for people: where they end and the returned mail begins, and whom they are about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.feedback.finding import ADDRESS
from iki_newsletter.letterbox.letter import addresses_in, fields_of, first_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iki_newsletter.letterbox.letter import Fields, Letter

_LONGEST: Final = 20_000
_MOST_CANDIDATES: Final = 200

_CUT: Final = re.compile(
    r"^[\s>*=_-]*(?:"
    r"(?:-+\s*)?(?:below this line is|this is|here is|following is|the following is|"
    r"what follows is)\b.{0,40}\b(?:copy|headers?|original)"
    r"|(?:-+\s*)?(?:the )?(?:original|undelivered|unsent|returned|rejected|failed)(?: e-?mail)? (?:message|"
    r"mail)\b"
    r"(?: headers?| text| content| body)?(?: is| was)?(?: follows| below| as follows| attached| included|"
    r"\s*-{2,}|:?$)"
    r"|your (?:original )?(?:message|mail|e-?mail) (?:follows|is attached|below)|-{2,}\s*(?:unsent message|"
    r"message headers?|original headers?|returned message|header|forwarded message|"
    r"original|"
    r"ursprüngliche|mensaje original|message d'origine|mensagem original|messaggio originale|start of|begin)"
    r"|(?:message|mail|e-?mail|original)(?: text| headers?| body| content)? follows?\b"
    r"|(?:die|ihre|der) (?:ursprüngliche |originale )?(?:nachricht|e-?mail|mail|header).{0,20}(?:folgt|lautet)"
    r"|(?:el|su|este) mensaje original|received: ?(?:from|by|\(qmail)|return-path:\s*<|"
    r"x-[a-z-]+: .{0,200}\breceived:"
    r"|reporting-mta:|mime-version: 1"
    r")",
    re.IGNORECASE,
)
_OWN_LINE: Final = re.compile(r"^[\s<'\"(*>-]*$")
_BEFORE: Final = re.compile(
    r"(?:\b(?:to|for|recipients?|rcpt to:?|address(?:es)?|user|mailbox|addressee|an|para|a|à|pour|aan|destinatario|"
    r"empfänger|destinataire|undeliverable|failed)\b|[:;=])[\s:<'\"(\[;=]*$",
    re.IGNORECASE,
)
_SAYS_NO: Final = re.compile(
    r"unknown|no such|not? (?:found|exist|known|valid|listed)|does ?n[o']t|undeliver|fail|reject|refus|full|"
    r"quota|disabled|"
    r"invalid|inactive|\b5\d\d\b|\b5\.\d\.\d|inbekannt|unbekannt|no existe|desconocid|inconnu|could not|"
    r"couldn't|wasn't|"
    r"cannot|unable|can't|expired|blocked|recipient|not be delivered|unrouteable|mailbox",
    re.IGNORECASE,
)
_HELP: Final = re.compile(
    r"\b(?:contact|help|questions?|assist|support|mailto|visit|please (?:send|forward|e-?mail|write)|if you|"
    r"kontakt|ayuda|"
    r"problems?|report this|complain|administrator|postmaster|<postmaster|webmaster|wenden)\b",
    re.IGNORECASE,
)
_OF_MAIL: Final = re.compile(
    r"^\s*(?:from|sender|von|de|reply-to|message-?id|references|in-reply-to|cc|subject|betreff|asunto|received|"
    r"id)\s*:",
    re.IGNORECASE,
)
_TO_LINE: Final = re.compile(r"^\s*(?:to|an|para|à|aan|a)\s*:", re.IGNORECASE)
_ROBOTS: Final = re.compile(
    r"^(?:mailer-daemon|mailer_daemon|mail-daemon|postmaster|mdaemon|abuse|noreply|no-reply|support|helpdesk|"
    r"hostmaster|"
    r"webmaster|root|daemon|admin|administrator|bounces?|owner-.*|.*-owner|.*-bounces|.*-admin|.*-request|"
    r"info-mgr)@",
    re.IGNORECASE,
)
_ENOUGH: Final = 3
_QUOTED_FIELD: Final = re.compile(
    r"^[\s>*|]*(?:subject|betreff|asunto|objet|assunto|oggetto|onderwerp|sent|gesendet|cc|date|from|von|de|"
    r"with subject)(?:\s?:|(?<=with subject)\s)",
    re.IGNORECASE,
)
_FOOTER: Final = re.compile(
    r"\b(?:this|the|diese|este) (?:e-?mail|message|communication|transmission|nachricht|mensaje|correo)\b[^.]{0,120}"
    r"\b(?:confidential|privileged|vertraulich|confidencial|scanned|swept|intended (?:solely|only|exclusively))"
    r"|\bif you are not the intended recipient|\bthis footnote|\bvirus[- ]free\b|\bconfidentiality (?:notice|note)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A report's words, and the headers of the mail that it returns, wherever they stand."""

    text: str
    returned: Fields


def read_notice(letter: Letter) -> Notice:
    """Cut a letter's text where the returned mail begins; its headers are read where no part of its own has them."""
    lines = letter.text[: 5 * _LONGEST].split("\n")
    # The first lines are never the returned mail: there would be no notice.
    at = next((n for n, line in enumerate(lines) if n and _CUT.match(line)), len(lines))
    returned = letter.returned or _headers_after(lines[at:])
    text = "\n".join(lines[:at])
    if not text.strip():
        text = "\n".join(lines[:40])
    return Notice(text[:_LONGEST], returned)


def _headers_after(lines: Sequence[str]) -> Fields:
    start = next((n for n, line in enumerate(lines[:60]) if re.match(r"[>\s]*[A-Za-z-]{2,40}: ?\S", line)), None)
    if start is None:
        return ()
    return fields_of("\n".join(line.lstrip("> ") if line[:1] == ">" else line for line in lines[start : start + 300]))


def addresses_named(notice: Notice, letter: Letter) -> list[str]:
    """Give the addresses that a notice is about, the likeliest alone, or all that stand out alike."""
    failed = addresses_in(letter.headers, "x-failed-recipients")
    if failed:
        return failed
    own = {
        *letter.addresses("to", "from", "sender", "reply-to", "return-path", "delivered-to", "x-original-to", "cc")
    }
    own |= set(addresses_in(notice.returned, "from", "sender", "reply-to", "return-path", "errors-to"))
    to = addresses_in(notice.returned, "to", "x-original-to", "envelope-to")
    scores: dict[str, int] = {}
    spelled: dict[str, str] = {}
    lines = notice.text.split("\n")
    for number, line in enumerate(lines[:400]):
        for found in ADDRESS.finditer(line):
            address = found[0].strip("'`.*")
            key = address.lower()
            if len(scores) > _MOST_CANDIDATES or "@" not in address or "." not in key.rpartition("@")[2]:
                continue
            score = _score(line, found.start(), found.end(), lines[number + 1 : number + 3])
            score += (3 if key in to else 0) - (6 if key in own else 0) - (5 if _ROBOTS.match(key) else 0)
            scores[key] = max(scores.get(key, -99), score)
            spelled.setdefault(key, address)
    return _best(scores, spelled) or [address for address in to if address not in own][:1]


def _score(line: str, start: int, end: int, next_lines: Sequence[str]) -> int:
    before, after = line[:start], line[end : end + 200]
    score = 0
    if _OWN_LINE.match(before):
        # On a line of its own, or first in it: how servers list whom they mean.
        score += 2 if _OWN_LINE.match(after.strip(">:;.,)") or "") or after[:2].strip(" \t>") in {":", ""} else 1
    elif _BEFORE.search(before[-60:]):
        score += 2
    if _SAYS_NO.search(after) or _SAYS_NO.search(before[-200:]):
        score += 2
    elif any(_SAYS_NO.search(each[:300]) for each in next_lines):
        score += 1
    if _HELP.search(line):
        score -= 3
    if _OF_MAIL.match(line):
        score -= 4
    return score + (1 if _TO_LINE.match(line) else 0)


def _best(scores: dict[str, int], spelled: dict[str, str]) -> list[str]:
    most = max(scores.values(), default=-1)
    if most < 0:
        return []
    chosen = [key for key, score in scores.items() if score == most]
    return [spelled[key] for key in (chosen if most >= _ENOUGH else chosen[:1])]


def without_footers(text: str) -> str:
    """Leave out what says nothing about the delivery, whatever words it has.

    These are paragraphs in which companies' mail speaks of viruses and secrets, and lines that quote our own subject.
    """
    told = "\n".join(line for line in text.split("\n") if not _QUOTED_FIELD.match(line))
    return "\n\n".join(part for part in re.split(r"\n[ \t]*\n", told) if not _FOOTER.search(part))


def words_about(notice: Notice, address: str) -> str:
    """Give what a notice says next to an address: the lines with it, and those below up to the next address."""
    if not address:
        return ""
    lines = (without_footers(notice.text) or notice.text).split("\n")
    said: list[str] = []
    taking = 0
    for line in lines[:600]:
        if address.lower() in line.lower():
            taking = 8
        elif taking and ADDRESS.search(line) and _OWN_LINE.match(line[: ADDRESS.search(line).start()]):  # type: ignore[union-attr]
            taking = 0
        elif not line.strip():
            taking = min(taking, 3)
        if taking:
            said.append(line)
            taking -= 1
    return "\n".join(said)


def answered(letter: Letter, notice: Notice) -> str:
    """Give the Message-ID of the mail that is returned or answered, with its brackets; empty where none is named."""
    for value in (
        first_of(notice.returned, "message-id"),
        letter.first("in-reply-to"),
        letter.first("references"),
        letter.first("original-message-id"),
        next((first_of(fields_of(text), "original-message-id") for text in letter.status_parts), ""),
    ):
        found = re.search(r"<[^<>\s]{1,250}>", value)
        if found:
            return found[0]
    return ""
