from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
import time_machine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ISSUE, NAME = "2017-06", "ecovalor-valuation"


@pytest.fixture
def item(workspace: Path) -> Path:
    """Give the file of an item that is not released yet."""
    return workspace / "issues" / ISSUE / "contributions" / f"{NAME}.yaml"


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_release_adds_what_it_says_and_nothing_else(iki: Callable[..., Run], item: Path, ends: str) -> None:
    """Comments, order, quotation marks, long lines and line ends stay; the file reads as before, and released."""
    before = item.read_text("utf-8").replace("received_on: 2017-05-22\n", "received_on: 2017-05-22  # by mail\n")
    item.write_bytes(before.replace("\n", ends).encode())
    run = iki("release", ISSUE, NAME, "--by", "Valeria: #1, no", "--on", "2017-05-29", "--json")
    assert (run.data["item"], run.data["by"], run.data["on"]) == (NAME, "Valeria: #1, no", "2017-05-29")
    after = item.read_bytes().decode()
    assert after.count("\r\n") == (after.count("\n") if ends == "\r\n" else 0)
    old, new = before.splitlines(), after.splitlines()
    added = [line for line in new if line not in old]
    assert [line for line in new if line in old] == old
    assert added == ["released:", "  by: 'Valeria: #1, no'", "  on: 2017-05-29", f"  text: {run.data['text']}"]
    assert iki("check", ISSUE, "--select", "C1").code == 0


@time_machine.travel(dt.datetime(2017, 5, 30, 3, tzinfo=dt.UTC))
def test_today_is_the_day_where_the_newsletter_is_made(iki: Callable[..., Run], item: Path) -> None:
    """In Mexico it is still yesterday; the name of the file, or its path, names the item."""
    assert "on 2017-05-29" in iki("release", ISSUE, str(item), "--by", "Valeria").out


def test_a_release_is_not_replaced_unasked(iki: Callable[..., Run], item: Path) -> None:
    """Who released it, and when, is the project's word; only `--again` writes a newer one."""
    iki("release", ISSUE, NAME, "--by", "Valeria", "--on", "2017-05-29")
    before = item.read_bytes()
    refused = iki("release", ISSUE, NAME, "--by", "Somebody")
    assert refused.code == 1
    assert "by Valeria, on 2017-05-29" in refused.err
    assert item.read_bytes() == before
    assert iki("release", ISSUE, NAME, "--by", "Somebody", "--on", "2017-05-31", "--again").code == 0
    text = item.read_text("utf-8")
    assert "Somebody" in text
    assert "Valeria" not in text


COMMENTED = """\
released:  # at last
  # who
  by: Valeria  # by phone
  # when
  on: '2017-05-29'  # in the evening
  # and no more
"""


def test_a_newer_release_keeps_the_comments(iki: Callable[..., Run], item: Path) -> None:
    """Those inside `released` too; a day in quotation marks becomes a day."""
    before = item.read_text("utf-8")
    item.write_text(before.replace("title:", f"{COMMENTED}title:", 1), "utf-8")
    run = iki("release", ISSUE, NAME, "--by", "Eva", "--on", "2017-05-31", "--again", "--json")
    wanted = COMMENTED.replace("Valeria", "Eva").replace("'2017-05-29'", "2017-05-31")
    wanted = wanted.replace("evening\n", f"evening\n  text: {run.data['text']}\n")
    assert item.read_text("utf-8") == before.replace("title:", f"{wanted}title:", 1)


