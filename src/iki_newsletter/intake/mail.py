"""The files that a mail carries, and who sent it, when, and whether that was a person; within bounds."""

from __future__ import annotations

import datetime as dt
import email
import re
from email.errors import MessageError
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from iki_newsletter.intake.names import quoted
from iki_newsletter.intake.sent import CURES, MOST_OCTETS, PICTURES, YAML, Found, Nothing, Refused, Sent, ending
from iki_newsletter.letterbox.authentication import may_be_forged
from iki_newsletter.letterbox.letter import addresses_in, first_of, has_too_many_parts, header_text, headers_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.letterbox.letter import Fields
    from iki_newsletter.letterbox.sources import Mail

MOST_MAIL_OCTETS: Final = 40_000_000
"""A file of 25 MB, as mail carries it, with pictures beside a document."""
_MOST_PARTS: Final = 60
_TAKEN: Final = frozenset({".zip", ".docx", *YAML})
_BY_TYPE: Final = {
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/ms-tnef": ".dat",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
"""How a file without a name is taken."""
_BULK: Final = frozenset({"bulk", "list", "junk"})
_MACHINES: Final = re.compile(
    r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?([+-].*)?)@", re.IGNORECASE
)
_BROKEN: Final = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


class _File(NamedTuple):
    name: str
    raw: bytes


def files_of(mail: Mail, now: dt.datetime) -> Iterator[Found]:
    """Give the files that a mail carries, pictures with the one that they belong to; a mail without gives Nothing.

    Pictures belong to a YAML or Word file that came alone; a parcel has its own. What cannot be read is told, unless
    it is a copy of what can, as a PDF beside its document.
    """
    if len(mail.raw) >= MOST_MAIL_OCTETS:
        what = f"The mail has more than {MOST_MAIL_OCTETS // 1_000_000} MB."
        yield Refused(mail.file, what, "Save its files into a folder, and collect that.")
        return
    if has_too_many_parts(mail.raw):
        yield Refused(mail.file, "The mail has more parts than anybody writes.", "Look at it in the mail program.")
        return
    try:
        message = email.message_from_bytes(mail.raw)
        headers, files = headers_of(message), list(_files(message))
    except _BROKEN:  # Python's parser, on what nobody would write but to see what happens
        yield Refused(mail.file, "The mail cannot be taken apart.", "Save its files into a folder, and collect that.")
        return
    sender, came_at, is_doubted = _sender(headers), _came_at(headers, now), may_be_forged(headers)
    meant = [file for file in files if ending(file.name) in _TAKEN]
    pictures = {file.name: file.raw for file in files if ending(file.name) in PICTURES}
    stems = {_stem(file) for file in meant}
    for file in files:
        if ending(file.name) in CURES and _stem(file) not in stems:
            what = f"{quoted(file.name)} cannot be read."
            yield Refused(_shown(mail, file), what, CURES[ending(file.name)], sender, is_doubted)
    for file in meant:
        if len(file.raw) > MOST_OCTETS:
            what = f"{quoted(file.name)} has more than {MOST_OCTETS // 1_000_000} MB."
            yield Refused(_shown(mail, file), what, "Ask for it with smaller pictures.", sender, is_doubted)
            continue
        beside = pictures if len(meant) == 1 and ending(file.name) != ".zip" else {}
        shown = _shown(mail, file)
        yield Sent(shown, file.name, file.raw, came_at, sender, beside, is_mail=True, may_be_forged=is_doubted)
    if not any(ending(file.name) in _TAKEN | CURES.keys() for file in files):
        yield Nothing(mail.file)


def _stem(file: _File) -> str:
    return file.name.rpartition(".")[0].casefold()


def _shown(mail: Mail, file: _File) -> str:
    return f"{mail.file}: {file.name}"


def _files(message: Message) -> Iterator[_File]:
    """Give the files of a mail, and of mails that are attached to it, as somebody forwards them."""
    waiting = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        inside = part.get_payload()
        if isinstance(inside, list):
            waiting += reversed([each for each in inside[:_MOST_PARTS] if isinstance(each, Message)])
            continue
        name = _name(part)
        if name:
            payload = part.get_payload(decode=True)
            yield _File(name, payload if isinstance(payload, bytes) else b"")


def _name(part: Message) -> str:
    """Give a file's name without any folder, or one by its type; empty for what is no file."""
    given = part.get_filename()
    name = re.split(r"[/\\:]", header_text(str(given)))[-1].strip() if given else ""
    by_type = _BY_TYPE.get(part.get_content_type(), "")
    if by_type and not ending(name):
        return f"{name or 'unnamed'}{by_type}"
    return name


def _sender(headers: Fields) -> str:
    """Give the address of the person who sent it; empty where a machine did, or nobody says who."""
    if first_of(headers, "auto-submitted").strip().lower() not in ("", "no"):
        return ""
    if first_of(headers, "list-id") or first_of(headers, "precedence").strip().lower() in _BULK:
        return ""
    if any(name == "return-path" and value.strip() == "<>" for name, value in headers):
        return ""
    addresses = addresses_in(headers, "from")
    is_one = len(addresses) == 1 and sum(name == "from" for name, _ in headers) == 1
    return addresses[0] if is_one and not _MACHINES.match(addresses[0]) else ""


def _came_at(headers: Fields, now: dt.datetime) -> dt.datetime:
    """Give when our own server took it, as the topmost Received says, else when it says it was written."""
    for value in (first_of(headers, "received").rpartition(";")[2], first_of(headers, "date")):
        try:
            said = parsedate_to_datetime(value.strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        at = said if said.tzinfo else said.replace(tzinfo=dt.UTC)
        return min(at, now)
    return now
