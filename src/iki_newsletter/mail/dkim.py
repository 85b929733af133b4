"""Signing messages: a DKIM-Signature in front of finished bytes, in the time that the key itself takes (RFC 6376)."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from iki_newsletter.store.signing_keys import DomainKey

SIGNED: Final = (
    "From",
    "To",
    "Cc",
    "Subject",
    "Reply-To",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
)
"""What is signed, and listed once more than it is there: nobody can add another one (RFC 6376, 8.15; RFC 8058, 4)."""

_LOWERED: Final = tuple(name.lower().encode() for name in SIGNED)
_FOLD: Final = b"\r\n "
_WIDEST: Final = 76
"""Octets of a line, its fold included."""


class Signer:
    """Signs messages for one domain, with each of its keys: the header relaxed, the body as it is (relaxed/simple).

    The body must never be encoded anew behind it: it is quoted-printable or base64 already, with CRLF line ends and
    no line that begins with a dot, as `assert_wire_safe` holds.
    """

    def __init__(self, domain: str, keys: Sequence[DomainKey]) -> None:
        self.domain = domain.lower()
        self.selectors = tuple(key.selector for key in keys)
        self._seals = [_Seal(self.domain, key) for key in keys]

    def sign(self, message: bytes, at: dt.datetime) -> bytes:
        """Give the message with its signatures in front, dated `at` (which knows its time zone)."""
        body_at = message.index(b"\r\n\r\n") + 4
        names, canonical = _chosen(message[: body_at - 2])
        body_hash = base64.b64encode(hashlib.sha256(_body(message, body_at)).digest())
        # Neither is there an end of validity (x=): mail that waits in a queue stays ours; nor a length (l=).
        claims = b"t=%d; bh=%b;\r\n %b;\r\n b=" % (int(at.timestamp()), body_hash, names)
        return b"".join([*(seal.sign(canonical, claims) for seal in self._seals), message])


class _Seal:
    """One key, with what its signatures have in common."""

    def __init__(self, domain: str, key: DomainKey) -> None:
        tags = (f"a={key.algorithm}-sha256;", "c=relaxed/simple;", f"d={domain};", f"s={key.selector};")
        self._beginning = _folded("DKIM-Signature: v=1;", tags, " ").encode() + _FOLD
        self._sign = key.sign

    def sign(self, canonical: bytes, claims: bytes) -> bytes:
        """Give the header with the signature over canonical headers; `claims` ends with `b=`."""
        header = self._beginning + claims
        # The signature covers its own header: without its value, and without a line end (RFC 6376, 3.7).
        signature = base64.b64encode(self._sign(canonical + _relaxed(header)))
        room = _WIDEST - len(" b=")
        lines = [signature[at : at + room] for at in range(0, len(signature), room)]
        return header + _FOLD.join(lines) + b"\r\n"


def _body(message: bytes, begin: int) -> memoryview | bytes:
    """Give the body in its simple form: as it is, with one line end at its end (RFC 6376, 3.4.3)."""
    end = len(message)
    while message.endswith(b"\r\n\r\n", begin, end):
        end -= 2
    return memoryview(message)[begin:end] if end > begin else b"\r\n"


def _chosen(header: bytes) -> tuple[bytes, bytes]:
    """Give what is signed of a header block: the list of its names (`h=…`) and its canonical bytes.

    Of several headers with one name the last is signed first (RFC 6376, 5.4.2).
    """
    present: dict[bytes, list[bytes]] = defaultdict(list)
    for field in _unfolded(header).split(b"\r\n")[:-1]:
        present[field.partition(b":")[0].strip().lower()].append(field)
    found = [present.get(name, ()) for name in _LOWERED]
    canonical = b"".join([_relaxed(field) + b"\r\n" for fields in found for field in reversed(fields)])
    return _names(tuple(map(len, found))), canonical


@lru_cache(maxsize=64)
def _names(counts: tuple[int, ...]) -> bytes:
    """List the names that are signed, each once more than it is there; nearly all messages have the same."""
    names = [name for name, count in zip(SIGNED, counts, strict=True) for _ in range(count + 1)]
    first, *rest = [f"{name}:" for name in names[:-1]] + [names[-1]]
    return _folded(f"h={first}", rest, "").encode()


def _folded(line: str, words: Sequence[str], gap: str) -> str:
    """Go on with a line, word by word, and fold it before the words that it has no room for."""
    lines, room = [line], _WIDEST
    for word in words:
        if len(lines[-1]) + len(gap) + len(word) <= room:
            lines[-1] += gap + word
        else:
            lines.append(word)
            room = _WIDEST - 1  # the fold's space
    return _FOLD.decode().join(lines)


def _relaxed(field: bytes) -> bytes:
    """Give a header in its relaxed form, without a line end (RFC 6376, 3.4.2)."""
    name, _, value = _unfolded(field).partition(b":")
    return b"%b:%b" % (name.strip().lower(), b" ".join(value.split()))


def _unfolded(header: bytes) -> bytes:
    return header.replace(b"\r\n ", b" ").replace(b"\r\n\t", b"\t")
