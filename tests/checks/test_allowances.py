from __future__ import annotations

from typing import Any

import pytest

from iki_newsletter.checks.allowances import judge_allowances
from iki_newsletter.content.loading import load_issue_plan
from iki_newsletter.model.position import Position
from iki_newsletter.model.problem import Problem

WHY = "The town spells it so"


def allow(code: str, until: str = "2017-07-01") -> dict[str, dict[str, str]]:
    """Write an allowance as issue.yaml has it."""
    return {code: {"why": WHY, "until": until}}


def test_an_error_that_is_allowed_becomes_a_warning_that_says_why(desk: Any) -> None:
    """It no longer stops anything, and it is still there to see, at its place."""
    desk.put(states=["Michoacan"])
    [error] = desk.problems()
    desk.plan["allow"] = allow("C203")
    [warning] = desk.problems()
    assert (error.code, error.level) == ("C203", "error")
    assert (warning.code, warning.level) == ("I414", "warn")
    assert warning.position == error.position
    assert warning.what == f"Allowed until 2017-07-01 ({WHY}): {error.what} [C203]"
    assert warning.cure == error.cure


def test_what_merging_found_can_be_allowed_too(desk: Any) -> None:
    """Allowances hold for the problems of every stage so far."""
    path = desk.put()
    unknown = Problem("C201", Position(path, 2, 10), "The portfolio has no project `reeef`.")
    desk.plan["allow"] = allow("C201")
    assert [problem.code for problem in desk.problems(found=[unknown])] == ["I414"]


@pytest.mark.parametrize(("until", "holds"), [("2017-06-12", True), ("2017-06-11", False)])
def test_an_allowance_ends(desk: Any, until: str, holds: bool) -> None:
    """It holds to the day of sending; one that ended before is reported beside the error that stands again."""
    desk.put(states=["Michoacan"])
    desk.plan["allow"] = allow("C203", until)
    assert sorted(problem.code for problem in desk.problems()) == (["I414"] if holds else ["C203", "I413"])


def test_an_allowance_that_nothing_needs_is_reported(desk: Any) -> None:
    """Left where it is, it would hide the next problem of its kind."""
    desk.put()
    desk.plan["allow"] = allow("C203")
    assert desk.said("I415") == [(f"    why: {WHY}", "C203 is allowed, and there is no such problem.")]


def test_an_allowance_of_a_rule_that_does_not_exist_is_reported(desk: Any) -> None:
    """A slip in the code excuses nothing."""
    desk.put(states=["Michoacan"])
    desk.plan["allow"] = allow("C2O3")
    assert sorted(problem.code for problem in desk.problems()) == ["C203", "I411"]
    [problem] = desk.problems("I411")
    assert problem.cure.startswith("Did you mean `C2")


@pytest.mark.parametrize(("code", "said"), [("C401", "cannot be allowed"), ("C402", "needs no allowance")])
def test_only_errors_can_be_allowed(desk: Any, code: str, said: str) -> None:
    """A block stays a block, a warning a warning, and the editor is told."""
    desk.put(title={"de": "Ein Riff", "en": "A reef"})
    desk.put(title="Un arrecife", teaser="Para quien", body="Texto", name="other")
    before = [problem for problem in desk.problems() if problem.code in {"C401", "C402"}]
    desk.plan["allow"] = allow(code)
    assert [problem for problem in desk.problems() if problem.code in {"C401", "C402"}] == before
    assert said in desk.problems("I412")[0].what


def test_allowances_of_later_stages_are_left_to_them(desk: Any) -> None:
    """Before anything is rendered, nobody can say that an edition's allowance is unused."""
    desk.put()
    desk.plan["allow"] = allow("C203") | allow("I401")
    desk.problems()
    plan, _ = load_issue_plan(desk.folder)
    assert plan is not None
    assert [problem.code for problem in judge_allowances(plan, [], "E")] == []
    assert [problem.code for problem in judge_allowances(plan, [], "C")] == ["I415"]
    assert [problem.code for problem in judge_allowances(plan, [], "CI")] == ["I415", "I415"]


def test_an_allowance_for_items_excuses_no_others(desk: Any) -> None:
    """What was accepted once is not accepted wherever it comes up next."""
    desk.put(states=["Michoacan"], name="coast")
    desk.put(states=["Yucatan"], name="forest")
    desk.plan["allow"] = {"C203": {"why": WHY, "until": "2017-07-01", "items": ["coast"]}}
    assert [(each.code, each.position.path.stem) for each in desk.problems()] == [
        ("I414", "coast"),
        ("C203", "forest"),
    ]
    desk.plan["allow"]["C203"]["items"] = ["coast", "forest"]
    assert [each.code for each in desk.problems()] == ["I414", "I414"]


def test_an_allowance_for_items_leaves_the_issues_own_problems(desk: Any) -> None:
    """A problem outside the contributions belongs to no item."""
    desk.put()
    plan_problem = Problem("I401", Position(desk.folder / "issue.yaml", 1, 1), "The deadline is after the sending.")
    desk.plan["allow"] = {"I401": {"why": WHY, "until": "2017-07-01", "items": ["item"]}}
    assert "I401" in {each.code for each in desk.problems(found=[plan_problem])}


def test_an_item_that_needs_no_allowance_is_reported(desk: Any) -> None:
    """At the item's own name, which may only be spelt otherwise."""
    desk.put(states=["Michoacan"], name="coast")
    desk.plan["allow"] = {"C203": {"why": WHY, "until": "2017-07-01", "items": ["coast", "coasts"]}}
    [problem] = desk.problems("I415")
    assert problem.what == "C203 is allowed for `coasts`, and there is no such problem in it."
    assert problem.cure == "Did you mean `coast`?"
    assert desk.said("I415")[0][0].strip() == "- coasts"
