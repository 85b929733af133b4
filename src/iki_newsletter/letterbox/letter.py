"""A mail, from hostile bytes to headers and texts within bounds.

Whoever can send mail can send it here. So each thing has a cap: octets, nested parts, parts, headers, characters;
what is beyond is not looked at. Python's own parser takes the mail apart (its oldest policy, which never raises for
what is in a header); what it cannot take apart is read as plain text.
"""

from __future__ import annotations

import codecs
import email
import html
import re
from dataclasses import dataclass, field
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from typing import TYPE_CHECKING, Final, TypeGuard

from iki_newsletter.letterbox.notification import notification_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_OCTETS: Final = 1_000_000
"""Of a mail that are looked at: reports stand before what they return."""
_MOST_BOUNDARIES: Final = 40
_MOST_DELIMITERS: Final = 2_000
_MOST_PARTS: Final = 60
_MOST_HEADERS: Final = 300
_LONGEST_HEADER: Final = 4_000
_LONGEST_TEXT: Final = 100_000
_LONGEST_LINE: Final = 2_000
_LONGEST_NAME: Final = 200
_BOUNDARY: Final = re.compile(rb"boundary\s*=", re.IGNORECASE)
_LONG_FIELD: Final = re.compile(
    rb"((?:^|(?<=\n))content-[a-z-]{2,30}:(?:[^\n]|\n[ \t]){2000})(?:[^\n]|\n[ \t])*", re.IGNORECASE
)
"""Parameters cost time by the square (RFC 2231); nobody needs so many."""
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n|\r\r")
_SLOW_CODECS: Final = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})
_RETURNED: Final = frozenset({"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global"})
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_BREAK: Final = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d|p|hr)\b[^<>]{0,500}>", re.IGNORECASE)

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says: header names are lower-case, texts have line feeds and no control characters."""

    headers: Fields
    content_type: str = "text/plain"
    report_type: str = ""
    """What a `multipart/report` reports (RFC 6522)."""
    texts: tuple[str, ...] = ()
    """What is there to read, HTML as text; of alternatives the plain one."""
    status_parts: tuple[str, ...] = ()
    """Parts for programs: delivery status (RFC 3464), feedback reports (RFC 5965), notifications (RFC 8098)."""
    returned: Fields = ()
    """Headers of the mail that it returns, where that is a part of its own."""
    parsed: Message = field(default_factory=Message, repr=False, compare=False)

    def first(self, name: str) -> str:
        """Give the first header of this name, empty where there is none."""
        return first_of(self.headers, name)

    def addresses(self, *names: str) -> list[str]:
        """Give all addresses in the headers of these names, lower-case."""
        return addresses_in(self.headers, *names)

    @property
    def name_of_writer(self) -> str:
        """Give the name in From, empty where there is none."""
        try:
            return next((name.strip()[:_LONGEST_NAME] for name, _ in getaddresses([self.first("from")])), "")
        except (ValueError, IndexError, RecursionError):
            return ""

    @property
    def text(self) -> str:
        """All that is there to read."""
        return "\n\n".join(self.texts)


def first_of(fields: Fields, name: str) -> str:
    """Give the first field of this name, empty where there is none."""
    return next((value for key, value in fields if key == name), "")


def addresses_in(fields: Fields, *names: str) -> list[str]:
    """Give all addresses in the fields of these names, lower-case."""
    values = [value for key, value in fields if key in names]
    try:
        found = getaddresses(values[:20])
    except (ValueError, IndexError, RecursionError):
        return []
    return [address.strip().lower() for _, address in found if "@" in address]


def read_letter(raw: bytes) -> Letter:
    """Read a mail; anything at all gives a letter, if need be one with a text and no headers."""
    raw = _LONG_FIELD.sub(rb"\1", raw[:MOST_OCTETS])
    if has_too_many_parts(raw):
        raw = _without_parts(raw)
    try:
        message = email.message_from_bytes(raw)
        return _read(message)
    except (RecursionError, MessageError, ValueError, LookupError, TypeError, AttributeError, IndexError, KeyError):
        # The parser, or its objects, on what nobody would write but to see what happens.
        return Letter((), texts=(clean(raw.decode("latin-1")),))


def has_too_many_parts(raw: bytes) -> bool:
    """Tell a mail that would take long to take apart, and that nobody writes."""
    return len(_BOUNDARY.findall(raw)) > _MOST_BOUNDARIES or raw.count(b"\n--") > _MOST_DELIMITERS


def _without_parts(raw: bytes) -> bytes:
    """Keep the headers that say who writes, and take the rest for one text: nested parts cost time by the square."""
    end = _HEAD_END.search(raw)
    head, body = (raw[: end.start()], raw[end.end() :]) if end else (b"", raw)
    kept = [line for line in head.splitlines()[:_MOST_HEADERS] if not re.match(rb"content-|\s", line, re.IGNORECASE)]
    return b"\n".join(kept) + b"\n\n" + body


def _read(message: Message) -> Letter:
    texts: list[str] = []
    status_parts: list[str] = []
    returned: Fields = ()
    for kind, part in _parts(message):
        if kind in _RETURNED:
            returned = returned or _returned(part)
        elif kind.startswith("message/") or kind == "text/x-delivery-status":
            status_parts.append(_fields_text(part))
        elif kind.startswith("text/") or part is message:
            texts.append(_text(part, kind))
            status_parts += filter(None, [notification_fields(_octets(part))])
    return Letter(
        headers=headers_of(message),
        content_type=message.get_content_type(),
        report_type=str(message.get_param("report-type") or "").lower()[:80],
        texts=_with_plain_only(message, texts),
        status_parts=tuple(status_parts),
        returned=returned,
        parsed=message,
    )


def _parts(message: Message) -> Iterator[tuple[str, Message]]:
    """Give the parts without going into mails that are returned; of alternatives those that are plain text."""
    waiting = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        kind = part.get_content_type()
        inside = part.get_payload()
        if kind == "message/rfc822" and _is_wrapped_report(inside):
            waiting.append(inside[0])
        elif kind.startswith("multipart/") and isinstance(inside, list):
            parts = [each for each in inside[:_MOST_PARTS] if isinstance(each, Message)]
            waiting += reversed(_alternative(parts) if kind == "multipart/alternative" else parts)
        else:
            yield kind, part


def _is_wrapped_report(inside: object) -> TypeGuard[list[Message]]:
    """Tell a report that a gateway, or a person who forwards it, has put into a mail of theirs."""
    return (
        isinstance(inside, list)
        and bool(inside)
        and isinstance(inside[0], Message)
        and inside[0].get_content_type() == "multipart/report"
    )


def _alternative(parts: list[Message]) -> list[Message]:
    plain = [part for part in parts if part.get_content_type() == "text/plain"]
    return plain if plain and _text(plain[0], "text/plain").strip() else parts


def _with_plain_only(message: Message, texts: list[str]) -> tuple[str, ...]:
    preamble = message.preamble if isinstance(message.preamble, str) and not any(map(str.strip, texts)) else ""
    return (*texts, clean(preamble)) if preamble else tuple(texts)


def headers_of(message: Message) -> Fields:
    """Give a mail's headers: lower-case names, decoded values."""
    items = list(message.raw_items())[:_MOST_HEADERS]
    return tuple((str(key).lower(), header_text(_as_text(value))) for key, value in items)


