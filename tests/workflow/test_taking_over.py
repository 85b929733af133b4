from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
import yaml

from iki_newsletter.model.translation import source_digest
from iki_newsletter.workflow.scaffold import next_issue_id
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

CALL = """\
# yaml-language-server: $schema=../../../schemas/contribution.schema.json
kind: call
project: biomar
language: es
received_on: 2017-05-20
title: Becas para el mar  # as they call it
teaser: Para jóvenes.
deadline: 2017-09-30
url: https://www.example.org/becas
eligible: Todas
"""


def put(workspace: Path, name: str, text: str, issue: str = "2017-06") -> Path:
    """Lay a contribution into an issue."""
    path = workspace / "issues" / issue / "contributions" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def event(start: str, title: str = "Un taller") -> str:
    """Write an event."""
    head, _, _ = CALL.partition("deadline")
    return head.replace("call", "event").replace("Becas para el mar", title) + f"starts_on: {start}\nplace: La Paz\n"


def test_what_is_still_open_is_taken_over(iki: Callable[..., Run], workspace: Path) -> None:
    """Copied with a line that says where it comes from, named, and listed in issue.yaml, which check goes by."""
    put(workspace, "biomar-call", CALL)
    put(workspace, "biomar-past", event("2017-07-03"))
    put(workspace, "biomar-event", event("2017-11-06", "Un congreso"))
    run = iki("new", "issue")
    assert run.code == 0
    assert "Made issues/2017-07/issue.yaml" in run.out
    assert "Taken over from 2017-06: biomar-call (open until 2017-09-30)." in run.out
    assert "Taken over from 2017-06: biomar-event (starts on 2017-11-06)." in run.out
    folder = workspace / "issues" / "2017-07"
    assert sorted(path.name for path in (folder / "contributions").iterdir()) == [
        "biomar-call.yaml",
        "biomar-event.yaml",
    ]
    schema, rest = CALL.split("\n", 1)
    remark = "# Taken over from issue 2017-06 by `iki-news new issue`: a call that closes on 2017-09-30."
    assert (folder / "contributions" / "biomar-call.yaml").read_text("utf-8") == f"{schema}\n{remark}\n{rest}"
    assert yaml.safe_load((folder / "issue.yaml").read_text("utf-8"))["carried"] == {
        "biomar-call": "2017-06",
        "biomar-event": "2017-06",
    }
    assert "[C611]" not in iki("check", "2017-07").err


def test_a_release_is_not_taken_over(iki: Callable[..., Run], workspace: Path) -> None:
    """The project agreed to what the earlier issue said; its comments stay."""
    released = "released:\n  by: Ana  # by phone\n  on: 2017-05-21\n"
    put(workspace, "biomar-call", CALL.replace("title:", f"{released}title:"))
    assert "biomar-call (open until" in iki("new", "issue").out
    copy = (workspace / "issues" / "2017-07" / "contributions" / "biomar-call.yaml").read_text("utf-8")
    assert "released:" not in copy
    assert "# by phone\ntitle: Becas" in copy


def test_what_was_taken_over_has_not_come(iki: Callable[..., Run], workspace: Path) -> None:
    """Its project is still asked for something new."""
    put(workspace, "biomar-call", CALL)
    iki("new", "issue")
    projects = iki("status", "2017-07", "--json").data["projects"]
    assert [each["arrival"] for each in projects if each["project"] == "biomar"] == ["missing"]


