"""An edition to the skeleton of its messages: MIME structure and headers in bytes, with gaps for what is personal."""

from __future__ import annotations

import base64
import html
import re
from enum import IntEnum, auto
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit, urlunsplit

from iki_newsletter.errors import RefusedError
from iki_newsletter.mail.header_text import (
    ascii_address,
    named_mailbox,
    percent_encode,
    require_header_text,
    unstructured,
)
from iki_newsletter.mail.personal import (
    TOKEN_PURPOSES,
    mail_link,
    reply_address,
    reply_link,
    split_at_slots,
    wording,
)
from iki_newsletter.mail.quoted_printable import encode_body, require_body_text
from iki_newsletter.model.edition import Slot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from iki_newsletter.model.edition import Attachment, Edition, EmbeddedImage
    from iki_newsletter.model.newsletter import Newsletter


class Gap(IntEnum):
    """A place in the skeleton's bytes that is filled in for each subscriber; numbered from 0."""

    DATE = 0
    TO = auto()
    MESSAGE_ID = auto()
    UNSUBSCRIBE_TOKEN = auto()
    PREFERENCES_TOKEN = auto()
    GREETING_TEXT = auto()
    GREETING_HTML = auto()
    ADDRESS_TEXT = auto()
    ADDRESS_HTML = auto()
    CONFIRM_TOKEN = auto()


Piece = bytes | Gap

_TEXT_GAPS: Final = {
    Slot.GREETING: Gap.GREETING_TEXT,
    Slot.ADDRESS: Gap.ADDRESS_TEXT,
    Slot.UNSUBSCRIBE: Gap.UNSUBSCRIBE_TOKEN,
    Slot.PREFERENCES: Gap.PREFERENCES_TOKEN,
    Slot.CONFIRM: Gap.CONFIRM_TOKEN,
}
_HTML_GAPS: Final = _TEXT_GAPS | {Slot.GREETING: Gap.GREETING_HTML, Slot.ADDRESS: Gap.ADDRESS_HTML}

_SHORT_NAME: Final = 76 - len('Content-Disposition: inline; filename=""')
_PLAIN_PARAMETER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,120}")
_CONTENT_ID: Final = re.compile(r"[A-Za-z0-9._+-]+(@[A-Za-z0-9.-]+)?")
_MEDIA_TYPE: Final = re.compile(r"image/[a-z0-9.+-]+")
_ANY_TYPE: Final = re.compile(r'[a-z]+/[a-z0-9.+-]+(; charset="utf-8")?')
_SENDER_ID: Final = range(5, 16)
"""How long Feedback-ID's last field may be, in characters."""


def build_skeleton(edition: Edition, newsletter: Newsletter, campaign_id: str, *, test: bool) -> list[Piece]:
    """Build everything that the messages of an edition have in common, as bytes with gaps between them.

    The structure is multipart/alternative, text first; with pictures, the HTML stands in a multipart/related; with
    attachments, all of it comes first in a multipart/mixed (RFC 2046, 2387). A working mail says nothing of a list.
    Raises ConfigurationError or RefusedError for what cannot stand in a message.
    """
    alternative = _alternative(edition, newsletter)
    return _joined(
        [
            *_envelope_headers(edition, newsletter, test=test),
            *(
                _working_headers(edition)
                if edition.is_working_mail
                else _list_headers(edition, newsletter, campaign_id, test=test)
            ),
            *(_mixed(edition, alternative) if edition.attachments else alternative),
        ]
    )


