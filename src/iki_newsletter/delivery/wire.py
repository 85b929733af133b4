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
    lines = message.split(_CRLF)
    # Joined without their ends: a search for one byte in there is much faster than counting in the message.
    text = b"".join(lines)
    if b"\n" in text or b"\r" in text:
        raise UnsafeMessageError("the message has a bare CR or LF")
    if b"\0" in text:
        raise UnsafeMessageError("the message has a NUL")
    if max(map(len, lines)) > _LONGEST_LINE:
        raise UnsafeMessageError(f"the message has a line over {_LONGEST_LINE} bytes")
    if message.startswith(b".") or b"\n." in message:
        message = (b"." if message.startswith(b".") else b"") + message.replace(b"\n.", b"\n..")
    return message[: -len(_CRLF)]
