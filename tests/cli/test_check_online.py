from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.servers.website import Website

from iki_newsletter.cli import check
from iki_newsletter.workflow.visiting import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Website]:
    """Let the command ask a server on this machine."""
    monkeypatch.setenv("no_proxy", "*")
    with Website() as site:
        visitor = Visitor(reach=site.reach, resolve=lambda host: ["93.184.215.14"], sleep=lambda seconds: None)
        monkeypatch.setattr(check, "_visitor", lambda: visitor)
        yield site


def test_a_dead_link_is_told_at_its_line(iki: Callable[..., Run], workspace: Path, web: Website) -> None:
    """Once for all editions, where the contribution names it; the same link is there when its server says so."""
    run = iki("check", ISSUE, "--online", "--select", "D", "--json")

    [problem] = run.data["problems"]
    line = (workspace / problem["path"]).read_text("utf-8").splitlines()[problem["line"] - 1]
    assert (run.code, problem["code"], run.data["links"]) == (1, "D101", 1)
    assert problem["path"].endswith("ecovalor-valuation.yaml")
    assert line.strip() == "- url: https://www.ecovalor.mx"
    assert problem["what"] == "`https://www.ecovalor.mx` is not there (answers 404)."

    web.answers["/www.ecovalor.mx"] = 200
    (workspace / "build" / "links.json").unlink()
    good = iki("check", ISSUE, "--online")
    assert good.code == 0
    assert "links looked up: 1" in good.out


@pytest.mark.parametrize(
    ("status", "leads_to", "code", "ends"),
    [
        (301, "http://www.ecovalor.mx/", "D103", 0),
        (503, "", "D104", 0),
        (301, "https://intranet.local/", "D105", 1),
    ],
)
def test_what_is_wrong_weighs_by_its_kind(
    iki: Callable[..., Run], workspace: Path, web: Website, status: int, leads_to: str, code: str, ends: int
) -> None:
    """What readers cannot reach stops; what may be back informs."""
    web.answers["/www.ecovalor.mx"] = status
    if leads_to:
        web.leads_to["/www.ecovalor.mx"] = leads_to

    run = iki("check", ISSUE, "--online", "--select", "D", "--json")

    assert [problem["code"] for problem in run.data["problems"]] == [code]
    assert run.code == ends


def test_a_dead_link_can_be_allowed(iki: Callable[..., Run], workspace: Path, web: Website) -> None:
    """By name, with a reason; a check that does not go online does not call the allowance needless."""
    path = workspace / "issues" / ISSUE / "issue.yaml"
    allowed = "allow:\n  D101: {why: It opens on Monday., until: 2017-06-30}"
    path.write_text(path.read_text("utf-8").replace("allow:", allowed), "utf-8")

    online, offline = (iki("check", ISSUE, *words) for words in (["--online"], []))

    assert (online.code, offline.code) == (0, 0)
    assert "It opens on Monday." in online.err
    assert "D101" not in offline.err


def test_without_being_asked_to_nothing_goes_online(iki: Callable[..., Run], workspace: Path, web: Website) -> None:
    """Neither `check` nor `compile` nor `send` asks anybody."""
    for words in (["check", ISSUE], ["compile", ISSUE], ["send", ISSUE, "--yes"]):
        assert iki(*words).code == 0
    assert web.asked == []


def test_a_list_is_not_looked_up(iki: Callable[..., Run], workspace: Path) -> None:
    """It has no links."""
    assert iki("check", "--list", "subscribers.example.csv", "--online").code == 2
