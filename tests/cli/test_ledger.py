from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tests.servers.postbox import Postbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"


def test_a_campaign_begun_here_is_finished_there(iki: Callable[..., Run], workspace: Path, tmp_path: Path) -> None:
    """The receipt fits the ledger that was moved; the first computer refuses, and everybody gets it once."""
    (workspace / "list.csv").write_text("email\n" + "".join(f"p{each}@example.org\n" for each in range(5)), "utf-8")
    with Postbox() as server:
        command = ("send", ISSUE, "--to", "list.csv", "--smtp", server.url, "--yes", "--connections", "1")
        iki(*command, "--limit", "2")
        there = tmp_path / "there"
        shutil.copytree(workspace, there, ignore=shutil.ignore_patterns("var", "build"))
        file = tmp_path / "ledger.sqlite3"

        too_early = iki("-C", there, *command[:2], "--to", there / "list.csv", *command[4:])
        exported = iki("ledger", "export", file, "--json")
        from_here = iki(*command)
        imported = iki("-C", there, "ledger", "import", file)
        shutil.copy2(workspace / "var" / "secret", there / "var" / "secret")
        from_there = iki("-C", there, *command[:2], "--to", there / "list.csv", *command[4:], "--json")
        twice = iki("-C", there, "ledger", "import", file)

    assert too_early.code == 1
    assert "ledger import" in too_early.err
    assert exported.data == {"file": str(file), "campaigns": [ISSUE], "deliveries": 5}
    assert "var/secret must go with it" in " ".join(exported.err.split())
    assert from_here.code == 1
    assert "handed over" in from_here.err
    assert imported.code == 0
    assert "var/secret is not here" in imported.err
    assert (from_there.code, from_there.data["sent"]) == (0, 5)
    assert twice.code == 1
    assert sorted(each.recipient for each in server.received) == [f"p{each}@example.org" for each in range(5)]


def test_a_backup_and_a_change_of_mind(iki: Callable[..., Run], workspace: Path, tmp_path: Path) -> None:
    """With --keep, sending goes on here; after an export that nobody imported, take-back lets it."""
    (workspace / "list.csv").write_text("email\na@example.org\nb@example.org\n", "utf-8")
    with Postbox() as server:
        command = ("send", ISSUE, "--to", "list.csv", "--smtp", server.url, "--yes", "--connections", "1")
        iki(*command, "--limit", "1")
        assert iki("ledger", "export", "--keep", tmp_path / "backup.sqlite3").code == 0
        assert iki("ledger", "export", tmp_path / "out.sqlite3").code == 0
        assert iki(*command).code == 1
        assert iki("ledger", "take-back").code == 0
        assert iki(*command).code == 0
    assert iki("ledger", "export", tmp_path / "out.sqlite3").code == 2
    assert iki("ledger", "take-back", "--json").data == {"taken_back": False}