def _envelope_headers(edition: Edition, newsletter: Newsletter, *, test: bool) -> list[Piece]:
    sender = newsletter.sender
    name = require_header_text(sender.name, "newsletter.yaml: the sender's name")
    address = ascii_address(sender.address, "sender.address")
    subject = f"{wording(edition, 'test_mark')} {edition.subject}" if test else edition.subject
    subject = require_header_text(subject, f"The subject of the {edition.language} edition")
    reply_to = [b"Reply-To: %b\r\n" % reply_address(newsletter).encode()] if sender.reply_to else []
    return [
        b"Date: ",
        Gap.DATE,
        b"\r\nFrom: %b\r\nTo: " % named_mailbox(name, address, len("From: ")),
        Gap.TO,
        b"\r\n",
        *reply_to,
        b"Subject: %b\r\nMessage-ID: " % unstructured(subject, len("Subject: ")),
        Gap.MESSAGE_ID,
        b"\r\nMIME-Version: 1.0\r\n",
    ]


def _list_headers(edition: Edition, newsletter: Newsletter, campaign_id: str, *, test: bool) -> list[Piece]:
    """Write what mailing lists say of themselves (RFC 2369, 2919, 3834); none of it folded, none of it encoded.

    There is no List-Unsubscribe-Post: it needs an https address and a signature that covers it (RFC 8058).
    """
    unsubscribe = mail_link(edition, newsletter, Slot.UNSUBSCRIBE)
    archive = f"List-Archive: <{_ascii_url(newsletter.web)}>\r\n" if newsletter.web else ""
    list_id = newsletter.list_id
    feedback = ":".join(
        (_id_of(campaign_id), _id_of(edition.language), "test" if test else "issue", _sender_id(list_id))
    )
    return [
        (f"List-Id: <{list_id}>\r\nList-Unsubscribe: <{unsubscribe}").encode(),
        Gap.UNSUBSCRIBE_TOKEN,
        (
            f">\r\nList-Help: <{reply_link(newsletter)}>\r\n{archive}List-Post: NO\r\n"
            f"Feedback-ID: {feedback}\r\nPrecedence: bulk\r\nAuto-Submitted: auto-generated\r\n"
            f"Content-Language: {edition.language}\r\n"
        ).encode(),
    ]


def _working_headers(edition: Edition) -> list[Piece]:
    """Write what a working mail says of itself: that a program wrote it, so that no program answers (RFC 3834, 5).

    Nothing that RFC 2369 has for lists, for there is none to leave, and no `Precedence: bulk`, which filters take for
    advertising: whoever gets it answers to a person.
    """
    return [f"Auto-Submitted: auto-generated\r\nContent-Language: {edition.language}\r\n".encode()]


def _mixed(edition: Edition, alternative: Iterator[Piece]) -> Iterator[Piece]:
    boundary = b"=_mix_%b" % edition.digest[:24].encode()
    yield b'Content-Type: multipart/mixed; boundary="%b"\r\n\r\n--%b\r\n' % (boundary, boundary)
    yield from alternative
    for attachment in edition.attachments:
        yield b"\r\n--%b\r\n" % boundary
        yield _attachment_part(attachment)
    yield b"\r\n--%b--\r\n" % boundary


def _alternative(edition: Edition, newsletter: Newsletter) -> Iterator[Piece]:
    # "=_" cannot occur in quoted-printable or base64, so no part can contain the boundary (RFC 2045, 6.7).
    boundary = b"=_alt_%b" % edition.digest[:24].encode()
    yield b'Content-Type: multipart/alternative; boundary="%b"\r\n\r\n--%b\r\n' % (boundary, boundary)
    yield from _text_part(b"text/plain", _body(edition, newsletter, edition.text, _TEXT_GAPS, str))
    yield b"\r\n--%b\r\n" % boundary
    html_part = _text_part(b"text/html", _body(edition, newsletter, edition.html, _HTML_GAPS, html.escape))
    yield from _related(edition, html_part) if edition.images else html_part
    yield b"\r\n--%b--\r\n" % boundary


def _related(edition: Edition, html_part: Iterator[Piece]) -> Iterator[Piece]:
    boundary = b"=_rel_%b" % edition.digest[:24].encode()
    yield b'Content-Type: multipart/related; type="text/html";\r\n boundary="%b"\r\n\r\n--%b\r\n' % (
        boundary,
        boundary,
    )
    yield from html_part
    for image in edition.images:
        yield b"\r\n--%b\r\n" % boundary
        yield _image_part(image)
    yield b"\r\n--%b--\r\n" % boundary


