from __future__ import annotations

import datetime as dt
import re
import smtplib
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.mail.judges import DOMAIN, dkimpy_says, make_keys, make_signer, opendkim_says
from tests.mail.specimens import AT, DUNE, REEF, SECRET, make_edition, make_newsletter, make_subscriber
from tests.servers.passage import passage

from iki_newsletter.errors import RefusedError
from iki_newsletter.mail.builder import MessageBuilder
from iki_newsletter.mail.dkim import SIGNED, Signer
from iki_newsletter.mail.header_text import require_header_text
from iki_newsletter.mail.wire import assert_wire_safe

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.model.edition import Edition

BOTH = [True, True]
NEITHER = [False, False]


def stamp(edition: Edition | None = None, signer: Signer | None = None, **person: str) -> bytes:
    """Stamp and sign one message of the invented newsletter."""
    edition = edition or make_edition(images=(REEF, DUNE))
    builder = MessageBuilder(edition, make_newsletter(), "2017-06", SECRET, signer=signer or make_signer())
    return builder.stamp(make_subscriber(**person), AT)


def tags(message: bytes) -> dict[str, str]:
    """Read the tags of a message's first signature."""
    value = message.partition(b"\r\n")[0] and re.match(rb"DKIM-Signature: ((?:.+\r\n )*.+)\r\n", message)
    assert value
    pairs = (each.partition("=") for each in value[1].decode().replace("\r\n ", "").split(";"))
    return {name.strip(): text.strip() for name, _, text in pairs}


def is_header_text(text: str) -> bool:
    """Tell whether a header takes the text as it is."""
    try:
        return require_header_text(text, "It") == text
    except RefusedError:
        return False


def test_two_independent_programs_accept_both_signatures(tmp_path: Path) -> None:
    """OpenDKIM and dkimpy verify the RSA signature and the Ed25519 one, pictures and all."""
    message = stamp(name="José Muñoz Inventado")
    assert dkimpy_says(message) == BOTH
    assert opendkim_says(message, tmp_path) == ["pass", "pass"]


names = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=120).filter(is_header_text)
subjects = st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1, max_size=150)


@given(names, names, subjects.filter(is_header_text), st.text(st.sampled_from("\n .=é\ta"), max_size=80))
@settings(max_examples=40, deadline=None)
@example("", "", "Hola", "\n\n\n")
@example("ü" * 120, "Dr.  Ana", "ñ " * 60 + "ñ", ".\n..\n \t\n")
@example('Ana "La" Ejemplo; b=, d=x', "", "h=From:To; b=" + "a " * 60 + "a", "")
def test_whatever_is_stamped_verifies(name: str, salutation: str, subject: str, text: str) -> None:
    """Any name, salutation, subject and body: dkimpy verifies what we signed, and the bytes keep the wire's rules."""
    edition = make_edition(subject=subject, text=text + make_edition().text)
    message = stamp(edition, name=name, salutation=salutation)
    assert_wire_safe(message)
    assert dkimpy_says(message) == BOTH


def test_an_address_with_other_letters_verifies() -> None:
    """A raw UTF-8 address in To (RFC 6532) is signed as it stands."""
    assert dkimpy_says(stamp(address="jörg@example.org")) == BOTH


def test_what_is_signed_and_what_is_promised() -> None:
    """The signature names every header of the rule, each once more than it is there; no expiry, no length."""
    message = stamp()
    found = tags(message)
    listed = found["h"].split(":")
    head = message.partition(b"\r\n\r\n")[0].lower()

    for name in SIGNED:
        assert listed.count(name) == head.count(b"\r\n%b:" % name.lower().encode()) + 1, name
    assert (found["a"], found["c"], found["d"], found["s"]) == ("rsa-sha256", "relaxed/simple", DOMAIN, "iki1")
    assert found["t"] == str(int(AT.timestamp()))
    assert set(found) == {"v", "a", "c", "d", "s", "t", "bh", "h", "b"}


def test_lines_are_short() -> None:
    """No line of a signature passes 78 octets, whatever the selector and domain that fit one line."""
    signer = Signer("newsletter.of-the-interface-project.klima.example", make_keys())
    signatures = stamp(signer=signer).partition(b"\r\nDate:")[0]
    assert max(map(len, signatures.split(b"\r\n"))) <= 78


