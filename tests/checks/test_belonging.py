from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

EVENT = """\
kind: event
project: biomar
language: es
received_on: 2017-05-20
title: {title}
teaser: Para todas y todos.
starts_on: {day}
place: La Paz
"""
NEWS = """\
kind: news
project: biomar
language: es
received_on: 2017-05-20
title: Lo que quedó del curso
teaser: Para todas y todos.
body: Aprendimos.
part_of: {event}
"""


@pytest.mark.parametrize("kind", ["news", "call", "publication", "profile", "event"])
def test_anything_can_be_part_of_an_event(desk: Any, kind: str) -> None:
    """Of this issue by the bare name, or by the whole one."""
    desk.put("event", name="course")
    desk.put(kind, name="one", part_of="course")
    desk.put(kind, name="two", part_of="2017-06/course")
    assert desk.problems() == []


@pytest.mark.parametrize(
    ("written", "where", "cure"),
    [
        ("corse", " in 2017-06.", "Did you mean `course`?"),
        ("2017-05/course", " in any issue.", "Did you mean `course`?"),
        ("2017-06/story", " in any issue.", ""),
        ("story", " in 2017-06.", ""),
    ],
)
def test_an_event_that_there_is_not_is_told(desk: Any, written: str, where: str, cure: str) -> None:
    """With the nearest name; what is no event is none, though a contribution is called so."""
    desk.put("event", name="course")
    desk.put("news", name="story")
    desk.put("news", name="report", part_of=written)
    [problem] = desk.problems()
    assert problem.code == "C205"
    assert problem.what == f"`part_of` names `{written}`, and there is no event of this name{where}"
    assert problem.instead == cure


def test_an_event_is_no_part_of_itself(desk: Any) -> None:
    """Neither directly nor through others; each one of the circle is told, and who only leads into it is not."""
    desk.put("event", name="self", part_of="self")
    desk.put("event", name="a", part_of="b")
    desk.put("event", name="b", part_of="2017-06/c")
    desk.put("event", name="c", part_of="a")
    desk.put("event", name="outside", part_of="a")
    assert desk.said("C206") == [
        ("part_of: b", "`a` is part of itself, through `b`, `c`."),
        ("part_of: 2017-06/c", "`b` is part of itself, through `c`, `a`."),
        ("part_of: a", "`c` is part of itself, through `a`, `b`."),
        ("part_of: self", "`self` is part of itself."),
    ]


@pytest.fixture
def two_issues(workspace: Path, iki: Callable[..., Run]) -> Path:
    """Give a workspace with an issue before the demo's and one after it, each with an event."""
    for issue, day in (("2017-05", "2017-05-30"), ("2017-07", "2017-07-30")):
        assert iki("new", "issue", issue).code == 0
        title = f"Un curso de {issue}"
        put(workspace, issue, "course", EVENT.format(day=day, title=title))
    return workspace


def put(workspace: Path, issue: str, name: str, text: str) -> None:
    """Lay a contribution into an issue."""
    path = workspace / "issues" / issue / "contributions" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


def test_events_of_earlier_and_later_issues_are_known(two_issues: Path, iki: Callable[..., Run]) -> None:
    """A report comes after its event, and a call may come before it."""
    for number, issue in enumerate(("2017-05", "2017-07")):
        put(two_issues, "2017-06", f"report-{number}", NEWS.format(event=f"{issue}/course"))
    run = iki("check", "2017-06")
    assert "[C205]" not in run.err + run.out
    put(two_issues, "2017-06", "report-0", NEWS.format(event="course"))
    run = iki("check", "2017-06")
    assert "there is no event of this name in 2017-06. [C205]" in run.err + run.out
    assert "Did you mean `2017-07/course`?" in run.err + run.out


def test_a_circle_through_several_issues_is_found(two_issues: Path, iki: Callable[..., Run]) -> None:
    """Events know each other by their names, wherever they stand."""
    for issue, day, other in (("2017-05", "2017-05-30", "2017-07"), ("2017-07", "2017-07-30", "2017-05")):
        text = EVENT.format(day=day, title=f"Un curso de {issue}") + f"part_of: {other}/course\n"
        put(two_issues, issue, "course", text)
    run = iki("check", "2017-05")
    assert "`course` is part of itself, through `2017-07/course`. [C206]" in run.err + run.out


def test_an_event_that_cannot_be_read_is_not_called_missing(two_issues: Path, iki: Callable[..., Run]) -> None:
    """Its own file says what is wrong with it, and one round of mending is enough."""
    put(two_issues, "2017-06", "fair", EVENT.format(day="30.6.2017", title="Una feria"))
    put(two_issues, "2017-06", "report", NEWS.format(event="fair"))
    run = iki("check", "2017-06")
    assert "[C108]" in run.err + run.out
    assert "[C205]" not in run.err + run.out
