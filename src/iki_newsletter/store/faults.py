"""SQLite's errors in the user's words: what happened to the ledger, and what to do."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import IkiNewsError, LedgerError, NotFinishedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_RESTORE: Final = (
    "Nothing more is sent. Put the newest backup in its place, made after the last sending; "
    "an older one would send again to those who have it."
)
_ROOM_TO_WORK: Final = 64 * 1024
"""Bytes that SQLite needs beside the ledger, for its index of the write-ahead log."""
_PRIMARY_CODE: Final = 0xFF
_IN_WORDS: Final = {
    sqlite3.SQLITE_CORRUPT: ("{path} is damaged: it cannot be trusted to say who has had what.", _RESTORE),
    sqlite3.SQLITE_NOTADB: ("{path} is no ledger: it is not a database at all.", _RESTORE),
    sqlite3.SQLITE_FULL: (
        "The disk is full: {path} cannot be written.",
        "Make room, then run the same command again.",
    ),
    sqlite3.SQLITE_READONLY: ("{path} may not be written.", "Check the permissions of the file and its folder."),
    sqlite3.SQLITE_CANTOPEN: ("{path} cannot be opened.", "Check the permissions of the file and its folder."),
    sqlite3.SQLITE_IOERR: (
        "The disk does not read or write {path} as it should.",
        "Check the disk before you go on.",
    ),
    sqlite3.SQLITE_CONSTRAINT: (
        "What was to be written into {path} does not fit what it holds ({said}).",
        "Nothing of it was written. This is a fault of iki-news: report these lines, with the command you gave.",
    ),
}
_BUSY: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


@contextmanager
def in_kind_words(path: Path) -> Iterator[None]:
    """Turn what SQLite says of a file into LedgerError, or NotFinishedError where another program has it open.

    Wrong SQL of our own stays what it is.
    """
    try:
        yield
    except UnicodeDecodeError as error:  # of SQLite's own message about a file it cannot make sense of
        what, instead = _IN_WORDS[sqlite3.SQLITE_CORRUPT]
        raise LedgerError(what.format(path=path), instead=instead) from error
    except sqlite3.Error as error:
        kind = _translated(error, path)
        if kind is None:
            raise
        raise kind from error


def _translated(error: sqlite3.Error, path: Path) -> IkiNewsError | None:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY_CODE
    if code in _BUSY:
        return NotFinishedError(
            f"Another program is writing to {path} and does not let go of it.",
            instead="Close it, then run the same command again.",
        )
    if code == sqlite3.SQLITE_IOERR and _is_full(path):
        # A file beside the ledger that cannot grow is no error of the disk's, though SQLite calls it one.
        code = sqlite3.SQLITE_FULL
    if code in _IN_WORDS:
        what, instead = _IN_WORDS[code]
        return LedgerError(what.format(path=path, said=error), instead=instead)
    return None


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _ROOM_TO_WORK
    except OSError:
        return False
