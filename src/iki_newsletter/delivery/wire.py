"""A message's bytes as they may go on the wire: CRLF only, lines short enough, dots doubled once."""

from __future__ import annotations

from typing import Final

_LONGEST_LINE: Final = 998
"""Without its CRLF (RFC 5322, 2.1.1)."""
_CRLF: Final = b"\r\n"


class UnsafeMessageError(ValueError):
    """A message that must not go out: a server could read it as something else than it is."""


def body_for_wire(message: bytes) -> bytes:
    """Give a message as the body of DATA: without its last CRLF, which goes out with the dot.

    `message` has not been dot-stuffed; lines that begin with a dot get another one (RFC 5321, 4.5.2). Raises
    UnsafeMessageError for a bare CR or LF (CVE-2023-51764), a line over 998 bytes, NUL, or no CRLF at the end.
    """
    if not message.endswith(_CRLF):
        raise UnsafeMessageError("the message does not end with CRLF")
    line_ends = message.count(_CRLF)
    if message.count(b"\n") != line_ends or message.count(b"\r") != line_ends:
        raise UnsafeMessageError("the message has a bare CR or LF")
    if b"\0" in message:
        raise UnsafeMessageError("the message has a NUL")
    if _has_long_line(message):
        raise UnsafeMessageError(f"the message has a line over {_LONGEST_LINE} bytes")
    if message.startswith(b".") or b"\n." in message:
        message = (b"." if message.startswith(b".") else b"") + message.replace(b"\n.", b"\n..")
    return message[: -len(_CRLF)]


def _has_long_line(message: bytes) -> bool:
    # Hops from a line end to the last one within reach: some fifty steps for 50 KB, where splitting makes 700 lines.
    start, reach = 0, _LONGEST_LINE + len(_CRLF)
    while len(message) - start > reach:
        end = message.rfind(_CRLF, start, start + reach)
        if end < 0:
            return True
        start = end + len(_CRLF)
    return False
