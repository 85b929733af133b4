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
    assert run.data == {"item": NAME, "by": "Valeria: #1, no", "on": "2017-05-29"}
    after = item.read_bytes().decode()
    assert after.count("\r\n") == (after.count("\n") if ends == "\r\n" else 0)
    old, new = before.splitlines(), after.splitlines()
    added = [line for line in new if line not in old]
    assert [line for line in new if line in old] == old
    assert "Valeria: #1, no" in "".join(added)
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
