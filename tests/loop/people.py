"""What readers write: the mails that links make, replies, complaints and absence notes, from what they really got."""

from __future__ import annotations

import html
import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Final
from urllib.parse import unquote, urlsplit

_LINK: Final = re.compile(r'href="(mailto:[^"]+)"')
_OURS: Final = re.compile(rb"(?im)^(?:(?:delivered-to|return-path|received|to):.*\r\n(?:[ \t].*\r\n)*)+")
"""Headers that say whose mailbox a mail came from."""


def read(raw: bytes) -> EmailMessage:
    """Read a mail as a strict program does."""
    return BytesParser(policy=policy.default).parsebytes(raw)


def html_of(raw: bytes) -> str:
    """Give what a mail shows."""
    part = read(raw).get_body(("html",))
    assert part is not None
    return str(part.get_content())


def link_to_leave(raw: bytes) -> str:
    """Give the link behind the button that mail programs show (RFC 2369)."""
    found = re.search("<(mailto:[^>]+)>", "".join(str(read(raw)["List-Unsubscribe"]).split()))
    assert found
    return found[1]


def link_saying(raw: bytes, words: str) -> str:
    """Give the one link of a mail, however often it stands there, whose subject or body begins with these words."""
    links = {html.unescape(found) for found in _LINK.findall(html_of(raw))}
    (link,) = (link for link in links if f"={words}" in unquote(link))
    return link


def mail_of_link(writer: str, link: str) -> tuple[str, bytes]:
    """Give whom a `mailto:` link (RFC 6068) writes to, and the mail that a mail program makes of it."""
    parts = urlsplit(link)
    fields = {name: unquote(value) for name, _, value in (field.partition("=") for field in parts.query.split("&"))}
    to = unquote(parts.path)
    return to, letter(writer, to, fields["subject"], fields.get("body", ""))


def letter(writer: str, to: str, subject: str, words: str, **headers: str) -> bytes:
    """Write a mail; in the names of headers, `_` stands for a hyphen."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = writer, to, subject
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(words)
    return mail.as_bytes()


def reply(writer: str, to: str, raw: bytes, words: str) -> bytes:
    """Answer a mail, with all of its text quoted below, links and tokens too."""
    original = read(raw)
    text = original.get_body(("plain",))
    assert text is not None
    quoted = "".join(f"> {line}\n" for line in str(text.get_content()).splitlines())
    subject = f"Re: {original['Subject']}"
    ours = str(original["Message-ID"])
    return letter(writer, to, subject, f"{words}\n\nOn 1 June 2017, Horizontes wrote:\n{quoted}", In_Reply_To=ours)


def complaint(to: str, raw: bytes) -> bytes:
    """Report a mail as spam (RFC 5965), as big providers do: they hide who complains, and leave the rest."""
    head, _, body = raw.partition(b"\r\n\r\n")
    hidden = _OURS.sub(b"", head + b"\r\n") + b"\r\n" + body
    lines = [
        "From: fbl@provider.example",
        f"To: {to}",
        "Subject: FW: a complaint",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=feedback-report; boundary="of-the-report"',
        "",
    ]
    for kind, content in (
        ("text/plain", "This is an email abuse report for an email message that one of our users received."),
        ("message/feedback-report", "Feedback-Type: abuse\nUser-Agent: Invented/1\nVersion: 1"),
        ("message/rfc822", hidden.decode("ascii").replace("\r\n", "\n")),
    ):
        lines += ["--of-the-report", f"Content-Type: {kind}", "", content]
    written = "\n".join([*lines, "--of-the-report--", ""])
    return written.replace("\n", "\r\n").encode("ascii")
