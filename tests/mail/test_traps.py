"""What the standard library, or a careless builder, gets wrong on the wire: each trap, looked for in raw bytes."""

from __future__ import annotations

import re
import smtplib
from typing import Any

import pytest
from tests.mail.specimens import AT, REEF, SECRET, make_edition, make_newsletter, make_subscriber

from iki_newsletter.errors import RefusedError
from iki_newsletter.mail.builder import MessageBuilder

NASTY: Any = {
    "name": "José “Pepe” Ñandú, Dr. " * 3,
    "salutation": ". From here to there = a long way, " * 6,
}


def stamp(sender: dict[str, str] | None = None, wording: dict[str, str] | None = None, **person: Any) -> bytes:
    """Stamp one message with what a trap needs."""
    plain = make_edition()
    edition = make_edition(wording={**plain.wording, **(wording or {})}, images=(REEF,))
    builder = MessageBuilder(edition, make_newsletter(sender=sender or {}), "2017-06", SECRET)
    return builder.stamp(make_subscriber(**person), AT)


def header(raw: bytes, name: bytes) -> bytes:
    """Give one header's bytes as they stand, with its continuation lines."""
    (found,) = re.findall(rb"(?m)^" + name + rb": (.*\r\n(?:[ \t].*\r\n)*)", raw.partition(b"\r\n\r\n")[0] + b"\r\n")
    return bytes(found)


def test_no_header_comes_of_a_name() -> None:
    """An encoded word cannot carry a line end into the headers (gh-121650): any name gives the same headers."""
    names_of = [
        re.findall(rb"(?m)^([A-Za-z-]+):", raw.partition(b"\r\n\r\n")[0])
        for raw in (stamp(), stamp(**NASTY), stamp(name="Bcc: x@example.org"))
    ]

    assert names_of[0] == names_of[1] == names_of[2]
    for hostile in ("=?utf-8?q?=0D=0ABcc=3A_x?=", "Ana\r\nBcc: x@example.org", "Ana\nBcc: x", "Ana\rBcc: x"):
        with pytest.raises(RefusedError):
            stamp(name=hostile)


def test_a_long_list_unsubscribe_stays_as_it_is() -> None:
    """A long List-Unsubscribe is neither folded nor turned into an encoded word (gh-85725)."""
    raw = stamp(
        sender={"reply_to": f"{'redaccion-' * 6}@{'sub.' * 20}klima.example"},
        wording={"unsubscribe_subject": "Por favor, dadme de baja de este boletín; gracias y hasta otra"},
    )

    value = header(raw, b"List-Unsubscribe")
    assert len(value) > 200
    assert re.fullmatch(rb"<mailto:[!-~]+>\r\n", value)
    assert b"=?" not in value
    for name in (b"List-Id", b"List-Help", b"List-Post", b"Feedback-ID"):
        assert header(raw, name).count(b"\r\n") == 1
        assert b"=?" not in header(raw, name)


def test_there_is_no_bare_cr_or_lf() -> None:
    """A bare CR or LF is how one message is smuggled into another (CVE-2023-51764)."""
    raw = stamp(**NASTY)

    assert raw.count(b"\r") == raw.count(b"\n") == raw.count(b"\r\n")
    assert smtplib._fix_eols(raw.decode()).encode() == raw  # type: ignore[attr-defined]


def test_dot_stuffing_changes_nothing() -> None:
    """No line begins with a dot, so what is signed, kept and sent are the same bytes."""
    raw = stamp(**NASTY)

    assert smtplib._quote_periods(raw) == raw  # type: ignore[attr-defined]
    assert b"\r\n=2E From here" in raw
    assert b"\r\n   .gitignore" in raw


def test_no_line_begins_like_an_mbox() -> None:
    """`From ` at the start of a line is written so that no mbox file changes it."""
    raw = stamp(salutation="From here on:")

    assert not re.search(rb"(?m)^>?From ", raw)
    assert raw.count(b"\r\n=46rom here on:") == 2


def test_lines_are_short_with_the_values_in() -> None:
    """A soft break stands around each value, so that no line passes 76 octets, whatever the value."""
    raw = stamp(**NASTY, address=f"{'a' * 64}@{'b' * 60}.example")

    body = raw.partition(b"\r\n\r\n")[2]
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert b"=\r\n1-" in body


def test_an_idn_domain_is_no_encoded_word() -> None:
    """The address beside the name is ASCII in clear: an encoded word inside an address is no address."""
    raw = stamp(address="josé@müller.example", mailbox="jose@xn--mller-kva.example", name="José Ejemplo")

    assert header(raw, b"To") == b"=?utf-8?q?Jos=C3=A9_Ejemplo?= <jose@xn--mller-kva.example>\r\n"


def test_an_address_that_needs_smtputf8_stands_as_it_is() -> None:
    """Without an ASCII form the address is UTF-8 in the header (RFC 6532), and only in the header's one place."""
    raw = stamp(address="josé@example.org")

    assert header(raw, b"To") == "josé@example.org\r\n".encode()
    assert raw.replace("josé".encode(), b"").isascii()


def test_encoded_words_keep_to_their_length() -> None:
    """No encoded word is longer than 75 octets, and no line that holds one is longer than 76 (RFC 2047, 2)."""
    head = stamp(**NASTY).partition(b"\r\n\r\n")[0]

    words = re.findall(rb"=\?\S+\?=", head)
    assert len(words) > 2
    assert max(map(len, words)) <= 75
    assert max(len(line) for line in head.split(b"\r\n") if b"=?" in line) <= 76


def test_a_name_with_a_comma_is_quoted() -> None:
    """A comma in a name does not make two addresses of one."""
    raw = stamp(name='Ejemplo, Ana "La Jefa"')

    assert header(raw, b"To") == b'"Ejemplo, Ana \\"La Jefa\\"" <ana@example.org>\r\n'
    assert header(raw, b"From") == b'"Red Clima (ejemplo)" <boletin@klima.example>\r\n'


def test_both_texts_are_quoted_printable() -> None:
    """Neither text needs a relay to encode it again, which would break a signature: all of the message is ASCII."""
    raw = stamp(**NASTY)

    assert raw.isascii()
    assert raw.count(b"Content-Transfer-Encoding: quoted-printable\r\n") == 2
    assert raw.count(b"Content-Transfer-Encoding: base64\r\n") == 1
    assert not re.search(rb"[ \t]\r\n", raw)


def test_white_space_at_a_line_s_end_is_encoded() -> None:
    """A relay may cut white space off a line's end; encoded, it stays."""
    raw = stamp(salutation="Hola ")

    assert raw.count(b"Hola=20") == 2
