from __future__ import annotations

import datetime as dt
import email
import time
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.parcels import mail, parcel

from iki_newsletter.intake.mail import MOST_MAIL_OCTETS, files_of
from iki_newsletter.intake.sent import Nothing, Refused, Sent
from iki_newsletter.letterbox.sources import Mail

if TYPE_CHECKING:
    from iki_newsletter.intake.sent import Found

NOW = dt.datetime(2017, 6, 30, tzinfo=dt.UTC)
SECONDS = 3.0


def found(raw: bytes) -> list[Found]:
    """Give what a mail carries."""
    return list(files_of(Mail("a.eml", raw), NOW))


def test_a_mail_gives_its_files_and_its_sender() -> None:
    """By name, with the moment that our own server took it, which stands on top."""
    raw = b"Received: by mx.example.org; Tue, 23 May 2017 10:00:00 +0200\n" + mail(("a.zip", b"x"), ("b.docx", b"y"))
    sent = [each for each in found(raw) if isinstance(each, Sent)]
    assert [(each.name, each.raw) for each in sent] == [("a.zip", b"x"), ("b.docx", b"y")]
    assert {each.sender for each in sent} == {"ana@example.org"}
    assert {each.came_at for each in sent} == {dt.datetime(2017, 5, 23, 8, tzinfo=dt.UTC)}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("../../etc/a.zip", "a.zip"),
        ("C:\\Users\\ana\\a.zip", "a.zip"),
        ("Diálogo año.zip", "Diálogo año.zip"),
        ("a.ZIP", "a.ZIP"),
    ],
)
def test_a_files_name_has_no_folder(name: str, meant: str) -> None:
    """Whatever a mail calls its file, only the last part of it counts."""
    (sent,) = found(mail((name, b"x")))
    assert isinstance(sent, Sent)
    assert sent.name == meant


def test_a_forwarded_mail_is_looked_into() -> None:
    """Whoever forwards it as an attachment is its sender: the mail inside could say anything."""
    outside = EmailMessage()
    outside["From"] = "luz@example.org"
    outside.set_content("Lo reenvío.")
    outside.add_attachment(email.message_from_bytes(mail(("a.zip", b"x"))))
    (sent,) = found(outside.as_bytes())
    assert isinstance(sent, Sent)
    assert (sent.name, sent.sender) == ("a.zip", "luz@example.org")


def test_a_file_without_a_name_goes_by_its_type() -> None:
    """Some telephones name nothing."""
    raw = b"From: a@example.org\nContent-Type: application/zip\nContent-Transfer-Encoding: base64\n\nUEs=\n"
    (sent,) = found(raw)
    assert isinstance(sent, Sent)
    assert (sent.name, sent.raw) == ("unnamed.zip", b"PK")


def test_a_copy_as_pdf_is_passed_over() -> None:
    """Beside its document nobody needs to hear that it cannot be read; by itself it is told."""
    assert [type(each) for each in found(mail(("nota.docx", b"x"), ("Nota.pdf", b"%PDF")))] == [Sent]
    assert [type(each) for each in found(mail(("nota.pdf", b"%PDF")))] == [Refused]


def test_a_mail_without_a_file_gives_nothing() -> None:
    """It may be a question: it is counted, and left to people."""
    assert [type(each) for each in found(mail())] == [Nothing]


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@example.org\n\n" + b"a" * MOST_MAIL_OCTETS,
        b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\n" * 50_000,
        b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(2000)),
        b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\nContent-Type: message/rfc822\n\n" * 1900,
        b"Content-Disposition: attachment; " + b"filename*0=a; " * 50_000 + b"\n\nx",
        b"From: " + b"<" * 100_000 + b"\n\nx",
        b"Date: " + b"(" * 100_000 + b"\n\nx",
        b"Received: ;" + b"9" * 100_000 + b"\n\nx",
    ],
    ids=["huge", "parts", "nested", "mails in mails", "parameters", "brackets", "comments", "digits"],
)
def test_a_hostile_mail_costs_little(raw: bytes) -> None:
    """It gives a sentence, or nothing, within seconds."""
    began = time.process_time()
    assert all(isinstance(each, Refused | Nothing | Sent) for each in found(raw))
    assert time.process_time() - began < SECONDS


@given(st.binary(max_size=3000))
def test_any_bytes_are_a_mail(raw: bytes) -> None:
    """Nothing escapes."""
    found(raw)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_mutated_mail_raises_nothing(data: st.DataObject) -> None:
    """Nor from a mail that was sound once."""
    raw = bytearray(SOUND)
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, min(len(raw) - 1, 1500)))
        raw[place : place + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=12))
    found(bytes(raw))


SOUND = mail(("a.zip", parcel(pictures={})), ("foto.jpg", b"\xff\xd8"))
