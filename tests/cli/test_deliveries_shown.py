from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

ISSUE = "2017-06"


@pytest.fixture
def mended(iki: Callable[..., Run], workspace: Path) -> Path:
    """Give a workspace whose issue was mended after the first of three deliveries, in the sandbox."""
    people = "ana@example.org,es\nanabel@example.org,es\nben@example.org,de\n"
    (workspace / "list.csv").write_text(f"email,language\n{people}", "utf-8")
    iki("send", ISSUE, "--to", "list.csv", "--yes", "--limit", "1")
    plan = workspace / "issues" / ISSUE / "issue.yaml"
    plan.write_text(plan.read_text("utf-8").replace("number: 1", "number: 7"), "utf-8")
    assert iki("send", ISSUE, "--to", "list.csv", "--yes", "--rest-gets-new-edition").code == 0
    return workspace


def test_everyone_is_shown_with_the_edition_they_got(iki: Callable[..., Run], mended: Path) -> None:
    """JSON, CSV and the table of -v name it by the beginning of its digest: two Spanish ones, one German."""
    rows = iki("deliveries", ISSUE, "--json").data["deliveries"]
    iki("deliveries", ISSUE, "--csv", "who.csv")
    table, brief = iki("-v", "deliveries", ISSUE), iki("deliveries", ISSUE)

    editions = {row["address"]: row["edition"] for row in rows}
    written = list(csv.DictReader(Path("who.csv").read_text("utf-8-sig").splitlines()))
    assert len(set(editions.values())) == 3
    assert all(len(digest) == 12 for digest in editions.values())
    assert {row["address"]: row["edition"] for row in written} == editions
    for digest in editions.values():
        assert digest in table.out
        assert digest not in brief.out


def test_one_person_is_found_by_a_part_of_their_address(iki: Callable[..., Run], mended: Path) -> None:
    """Whatever the case; the sums stay those of all, and that nobody was found is said."""

    def found(text: str) -> list[str]:
        return [row["address"] for row in iki("deliveries", ISSUE, "--address", text, "--json").data["deliveries"]]

    assert found("ANA@") == ["ana@example.org"]
    assert found("ana") == ["ana@example.org", "anabel@example.org"]
    nobody = iki("deliveries", ISSUE, "--address", "zoe")
    assert "No address with `zoe` in it" in nobody.out
    assert "3 planned = 3 sent" in nobody.out


def test_a_summary_counts_edition_by_edition(iki: Callable[..., Run], mended: Path) -> None:
    """No addresses; for programs the same without the rows."""
    shown, data = iki("deliveries", ISSUE, "--summary"), iki("deliveries", ISSUE, "--summary", "--json").data

    assert "@" not in shown.out
    assert shown.out.count(": 1 sent") == 3
    assert "deliveries" not in data
    assert [(each["language"], each["sent"]) for each in data["editions"]] == [("es", 1), ("es", 1), ("de", 1)]
    assert data["sum"]["sent"] == 3
