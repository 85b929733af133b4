"""Specimens for the tests of messages: an invented newsletter, its edition, and subscribers."""

from __future__ import annotations

import datetime as dt
from email import policy
from email.header import decode_header, make_header
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any, Final

from iki_newsletter.model.edition import ISSUE_SLOTS, Edition, EmbeddedImage
from iki_newsletter.model.newsletter import Newsletter
from iki_newsletter.model.subscriber import Subscriber

SECRET: Final = b"an invented secret of 32 octets."
AT: Final = dt.datetime(2017, 6, 12, 9, 30, 15, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
SENTINELS: Final = {slot: f"%%{slot.name}-3f9a1c0b2d4e%%" for slot in ISSUE_SLOTS}
REEF: Final = EmbeddedImage("reef-1a2b@klima.example", "reef.png", "image/png", bytes(range(256)) * 3)
DUNE: Final = EmbeddedImage("dune-3c4d@klima.example", "dune.jpg", "image/jpeg", b"\xff\xd8\xff\xe0" + bytes(100))

_TEXT: Final = """{greeting}

MANGLARES
---------

1. Doce comunidades acuerdan cómo cuidar su costa
   .gitignore no es un punto de partida =20
From here on, in English.

{address}
Baja: {unsubscribe}
Idioma: <{preferences}>
"""
_HTML: Final = """<!DOCTYPE HTML>
<html lang="es" dir="ltr"><head><meta charset="utf-8"><title>Manglares, maíz y metas</title></head>
<body><p>{greeting}</p><h2>Manglares</h2><p>Doce comunidades acuerdan cómo cuidar su costa.</p>
<p style="font-size:13px">{address} · <a href="{unsubscribe}">Darse de baja</a> · <a href="{preferences}">Idioma</a>
</p></body></html>
"""


def make_newsletter(**changes: Any) -> Newsletter:
    """Give the settings of an invented newsletter; the sender's fields are changed by `sender`."""
    plain: dict[str, Any] = {
        "title": {"es": "Raíces", "de": "Wurzeln"},
        "languages": ["es", "de"],
        "sender": {
            "name": "Red Clima (ejemplo)",
            "address": "boletin@klima.example",
            "reply_to": "redaccion+bajas@klima.example",
        },
        "list_id": "boletin.klima.example",
        "sections": [{"id": "news", "title": "Noticias", "takes": {"kind": "news"}}],
    }
    plain["sender"] |= changes.pop("sender", {})
    return Newsletter.model_validate(plain | changes)


def make_edition(**changes: Any) -> Edition:
    """Give a small Spanish edition without pictures; `text` and `html` may name slots in braces."""
    marks = {slot.value: sentinel for slot, sentinel in SENTINELS.items()}
    fields: dict[str, Any] = {
        "issue": "2017-06",
        "language": "es",
        "subject": "Manglares, maíz y metas",
        "preheader": "Lo nuevo de doce comunidades",
        "html": _HTML.format(**marks),
        "text": _TEXT.format(**marks),
        "sentinels": SENTINELS,
        "wording": {
            "greeting_named": "Hola, {name}:",
            "greeting_plain": "Buenos días:",
            "unsubscribe_subject": "Baja & adiós",
            "preferences_subject": "Otro idioma",
            "test_mark": "[Prueba]",
            "sample_name": "Ana Ejemplo",
        },
    }
    return Edition(**fields | changes)


def make_subscriber(address: str = "ana@example.org", **changes: Any) -> Subscriber:
    """Give somebody on the list."""
    fields: dict[str, Any] = {"address": address, "key": address, "mailbox": address, "language": "es"}
    return Subscriber(**fields | changes)


def parsed(message: bytes) -> EmailMessage:
    """Read a message as receivers do."""
    read = BytesParser(policy=policy.default).parsebytes(message)
    assert isinstance(read, EmailMessage)
    return read


def address_in(value: str) -> tuple[str, str]:
    """Read a header of one address: its display name and address.

    The parser of Python 3.11 reads a space between encoded words of a name, where RFC 2047 (6.2) says there is none;
    so those are decoded by the older function, which knows.
    """
    header: Any = HeaderRegistry()("To", value)
    (address,) = header.addresses
    phrase, encoded, _ = value.rpartition("?= <")
    name = str(make_header(decode_header(phrase + encoded[:2]))) if encoded else address.display_name
    return name, address.addr_spec


def defects_of(message: EmailMessage) -> list[Exception]:
    """List what the parser minds about a message, its headers and its parts."""
    found: list[Exception] = []
    for part in message.walk():
        found += part.defects
        for value in part.values():
            found += getattr(value, "defects", ())
    return found


def contents_of(message: EmailMessage) -> list[tuple[str, str | None, str | None, object]]:
    """List the parts of a message: type, content id, file name, and decoded content with LF line ends."""
    return [
        (
            part.get_content_type(),
            part["Content-ID"],
            part.get_filename(),
            None if part.is_multipart() else _content_of(part),
        )
        for part in message.walk()
    ]


def _content_of(part: EmailMessage) -> object:
    content = part.get_content()
    return content.replace("\r\n", "\n") if isinstance(content, str) else content
