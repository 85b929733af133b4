"""The rules that a message's final bytes keep, whatever made them."""

from __future__ import annotations

from typing import Final

from iki_newsletter.errors import RefusedError

LONGEST_LINE: Final = 998
"""Octets without the line end (RFC 5322, 2.1.1)."""


def assert_wire_safe(message: bytes) -> None:
    """Hold that a message passes every mail server unchanged; raises RefusedError, which says what is wrong.

    Lines end with CRLF only (a bare CR or LF is how one message is smuggled into another: CVE-2023-51764), none is
    longer than 998 octets, none begins with a dot (so dot-stuffing changes nothing and a signature stays true), none
    with `From ` (so mbox files change nothing); there is no NUL, and the last line is ended.
    """
    faults = [
        text
        for text, found in (
            ("a bare CR or LF", not message.count(b"\r\n") == message.count(b"\n") == message.count(b"\r")),
            ("a line that begins with a dot", b"\n." in message or message.startswith(b".")),
            ("a line that begins with “From ”", b"\nFrom " in message or message.startswith(b"From ")),
            ("a NUL", b"\0" in message),
            ("no line end at its end", not message.endswith(b"\r\n")),
            ("a line above 998 octets", max(map(len, message.split(b"\r\n"))) > LONGEST_LINE),
        )
        if found
    ]
    if faults:
        raise RefusedError(
            f"A message has {' and '.join(faults)}; it was not handed to any server.",
            instead="This is a fault of iki-news itself: please report it with the issue that shows it.",
        )
