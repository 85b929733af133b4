"""Which mail it is, and when it came: the same for a mail that was stored, exported or fetched in another way."""

from __future__ import annotations

import datetime as dt
import hashlib
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from iki_newsletter.letterbox.letter import Letter

_FIRST_YEAR, _LAST_YEAR = 1990, 2200
_WRITTEN: Final = ("message-id", "date", "from", "subject")
"""What whoever stores a mail does not change; they add headers of their own, and write its line ends anew."""


def identity(letter: Letter, raw: bytes) -> str:
    """Give what a mail is known by: a SHA-256 of its id, day, writer, subject and words; without an id, of it all."""
    if not letter.first("message-id"):
        return hashlib.sha256(raw.replace(b"\r\n", b"\n")).hexdigest()
    said = [*map(letter.first, _WRITTEN), letter.text.strip(), *letter.status_parts]
    return hashlib.sha256("\0".join(said).encode()).hexdigest()


def when(letter: Letter) -> dt.datetime | None:
    """Say when our own server took a mail, by the Received that it wrote on top; else when it says it was written."""
    received = letter.first("received").rpartition(";")[2]
    return _moment(received) or _moment(letter.first("date"))


def _moment(text: str) -> dt.datetime | None:
    try:
        found = parsedate_to_datetime(text.strip()[:80])
        moment = (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None
