"""Room for one run to work in: a database that nobody else sees and that is gone when nobody needs it any more."""

from __future__ import annotations

import sqlite3
import weakref
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.errors import IkiNewsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CACHE: Final = 4096
"""KiB of it that are held in memory; what is smaller never touches the disk."""


class Scratch:
    """Tables in a temporary file: SQLite makes it once memory is not enough, for its owner alone (0600).

    It has no name while it is open, so that even a kill leaves nothing behind. It is closed with the last reference
    to it. Where the disk has no room for it, IkiNewsError says so.
    """

    def __init__(self, *tables: str) -> None:
        # Whoever drops the last reference closes it, in whatever thread that is.
        self._connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._connection.close)
        # Nothing in it is ever undone.
        for statement in ("PRAGMA journal_mode = OFF", f"PRAGMA cache_size = -{_CACHE:d}", *tables, "BEGIN"):
            self._connection.execute(statement)

    def execute(self, statement: str, *values: Any) -> int:
        """Change rows; gives how many."""
        try:
            return self._connection.execute(statement, values).rowcount
        except sqlite3.OperationalError as error:
            raise _no_room(error) from error

    def execute_many(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Change many rows, which are taken one at a time."""
        try:
            self._connection.executemany(statement, rows)
        except sqlite3.OperationalError as error:
            raise _no_room(error) from error

    def rows(self, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """Read rows, one at a time."""
        try:
            with closing(self._connection.cursor()) as cursor:
                yield from cursor.execute(query, values)
        except sqlite3.OperationalError as error:
            raise _no_room(error) from error

    def row(self, query: str, *values: Any) -> tuple[Any, ...] | None:
        """Read the first row, or None."""
        try:
            found: tuple[Any, ...] | None = self._connection.execute(query, values).fetchone()
        except sqlite3.OperationalError as error:
            raise _no_room(error) from error
        return found


def _no_room(error: sqlite3.OperationalError) -> IkiNewsError:
    return IkiNewsError(
        f"There is no room for temporary files: a long list is kept in one while it is worked on ({error}).",
        instead="Make room on the disk of the folder for temporary files, then run the same command again.",
    )
