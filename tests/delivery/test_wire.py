from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.delivery import wire
from iki_newsletter.delivery.wire import Bodies, UnsafeMessageError

LINES = st.lists(
    st.binary(max_size=60).filter(lambda line: not set(line) & {0, 10, 13})
    | st.sampled_from([b".", b"..", b".x", b""]),
    min_size=1,
    max_size=12,
)


def alone(message: bytes) -> bytes:
    """Give the body of a message that none came before."""
    return Bodies().body("edition", message)


def unstuffed(body: bytes) -> bytes:
    """Read a body as a server does (RFC 5321, 4.5.2)."""
    return b"".join(
        (line.removeprefix(b".") if line.startswith(b".") else line) + b"\r\n" for line in body.split(b"\r\n")
    )


@settings(max_examples=200, deadline=None)
@given(LINES)
def test_server_reads_what_was_written(lines: list[bytes]) -> None:
    """Whatever lines a message has, the server gets them back, and none of them ends the message."""
    message = b"\r\n".join(lines) + b"\r\n"
    body = alone(message)
    assert unstuffed(body) == message
    assert b"." not in body.split(b"\r\n")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_are_safe_or_refused(message: bytes) -> None:
    """What goes out has no bare CR or LF (CVE-2023-51764), no NUL, and cannot end early."""
    try:
        body = alone(message)
    except UnsafeMessageError:
        return
    rest = body.replace(b"\r\n", b"")
    assert not set(rest) & {0, 10, 13}
    assert b"\r\n.\r\n" not in b"\r\n" + body + b"\r\n"


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (b"no end", "end with CRLF"),
        (b"a\nb\r\n", "bare CR or LF"),
        (b"a\rb\r\n", "bare CR or LF"),
        (b"a\r\r\n", "bare CR or LF"),
        (b"a\n.\r\n", "bare CR or LF"),
        (b"a\0\r\n", "NUL"),
        (b"x" * 999 + b"\r\n", "998"),
    ],
)
def test_unsafe_messages(message: bytes, why: str) -> None:
    """Each danger is named."""
    with pytest.raises(UnsafeMessageError, match=why):
        alone(message)


def test_longest_line_is_allowed() -> None:
    """A line of 998 bytes may go out (RFC 5322, 2.1.1)."""
    assert alone(b"x" * 998 + b"\r\n") == b"x" * 998


DANGERS = (b"\r", b"\n", b"\0", b"\r\n.\r\n", b"\n.\n", b"x" * 999, b"\r\n", b".", b"")


@settings(max_examples=150, deadline=None)
@given(
    lines=st.lists(
        st.binary(min_size=40, max_size=74).map(lambda line: line.hex().encode()), min_size=30, max_size=60
    ),
    changes=st.lists(st.tuples(st.integers(0, 8000), st.sampled_from(DANGERS), st.booleans()), max_size=12),
)
def test_bodies_are_as_safe_as_each_alone(lines: list[bytes], changes: list[tuple[int, bytes, bool]]) -> None:
    """What is known of an edition's messages never lets one through that would be refused alone, or changes it."""
    message = b"\r\n".join(lines) + b"\r\n"
    bodies = Bodies()
    for place, what, over in [(0, b"", False), (9, b"a value", True), *changes]:
        changed = message[:place] + what + message[place + (len(what) if over else 0) :]
        try:
            expected = alone(changed)
        except UnsafeMessageError as error:
            with pytest.raises(UnsafeMessageError, match=str(error)):
                bodies.body("edition", changed)
        else:
            assert bodies.body("edition", changed) == expected


def test_an_edition_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the third message on, only the lines with values in them are looked through again."""
    page = b"".join(b"%060d\r\n" % number for number in range(800))
    looked_through: list[int] = []
    really = wire._require_safe

    def count(part: bytes) -> None:
        looked_through.append(len(part))
        really(part)

    monkeypatch.setattr(wire, "_require_safe", count)
    bodies = Bodies()
    for person in range(20):
        name = b"x" * (person % 5) * 40
        message = (
            b"To: %d\r\n\r\nDear %s,\r\n" % (person, b"\r\n".join([name] * (person % 3 + 1)))
            + page
            + b"bye %d\r\n" % person
        )
        bodies.body("edition", message)
    assert sum(looked_through) < 3 * len(page)
