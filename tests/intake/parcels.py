"""Parcels as the form saves them, mails that carry them, and Word documents: what tests of intake send in."""

from __future__ import annotations

import io
import json
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import yaml
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Mapping

ID = "abcdefghij234567"


def news(**more: Any) -> dict[str, Any]:
    """Give a contribution that `check` has nothing grave against, with one picture."""
    return {
        "kind": "news",
        "project": "ecovalor",
        "language": "es",
        "received_on": "2017-05-20",
        "title": {
            "es": "Diez reservas calculan el valor de su agua",
            "de": "Zehn Schutzgebiete berechnen ihr Wasser",
        },
        "teaser": {
            "es": "Sus equipos saben ahora cuánto ahorra un bosque.",
            "de": "Nun wissen sie, was Wald erspart.",
        },
        "body": {"es": "El curso duró **tres** días.", "de": "Der Kurs dauerte **drei** Tage."},
        "images": [
            {
                "file": "images/reserva.jpg",
                "credit": "Ana Inventada",
                "rights": "granted",
                "alt": {"es": "Una laguna entre pinos", "de": "Ein See zwischen Kiefern"},
            }
        ],
    } | more


def picture(hue: str = "green", form: str = "JPEG", size: tuple[int, int] = (1300, 800), **more: Any) -> bytes:
    """Draw a picture of one hue."""
    written = io.BytesIO()
    Image.new("RGB", size, hue).save(written, form, **more)
    return written.getvalue()


def about(**more: Any) -> dict[str, Any]:
    """Give what form.json says."""
    return {
        "parcel": 1,
        "id": ID,
        "issue": "2017-06",
        "saved_at": "2017-05-20T14:03:11Z",
        "sender": {"name": "Ana Inventada", "address": "somebody-else@example.org"},
        "language": "es",
    } | more


def parcel(
    contribution: Mapping[str, Any] | str | None = None,
    pictures: Mapping[str, bytes] | None = None,
    compression: int = zipfile.ZIP_STORED,
    extra: Mapping[str, bytes] | None = None,
    **more: Any,
) -> bytes:
    """Pack a parcel; `more` goes into form.json."""
    written = contribution if contribution is not None else news()
    text = written if isinstance(written, str) else yaml.safe_dump(dict(written), allow_unicode=True, sort_keys=False)
    files = {"contribution.yaml": text.encode(), "form.json": json.dumps(about(**more)).encode()}
    files |= pictures if pictures is not None else {"images/reserva.jpg": picture()}
    return packed(files | dict(extra or {}), compression)


def packed(files: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """Pack files into an archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (2017, 5, 20, 14, 3, 10))
            entry.compress_type = compression
            archive.writestr(entry, content)
    return written.getvalue()


def mail(
    *files: tuple[str, bytes],
    sender: str = "Ana Inventada <ana@example.org>",
    date: str = "Mon, 22 May 2017 09:00:00 +0000",
    **headers: str,
) -> bytes:
    """Write a mail that carries files; `headers` have `_` for `-`."""
    message = EmailMessage()
    message["From"], message["To"], message["Date"] = sender, "newsletter@example.org", date
    message["Subject"] = "Nuestra contribución"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Buenos días, aquí va.")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()
