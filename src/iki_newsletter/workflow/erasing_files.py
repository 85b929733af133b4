"""Erase a person from the files beside the ledger and the list: sandbox, logs, previews, what a crash left."""

from __future__ import annotations

import email
import re
from email.utils import getaddresses
from typing import TYPE_CHECKING, Final

from iki_newsletter.audience.naming import is_anywhere_in_archive, lines_naming
from iki_newsletter.workflow.known_people import key_of
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from iki_newsletter.model.mention import Mentions

_LEFT_BY_WRITING: Final = re.compile(r"\.(?P<name>.+)\.[a-z0-9_]{8}")
"""What `write_atomically` calls a file while it is being written, and what a crash in that moment leaves."""
_TEXTS: Final = frozenset({".yaml", ".yml", ".json", ".md", ".txt"})
_OF_DATABASES: Final = ("", "-wal", "-shm", "-journal")


def remove_mails(outbox: Path, key: str) -> int:
    """Remove the sandbox's mails to a person; gives how many."""
    count = 0
    for path in _mails_in(outbox):
        with path.open("rb") as file:
            message = email.message_from_binary_file(file)
        to = [address for _, address in getaddresses([str(value) for value in message.get_all("To", [])])]
        if key in map(key_of, to):
            path.unlink()
            count += 1
    return count


def scrub_logs(folder: Path, mentions: Mentions) -> int:
    """Take the lines that name a person out of the run logs; gives how many."""
    count = 0
    for path in sorted(folder.glob("*.log")):
        lines = path.read_text(encoding="utf-8", errors="surrogateescape").splitlines(keepends=True)
        kept = [line for line in lines if not mentions.is_in(line)]
        if len(kept) < len(lines):
            count += len(lines) - len(kept)
            write_atomically(path, "".join(kept).encode("utf-8", "surrogateescape"), private=True)
    return count


def remove_previews(folder: Path, mentions: Mentions) -> int:
    """Remove the pages that `preview --as` made for a person; gives how many."""
    count = 0
    for path in sorted(folder.glob("*.html")):
        if mentions.is_in_page(path.read_text(encoding="utf-8", errors="replace")):
            path.unlink()
            count += 1
    return count


def remove_leftovers(listed: Path, others: tuple[Path, ...], ledger: Path, mentions: Mentions) -> int:
    """Remove what a crash left of files that name a person: of the list, in other folders, of an import of a ledger.

    Gives how many files.
    """
    count = 0
    for folder in dict.fromkeys((listed.resolve().parent, *others)):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            found = _LEFT_BY_WRITING.fullmatch(path.name)
            is_meant = found and (folder in others or found["name"] == listed.resolve().name)
            if is_meant and path.is_file() and lines_naming(path, mentions):
                path.unlink()
                count += 1
    for end in _OF_DATABASES:
        path = ledger.with_name(f".{ledger.name}.import{end}")
        count += path.exists()
        path.unlink(missing_ok=True)
    return count


def files_naming(folder: Path, mentions: Mentions) -> tuple[Path, ...]:
    """Give the texts and Word files below a folder that name a person."""
    return tuple(path for path in sorted(folder.rglob("*")) if path.is_file() and _names(path, mentions))


def _names(path: Path, mentions: Mentions) -> bool:
    ending = path.suffix.lower()
    if ending == ".docx":
        return is_anywhere_in_archive(path, mentions)
    return ending in _TEXTS and bool(lines_naming(path, mentions))


def _mails_in(outbox: Path) -> Iterator[Path]:
    for folder in ("new", "cur", "tmp"):
        if (outbox / folder).is_dir():
            yield from (path for path in sorted((outbox / folder).iterdir()) if path.is_file())