def _text_part(media_type: bytes, body: list[Piece]) -> Iterator[Piece]:
    yield b'Content-Type: %b; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n' % media_type
    yield from body


def _body(
    edition: Edition,
    newsletter: Newsletter,
    content: str,
    gaps: Mapping[Slot, Gap],
    escape: Callable[[str], str],
) -> list[Piece]:
    what = f"The {'HTML' if gaps is _HTML_GAPS else 'text'} of the {edition.language} edition"
    content = require_body_text(content, what)
    for slot in TOKEN_PURPOSES:
        sentinel = edition.sentinels.get(slot)
        if sentinel:
            # All of the address but the token is the same for everybody, and so are its bytes.
            content = content.replace(sentinel, escape(mail_link(edition, newsletter, slot)) + sentinel)
    pieces = split_at_slots(content, edition)
    return encode_body([gaps[piece] if isinstance(piece, Slot) else piece for piece in pieces])


def _image_part(image: EmbeddedImage) -> bytes:
    for value, pattern in ((image.file, _PLAIN_PARAMETER), (image.cid, _CONTENT_ID), (image.media_type, _MEDIA_TYPE)):
        if not pattern.fullmatch(value):
            raise RefusedError(
                f"The picture {image.file!r} cannot be embedded: {value!r} cannot stand in a mail's header.",
                instead="Name the file with letters, digits, dots and hyphens only, as in reef.jpg.",
            )
    gap = " " if len(image.file) <= _SHORT_NAME else "\r\n "
    headers = (
        f"Content-Type: {image.media_type}\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <{image.cid}>\r\n"
        f'Content-Disposition: inline;{gap}filename="{image.file}"\r\n\r\n'
    )
    return headers.encode() + base64.encodebytes(image.data).replace(b"\n", b"\r\n")


def _attachment_part(attachment: Attachment) -> bytes:
    """Write a file with its name and its size in octets (RFC 2183, 2.3 and 2.7)."""
    if not (_PLAIN_PARAMETER.fullmatch(attachment.file) and _ANY_TYPE.fullmatch(attachment.media_type)):
        raise RefusedError(
            f"The file {attachment.file!r} cannot be attached: its name or type cannot stand in a mail's header.",
            instead="Name the file with letters, digits, dots and hyphens only, as in form.html.",
        )
    headers = (
        f"Content-Type: {attachment.media_type}\r\nContent-Transfer-Encoding: base64\r\n"
        f'Content-Disposition: attachment;\r\n filename="{attachment.file}";\r\n size={len(attachment.data)}\r\n\r\n'
    )
    return headers.encode() + base64.encodebytes(attachment.data).replace(b"\n", b"\r\n")


def _ascii_url(url: str) -> str:
    """Write a web address as a URI (RFC 3986): what is not ASCII percent-encoded, the host in A-labels."""
    parts = urlsplit(url)
    if not parts.netloc.isascii():
        url = urlunsplit(parts._replace(netloc=ascii_address(f"web@{parts.netloc}", "web").partition("@")[2]))
    return percent_encode(url, safe="!#$%&'()*+,/:;=?@[]~").replace("=?", "=%3f")


def _id_of(text: str) -> str:
    """Give a text as a field of Feedback-ID: letters, digits, hyphens; it names no person."""
    return "".join(character if character.isascii() and character.isalnum() else "-" for character in text)[:40]


def _sender_id(list_id: str) -> str:
    first = list_id.partition(".")[0]
    chosen = first if len(first) >= _SENDER_ID.start else list_id
    return _id_of(chosen)[: _SENDER_ID.stop - 1].strip("-").ljust(_SENDER_ID.start, "0")


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Join the bytes between two gaps, so that stamping copies as few pieces as can be."""
    joined: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, bytes) and joined and isinstance(joined[-1], bytes):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined
