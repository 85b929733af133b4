from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from tests.servers.website import Website

from iki_newsletter.model.answer import Outcome
from iki_newsletter.workflow.online import ask
from iki_newsletter.workflow.visiting import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = dt.datetime(2017, 6, 1, 12, tzinfo=dt.UTC)
THERE, GONE, BUSY = (f"https://www.example.org/{name}" for name in ("there", "gone", "busy"))


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Website]:
    """Give a web server with one page that is there and one that is busy."""
    monkeypatch.setenv("no_proxy", "*")
    with Website({"/www.example.org/there": 200, "/www.example.org/busy": 503}) as website:
        yield website


def _outcomes(site: Website, memory: Path, now: dt.datetime = NOW) -> list[Outcome]:
    visitor = Visitor(reach=site.reach, resolve=lambda host: ["93.184.215.14"], sleep=lambda seconds: None)
    answers = ask([THERE, GONE, BUSY], visitor, memory, now)
    return [answers[address].outcome for address in (THERE, GONE, BUSY)]


def _asked(site: Website) -> set[str]:
    paths = {asked.path.rpartition("/")[2] for asked in site.asked}
    site.asked.clear()
    return paths


def test_what_is_sure_is_remembered_for_a_day(site: Website, tmp_path: Path) -> None:
    """A second check asks for what it does not know only, and the next day for everything."""
    memory = tmp_path / "build" / "links.json"
    expected = [Outcome.THERE, Outcome.GONE, Outcome.UNKNOWN]

    assert _outcomes(site, memory) == expected
    assert _asked(site) == {"there", "gone", "busy"}
    assert _outcomes(site, memory, NOW + dt.timedelta(hours=23)) == expected
    assert _asked(site) == {"busy"}
    assert _outcomes(site, memory, NOW + dt.timedelta(hours=25)) == expected
    assert _asked(site) == {"there", "gone", "busy"}
    assert sorted(json.loads(memory.read_text("utf-8"))) == [GONE, THERE]


def test_a_memory_of_tomorrow_is_none(site: Website, tmp_path: Path) -> None:
    """A clock that was put back keeps no answer for ever."""
    memory = tmp_path / "links.json"
    _outcomes(site, memory, NOW + dt.timedelta(days=30))
    _asked(site)
    _outcomes(site, memory)
    assert _asked(site) == {"there", "gone", "busy"}


@pytest.mark.parametrize("written", ["", "{", "[]", '{"a": 1}', '{"a": {"at": "x", "outcome": "there", "why": ""}}'])
def test_a_damaged_memory_is_forgotten(site: Website, tmp_path: Path, written: str) -> None:
    """It can be made again."""
    memory = tmp_path / "links.json"
    memory.write_text(written, "utf-8")
    assert _outcomes(site, memory)[0] is Outcome.THERE
    assert json.loads(memory.read_text("utf-8"))
