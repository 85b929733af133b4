from __future__ import annotations

import gc
import os
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.errors import IkiNewsError
from iki_newsletter.store.kept import Kept, kept_keys
from iki_newsletter.store.scratch import Scratch

if TYPE_CHECKING:
    from pathlib import Path

LEAVES_NOTHING = """
import os, sys
from iki_newsletter.store.scratch import Scratch
scratch = Scratch("CREATE TABLE person (name TEXT)")
scratch.execute_many("INSERT INTO person VALUES (?)", (("x" * 1000,) for _ in range(20_000)))
print(sorted(os.listdir(sys.argv[1])), scratch.row("SELECT count(*) FROM person")[0], flush=True)
if sys.argv[2] == "kill":
    os._exit(9)
"""


def test_it_is_closed_with_its_last_reference() -> None:
    """Nobody needs to remember closing it, and Python has no cause to warn of it."""
    scratch = Scratch("CREATE TABLE person (name TEXT)")
    rows = scratch.rows("SELECT name FROM person")
    connection = scratch._connection

    del scratch
    assert list(rows) == []
    del rows
    gc.collect()

    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows removes an open file when it is closed")
@pytest.mark.parametrize("end", ["at its end", "kill"])
def test_it_leaves_nothing_behind(end: str, tmp_path: Path) -> None:
    """Twenty megabytes lie on the disk under no name: nobody else can open them, and no kill leaves them there."""
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", LEAVES_NOTHING, str(tmp_path), end]
    there = os.environ | {"SQLITE_TMPDIR": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, env=there, check=False)

    assert (done.stdout, done.stderr) == ("[] 20000\n", "")
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_said_so() -> None:
    """A list that the disk has no room for ends in a sentence, not in a traceback of SQLite's."""
    scratch = Scratch("CREATE TABLE person (name TEXT)", "PRAGMA max_page_count = 8")

    with pytest.raises(IkiNewsError) as raised:
        scratch.execute_many("INSERT INTO person VALUES (?)", (("x" * 1000,) for _ in range(100)))

    assert "no room for temporary files" in raised.value.what
    assert raised.value.instead.startswith("Make room")


words = st.text(max_size=3)


@given(st.lists(st.tuples(words, words), max_size=20), words)
@settings(max_examples=50, deadline=None)
def test_what_is_kept_is_like_a_dictionary(pairs: list[tuple[str, str]], other: str) -> None:
    """Order, length, the last word for a key, and what is not there: as in memory, whatever the texts are."""
    kept, expected = Kept(iter(pairs)), dict(pairs)

    assert kept == expected
    assert list(kept) == list(expected)
    assert (len(kept), bool(kept), other in kept, kept.get(other)) == (
        len(expected),
        bool(expected),
        other in expected,
        expected.get(other),
    )


def test_keys_are_kept_as_a_set_would() -> None:
    """Only whether they are there counts."""
    kept = kept_keys(f"p{number % 10}@example.org" for number in range(30))

    assert len(kept) == 10
    assert "p3@example.org" in kept
    assert "p10@example.org" not in kept
