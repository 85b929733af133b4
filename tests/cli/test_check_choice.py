from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"


def _codes(run: Run) -> list[str]:
    return sorted({problem["code"] for problem in run.data["problems"]})


@pytest.fixture
def wrong(workspace: Path) -> Path:
    """Give a workspace whose issue has problems of several kinds, one of which stops sending."""
    path = workspace / "issues" / ISSUE / "contributions" / "nacag-nitric-acid.yaml"
    text = path.read_text("utf-8").replace("received_on: 2017-05", "received_on: 2018-05")
    path.write_text(text + "states: [Michoacan]\n", "utf-8")
    return workspace


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ((), ["C203", "C302", "C402", "I414"]),
        (("--select", "C"), ["C203", "C302", "C402"]),
        (("--select", "c2,I4"), ["C203", "I414"]),
        (("--select", "C2", "--select", "C402"), ["C203", "C402"]),
        (("--ignore", "C"), ["I414"]),
        (("--ignore", "C2,C3", "--ignore", "I"), ["C402"]),
        (("--select", "C", "--ignore", "C4"), ["C203", "C302"]),
        (("--select", "C402", "--ignore", "C"), ["C402"]),
        (("--select", "C402", "--ignore", "C402"), []),
    ],
)
def test_problems_are_chosen_by_code(
    iki: Callable[..., Run], wrong: Path, options: tuple[str, ...], codes: list[str]
) -> None:
    """Beginnings in either case, with commas or repeated; the longer one decides, `--ignore` among equals."""
    everything = iki("check", ISSUE, "--json").data["problems"]
    run = iki("check", ISSUE, *options, "--json")

    assert _codes(run) == codes
    assert len(run.data["problems"]) + run.data["not_shown"] == len(everything)


def test_the_exit_code_goes_by_what_is_shown_and_the_rest_is_counted(iki: Callable[..., Run], wrong: Path) -> None:
    """Nobody mistakes a part for the whole: the last line says what is not shown, and `send` looks at everything."""
    assert iki("check", ISSUE).code == 1
    run = iki("check", ISSUE, "--ignore", "C2")

    assert run.code == 0
    assert "not shown: 1 to mend before sending" in " ".join(run.out.split())
    assert iki("send", ISSUE, "--yes").code == 1


@pytest.mark.parametrize(("option", "code", "meant"), [("--select", "C20l", "C20"), ("--ignore", "X", "")])
def test_an_unknown_code_is_a_wrong_call(
    iki: Callable[..., Run], workspace: Path, option: str, code: str, meant: str
) -> None:
    """A mistyped code would show nothing, or everything."""
    run = iki("check", ISSUE, option, code)

    assert run.code == 2
    assert f"`{code.upper()}`" in run.err
    assert (f"Did you mean `{meant}" if meant else "as it stands beside a problem") in run.err


def test_a_list_is_chosen_from_as_well(iki: Callable[..., Run], workspace: Path) -> None:
    """Rules of lists have codes too."""
    (workspace / "list.csv").write_text("email\nno-address\n", "utf-8")
    code = _codes(iki("check", "--list", "list.csv", "--json"))[0]
    assert iki("check", "--list", "list.csv", "--ignore", code).code == 0


def _next_issue(workspace: Path, **contributions: str) -> None:
    folder = workspace / "issues"
    (folder / "2017-07" / "contributions").mkdir(parents=True)
    plan = (folder / ISSUE / "issue.yaml").read_text("utf-8").partition("focus:")[0]
    plan = plan.replace("2017-06", "2017-07").replace("2017-05-24", "2017-06-24")
    (folder / "2017-07" / "issue.yaml").write_text(plan, "utf-8")
    for name, written in contributions.items():
        (folder / "2017-07" / "contributions" / f"{name}.yaml").write_text(written, "utf-8")


UNTRANSLATED = """
kind: profile
project: biomar
language: es
received_on: 2017-06-20
title: Otro proyecto
teaser: Que no estaba
"""


def test_only_new_kinds_of_problems_since_an_issue(iki: Callable[..., Run], workspace: Path) -> None:
    """What the earlier issue has as well is not shown, what it has not is; without an issue, the later ones are."""
    _next_issue(workspace, one=UNTRANSLATED, two=UNTRANSLATED.replace("06-20", "06-30").replace("Otro", "Un"))

    assert _codes(iki("check", "2017-07", "--json")) == ["C302", "C402"]
    for words in (["2017-07", "--new-since", ISSUE], ["--new-since", f"issues/{ISSUE}/"]):
        run = iki("check", *words, "--json")
        assert (run.data["checked"], _codes(run), run.data["not_shown"]) == ("2017-07", ["C302"], 2)


def test_an_error_that_the_earlier_issue_allowed_is_new(iki: Callable[..., Run], workspace: Path) -> None:
    """An allowance is of its issue alone."""
    event = UNTRANSLATED.replace("profile", "event") + "starts_on: 2017-07-20\n"
    _next_issue(workspace, one=event)

    run = iki("check", "2017-07", "--new-since", ISSUE, "--json")

    assert (run.code, _codes(run)) == (1, ["C502"])


@pytest.mark.parametrize("words", [(ISSUE, "--new-since", ISSUE), ("--new-since", "2016-01")])
def test_the_issue_to_compare_with_comes_before(
    iki: Callable[..., Run], workspace: Path, words: tuple[str, ...]
) -> None:
    """An issue that is not there, or not earlier, is a wrong call."""
    assert iki("check", *words).code == 2