def _as_text(value: object) -> str:
    """Give a header's value; octets beyond ASCII, which many servers write as they are, are UTF-8 or Windows-1252."""
    text = str(value)[:_LONGEST_HEADER]
    return text if text.isascii() else _decode(text.encode("utf-8", "surrogateescape"), "")


def header_text(value: str) -> str:
    """Decode a header's encoded words, on one line; what cannot be decoded stays as it is."""
    value = " ".join(value[:_LONGEST_HEADER].split())
    if "=?" not in value:
        return clean(value)
    try:
        pieces = decode_header(value)
        return clean("".join(_piece(piece, charset) for piece, charset in pieces))
    except (HeaderParseError, ValueError, LookupError):
        return clean(value)


def _piece(piece: bytes | str, charset: str | None) -> str:
    return piece if isinstance(piece, str) else _decode(piece, charset or "ascii")


def _returned(part: Message) -> Fields:
    inside = part.get_payload()
    if isinstance(inside, list) and inside and isinstance(inside[0], Message):
        found = headers_of(inside[0])
        if found:
            return found
        return fields_of(_text(inside[0], "text/plain"))
    return fields_of(_text(part, "text/plain"))


def _fields_text(part: Message) -> str:
    """Give a part of fields as text: groups of lines with empty lines between them."""
    inside = part.get_payload()
    if not isinstance(inside, list):
        return _text(part, "text/plain")
    groups = []
    for block in inside[:_MOST_PARTS]:
        if not isinstance(block, Message):
            continue
        lines = [f"{key}: {_as_text(value)}" for key, value in list(block.raw_items())[:_MOST_HEADERS]]
        rest = block.get_payload()
        groups.append("\n".join(lines) + (f"\n\n{rest}" if isinstance(rest, str) and rest.strip() else ""))
    return _undone(part, "\n\n".join(groups))


