from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iki_newsletter.workflow.arranging import Where, drop, feature, move, take_back
from iki_newsletter.workflow.build import merge_issue
from iki_newsletter.workflow.sources import read_register
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"
BIODIVERSITY = [
    "ecovalor-valuation",
    "mangroves-alvarado-restoration",
    "selva-maya-monitoring",
    "private-business-biodiversity",
]


@pytest.fixture
def plan(workspace: Path) -> Path:
    """Give the issue's issue.yaml."""
    return workspace / "issues" / ISSUE / "issue.yaml"


def changed(before: str, path: Path) -> list[str]:
    """List the lines that went and came."""
    found = difflib.ndiff(before.splitlines(), path.read_text("utf-8").splitlines())
    return [line for line in found if line[0] in "+-"]


def order_of(workspace: Path, section: str) -> list[str]:
    """Give a section's items as readers meet them."""
    issue = merge_issue(read_register(Workspace(workspace)), ISSUE).issue
    return [item.name for each in issue.sections if each.id == section for item in each.items]


def test_an_item_is_moved_and_one_line_changes(iki: Callable[..., Run], workspace: Path, plan: Path) -> None:
    """Readers meet it there; comments and all other lines stay; a second time nothing is left to do."""
    before = plan.read_text("utf-8")
    run = iki("move", ISSUE, "selva-maya-monitoring", "--first")
    assert run.code == 0
    assert "selva-maya-monitoring is number 1 of 4 in biodiversity." in run.out
    assert changed(before, plan) == [
        f"-   biodiversity: [{', '.join(BIODIVERSITY)}]",
        (
            "+   biodiversity: [selva-maya-monitoring, ecovalor-valuation, mangroves-alvarado-restoration, "
            "private-business-biodiversity]"
        ),
    ]
    assert order_of(workspace, "biodiversity")[0] == "selva-maya-monitoring"
    after = plan.read_bytes()
    run = iki("move", ISSUE, "selva-maya-monitoring", "--before", "ecovalor-valuation", "--json")
    assert run.data == {
        "file": str(plan),
        "what": "selva-maya-monitoring is number 1 of 4 in biodiversity already.",
        "changed": False,
        "order": ["selva-maya-monitoring", *(name for name in BIODIVERSITY if name[0] != "s")],
    }
    assert plan.read_bytes() == after


