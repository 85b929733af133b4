from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.store.conftest import CAMPAIGN, EDITIONS, UNDO_PEOPLE, message_id, subscriber

from iki_newsletter.errors import LedgerError, NotFinishedError
from iki_newsletter.store import faults
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes are a Unix matter")


@POSIX
def test_only_its_owner_can_read_it(path: Path) -> None:
    """The file and its side files are 0600, the folder 0700, also where they were more open before."""
    path.parent.mkdir(mode=0o755)
    path.touch(mode=0o644)
    with Database.open(path) as database:
        database.execute("INSERT INTO suppression VALUES ('a@example.org', 'dead', '2017', '')")
        files = list(path.parent.iterdir())
        assert {file.name for file in files} >= {"ledger.sqlite3", "ledger.sqlite3-wal"}
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_commits_survive_a_power_cut(database: Database) -> None:
    """WAL with synchronous=FULL (2): an acknowledged commit is on the disk."""
    assert database.row("PRAGMA journal_mode") == ("wal",)
    assert database.row("PRAGMA synchronous") == (2,)
    assert database.row("PRAGMA foreign_keys") == (1,)


def test_what_was_committed_is_there_again(path: Path) -> None:
    """Opened again, nothing is made anew and the ledger is the same one."""
    with Database.open(path) as first:
        name = Ledger(first).id
        Ledger(first).begin(CAMPAIGN, EDITIONS, [subscriber("ana")], message_id)
    with Database.open(path) as second:
        assert Ledger(second).id == name
        assert Ledger(second).sum("2017-06").planned == 1
    assert len(name) == 32


