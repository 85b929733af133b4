from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.feedback.conftest import plain, report

from iki_newsletter.feedback.reader import Clues, read_feedback

if TYPE_CHECKING:
    from collections.abc import Callable

    from iki_newsletter.model.feedback import FeedbackEvent

WORDS = [
    b"From: MAILER-DAEMON@x\n",
    b"Subject: ",
    b"failure notice",
    b"=?utf-8?b?",
    b"?=",
    b"Content-Type: ",
    b"multipart/report",
    b"; boundary=x",
    b"\n--x\n",
    b"--x--",
    b"message/delivery-status",
    b"message/rfc822",
    b"text/html; charset=",
    b"punycode",
    b"\n\n",
    b"Final-Recipient: rfc822; ",
    b"ana@example.org",
    b"Status: 5.1.1\n",
    b"Action: failed\n",
    b"<ana@example.org>:\n",
    b"\\x{110000}",
    b"+2B",
    b"Content-Transfer-Encoding: base64\n",
    b"\x00\xff\xfe",
    b"\xed\xa0\x80",
    b"550 user unknown\n",
    b"(" * 50,
]
BOMBS = {
    "parts in a row": b'Content-Type: multipart/mixed; boundary="x"\n\n' + b"--x\n\na\n" * 100_000,
    "parts in parts": b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(5_000)
    ),
    "mails in mails": b"Content-Type: message/rfc822\n\n" * 5_000,
    "headers": b"X-Header: value\n" * 60_000,
    "one header": b"Subject: " + b"=?utf-8?q?a?= " * 70_000,
    "folded header": b"To: a\n" + b" <a@b>,\n" * 100_000,
    "addresses": b"To: " + b"<" * 500_000,
    "comments": b"From: " + b"(" * 500_000 + b"\nSubject: failure notice\n\n" + b"(" * 400_000,
    "JSON in JSON": b'Subject: Notification\n\n{"notificationType": ' + b'{"a": ' * 100_000,
    "JSON without objects": b'Subject: Notification\n\n{"notificationType": "Bounce", "bounce": [1], "mail": 7}',
    "long words of servers": b"Subject: failure notice\n\n" + b"user recipient address " * 40_000,
    "words of other alphabets": b"Subject: failure notice\n\n" + "アドレス 用户 ящик ".encode() * 20_000,
    "one line": b"Subject: failure notice\n\n" + b"a" * 5_000_000,
    "addresses in the text": b"Subject: failure notice\n\n" + b"<a@b.example>:\nuser unknown\n" * 40_000,
    "at signs": b"Subject: failure notice\n\n" + b"a@" * 500_000,
    "tags": b"Subject: x\nContent-Type: text/html\n\n" + b"<" * 1_000_000,
    "styles": b"Subject: x\nContent-Type: text/html\n\n" + b"<style>" * 140_000,
    "entities": b"Subject: x\nContent-Type: text/html\n\n" + b"&#x110000;" * 100_000,
    "recipients": report("Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n" * 20_000),
    "punycode": b"Subject: x\nContent-Type: text/plain; charset=punycode\n\n" + b"a" * 900_000,
    "utf-7": b"Subject: x\nContent-Type: text/plain; charset=utf-7\n\n" + b"+AAA-" * 200_000,
    "uuencode": b"Subject: x\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n" + b"M" * 900_000,
    "parameters": b"Content-Type: text/plain" + b"; a*0*=b" * 100_000 + b"\n\nx",
    "boundary of nothing": b"Content-Type: multipart/mixed; boundary=\n\n--\n--\n",
    "spaces": b"Subject:" + b" " * 900_000 + b"x\n\n" + b" \n" * 100_000,
    "nothing": b"",
}


@pytest.mark.parametrize("bomb", sorted(BOMBS))
def test_no_mail_stops_the_reading(read: Callable[..., tuple[FeedbackEvent, ...]], bomb: str) -> None:
    """Each bomb is an event or a few, in seconds."""
    begin = time.process_time()
    events = read(BOMBS[bomb])
    assert 1 <= len(events) <= 60
    assert time.process_time() - begin < 5


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS) | st.binary(max_size=20), max_size=40).map(b"".join))
def test_any_bytes_are_read(raw: bytes) -> None:
    """Whatever comes, there is an event that can be written as JSON, and the same one again."""
    events = read_feedback("a.eml", raw, Clues("bounces@example.net", b"s" * 32))
    assert events
    assert events == read_feedback("a.eml", raw, Clues("bounces@example.net", b"s" * 32))
    for event in events:
        "".join(event.as_json().values()).encode("utf-8")
        assert len(event.reply) <= 1000


def test_damaged_reports_are_read() -> None:
    """A report with any of its bytes changed is still read as something."""
    chance = random.Random(5)  # noqa: S311 - the same damage each time
    whole = report("Final-Recipient: rfc822; ana@example.org\nAction: failed\nStatus: 5.1.1") + plain("x")
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        assert read_feedback("a.eml", bytes(damaged[: chance.randrange(len(damaged))]), Clues())
