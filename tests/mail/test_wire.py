from __future__ import annotations

import pytest

from iki_newsletter.errors import RefusedError
from iki_newsletter.mail.wire import assert_wire_safe

SAFE = b"Subject: x\r\n\r\nText.\r\n"


def test_a_safe_message_passes() -> None:
    """A line of 998 octets and CRLF line ends are what servers take unchanged."""
    assert_wire_safe(SAFE + b"x" * 998 + b"\r\n")


@pytest.mark.parametrize(
    ("unsafe", "says"),
    [
        (SAFE + b"a\nb\r\n", "bare CR or LF"),
        (SAFE + b"a\rb\r\n", "bare CR or LF"),
        (SAFE + b"a\n\rb\r\n", "bare CR or LF"),
        (SAFE + b"a\n.\r\n", "bare CR or LF"),
        (SAFE + b".\r\n", "begins with a dot"),
        (SAFE + b".hidden\r\n", "begins with a dot"),
        (SAFE + b"From here\r\n", "begins with “From ”"),
        (SAFE + b"a\0b\r\n", "NUL"),
        (SAFE + b"a", "no line end"),
        (SAFE + b"x" * 999 + b"\r\n", "above 998"),
    ],
)
def test_an_unsafe_message_is_refused(unsafe: bytes, says: str) -> None:
    """Bytes that a server would change, or take for the end of the message, are the project's own error."""
    with pytest.raises(RefusedError, match=says):
        assert_wire_safe(unsafe)
