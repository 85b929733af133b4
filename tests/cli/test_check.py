from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"


def test_every_problem_of_every_file_comes_in_one_run(iki: Callable[..., Run], workspace: Path) -> None:
    """Two wrong files and a misnamed one are all reported, each at its place, with what to write instead."""
    folder = workspace / "issues" / ISSUE / "contributions"
    (folder / "one.yaml").write_text("kind: news\n- oops\n", "utf-8")
    (folder / "two.yaml").write_text("kind: evnt\nproject: ecovalor\n", "utf-8")
    (folder / "three.yml").write_text("kind: news\n", "utf-8")

    run = iki("check", ISSUE, "--json")

    problems = run.data["problems"]
    named = {problem["path"].rsplit("/", 1)[-1] for problem in problems}
    assert run.code == 1
    assert {"one.yaml", "two.yaml", "three.yml"} <= named
    assert all(problem["instead"] for problem in problems)
    assert any("`event`" in problem["what"] + problem["instead"] for problem in problems if "two" in problem["path"])


def test_a_right_issue_passes(iki: Callable[..., Run], workspace: Path) -> None:
    """Warnings inform and do not stop."""
    assert iki("check").code == 0


def test_broken_pictures_are_found_before_rendering(iki: Callable[..., Run], workspace: Path) -> None:
    """Every picture that `compile` could not open, each at its line."""
    for name in ("ecovalor.png", "selva-maya.png"):
        (workspace / "issues" / ISSUE / "images" / name).write_bytes(b"no picture")

    run = iki("check", ISSUE, "--json")

    assert run.code == 1
    assert [problem["code"] for problem in run.data["problems"]].count("C116") == 2


def test_settings_and_portfolio_are_judged_together(iki: Callable[..., Run], workspace: Path) -> None:
    """One round of mending is enough."""
    for name in ("newsletter.yaml", "portfolio.yaml"):
        path = workspace / name
        path.write_text(path.read_text("utf-8") + "\nnonsense: 1\n", "utf-8")

    run = iki("check", ISSUE, "--json")

    assert run.code == 2
    assert {problem["path"] for problem in run.data["problems"]} == {"newsletter.yaml", "portfolio.yaml"}


def test_a_list_is_checked_row_by_row(iki: Callable[..., Run], workspace: Path) -> None:
    """Bad rows are named by their line, and how the file was read is told in a sentence."""
    (workspace / "liste.csv").write_bytes(
        "E-Mail;Sprache\r\nlena@example.org;Deutsch\r\nkein-Ort;de\r\nLENA@example.org;de\r\n".encode("cp1252")
    )

    run = iki("check", "--list", "liste.csv")

    assert run.code == 1
    assert "liste.csv:3" in run.err
    assert "semicolons" in " ".join(run.out.split())


@pytest.mark.parametrize("code", ["C201", "c201"])
def test_a_rule_explains_itself(iki: Callable[..., Run], code: str) -> None:
    """Why it matters and what to do, by its code in either case."""
    run = iki("check", "--explain", code)

    assert run.code == 0
    assert "C201" in run.out
    assert "What to do" in run.out


def test_an_unknown_rule_suggests_the_nearest(iki: Callable[..., Run]) -> None:
    """A mistyped code is a wrong call."""
    assert iki("check", "--explain", "C9999").code == 2


def test_github_format_annotates_lines(iki: Callable[..., Run], workspace: Path) -> None:
    """Each problem is one workflow command with file, line and column."""
    (workspace / "issues" / ISSUE / "contributions" / "one.yaml").write_text("kind: nws\n", "utf-8")

    run = iki("check", ISSUE, "--format", "github")

    lines = run.out.splitlines()
    assert all(line.startswith(("::error file=issues", "::warning file=issues")) for line in lines)
    assert any("line=1,col=7" in line for line in lines)


@pytest.mark.parametrize("written", ["2017-06/", "issues/2017-06", "./issues/2017-06/", "issues\\\\2017-06"])
def test_an_issue_may_be_named_by_its_folder(iki: Callable[..., Run], workspace: Path, written: str) -> None:
    """What the tab key completes is understood."""
    assert iki("check", written).code == 0


def test_an_issue_that_does_not_exist(iki: Callable[..., Run], workspace: Path) -> None:
    """The issues there are get named."""
    run = iki("check", "2031-01")

    assert run.code == 2
    assert ISSUE in run.err


def test_outside_a_workspace(iki: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way in is named: go there, name it, or make one."""
    monkeypatch.chdir(tmp_path)

    run = iki("check")

    assert run.code == 2
    assert "iki-news init" in run.err
