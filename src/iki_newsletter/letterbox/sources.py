"""Where mail to read lies on this machine: a folder of mails, a Maildir, an mbox, or one mail."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from iki_newsletter.errors import NotThereError, UsageError
from iki_newsletter.letterbox.letter import MOST_OCTETS

if TYPE_CHECKING:
    from collections.abc import Iterator


class Mail(NamedTuple):
    """A mail as it lies there: its name in the source, and its octets, cut where nobody reads on."""

    file: str
    raw: bytes


_FROM_LINE: Final = b"From "
_LONGEST_LINE: Final = 65_536
_HEADER: Final = re.compile(rb"\s*(?:[!-9;-~]{1,100}:|From )")
_SUFFIXES: Final = frozenset({".eml", ".msg", ".mail", ".mbox"})
_NO_MAIL: Final = frozenset(
    {".py", ".json", ".yaml", ".yml", ".csv", ".md", ".rst", ".toml", ".html", ".zip", ".gz", ".ini"}
)


def read_mails(source: str, most: int = MOST_OCTETS) -> Iterator[Mail]:
    """Give each mail of a file or folder, in the order of names; nothing there is changed.

    A folder with `cur` and `new` is a Maildir; in any other each file that is a mail counts, also in folders below. A
    file that begins with `From ` is an mbox, any other one mail. Of each, `most` octets are read.
    Raises NotThereError, and UsageError for a file that is none of these.
    """
    path = Path(source)
    if path.is_dir():
        folders = (path / "new", path / "cur")
        return _of_maildir(path, most) if all(map(Path.is_dir, folders)) else _of_folder(path, most)
    if not path.is_file():
        raise NotThereError(
            f"There is no file or folder {source}.",
            instead="Name a folder of .eml files, a Maildir, an mbox, or a mailbox as in imaps://user@mail.example.org/INBOX",
        )
    if not is_mail(path):
        raise UsageError(f"{source} is neither a mail nor an mbox.", instead="A mail begins with its headers.")
    return _of_file(path, path.name, most)


def _of_maildir(path: Path, most: int) -> Iterator[Mail]:
    for name in ("new", "cur"):
        for file in sorted((path / name).iterdir()):
            if file.is_file() and not file.name.startswith("."):
                yield Mail(f"{name}/{file.name}", _beginning(file, most))


def _of_folder(path: Path, most: int) -> Iterator[Mail]:
    for file in sorted(path.rglob("*")):
        if file.is_file() and not file.name.startswith(".") and is_mail(file):
            yield from _of_file(file, file.relative_to(path).as_posix(), most)


def is_mail(path: Path) -> bool:
    """Tell a mail or an mbox by its name's ending, else by how it begins."""
    suffix = path.suffix.lower()
    if suffix in _SUFFIXES:
        return True
    if suffix in _NO_MAIL:
        return False
    with path.open("rb") as file:
        return bool(_HEADER.match(file.read(1_000)))


def _beginning(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most)


def _of_file(path: Path, name: str, most: int) -> Iterator[Mail]:
    with path.open("rb") as file:
        # Kept single mails may begin with an mbox line too, so a file is an mbox only where that stands twice.
        mails = list(_first_two(file, most))
        if len(mails) < 2 or path.suffix.lower() == ".eml":  # noqa: PLR2004 - that is what many means
            file.seek(0)
            yield Mail(name, file.read(most))
            return
        file.seek(0)
        for number, raw in enumerate(_split(file, most), start=1):
            yield Mail(f"{name}#{number}", raw)


def _first_two(file: BinaryIO, most: int) -> Iterator[bytes]:
    for count, raw in enumerate(_split(file, most)):
        yield raw
        if count:
            return


def _split(file: BinaryIO, most: int) -> Iterator[bytes]:
    """Cut an mbox at `From ` lines that follow an empty line (RFC 4155); each mail is kept up to its cap."""
    kept: list[bytes] = []
    size = 0
    begun = False
    after_empty = True
    while line := file.readline(_LONGEST_LINE):
        if after_empty and line.startswith(_FROM_LINE):
            if begun:
                yield b"".join(kept)
            kept, size, begun = [], 0, True
        elif size < most:
            kept.append(line)
            size += len(line)
        after_empty = not line.strip()
    if begun or kept:
        yield b"".join(kept)
