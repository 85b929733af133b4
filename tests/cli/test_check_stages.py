from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from iki_newsletter.checks import engine
from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.page import Page, of_page
from iki_newsletter.model.rule import Level, Rule
from iki_newsletter.model.rulebook import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_editions_with_different_items_are_noticed(iki: Callable[..., Run], workspace: Path) -> None:
    """Where untranslated items are left out, each edition says what it lacks; shown, none lacks any."""
    assert not [each for each in iki("check", ISSUE, "--json").data["problems"] if each["code"] == "I511"]
    _replace(workspace / "newsletter.yaml", "untranslated: show", "untranslated: leave-out")

    found = [each for each in iki("check", ISSUE, "--json").data["problems"] if each["code"] == "I511"]

    assert [each["editions"] for each in found] == [["de"], ["en"], ["es"]]
    assert "Left out of this edition: 1 of 16 items (accounting-rules-mitigation-goals)." in found[0]["what"]
    assert {each["path"] for each in found} == {"issues/2017-06/issue.yaml"}


def test_what_stood_in_the_last_issue_is_noticed(iki: Callable[..., Run], workspace: Path) -> None:
    """An item copied into the next issue is told with where it stood; one that was left out there is new."""
    folder = workspace / "issues"
    copied = "ecovalor-valuation.yaml"
    (folder / "2017-07" / "contributions").mkdir(parents=True)
    plan = (folder / ISSUE / "issue.yaml").read_text("utf-8").partition("focus:")[0]
    (folder / "2017-07" / "issue.yaml").write_text(plan, "utf-8")
    written = (folder / ISSUE / "contributions" / copied).read_text("utf-8")
    (folder / "2017-07" / "contributions" / copied).write_text(written.partition("images:")[0], "utf-8")

    def repeated() -> list[str]:
        problems = iki("check", "2017-07", "--json").data["problems"]
        return [each["what"] for each in problems if each["code"] == "C611"]

    assert repeated() == ["`ecovalor-valuation` in issue 2017-06 has the same title."]
    _replace(folder / ISSUE / "issue.yaml", "allow:", "leave_out: {ecovalor-valuation: It comes in July.}\nallow:")
    assert repeated() == []


def test_what_an_editions_check_blocks_is_not_sent(iki: Callable[..., Run], workspace: Path) -> None:
    """A fault that only the HTML shows stops `send` as one in a file does, and `compile` tells of it."""
    template = workspace / "templates" / "mail" / "edition.html.j2"
    _replace(template, "</body>", '<a href="http://www.example.org/">here</a></body>')

    sent = iki("send", ISSUE, "--yes")
    compiled = iki("compile", ISSUE)

    assert sent.code == 1
    assert "[E301]" in sent.err
    assert "[E301]" in compiled.err
    assert "stop sending" in compiled.out
    assert not (workspace / "build" / "outbox").exists()


@pytest.fixture
def strict_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every edition break a rule of its stage at the level of an error."""

    @of_page("E998")
    def always(page: Page) -> Iterator[Finding]:
        yield Finding(page.of_plan(), "This is not how it should be.")

    monkeypatch.setitem(RULES, "E998", Rule("E998", Level.ERROR, "Because.", "Mend it."))
    monkeypatch.setattr(engine, "PAGE_CHECKS", (*engine.PAGE_CHECKS, always))


def test_an_editions_error_stops_sending_unless_it_is_allowed(
    iki: Callable[..., Run], workspace: Path, strict_edition: None
) -> None:
    """What issue.yaml allows by its code is sent, and still shown."""
    refused = iki("send", ISSUE, "--yes")
    _replace(
        workspace / "issues" / ISSUE / "issue.yaml", "allow:", "allow:\n  E998: {why: Known., until: 2017-06-30}"
    )
    checked = iki("check", ISSUE)
    sent = iki("send", ISSUE, "--yes")

    assert (refused.code, checked.code, sent.code) == (1, 0, 0)
    assert "[E998]" in refused.err
    assert "Allowed until 2017-06-30 (Known.)" in checked.err