def _undone(part: Message, text: str) -> str:
    # The parser takes fields apart before it undoes an encoding; some servers encode them all the same.
    if str(part.get("content-transfer-encoding", "")).strip().lower() in {"base64", "quoted-printable"}:
        again = Message()
        again["Content-Transfer-Encoding"] = str(part["content-transfer-encoding"])
        again.set_payload(text)
        decoded = _text(again, "text/plain")
        text = decoded if ":" in decoded else text
    return clean(text)


def _octets(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    inside = part.get_payload()
    return inside.encode("utf-8", "replace") if isinstance(inside, str) else b""


def _text(part: Message, kind: str) -> str:
    payload = _octets(part)
    charset = part.get_param("charset")
    text = _decode(payload[: 4 * _LONGEST_TEXT], charset if isinstance(charset, str) else "")
    return clean(_plain_of_html(text) if kind == "text/html" else text)


def _decode(raw: bytes, charset: str) -> str:
    for name in (charset, "utf-8"):
        try:
            if codecs.lookup(name).name not in _SLOW_CODECS:
                return raw.decode(name)
        except (LookupError, ValueError, TypeError):
            continue
    return raw.decode("cp1252", "replace")


def _plain_of_html(text: str) -> str:
    pieces = []
    for piece in re.split(r"(?i)<(?=style|script|head)", text[: 2 * _LONGEST_TEXT]):
        hidden = re.match(r"(?i)(style|script|head)\b", piece)
        if hidden:
            end = piece.lower().find(f"</{hidden[1].lower()}")
            piece = piece[end:] if end >= 0 else ""  # noqa: PLW2901 - what is left of it
        pieces.append(piece)
    return html.unescape(_TAG.sub(" ", _BREAK.sub("\n", "".join(pieces))))


def clean(text: str) -> str:
    """Keep what can be shown: lines within bounds, no control characters, no halves of surrogate pairs."""
    text = text[:_LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    text = text.encode("utf-8", "replace").decode("utf-8")
    lines = text.split("\n")
    text = "\n".join(line[:_LONGEST_LINE] for line in lines)
    return "".join(char if char.isprintable() or char in "\n\t" else " " for char in text)


def fields_of(text: str) -> Fields:
    """Read `Name: value` lines up to the first empty one, folded lines with those before them."""
    return next(iter(groups_of(text)), ())


def groups_of(text: str) -> list[Fields]:
    """Read groups of `Name: value` lines, with empty lines between them; other lines are passed over."""
    groups: list[list[tuple[str, str]]] = [[]]
    for line in text.split("\n")[:5_000]:
        name, colon, value = line.partition(":")
        if not line.strip():
            groups.append([])
        elif line[0] in " \t" and groups[-1]:
            key, before = groups[-1][-1]
            groups[-1][-1] = (key, f"{before} {line.strip()}"[:_LONGEST_HEADER])
        elif colon and re.fullmatch(r"[!-9;-~]{1,60}", name.strip()):
            groups[-1].append((name.strip().lower(), value.strip()[:_LONGEST_HEADER]))
    return [tuple(group) for group in groups if group]