def test_the_newest_copy_is_taken_over_once(iki: Callable[..., Run], workspace: Path) -> None:
    """Month by month a call stands in each issue, as last worded; what was left out or moved does not come back."""
    put(workspace, "biomar-call", CALL)
    put(workspace, "biomar-event", event("2017-11-06"))
    put(workspace, "biomar-event-2", event("2017-12-04", "Una feria"))
    iki("new", "issue")
    path = workspace / "issues" / "2017-07" / "contributions" / "biomar-call.yaml"
    path.write_text(path.read_text("utf-8").replace("Para jóvenes.", "Quedan dos meses."), "utf-8")
    plan = workspace / "issues" / "2017-07" / "issue.yaml"
    plan.write_text(plan.read_text("utf-8") + "leave_out: {biomar-event: It was cancelled.}\n", "utf-8")
    run = iki("new", "issue", "--json")
    assert run.data["issue"] == "2017-08"
    came = [(each["name"], each["from"]) for each in run.data["carried"]]
    assert came == [("biomar-call", "2017-07"), ("biomar-event-2", "2017-07")]
    copy = workspace / "issues" / "2017-08" / "contributions" / "biomar-call.yaml"
    assert "Quedan dos meses." in copy.read_text("utf-8")
    put(workspace, "biomar-event-2", event("2017-09-04", "Una feria"), "2017-08")
    put(workspace, "biomar-event", event("2017-12-05", "Otro"), "2017-08")
    names = [each["name"] for each in iki("new", "issue", "2017-10", "--json").data["carried"]]
    assert names == ["biomar-event"]


def test_nothing_is_taken_over_where_nobody_wants_it(iki: Callable[..., Run], workspace: Path) -> None:
    """`--no-carry` makes an empty issue."""
    put(workspace, "biomar-call", CALL)
    assert iki("new", "issue", "2017-07", "--no-carry", "--json").data["carried"] == []
    assert list((workspace / "issues" / "2017-07" / "contributions").iterdir()) == []


def test_pictures_and_translations_come_along(iki: Callable[..., Run], workspace: Path) -> None:
    """Two issues may have had different pictures of one name: the second gets another, and its file says so."""
    picture = "images:\n  - {file: images/a.png, rights: own, alt: A, credit: B}\n"
    put(workspace, "biomar-call", CALL + picture)
    put(workspace, "ecovalor-call", CALL.replace("biomar", "ecovalor").replace("Becas", "Más") + picture, "2017-05")
    plan = (workspace / "issues" / "2017-06" / "issue.yaml").read_text("utf-8")
    (workspace / "issues" / "2017-05" / "issue.yaml").write_text(plan.replace("2017-06-01", "2017-05-01"), "utf-8")
    for issue, content in (("2017-05", b"one"), ("2017-06", b"other")):
        (workspace / "issues" / issue / "images").mkdir(exist_ok=True)
        (workspace / "issues" / issue / "images" / "a.png").write_bytes(content)
    digest = f"es {source_digest('Becas para el mar')}"
    (workspace / "issues" / "2017-06" / "translations.yaml").write_text(
        f"translations: {{biomar-call: {{de: {{title: {digest}}}}}}}\n", "utf-8"
    )
    assert iki("new", "issue", "2017-07").code == 0
    folder = workspace / "issues" / "2017-07"
    assert {path.name: path.read_bytes() for path in (folder / "images").iterdir()} == {
        "a.png": b"other",
        "a-2.png": b"one",
    }
    assert "file: images/a-2.png" in (folder / "contributions" / "ecovalor-call.yaml").read_text("utf-8").replace(
        '"', ""
    )
    record = yaml.safe_load((folder / "translations.yaml").read_text("utf-8"))
    assert record == {"translations": {"biomar-call": {"de": {"title": digest}}}}


@pytest.mark.parametrize(
    ("newest", "expected"), [("2017-06", "2017-07"), ("2017-12", "2018-01"), ("2017-12-extra", "2018-01")]
)
def test_the_next_month_is_proposed(workspace: Path, newest: str, expected: str) -> None:
    """Also over the turn of the year, and behind an issue out of turn."""
    (workspace / "issues" / "2017-06").rename(workspace / "issues" / newest)
    assert next_issue_id(Workspace(workspace)) == expected


@pytest.mark.parametrize(("today", "expected"), [((2017, 6, 1), "2017-06"), ((2017, 12, 30), "2018-01")])
def test_the_first_issue_is_for_a_month_that_can_be_kept(
    workspace: Path, today: tuple[int, int, int], expected: str
) -> None:
    """This month's second Monday, if it is still to come."""
    (workspace / "issues" / "2017-06" / "issue.yaml").unlink()
    assert next_issue_id(Workspace(workspace), lambda: dt.datetime(*today, 12, tzinfo=dt.UTC)) == expected
