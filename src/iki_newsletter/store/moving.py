"""Moving a ledger to another computer: a consistent copy out, a checked copy in, and one home at a time."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import AlreadyThereError, LedgerError, NotThereError
from iki_newsletter.store.carrying import carry_over
from iki_newsletter.store.database import Database
from iki_newsletter.store.erasing import erase_again
from iki_newsletter.store.faults import in_kind_words
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.locks import hold_sender_lock
from iki_newsletter.store.migrating import APPLICATION_ID
from iki_newsletter.store.moments import as_text
from iki_newsletter.store.returned import Returned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_CAMPAIGNS: Final = "SELECT id FROM campaign ORDER BY begun_at, id"
_TAKE_BACK: Final = "iki-news ledger take-back"
_NEXT_HANDOVER: Final = """
INSERT INTO handover SELECT coalesce(max(number), 0) + 1, lower(hex(randomblob(16))) FROM handover
"""
_LAST_HANDOVER: Final = "SELECT number, token FROM handover ORDER BY number DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Holding:
    """What a ledger holds."""

    campaigns: tuple[str, ...]
    deliveries: int


def export_ledger(path: Path, file: Path, at: dt.datetime, *, keep: bool = False) -> Holding:
    """Write a consistent copy of the ledger into a new file, for its owner alone, and hand the ledger over.

    From then on nothing is sent from here, or two computers would both send the rest; with `keep` the copy is a
    backup, and this ledger stays in use. Raises AlreadyThereError rather than overwrite, NotThereError without a
    ledger, LockHeldError while somebody sends.
    """
    if not path.exists():
        raise NotThereError(
            f"There is no ledger here ({path}): nothing has been sent yet.", instead="There is nothing to move."
        )
    with ExitStack() as stack:
        database = stack.enter_context(Database.open(path))
        if not keep:
            refuse_handed_over(database)
        for campaign in _campaigns(database):
            stack.enter_context(hold_sender_lock(path.parent, campaign))
            Ledger(database).recover(campaign, at)
        stack.enter_context(_new_file(file))
        if not keep:
            # Before the copy: after a crash between the two, no two ledgers believe that they may send.
            with database.transaction() as connection:
                connection.execute("INSERT INTO handed_over VALUES (?, ?)", (as_text(at), str(file)))
                connection.execute(_NEXT_HANDOVER)
        try:
            _copy(path, file)
        except BaseException:
            if not keep:
                database.execute("DELETE FROM handed_over")
            raise
        return _holding(database)


def import_ledger(file: Path, path: Path, secret: bytes | None = None) -> Holding:
    """Put an exported ledger in place, after checking that it is whole.

    A ledger that is here is replaced only where it holds no campaign, or was itself handed over and comes home from
    another computer, by a handover later than its own; what people have said to it is kept, and who was erased here
    is erased there too, which takes the `secret`. Raises LedgerError for anything else, NotThereError without a file.
    """
    if not file.is_file():
        raise NotThereError(f"There is no file {file}.", instead="Write it there first: iki-news ledger export FILE")
    with ExitStack() as stack:
        coming = _check(file)
        if path.exists():
            with Database.open(path) as here:
                for campaign in _campaigns(here):
                    stack.enter_context(hold_sender_lock(path.parent, campaign))
                _refuse_to_replace(here, coming)
        staging = path.with_name(f".{path.name}.import")
        _remove(staging)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _new_file(staging):
            _copy(file, staging)
            with Database.open(staging) as database:
                database.execute("DELETE FROM handed_over")
                if path.exists():
                    carry_over(database, path)
                if secret is not None:
                    erase_again(database, secret, list(Returned(database).known_keys()), dt.datetime.now(dt.UTC))
                holding = _holding(database)
        _remove(path, keep=path)
        staging.replace(path)
        return holding


def take_back(path: Path) -> bool:
    """Let a ledger that was handed over send again; gives False where it was not.

    Whatever is sent from the handed-over copy is not known here: those people would get it twice. The copy cannot
    come home any more.
    """
    if not path.exists():
        raise NotThereError(f"There is no ledger here ({path}).", instead="There is nothing to take back.")
    with Database.open(path) as database, database.transaction() as connection:
        changed = connection.execute("DELETE FROM handed_over").rowcount > 0
        if changed:
            connection.execute(_NEXT_HANDOVER)
        return changed


def refuse_handed_over(database: Database) -> None:
    """Raise LedgerError when this ledger was handed to another computer."""
    row = database.row("SELECT at, to_file FROM handed_over")
    if row is not None:
        raise LedgerError(
            f"This ledger was handed over on {row[0][:10]} (to {row[1]}): sending goes on where it was imported, and "
            "from here people would get it twice. Nothing was sent.",
            instead=(
                "Send there; or bring it back: iki-news ledger export FILE there, iki-news ledger import FILE here. "
                f"Only where it was never imported anywhere: {_TAKE_BACK}"
            ),
        )


def _campaigns(database: Database) -> tuple[str, ...]:
    return tuple(str(row[0]) for row in database.rows(_CAMPAIGNS))


def _holding(database: Database) -> Holding:
    row = database.row("SELECT count(*) FROM delivery")
    return Holding(_campaigns(database), int(row[0]) if row else 0)


def _refuse_to_replace(here: Database, coming: _Coming) -> None:
    if not _campaigns(here):
        return
    handed_over = here.row("SELECT substr(at, 1, 10) FROM handed_over")
    if handed_over is None or Ledger(here).id != coming.ledger:
        raise LedgerError(
            f"There is a ledger here already that knows who has had what: {here.path}. It is not replaced.",
            instead="Only a folder that sent nothing, or that has handed over this same ledger, can take one in.",
        )
    last = here.row(_LAST_HANDOVER)
    number, token = last or (0, "")  # handed over before handovers were numbered
    if max(coming.handovers, default=0) > number and (last is None or coming.handovers.get(number) == token):
        return
    raise LedgerError(
        f"This file was not exported after the ledger was handed over from here on {handed_over[0]}: it does not "
        "know who has got something from the other computer since, and they would get it twice. Nothing was changed.",
        instead=(
            "Bring the ledger home from there: iki-news ledger export FILE there, iki-news ledger import FILE here. "
            f"Only where nothing was sent from any other computer since: {_TAKE_BACK}"
        ),
    )


@dataclass(frozen=True, slots=True)
class _Coming:
    """What an exported file says of itself."""

    ledger: str
    handovers: Mapping[int, str]
    """Number to token."""


def _check(file: Path) -> _Coming:
    """Look at an exported file without changing it."""
    with in_kind_words(file), closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise LedgerError(f"{file} is no ledger of iki-news.", instead="Nothing was changed.")
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise LedgerError(
                f"{file} is damaged ({found}).", instead="Nothing was changed. Copy it again from the other computer."
            )
        ledger = str(connection.execute("SELECT id FROM ledger").fetchone()[0])
        is_numbered = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'handover'").fetchone()
        rows = connection.execute("SELECT number, token FROM handover").fetchall() if is_numbered else []
        return _Coming(ledger, dict(rows))


@contextmanager
def _new_file(file: Path) -> Iterator[None]:
    """Make a file that was not there, for its owner alone; it does not stay when something goes wrong."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise AlreadyThereError(
            f"{file} exists already, and is not overwritten.", instead="Name another file."
        ) from None
    except OSError as error:
        raise LedgerError(
            f"{file} cannot be written: {error.strerror or error}.", instead="Name a file in another folder."
        ) from error
    try:
        yield
    except BaseException:
        _remove(file)
        raise


def _copy(source: Path, target: Path) -> None:
    """Copy a database as it stands at one moment, into one file that is on the disk when this returns."""
    with (
        in_kind_words(target),
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as from_here,
        closing(sqlite3.connect(target, isolation_level=None)) as to_there,
    ):
        from_here.backup(to_there)
        # Without a log beside it, the file alone is the whole ledger.
        to_there.execute("PRAGMA journal_mode = DELETE")
        to_there.execute("PRAGMA synchronous = FULL")
    handle = os.open(target, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path, *, keep: Path | None = None) -> None:
    """Remove a database and what SQLite keeps beside it, but not `keep`."""
    for each in (path, *(path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm", "-journal"))):
        if each != keep:
            each.unlink(missing_ok=True)
