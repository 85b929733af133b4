from __future__ import annotations

import quopri
from enum import IntEnum

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from iki_newsletter.errors import RefusedError
from iki_newsletter.mail.quoted_printable import encode_body, encode_value, require_body_text


class Place(IntEnum):
    """Gaps of the tests' bodies."""

    A = 0
    B = 1


letters = st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from(" .=\t\nFé—\u00a0👩")
bodies = st.text(letters, max_size=300)
values = st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from(" .=é"), max_size=200)


def filled(pieces: list[bytes | Place], a: str, b: str) -> bytes:
    """Fill the gaps as a builder does."""
    encoded = (encode_value(a), encode_value(b))
    return b"".join(encoded[piece] if isinstance(piece, Place) else piece for piece in pieces)


@given(bodies, values, bodies, values, bodies)
@settings(max_examples=300, deadline=None)
@example("", "", "", "", "")
@example(".", ".", ".", ".", ".")
@example("From ", "From here", "From ", "From ", "From ")
@example("a" * 75, ".b", ".c", "x " * 75, " ")
@example("." * 200, "." * 200, "\n." * 40, "=" * 76, "é" * 76)
def test_a_filled_body_decodes_to_its_text(before: str, a: str, between: str, b: str, after: str) -> None:
    """Whatever stands in the gaps, decoding gives the text with the values in it, and the bytes keep their rules."""
    after = require_body_text(after, "The text")

    body = filled(encode_body([before, Place.A, between, Place.B, after]), a, b)

    text = before + a + between + b + after
    assert quopri.decodestring(body).replace(b"\r\n", b"\n") == text.encode()
    lines = body.split(b"\r\n")
    assert max(map(len, lines)) <= 76
    assert not any(line.startswith((b".", b"From ")) for line in lines)
    assert not any(line.endswith((b" ", b"\t")) for line in lines)
    assert body.isascii()
    assert body.count(b"\r\n") == body.count(b"\n") == body.count(b"\r")


@given(values)
@settings(max_examples=200, deadline=None)
@example("From ")
@example(".")
@example("a" * 76)
def test_a_value_decodes_to_itself(value: str) -> None:
    """A value alone decodes to itself, and its last line is at most 75 octets, so that a soft break fits behind."""
    encoded = encode_value(value)

    assert quopri.decodestring(encoded).decode() == value
    *lines, last = encoded.split(b"\r\n")
    assert len(last) <= 75
    assert all(len(line) <= 76 for line in lines)


@pytest.mark.parametrize("control", ["\0", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\x9b", "\r", "\ud800"])
def test_control_characters_in_a_body_are_refused(control: str) -> None:
    """C0, DEL, C1, a bare CR and a lone surrogate are refused with the line they stand in."""
    with pytest.raises(RefusedError, match=rf"U\+{ord(control):04X} in line 2"):
        require_body_text(f"one\ntwo{control}three\n", "The text")


@pytest.mark.parametrize("control", ["\0", "\r", "\n", "\x1b", "\x9b", "\ud800"])
def test_control_characters_in_a_value_are_refused(control: str) -> None:
    """A subscriber's value is one line of text."""
    with pytest.raises(RefusedError, match="line break or control character"):
        encode_value(f"Ana{control}")


def test_line_ends_of_a_body_are_made_one_kind() -> None:
    """CRLF is read as a line end, and the last line is ended."""
    assert require_body_text("one\r\ntwo", "The text") == "one\ntwo\n"
