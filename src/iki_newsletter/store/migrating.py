"""Bringing a database's tables up to date: numbered SQL files, each in one transaction with its record."""

from __future__ import annotations

import sqlite3
from importlib import resources
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

APPLICATION_ID: Final = 0x494B494E
"""Stands in the file's header ("IKIN"), so that another program's database is not taken for a ledger."""


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Apply what is missing; raises LedgerError when the file was written by a newer version.

    `connection` is in autocommit mode. Two processes may do this at once: each file is applied by one of them.
    """
    known = _migrations()
    while (applied := _applied(connection)) < len(known):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _applied(connection) == applied:
                _apply(connection, applied + 1, *known[applied])
            connection.execute("COMMIT")
        except BaseException:
            # On a full disk SQLite has undone it by itself.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    if applied > len(known):
        raise LedgerError(
            f"{path} was written by a newer iki-news (its tables are number {applied}, known here are {len(known)}).",
            instead="Update iki-news on this computer, then run the same command again.",
        )


def _applied(connection: sqlite3.Connection) -> int:
    number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number


def _apply(connection: sqlite3.Connection, number: int, name: str, script: str) -> None:
    for statement in _statements(script):
        connection.execute(statement)
    connection.execute(
        "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT)"
    )
    connection.execute("INSERT INTO migration VALUES (?, ?, strftime('%Y-%m-%dT%H:%M:%fZ'))", (number, name))
    connection.execute(f"PRAGMA user_version = {number:d}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")


def _migrations() -> list[tuple[str, str]]:
    folder = resources.files("iki_newsletter.store") / "migrations"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return [(file.name, file.read_text(encoding="utf-8")) for file in files]


def _statements(script: str) -> Iterator[str]:
    # sqlite3's own executescript would commit in the middle.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