def test_transaction_is_all_or_nothing(database: Database) -> None:
    """What raises in the middle leaves nothing behind, and the database usable."""

    def fail_half_way() -> None:
        with database.transaction() as connection:
            connection.execute("INSERT INTO suppression VALUES ('a@example.org', 'dead', '2017', '')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert database.row("SELECT count(*) FROM suppression") == (0,)


def test_migrations_are_on_record(database: Database) -> None:
    """Each applied file is named with its time."""
    rows = list(database.rows("SELECT number, name FROM migration ORDER BY number"))
    names = ["0001_ledger.sql", "0002_suppression.sql", "0003_decisions.sql", "0004_handovers.sql", "0005_people.sql"]
    assert rows == list(enumerate(names, start=1))


def test_half_a_migration_does_not_exist(path: Path) -> None:
    """A migration that fails leaves neither its tables nor its record; the next opening does it again."""
    with Database.open(path) as database:
        for statement in UNDO_PEOPLE:
            database.execute(statement)
        for table in ("campaign_superseded", "handed_over", "handover", "suppression"):
            database.execute(f"DROP TABLE {table}")
        database.execute("DELETE FROM migration WHERE number >= 2")
        # It stands in its own way: the second statement of nothing may stay.
        database.execute("CREATE TABLE suppression (key TEXT)")
        database.execute("PRAGMA user_version = 1")
    with pytest.raises(sqlite3.OperationalError), Database.open(path):
        pass
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.execute("DROP TABLE suppression")
    connection.commit()
    connection.close()
    with Database.open(path) as database:
        assert database.row("SELECT count(*) FROM migration") == (5,)


def test_two_processes_make_it_at_once(path: Path) -> None:
    """Whoever comes first makes it; the others find it whole."""
    code = (
        "import sys; from pathlib import Path; from iki_newsletter.store.database import Database;"
        "from iki_newsletter.store.ledger import Ledger; print(Ledger(Database.open(Path(sys.argv[1]))).id)"
    )
    command = [sys.executable, "-c", code, str(path)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    ended = [process.communicate() for process in started]
    assert {process.returncode for process in started} == {0}, ended
    assert len({out for out, _ in ended}) == 1


@pytest.mark.parametrize(
    "content",
    [b"this is no database, it is a text that somebody put here\n" * 40, b"SQLite format 3\0" + b"\xff" * 4096],
    ids=["text", "broken header"],
)
def test_no_database_at_all(path: Path, content: bytes) -> None:
    """A file of another kind is refused in words and left as it is."""
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(LedgerError) as caught, Database.open(path):
        pass
    assert str(path) in caught.value.what
    assert caught.value.instead
    assert path.read_bytes() == content


def test_other_programs_database(path: Path) -> None:
    """Another program's database is refused and not touched."""
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (title TEXT)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="another program's"), Database.open(path):
        pass
    assert path.read_bytes() == before


def test_damaged_ledger(path: Path) -> None:
    """A ledger with overwritten pages is recognised when it is opened, before anything is sent from it."""
    with Database.open(path) as database:
        people = (subscriber(f"person{number}") for number in range(500))
        Ledger(database).begin(CAMPAIGN, EDITIONS, people, message_id)
        database.row("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[3 * 4096 : 20 * 4096] = os.urandom(17 * 4096)
    path.write_bytes(content)
    with pytest.raises(LedgerError, match="damaged"), Database.open(path):
        pass


def test_cut_ledger(path: Path) -> None:
    """So is one of which only a part was copied."""
    with Database.open(path) as database:
        people = (subscriber(f"person{number}") for number in range(500))
        Ledger(database).begin(CAMPAIGN, EDITIONS, people, message_id)
        database.row("PRAGMA wal_checkpoint(TRUNCATE)")
    path.write_bytes(path.read_bytes()[: 10 * 4096])
    with pytest.raises(LedgerError, match="damaged"), Database.open(path):
        pass


def test_ledger_of_a_newer_version(path: Path) -> None:
    """A ledger that a newer version wrote asks for that version."""
    with Database.open(path) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(LedgerError, match="newer iki-news"), Database.open(path):
        pass


def test_full_disk(database: Database) -> None:
    """A full disk is said in words, nothing of the transaction stays, and reading goes on."""
    pages = database.row("PRAGMA page_count")
    assert pages is not None
    database.row(f"PRAGMA max_page_count = {pages[0]}")
    people = (subscriber(f"person{number}") for number in range(500))
    with pytest.raises(LedgerError, match="disk is full"):
        Ledger(database).begin(CAMPAIGN, EDITIONS, people, message_id)
    assert Ledger(database).campaign("2017-06") is None


def test_read_only_ledger(database: Database) -> None:
    """A ledger that may not be written says so."""
    database.row("PRAGMA query_only = ON")
    with pytest.raises(LedgerError, match="may not be written"):
        database.execute("DELETE FROM suppression")


def test_folder_that_cannot_be(tmp_path: Path) -> None:
    """Where a file stands in the folder's place, the error names it."""
    (tmp_path / "var").write_text("a file", encoding="utf-8")
    with pytest.raises(LedgerError, match="cannot be written"), Database.open(tmp_path / "var" / "ledger.sqlite3"):
        pass


def test_busy_ledger(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When another program does not let go of it, the command can be run again later (exit 75)."""
    monkeypatch.setattr("iki_newsletter.store.database._PATIENCE", 0.05)
    with (
        Database.open(path) as first,
        Database.open(path) as second,
        first.transaction(),
        pytest.raises(NotFinishedError, match="Another program"),
    ):
        second.execute("DELETE FROM suppression")


def test_place_is_checked_before_anything_is_made(path: Path) -> None:
    """A place that is refused stays as it is."""

    def refuse(_: Path) -> None:
        raise LedgerError("not here")

    with pytest.raises(LedgerError, match="not here"), Database.open(path, check_place=refuse):
        pass
    assert not path.parent.exists()


def test_faults_of_our_own_are_not_dressed_up(database: Database) -> None:
    """Wrong SQL is a programmer's error and keeps its name."""
    with pytest.raises(sqlite3.OperationalError), faults.in_kind_words(database.path):
        database.execute("DELETE FROM nowhere")
