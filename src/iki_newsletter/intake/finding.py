"""What lies in a folder or file on this machine that could be meant for an issue: parcels, documents, mails."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from iki_newsletter.intake.mail import MOST_MAIL_OCTETS, files_of
from iki_newsletter.intake.sent import (
    CURES,
    MOST_OCTETS,
    PICTURES,
    YAML,
    Found,
    Nothing,
    Refused,
    Sent,
    ending,
    read_file,
)
from iki_newsletter.letterbox.sources import is_mail, read_mails
from iki_newsletter.model.position import relative_to_here

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONTRIBUTION: Final = "contribution.yaml"
_IMAGES: Final = "images"
_NOT_SENT: Final = frozenset({"issue.yaml", "received.yaml", "newsletter.yaml", "portfolio.yaml"})
"""Files of our own, which nobody sends in."""


def find_sent(path: Path, now: dt.datetime) -> Iterator[Found]:
    """Give what a file, or a folder with all that is below it, holds, in the order of names.

    A folder with a `contribution.yaml` is an unpacked parcel. Links are not followed out of the folder.
    """
    if path.is_file():
        yield from _of_file(path, now)
    elif (path / "new").is_dir() and (path / "cur").is_dir():
        for mail in read_mails(str(path), MOST_MAIL_OCTETS):
            yield from files_of(mail, now)
    elif _is_plain(path / CONTRIBUTION):
        yield _unpacked(path)
    else:
        for entry in sorted(path.iterdir()):
            if entry.name.startswith((".", "~$")) or entry.is_symlink():
                continue
            if entry.is_dir() or entry.is_file():
                yield from find_sent(entry, now)


def _of_file(path: Path, now: dt.datetime) -> Iterator[Found]:
    kind = ending(path.name)
    if kind in PICTURES or path.name in _NOT_SENT:
        return
    if kind in CURES:
        yield Refused(relative_to_here(path), f"{path.name} cannot be read.", CURES[kind])
    elif kind in (".zip", ".docx", *YAML):
        yield _file(path)
    elif is_mail(path):
        for mail in read_mails(str(path), MOST_MAIL_OCTETS):
            yield from files_of(mail, now)
    else:
        yield Nothing(relative_to_here(path))


def _file(path: Path) -> Found:
    raw = read_file(path)
    if len(raw) > MOST_OCTETS:
        what = f"{path.name} has more than {MOST_OCTETS // 1_000_000} MB."
        return Refused(relative_to_here(path), what, "Ask for it with smaller pictures.")
    beside = _pictures_beside(path.parent) if ending(path.name) in YAML else {}
    return Sent(relative_to_here(path), path.name, raw, _written_at(path), beside=beside)


def _unpacked(folder: Path) -> Sent:
    path = folder / CONTRIBUTION
    beside = {f"{_IMAGES}/{name}": picture for name, picture in _pictures_beside(folder).items()}
    form = folder / "form.json"
    if _is_plain(form):
        beside["form.json"] = form
    shown = relative_to_here(folder)
    return Sent(shown, f"{folder.name}.zip", read_file(path), _written_at(path), beside=beside, folder=folder)


def _pictures_beside(folder: Path) -> dict[str, Path]:
    """List the pictures of the folder's `images`, then those that lie in the folder itself."""
    found: dict[str, Path] = {}
    for place in (folder / _IMAGES, folder):
        for path in sorted(place.iterdir()) if place.is_dir() and not place.is_symlink() else ():
            if ending(path.name) in PICTURES and _is_plain(path):
                found.setdefault(path.name, path)
    return found


def _is_plain(path: Path) -> bool:
    """Tell a file that lies here from a link to one, which could be anything on this machine."""
    return path.is_file() and not path.is_symlink()


def _written_at(path: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
