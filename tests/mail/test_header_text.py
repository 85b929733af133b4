from __future__ import annotations

from email import policy
from email.header import decode_header, make_header

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from tests.mail.specimens import address_in

from iki_newsletter.errors import ConfigurationError, RefusedError
from iki_newsletter.mail.header_text import (
    ascii_address,
    encoded_words,
    is_mailbox,
    named_mailbox,
    require_header_text,
    unstructured,
)

HOSTILE = {
    "carriage return": "Ana\rBcc: all@example.org",
    "line feed": "Ana\nBcc: all@example.org",
    "both": "Ana\r\n\r\n<html>",
    "nul": "Ana\0",
    "escape": "Ana\x1b[31m",
    "delete": "Ana\x7f",
    "next line": "Ana\x85Bcc: all@example.org",
    "line separator": "Ana\u2028Bcc",
    "right to left override": "Ana\u202eflow",
    "isolate": "Ana\u2066flow",
    "right to left mark": "Ana\u200f",
    "surrogate": "Ana\ud800",
    "encoded word with a line feed": "=?utf-8?q?Ana=0ABcc=3A_all=40example=2Eorg?=",
    "half an encoded word": "Ana =?utf-8",
}

texts = st.text(st.characters(exclude_categories=("C", "Zl", "Zp", "Zs")) | st.just(" "), min_size=1, max_size=200)


def tidy(text: str) -> str:
    """Give a text as headers hold it, or drop the case: empty, or refused."""
    text = " ".join(filter(None, text.split(" ")))
    assume(text and "=?" not in text)
    return require_header_text(text, "It")


def lines_of(value: bytes, used: int) -> list[bytes]:
    """Give a header's lines as they stand in the message, its name in front."""
    return (b"x" * used + value).split(b"\r\n")


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_header_text_is_refused(hostile: str) -> None:
    """A text that could end a header, hide in one or turn its direction is the project's own error, by name."""
    with pytest.raises(RefusedError, match=r"^The subject contains"):
        require_header_text(hostile, "The subject")


def test_what_people_write_is_kept() -> None:
    """Letters of all scripts, no-break spaces and joiners pass; runs of spaces become one."""
    assert require_header_text("Zoë  O’Neill\u00a0邓 👩\u200d🌾 ", "It") == "Zoë O’Neill\u00a0邓 👩\u200d🌾"


@given(texts, st.sampled_from([4, 9]))
@settings(max_examples=150, deadline=None)
@example("ü" * 200, 4)
@example("👩🏽 " * 40, 9)
def test_encoded_words_decode_to_the_text(text: str, used: int) -> None:
    """Encoded words say what the text says, each at most 75 octets, no line above 76, no character cut in two."""
    text = tidy(text)

    value = encoded_words(text, used)

    assert str(make_header(decode_header(value.decode().replace("\r\n ", "\r\n\t")))) == text
    assert max(map(len, lines_of(value, used))) <= 76
    for word in value.split(b"\r\n "):
        assert len(word) <= 75
        make_header(decode_header(word.decode()))


@given(texts | st.text("ab .,;:-!", max_size=900) | st.text("a", min_size=60, max_size=1200))
@settings(max_examples=150, deadline=None)
@example("a" * 66 + " " + "b" * 67)
def test_a_subject_decodes_to_the_text(text: str) -> None:
    """A subject of any length in any script is read as it was written, in lines of at most 76 octets."""
    text = tidy(text)

    value = unstructured(text, 9)

    header = policy.default.header_factory("Subject", value.decode().replace("\r\n", ""))
    assert str(header) == text
    assert not header.defects
    assert all(0 < len(line.strip()) <= 76 for line in lines_of(value, 9))


@given(texts | st.text("a \"\\(),.<>@[]:;'", min_size=1, max_size=90))
@settings(max_examples=250, deadline=None)
@example('Dr. Ana "La Jefa" Ejemplo \\')
@example("x" * 2000)
@example("a " * 40)
@example(", ")
def test_a_display_name_decodes_to_the_name(name: str) -> None:
    """A name with any punctuation, of any length, leaves the address beside it what it is."""
    name = tidy(name)

    value = named_mailbox(name, "ana@example.org", 4)

    assert address_in(value.decode().replace("\r\n", "")) == (name, "ana@example.org")
    assert max(map(len, lines_of(value, 4))) <= 76


@pytest.mark.parametrize(
    "mailbox",
    [
        "ana@example.org",
        "o'neill+news@example.org",
        "a.b-c_d@xn--mller-kva.example",
        "josé@example.org",
    ],
)
def test_a_mailbox_is_one(mailbox: str) -> None:
    """Ordinary addresses can stand in a header, and so can those that need SMTPUTF8."""
    assert is_mailbox(mailbox)


@pytest.mark.parametrize(
    "mailbox",
    [
        "",
        "ana",
        "@example.org",
        "ana@",
        "ana @example.org",
        "ana@example.org\r\nBcc: b@example.org",
        "ana@example.org\n",
        "ana@example.org, b@example.org",
        "<ana@example.org>",
        '"ana"@example.org',
        "ana..e@example.org",
        "ana(x)@example.org",
        "an\u202ea@example.org",
        "an\u00a0a@example.org",
        "=?utf-8?q?=0A?=@example.org",
    ],
)
def test_no_mailbox_is_one(mailbox: str) -> None:
    """What could be read as two addresses, a comment, a line end or an encoded word cannot stand in a header."""
    assert not is_mailbox(mailbox)


def test_an_idn_domain_becomes_a_labels() -> None:
    """The newsletter's own address goes out with an ASCII domain: an encoded word inside an address is none."""
    assert ascii_address("boletin@müller.example", "sender.address") == "boletin@xn--mller-kva.example"


@pytest.mark.parametrize("address", ["boletín@example.org", "a@-ü-.example", "a=?b@example.org", "a(b)@example.org"])
def test_an_address_of_our_own_that_no_header_can_hold_is_refused(address: str) -> None:
    """A wrong sender is a matter of the configuration, and the error shows where."""
    with pytest.raises(ConfigurationError, match=r"newsletter\.yaml: sender\.address"):
        ascii_address(address, "sender.address")
