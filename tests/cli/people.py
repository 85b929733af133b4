"""What tests of people's word share: mail to somebody, sent for real into a sink or the sandbox, and its answers."""

from __future__ import annotations

import email
import re
from email import policy
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path


def mails_to(folder: Path, address: str) -> list[EmailMessage]:
    """Read the mails in the sandbox's Maildir that are for somebody."""
    mails = [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.iterdir())]
    return [mail for mail in mails if address in str(mail["To"])]


def lay_out(folder: Path, mails: tuple[bytes, ...]) -> Path:
    """Let a folder hold these mails, in this order, and no others."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for number, raw in enumerate(mails):
        (folder / f"{number}.eml").write_bytes(raw)
    return folder


def answer(link: str, sender: str) -> bytes:
    """Write the mail that a mail program makes of a `mailto:` link (RFC 6068)."""
    parts = urlsplit(link)
    asked = parse_qs(parts.query)
    subject, body = asked["subject"][0], asked.get("body", [""])[0]
    head = f"From: {sender}\nTo: {unquote(parts.path)}\nSubject: =?utf-8?q?{_q(subject)}?=\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}\n".encode()


def unsubscribe_link(mail: EmailMessage) -> str:
    """Give the address in List-Unsubscribe."""
    return str(mail["List-Unsubscribe"]).strip("<>")


def links_of(mail: EmailMessage) -> list[str]:
    """Give the `mailto:` links that the text part shows."""
    body = mail.get_body(("plain",))
    assert body is not None
    return re.findall(r"mailto:\S+\?subject=\S+", body.get_content())


def _q(text: str) -> str:
    return "".join(
        char if char.isascii() and char.isalnum() else "".join(f"={b:02X}" for b in char.encode()) for char in text
    )
