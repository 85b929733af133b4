"""What the tests of feedback share: mails made of a few words, and how they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from iki_newsletter.feedback.reader import Clues, read_feedback

if TYPE_CHECKING:
    from collections.abc import Callable

    from iki_newsletter.model.feedback import FeedbackEvent

OURS = "news@example.net"


def report(fields: str, words: str = "It was not delivered.", returned: str = "To: ana@example.org") -> bytes:
    """Make a report as RFC 3464 has it, about a mail with these headers."""
    return (
        f"From: MAILER-DAEMON@mx.example\nTo: {OURS}\nSubject: Undelivered Mail Returned to Sender\n"
        'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="x"\n\n'
        f"--x\nContent-Type: text/plain; charset=utf-8\n\n{words}\n"
        f"--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n{fields}\n"
        f"--x\nContent-Type: message/rfc822\n\n{returned}\n\nHello\n--x--\n"
    ).encode()


def plain(
    words: str, *, sender: str = "MAILER-DAEMON@mx.example", subject: str = "failure notice", more: str = ""
) -> bytes:
    """Make a mail of one text."""
    head = f"From: {sender}\nTo: {OURS}\nSubject: {subject}\n{more}"
    return f"{head}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{words}\n".encode()


@pytest.fixture
def read() -> Callable[..., tuple[FeedbackEvent, ...]]:
    """Give the function that reads a mail without clues, or with these."""

    def reading(raw: bytes, clues: Clues | None = None) -> tuple[FeedbackEvent, ...]:
        return read_feedback("a.eml", raw, clues or Clues())

    return reading
