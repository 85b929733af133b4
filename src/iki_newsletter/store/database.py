"""The workspace's database: one SQLite file that keeps every acknowledged commit, or says that it cannot."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Final, Self

from iki_newsletter.errors import LedgerError, NotFinishedError
from iki_newsletter.store.faults import in_kind_words
from iki_newsletter.store.migrating import APPLICATION_ID, migrate
from iki_newsletter.store.place import refuse_shared_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

_PATIENCE: Final = 10.0
"""Seconds to wait for another process's commit."""


class Database:
    """An open database: WAL, synchronous=FULL, its file for its owner alone; `with Database.open(path) as database`.

    Errors of the disk or the file come out as LedgerError. One thread uses it.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, path: Path, *, check_place: Callable[[Path], None] = refuse_shared_place) -> Self:
        """Open or make the database; its folder is its own (it becomes 0700).

        Raises LedgerError for a damaged, foreign or newer file and for a place that `check_place` refuses; such a
        file's content is left as it is.
        """
        check_place(path)
        with in_kind_words(path):
            _make_private(path)
            connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            try:
                _refuse_foreign(connection, path)
                _set_durable(connection, path)
                _refuse_damaged(connection, path)
                migrate(connection, path)
            except BaseException:
                connection.close()
                raise
        return cls(path, connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close it; what was committed stays."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Do several things as one; durable when the block ends, undone when it raises.

        Within another transaction it is a part of that, and ends with it.
        """
        if self._connection.in_transaction:
            yield self._connection
            return
        with in_kind_words(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def attached(self, path: Path, name: str) -> Iterator[None]:
        """Let queries read another database's tables as `name.table`; outside of transactions."""
        with in_kind_words(path):
            self._connection.execute(f"ATTACH DATABASE ? AS {name}", (str(path),))
        try:
            yield
        finally:
            self._connection.execute(f"DETACH DATABASE {name}")

    def rows(self, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """Read rows, one at a time."""
        with in_kind_words(self.path), closing(self._connection.cursor()) as cursor:
            yield from cursor.execute(query, values)

    def row(self, query: str, *values: Any) -> tuple[Any, ...] | None:
        """Read the first row, or None."""
        with in_kind_words(self.path), closing(self._connection.cursor()) as cursor:
            found: tuple[Any, ...] | None = cursor.execute(query, values).fetchone()
            return found

    def execute(self, statement: str, *values: Any) -> int:
        """Change rows in a transaction of its own; gives how many."""
        with self.transaction() as connection:
            return connection.execute(statement, values).rowcount

    def leave_no_traces(self, *, anew: bool = False) -> bool:
        """Empty the log beside the file, so that nothing that was deleted is left in it; outside of transactions.

        In the file itself, what is deleted is overwritten at once; with `anew` it is written anew besides, which
        frees its room and clears what an older version left. Gives False where another program reads the file, so
        that the log cannot be emptied: it keeps its content until that program ends, or this is done again.
        """
        try:
            with in_kind_words(self.path):
                if anew:
                    self._connection.execute("VACUUM")
                (busy, *_) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except NotFinishedError:
            return False
        return not busy

    def execute_many(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Change many rows in one transaction."""
        with self.transaction() as connection:
            connection.executemany(statement, rows)


def _make_private(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.name == "posix":
            path.parent.chmod(0o700)
        # SQLite gives its side files the mode of the database, so it is made before SQLite can.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        if os.name == "posix":
            path.chmod(0o600)
    except OSError as error:
        raise LedgerError(
            f"{path} cannot be written: {error.strerror or error}.",
            instead="Check the permissions of the folder.",
        ) from error


def _refuse_foreign(connection: sqlite3.Connection, path: Path) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application != APPLICATION_ID and (application or tables):
        raise LedgerError(
            f"{path} is no ledger of iki-news but another program's database.",
            instead="Nothing was changed and nothing was sent. Move that file away, or put the ledger in its place.",
        )


def _set_durable(connection: sqlite3.Connection, path: Path) -> None:
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        raise LedgerError(
            f"The disk under {path} does not allow SQLite's write-ahead log (it offers {mode}).",
            instead="Move the newsletter's folder to a disk of this computer.",
        )
    # NORMAL lost acknowledged commits when the power failed; FULL lost none.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted is overwritten: an erased address must not stay in a page that nobody reads any more.
    connection.execute("PRAGMA secure_delete = ON")
    if sys.platform == "darwin":
        # There, fsync alone leaves the data in the drive's cache.
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA checkpoint_fullfsync = ON")


def _refuse_damaged(connection: sqlite3.Connection, path: Path) -> None:
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise LedgerError(
            f"{path} is damaged: it cannot be trusted to say who has had what ({found}).",
            instead="Nothing was sent. Put the newest backup in its place, made after the last sending.",
        )