@pytest.mark.parametrize(
    ("arguments", "what", "instead"),
    [
        (["move", ISSUE, "ecovalor-valuatio", "--first"], "no contribution ecovalor-valuatio", "ecovalor-valuation"),
        (["move", ISSUE, "ecovalor-valuation"], "must be said once", "--before OTHER"),
        (["move", ISSUE, "ecovalor-valuation", "--first", "--last"], "must be said once", "--before OTHER"),
        (
            ["move", ISSUE, "ecovalor-valuation", "--after", "viclim-levels"],
            "stands in mitigation",
            "Beside it stand: mang",
        ),
        (["move", ISSUE, "ecovalor-valuation", "--after", "ecovalor-valuation"], "beside itself", "another"),
        (["move", ISSUE, "ecovalor-valuation", "--first", "--section", "mitigatio"], "no section", "`mitigation`"),
        (["move", ISSUE, "ecovalor-valuation", "--first", "--section", "mitigation"], "stands in bio", "`area`"),
        (["move", ISSUE, "klimaallianz-exchange-workshop", "--first"], "is in focus", "feature 2017-06 --none"),
        (["feature", ISSUE], "Either an item or none", "--none"),
        (["feature", ISSUE, "viclim-levels", "--none"], "Either an item or none", "--none"),
        (["feature", ISSUE, "viclim"], "no contribution viclim", "`viclim-levels`"),
        (["drop", ISSUE, "viclim-levels"], "needs a reason", "--reason WHY"),
        (["drop", ISSUE, "viclim-levels", "--reason", " "], "must be one line", "few words"),
        (["drop", ISSUE, "klimaallianz-exchange-workshop", "--reason", "So."], "is in focus", "--none"),
        (["drop", ISSUE, "viclim", "--back"], "no contribution viclim", "`viclim-levels`"),
        (["move", "2017-05", "viclim-levels", "--first"], "no issue 2017-05", "2017-06"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_can(
    iki: Callable[..., Run], plan: Path, arguments: list[str], what: str, instead: str
) -> None:
    """And nothing is written."""
    before = plan.read_bytes()
    run = iki(*arguments)
    assert run.code == 2
    assert what in run.err
    assert instead in run.err
    assert plan.read_bytes() == before


def test_an_item_is_put_in_focus_and_taken_from_there(iki: Callable[..., Run], workspace: Path, plan: Path) -> None:
    """Its place in an order would come to nothing, and goes; that no item is in focus can be said twice."""
    before = plan.read_text("utf-8")
    assert iki("feature", ISSUE, "ecovalor-valuation").code == 0
    lines = changed(before, plan)
    assert lines[:2] == ["- focus: klimaallianz-exchange-workshop", "+ focus: ecovalor-valuation"]
    assert len(lines) == 4
    assert "I204" not in iki("check", ISSUE).err
    assert "already" in iki("feature", ISSUE, "ecovalor-valuation").out
    assert "No item is in focus." in iki("feature", ISSUE, "--none").out
    assert "already" in iki("feature", ISSUE, "--none").out
    assert "focus" not in yaml.safe_load(plan.read_text("utf-8"))


def test_a_contribution_is_left_out_and_taken_back(iki: Callable[..., Run], workspace: Path, plan: Path) -> None:
    """After both the file is what it was, byte by byte."""
    before = plan.read_text("utf-8")
    run = iki("drop", ISSUE, "viclim-levels", "--reason", "Wait: until July")
    assert (run.code, "viclim-levels is left out." in run.out) == (0, True)
    assert changed(before, plan) == ["+ leave_out:", "+   viclim-levels: 'Wait: until July'"]
    assert "viclim-levels" not in order_of(workspace, "mitigation")
    assert "already" in iki("drop", ISSUE, "viclim-levels", "--reason", "Wait: until July").out
    said = " ".join(iki("drop", ISSUE, "viclim-levels", "--reason", "It came late.").out.split())
    assert "viclim-levels is left out; the reason before was “Wait: until July”." in said
    run = iki("move", ISSUE, "viclim-levels", "--first")
    assert (run.code, "--back" in run.err) == (2, True)
    assert iki("drop", ISSUE, "viclim-levels", "--back").code == 0
    assert plan.read_text("utf-8") == before
    assert "already" in iki("drop", ISSUE, "viclim-levels", "--back").out


COMMENT = st.sampled_from(["", "", "# a remark\n", "  # indented\n", "\n"])
BESIDE = st.sampled_from(["", "  # beside"])
STEPS = st.lists(st.tuples(st.sampled_from(BIODIVERSITY), st.integers(0, 3)), max_size=4)


@given(data=st.data(), steps=STEPS, in_lines=st.booleans())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_editors_comments_stay_wherever_they_stand(
    workspace: Path, plan: Path, data: st.DataObject, steps: list[tuple[str, int]], in_lines: bool
) -> None:
    """Whatever is moved, featured and dropped: no comment goes, and the order is the one asked for."""
    names = data.draw(st.lists(st.sampled_from(BIODIVERSITY), unique=True))
    lines = [
        *("number: 1", "month: 2017-06", "sends_on: 2017-06-01", "subject: {es: Uno}", "preheader: Dos"),
        *("focus: viclim-levels", "leave_out:", "  bonn-challenge-barometer: It is old.", "order:"),
        "  mitigation: [nacag-nitric-acid]",
    ]
    if in_lines and names:
        lines += ["  biodiversity:", *(f"    - {name}" for name in names)]
    elif names:
        lines += [f"  biodiversity: [{', '.join(names)}]"]
    text = "".join(data.draw(COMMENT) + line + data.draw(BESIDE) + "\n" for line in lines)
    plan.write_text(text, "utf-8")
    here = Workspace(workspace)
    wanted = order_of(workspace, "biodiversity")
    for name, place in steps:
        others = [each for each in wanted if each != name]
        wanted = [*others[:place], name, *others[place:]]
        where = Where(before=others[place]) if place < len(others) else Where(last=True)
        assert list(move(here, ISSUE, name, where).order) == wanted
    assert order_of(workspace, "biodiversity") == wanted
    feature(here, ISSUE, "nacag-nitric-acid")
    drop(here, ISSUE, "viclim-levels", "So it is.")
    take_back(here, ISSUE, "bonn-challenge-barometer")
    after = plan.read_text("utf-8")
    assert remarks_in(after) == remarks_in(text)
    assert after.startswith(text[: text.index("focus")])
    if in_lines and names and len(left := plan_of(plan)) > 1:
        feature(here, ISSUE, left[0])
        now = plan.read_text("utf-8").splitlines()
        assert plan_of(plan) == left[1:]
        assert f"    - {left[1]}" in "\n".join(now), "a list in lines stays one"
        assert remarks_in("\n".join(now)) == remarks_in(text)
        gone = [line.partition("#")[0].strip() for line in after.splitlines() if line not in now]
        assert set(gone) <= {f"- {left[0]}", "focus: nacag-nitric-acid", ""}


def remarks_in(text: str) -> list[str]:
    """Give what comments say, whether or not they say whose they were as well."""
    return sorted(
        line[line.index("#") :].rpartition(": ")[2].lstrip("# ") for line in text.splitlines() if "#" in line
    )


def test_a_comment_is_never_left_to_another_entry(iki: Callable[..., Run], workspace: Path, plan: Path) -> None:
    """Moved, featured, dropped and taken back: it goes with its entry, or says whose it was."""
    lines = [
        *("number: 1", "month: 2017-06", "sends_on: 2017-06-01", "subject: {es: Uno}", "preheader: Dos"),
        *(
            "focus: viclim-levels  # agreed with Uma",
            "leave_out:",
            "  # until July",
            "  biomar-gulf-of-california: Late. # told Ana",
        ),
        *(
            "  bonn-challenge-barometer: Old.",
            "order:",
            "  biodiversity:",
            "    # by weight",
            f"    - {BIODIVERSITY[0]}",
        ),
        *(f"    - {BIODIVERSITY[1]}  # asked for it", f"    - {BIODIVERSITY[2]}"),
    ]
    plan.write_text("\n".join(lines) + "\n", "utf-8")
    iki("move", ISSUE, BIODIVERSITY[1], "--first")
    assert f"    - {BIODIVERSITY[1]}  # asked for it\n    # by weight\n    - {BIODIVERSITY[0]}\n" in plan.read_text(
        "utf-8"
    )
    iki("feature", ISSUE, BIODIVERSITY[1])
    text = plan.read_text("utf-8")
    assert f"# viclim-levels: agreed with Uma\nfocus: {BIODIVERSITY[1]}\n" in text
    assert f"    # {BIODIVERSITY[1]}: asked for it\n" in text
    said = " ".join(iki("feature", ISSUE, "--none").out.split())
    assert f"{BIODIVERSITY[1]} is in its section again, and `order` does not name it" in said
    run = iki("drop", ISSUE, "biomar-gulf-of-california", "--back")
    assert "biomar-gulf-of-california is in the issue again." in " ".join(run.out.split())
    whose = "  # biomar-gulf-of-california: "
    assert f"{whose}until July\n{whose}told Ana\n  bonn" in plan.read_text("utf-8")


def plan_of(plan: Path) -> list[str]:
    """Give the order that is written for the section."""
    return list(yaml.safe_load(plan.read_text("utf-8")).get("order", {}).get("biodiversity", []))