def test_a_text_that_changes_after_its_release_is_told(
    iki: Callable[..., Run], item: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By check, status and proof, until it is released anew; what editors note beside it changes nothing."""

    def told() -> tuple[bool, bool, bool]:
        checked = iki("check", ISSUE, "--select", "C651").err
        assert ("It has changed since it was released, on 2017-05-29. [C651]" in checked) is ("C651" in checked)
        items = {each["item"]: each for each in iki("status", ISSUE, "--json").data["items"]}
        proof = iki("proof", ISSUE, "--project", "ecovalor", "--dry-run").out
        return "C651" in checked, items[NAME]["changed_since"], f"{NAME}: since released" in " ".join(proof.split())

    assert iki("release", ISSUE, NAME, "--by", "Valeria", "--on", "2017-05-29").code == 0
    item.write_text(item.read_text("utf-8") + "weight: 3\n", "utf-8")
    assert told() == (False, False, False)
    item.write_text(item.read_text("utf-8").replace("Agua limpia", "Agua clara"), "utf-8")
    assert told() == (True, True, True)
    monkeypatch.setenv("COLUMNS", "140")
    assert "2017-05-29, changed since" in " ".join(iki("status", ISSUE).out.split())
    refused = iki("release", ISSUE, NAME, "--by", "Valeria")
    assert (refused.code, "it has changed since" in refused.err) == (1, True)
    assert iki("release", ISSUE, NAME, "--by", "Valeria", "--on", "2017-05-31", "--again").code == 0
    assert told() == (False, False, False)


def test_another_funding_area_is_told_after_a_release(iki: Callable[..., Run], item: Path) -> None:
    """Proofs show the area that an item names, so its project has agreed to that one and to no other."""
    assert iki("release", ISSUE, NAME, "--by", "Valeria").code == 0
    assert "C651" not in iki("check", ISSUE, "--select", "C651").err
    item.write_text(item.read_text("utf-8") + "area: I\n", "utf-8")
    assert "C651" in iki("check", ISSUE, "--select", "C651").err


def test_a_release_of_before_there_were_digests_holds(iki: Callable[..., Run], item: Path) -> None:
    """Nobody knows what was agreed to then, and nobody is told that it changed."""
    item.write_text(item.read_text("utf-8") + 'released: {by: Valeria, on: "2017-05-29"}\n', "utf-8")
    assert iki("check", ISSUE, "--select", "C1,C651").err == ""
    assert "nothing of ecovalor" in iki("proof", ISSUE, "--project", "ecovalor", "--dry-run").err


def test_what_was_left_out_is_not_released(iki: Callable[..., Run], item: Path) -> None:
    """The editors' reason is named; nothing is written."""
    assert iki("drop", ISSUE, NAME, "--reason", "It came too late.").code == 0
    before = item.read_bytes()
    run = iki("release", ISSUE, NAME, "--by", "Valeria")
    assert run.code == 1
    assert "is left out of 2017-06 (It came too late.)" in run.err
    assert f"iki-news drop {ISSUE} {NAME} --back" in run.err
    assert item.read_bytes() == before


def test_what_nobody_was_shown_is_released_with_a_warning(iki: Callable[..., Run], item: Path) -> None:
    """Somebody may have agreed by telephone; only a proof that went out with the item in it spares the warning."""
    run = iki("release", ISSUE, NAME, "--by", "Valeria")
    assert (run.code, f"No proof of {NAME} has gone out" in run.err) == (0, True)
    assert iki("proof", ISSUE, "--project", "ave", "--yes").code == 0
    assert "No proof" in iki("release", ISSUE, NAME, "--by", "Valeria", "--again").err
    item.write_text(item.read_text("utf-8").replace("Agua limpia", "Agua clara"), "utf-8")
    assert iki("proof", ISSUE, "--yes").code == 0
    run = iki("release", ISSUE, NAME, "--by", "Valeria", "--again", "--json")
    assert (run.err.count("No proof"), run.data["proved"]) == (0, True)


def test_a_ledger_that_cannot_be_read_keeps_no_release_back(
    iki: Callable[..., Run], item: Path, workspace: Path
) -> None:
    """Whether a proof has gone out is then not known: that is said with its reason, and the release is written."""
    assert iki("proof", ISSUE, "--yes").code == 0
    (ledger,) = workspace.rglob("ledger.sqlite3")
    ledger.write_bytes(b"no database at all" * 400)
    run = iki("release", ISSUE, NAME, "--by", "Valeria", "--json")
    assert (run.code, run.data["proved"]) == (0, None)
    assert f"Whether a proof of {NAME} has gone out is not known" in run.err
    assert "is no ledger: it is not a database at all." in run.err
    assert "by: Valeria" in item.read_text("utf-8")
    assert ledger.read_bytes() == b"no database at all" * 400


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("2017-06", "ecovalor-valuatoin", "--by", "Ana"), "Did you mean `ecovalor-valuation`?"),
        (("2017-06", NAME, "--by", "a\nb"), "nobody's name"),
        (("2017-06", NAME, "--by", "Ana", "--on", "29.5.2017"), "is no day"),
        (("2018-06", NAME, "--by", "Ana"), "no issue 2018-06"),
    ],
)
def test_what_cannot_be_meant_writes_nothing(
    iki: Callable[..., Run], item: Path, arguments: tuple[str, ...], told: str
) -> None:
    """An unknown item with the nearest one, a name of two lines, another way to write a day."""
    before = item.read_bytes()
    run = iki("release", *arguments)
    assert run.code == 2
    assert told in run.err
    assert item.read_bytes() == before


def test_a_broken_file_stays_as_it_is(iki: Callable[..., Run], item: Path) -> None:
    """It is to be mended first, and the place is named."""
    item.write_text("title: [open\n", "utf-8")
    run = iki("release", ISSUE, NAME, "--by", "Ana")
    assert run.code == 1
    assert f"{NAME}.yaml" in run.err
    assert item.read_text("utf-8") == "title: [open\n"