FORGERIES = [
    (b"comunidades", b"gente"),
    (b"Subject: ", b"Subject: Otra cosa\r\nSubject: "),
    (b"\r\nDate: ", b"\r\nSubject: Otra cosa\r\nDate: "),
    (b"\r\nDate: ", b"\r\nFrom: x@evil.example\r\nDate: "),
    (b"\r\nDate: ", b"\r\nCc: x@evil.example\r\nDate: "),
    (b"\r\nDate: ", b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nDate: "),
    (b"List-Unsubscribe: <", b"List-Unsubscribe: <https://evil.example/>, <"),
    (b"\r\nDate: ", b"\r\nList-Unsubscribe: <https://evil.example/>\r\nDate: "),
    (b"Content-Type: multipart", b"Content-Type: text/html\r\nContent-Type: multipart"),
    (b"To: ana@", b"To: eva@"),
    (b"--\r\n", b"--\r\n\r\n.\r\n"),
    (b"t=149", b"t=159"),
    (b"d=klima.example", b"d=clima.example"),
]


@pytest.mark.parametrize(("old", "new"), FORGERIES)
def test_tampering_breaks_it(old: bytes, new: bytes) -> None:
    """Whatever is changed, added or put before what is signed is found out by both signatures."""
    message = stamp()
    assert old in message
    assert dkimpy_says(message.replace(old, new)) == NEITHER


def test_opendkim_sees_tampering_too(tmp_path: Path) -> None:
    """A second Subject fails before the other judge as well."""
    forged = stamp().replace(b"\r\nDate: ", b"\r\nSubject: Otra cosa\r\nDate: ")
    assert opendkim_says(forged, tmp_path) == ["fail", "fail"]


def test_what_servers_add_breaks_nothing() -> None:
    """Trace headers in front, other white space in headers and empty lines at the end leave it true."""
    message = b"Received: from a by b; Mon, 12 Jun 2017 09:30:20 -0500\r\n" + stamp()
    folded = message.replace(b"Reply-To: redaccion", b"Reply-to:\r\n\t  redaccion") + b"\r\n\r\n"
    assert dkimpy_says(folded) == BOTH


@pytest.mark.parametrize("body", [b"", b"\r\n", b"\r\n\r\n\r\n", b"Hola.\r\n", b"Hola. \r\n\r\n \r\n\r\n"])
@pytest.mark.parametrize("head", [b"From: a@b.example\r\n", b"From: a@b.example\r\nTo: x\r\nTO: y\r\n\tz\r\n"])
def test_any_body_and_any_number_of_headers(head: bytes, body: bytes) -> None:
    """Empty bodies, empty lines at the end, missing and repeated headers are taken as RFC 6376 says."""
    assert dkimpy_says(make_signer().sign(head + b"\r\n" + body, AT)) == BOTH


def test_one_key_makes_one_signature(tmp_path: Path) -> None:
    """Without an Ed25519 key there is the RSA signature alone, and the same message gives the same bytes."""
    signer = Signer(DOMAIN, make_keys()[:1])
    message = stamp(signer=signer)
    assert dkimpy_says(message) == [True]
    assert opendkim_says(message, tmp_path) == ["pass"]
    assert message == stamp(signer=Signer(DOMAIN.upper(), make_keys()[:1]))


def test_the_time_is_that_of_stamping() -> None:
    """`t=` is the moment of stamping in seconds since 1970, whatever its zone."""
    here, there = AT, AT.astimezone(dt.UTC)
    builder = MessageBuilder(make_edition(), make_newsletter(), "2017-06", SECRET, signer=make_signer())
    assert tags(builder.stamp(make_subscriber(), here))["t"] == tags(builder.stamp(make_subscriber(), there))["t"]


def test_it_survives_a_real_postfix_and_dovecot(tmp_path: Path) -> None:
    """Through a Postfix's queue into a mailbox of a Dovecot: both judges still accept both signatures."""
    message = stamp(name="José Muñoz Inventado")
    with passage("ana@example.org") as way:
        with smtplib.SMTP("127.0.0.1", int(way.url.rpartition(":")[2]), timeout=20) as client:
            client.sendmail("boletin@example.org", ["ana@example.org"], message)
        arrived = b"\r\n".join(way.arrived("ana@example.org").splitlines()) + b"\r\n"
    assert b"\r\nReceived: " in arrived.partition(b"DKIM-Signature")[0]
    assert dkimpy_says(arrived) == BOTH
    assert opendkim_says(arrived, tmp_path) == ["pass", "pass"]
