"""The corpus of `check`: for each rule the smallest input that fails it, and its exact report."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from tests.golden.corpus import CASES, ISSUE, SOUND, cases, find, read_case, report_of

from iki_newsletter.model.rulebook import RULES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ONE_OF_EACH_STAGE: Final = ("W113", "L114", "C511", "I311", "E331", "M502")


@pytest.fixture(autouse=True)
def in_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, as who types the command does: paths are told from there. No proxy is asked."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("no_proxy", "*")
    return folder


def test_golden_checks_have_one_case_for_each_rule() -> None:
    """A rule without its case is a promise, and a case without a rule is left over."""
    assert {path.stem for path in cases()} == set(RULES)


def test_golden_checks_begin_with_a_sound_workspace(
    iki: Callable[..., Run], copied: Callable[..., Path], in_workspace: Path
) -> None:
    """Every rule passes over what the cases change: `check` finds nothing there, in the issues or the list."""
    workspace = copied(SOUND, in_workspace)
    for run in (iki("-C", workspace, "check"), iki("check", "--list", workspace / "subscribers.csv")):
        assert (run.code, run.err) == (0, "")
        assert "nothing is wrong" in run.out


def test_golden_checks_find_nothing_where_every_page_answers(in_workspace: Path) -> None:
    """The sound workspace passes the rules about the web as well."""
    assert find(replace(read_case(CASES / "D101.yaml"), answers={}), in_workspace) == []


@pytest.mark.parametrize("path", cases(), ids=lambda path: path.stem)
def test_golden_check(path: Path, in_workspace: Path) -> None:
    """A case's input fails its rule, and what `check` says of it is exactly the report."""
    case = read_case(path)
    report = report_of(find(case, in_workspace), case.code)
    if os.environ.get("IKI_NEWS_GOLDEN") == "write":
        case.write_report(report)
        case = read_case(path)
    assert report == case.report, f"{path.name} differs: make golden, and look"
    assert report, f"{path.name} does not fail its rule"


@pytest.mark.parametrize("code", ONE_OF_EACH_STAGE)
def test_golden_reports_are_what_the_command_prints(code: str, iki: Callable[..., Run], in_workspace: Path) -> None:
    """The corpus looks no further than each rule does; the command looks everywhere and says the same."""
    case = read_case(CASES / f"{code}.yaml")
    find(case, in_workspace)
    looked_at = ("--list", case.changes[0]["file"]) if code.startswith("L") else (ISSUE,)
    # The corpus renders one edition, the command both.
    printed = iki("check", *looked_at, "--select", code).err.replace(": de, es: ", ": es: ")
    assert case.report in printed


def test_golden_report_written_anew_leaves_the_case_as_it_is(tmp_path: Path) -> None:
    """`make golden` changes what is expected, never what is tested."""
    path = tmp_path / "C603.yaml"
    shutil.copy2(CASES / path.name, path)
    before = path.read_bytes()
    read_case(path).write_report("One line.\n  And its cure.\n")
    assert path.read_bytes() == before.partition(b"report: |\n")[0] + b"report: |\n  One line.\n    And its cure.\n"
    assert read_case(path).report == "One line.\n  And its cure.\n"
