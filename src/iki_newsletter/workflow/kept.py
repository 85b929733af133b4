"""What came and cannot be taken as it is: kept beside the issue, as it came, until somebody has mended it."""

from __future__ import annotations

import datetime as dt
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.content.files import INCOMING, ORIGINALS, name_for
from iki_newsletter.intake.parcel import CONTRIBUTION, FORM
from iki_newsletter.intake.sent import content_of
from iki_newsletter.workflow.senders import SentBy
from iki_newsletter.workflow.shelf import digest
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from iki_newsletter.intake.parcel import Parcel
    from iki_newsletter.intake.sent import Sent

_DIGITS: Final = 8
_OURS: Final = re.compile(rf".+-[0-9a-f]{{{_DIGITS}}}")
_CAME: Final = ".came"
_NOBODY: Final = "nobody"
_DOUBTED: Final = "doubted"
_CAME_LINE: Final = re.compile(rf"([0-9a-f]{{64}}) (\S+)(?: ({_NOBODY}|{_DOUBTED}|[a-z2-7]{{16}}))?\n?")
_IGNORE: Final = "# What people sent in, as it came: it may name them, so it stays on this machine.\n*\n"


def place_of(folder: Path, sent: Sent) -> Path:
    """Give where something is kept, or the place where it lies if it came from there: one for each content."""
    if sent.folder is not None:
        return sent.folder
    digits = f"-{digest(sent.raw)[:_DIGITS]}"
    # What lies here has its digits already.
    stem = name_for(sent.name.rpartition(".")[0]).removesuffix(".yaml").removesuffix(digits)[:40].strip("-")
    return folder / INCOMING / f"{stem}{digits}"


@dataclass(frozen=True, slots=True)
class Came:
    """What something was as it came, before somebody mended it."""

    content: str
    """Its SHA-256, in hexadecimal."""
    at: dt.datetime
    by: SentBy


def keep_parcel(place: Path, parcel: Parcel, came: Came) -> bool:
    """Lay a parcel open, as it came; one that lies there is left alone, for somebody may be mending it.

    Tells whether one did.
    """
    if (place / CONTRIBUTION).exists():
        return True
    _ignore(place.parent)
    for name, content in parcel.pictures.items():
        write_atomically(place / name, content_of(content))
    if parcel.form:
        write_atomically(place / FORM, parcel.form)
    write_atomically(place / _CAME, f"{came.content} {came.at.isoformat()} {_sender(came.by)}".rstrip() + "\n")
    write_atomically(place / CONTRIBUTION, parcel.text)
    return False


def came_before(folder: Path, sent: Sent) -> Came | None:
    """Tell what something was that waited here and was mended; None for anything else, or where nobody knows."""
    if sent.folder is None or not _OURS.fullmatch(sent.folder.name):
        return None
    # By its names: a dry run has the folder in a copy, and what waits lies in the workspace.
    if sent.folder.resolve().parts[-3:-1] != (folder.name, INCOMING):
        return None
    try:
        written = _CAME_LINE.fullmatch((sent.folder / _CAME).read_text(encoding="ascii"))
        at = dt.datetime.fromisoformat(written[2]) if written else None
    except (OSError, ValueError):
        return None
    # A moment without its zone compares with none: somebody has been at the file, and it says nothing.
    return Came(written[1], at, _sent_by(written[3] or "")) if written and at and at.tzinfo else None


def _sender(by: SentBy) -> str:
    """Write who sent something as a word; what did not come by mail has none."""
    return (_DOUBTED if by.may_be_forged else by.pseudonym or _NOBODY) if by.is_mail else ""


def _sent_by(word: str) -> SentBy:
    return SentBy(bool(word), "" if word in (_NOBODY, _DOUBTED) else word, word == _DOUBTED)


def keep_document(place: Path, sent: Sent) -> tuple[Path, bool]:
    """Keep a document as it came, with the moment at which it did as its time of change.

    Gives its path, and whether it lay there before.
    """
    path = place.with_name(f"{place.name}.docx")
    was_here = path.exists()
    if not was_here:
        _ignore(path.parent)
        write_atomically(path, sent.raw)
        moment = sent.came_at.timestamp()
        os.utime(path, (moment, moment))
    return path, was_here


def day_it_came(folder: Path, path: Path, zone: dt.tzinfo) -> dt.date | None:
    """Give the day on which a kept document came; None for any other file."""
    if path.resolve().parent != (folder / INCOMING).resolve():
        return None
    return dt.datetime.fromtimestamp(path.stat().st_mtime, zone).date()


def keep_original(folder: Path, name: str, raw: bytes) -> Path:
    """Keep the document that a contribution was made from; gives its path."""
    path = folder / ORIGINALS / f"{name}.docx"
    _ignore(path.parent)
    write_atomically(path, raw)
    return path


def keep_replaced(folder: Path, name: str, raw: bytes) -> Path:
    """Keep the text of a contribution that was edited here and is about to be replaced; gives its path."""
    path = folder / ORIGINALS / f"{name}-{digest(raw)[:_DIGITS]}.yaml"
    _ignore(path.parent)
    write_atomically(path, raw)
    return path


def forget(folder: Path, sent: Sent, pictures: Iterable[str]) -> None:
    """Take away what was kept here and has been taken into the issue now."""
    place = sent.folder
    if place is None or not _is_ours(folder, place):
        return
    ours = {place / CONTRIBUTION, place / FORM, place / _CAME, *(place / name for name in pictures)}
    for path in ours:
        path.unlink(missing_ok=True)
    for path in (*sorted((each for each in place.rglob("*") if each.is_dir()), reverse=True), place):
        # Something of the editor's own may lie in it.
        with suppress(OSError):
            path.rmdir()


def forget_document(folder: Path, path: Path) -> None:
    """Take a kept document away, once it lies with the originals."""
    if _is_ours(folder, path.with_suffix("")):
        path.unlink(missing_ok=True)


def _is_ours(folder: Path, place: Path) -> bool:
    """Tell what was kept here from what an editor laid there, or anywhere else."""
    return place.resolve().parent == (folder / INCOMING).resolve() and bool(_OURS.fullmatch(place.name))


def _ignore(folder: Path) -> None:
    """Keep a folder out of git by itself: an older workspace's .gitignore does not know it."""
    path = folder / ".gitignore"
    if not path.exists():
        write_atomically(path, _IGNORE)
