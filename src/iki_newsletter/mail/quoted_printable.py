"""Quoted-printable (RFC 2045, 6.7) for bodies with gaps in them that are filled in for each subscriber."""

from __future__ import annotations

import binascii
import re
import string
from typing import TYPE_CHECKING, Final, TypeVar

from iki_newsletter.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

_Gap = TypeVar("_Gap")

_SOFT: Final = b"=\r\n"
_HARD: Final = b"\r\n"
_FULL: Final = 76
_BEFORE_SOFT: Final = 75
_LITERAL: Final = frozenset(
    b"\t " + string.ascii_letters.encode() + string.digits.encode() + string.punctuation.encode()
)
_FORMS: Final = tuple(bytes([octet]) if octet in _LITERAL - {ord("=")} else b"=%02X" % octet for octet in range(256))
_UNFIT: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def require_body_text(text: str, what: str) -> str:
    """Give a body with LF line ends and one at its end; `what` names it in the error.

    Raises RefusedError for control characters (C1 too: mail-rules 8) and lone surrogates.
    """
    text = text.replace("\r\n", "\n")
    found = _UNFIT.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        raise RefusedError(
            f"{what} contains the control character U+{ord(found[0]):04X} in line {line}.",
            instead="Find it in the contribution or template it comes from, and take it out.",
        )
    return text if text.endswith("\n") else f"{text}\n"


def encode_value(text: str) -> bytes:
    """Encode what fills a gap: one line of text, in lines of at most 75 octets, safe at the start of a line.

    Raises RefusedError for what `require_body_text` refuses, and for line breaks.
    """
    if not text.isprintable() and ("\n" in text or _UNFIT.search(text)):
        raise RefusedError(
            f"A subscriber's value {text[:60]!r} contains a line break or control character.",
            instead="Mend the row in the list.",
        )
    raw = text.encode()
    encoded = binascii.b2a_qp(raw)
    if len(encoded) <= _BEFORE_SOFT and not encoded.startswith((b".", b"From ")):
        return encoded
    return _fold(raw, _BEFORE_SOFT, at_end=True)


def encode_body(pieces: Sequence[str | _Gap]) -> list[bytes | _Gap]:
    """Encode a body: strings with LF line ends and the gaps between them, which stay.

    A gap's value always begins a line of its own and is followed by a soft break or the line's end, so that no
    line passes 76 octets whatever `encode_value` puts there. No line begins with a dot, so that dot-stuffing
    (RFC 5321, 4.5.2) has nothing to change, nor with `From `, which mbox files would change.
    """
    encoded: list[bytes | _Gap] = []
    starts_line = True
    for index, piece in enumerate(pieces):
        if isinstance(piece, str):
            *lines, rest = piece.split("\n")
            encoded += [_fold(line.encode(), _FULL, at_end=True) + _HARD for line in lines]
            encoded.append(_fold(rest.encode(), _BEFORE_SOFT, at_end=False))
            starts_line = not rest
        else:
            following = pieces[index + 1] if index + 1 < len(pieces) else "\n"
            ends_line = isinstance(following, str) and following.startswith("\n")
            encoded += [b"" if starts_line else _SOFT, piece, b"" if ends_line else _SOFT]
            starts_line = not ends_line
    return encoded


def _fold(raw: bytes, limit: int, *, at_end: bool) -> bytes:
    """Encode one line, broken softly above `limit` octets; at its end, white space is encoded."""
    rest = b"".join([_FORMS[octet] for octet in raw])
    if at_end and rest[-1:] in (b" ", b"\t"):
        rest = rest[:-1] + b"=%02X" % rest[-1]
    rest = _guard_start(rest)
    lines = []
    while len(rest) > limit:
        cut = rest.rfind(b"=", _BEFORE_SOFT - 2, _BEFORE_SOFT)
        cut = _BEFORE_SOFT if cut < 0 else cut
        lines.append(rest[:cut])
        rest = _guard_start(rest[cut:])
    return _SOFT.join([*lines, rest])


def _guard_start(line: bytes) -> bytes:
    if line.startswith(b"."):
        return b"=2E" + line[1:]
    if line.startswith(b"From "):
        return b"=46" + line[1:]
    return line
