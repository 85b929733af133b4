from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

HEAVY = ("pydantic", "premailer", "PIL", "babel", "jinja2", "yaml", "aiosmtpd", "openpyxl", "keyring", "nh3")


def test_help_names_every_command(iki: Callable[..., Run]) -> None:
    """Whoever asks for help sees all there is."""
    run = iki("--help")

    assert run.code == 0
    for command in ("init", "new", "check", "compile", "preview", "send", "deliveries"):
        assert command in run.out


@pytest.mark.parametrize(
    "command", ["init", "check", "compile", "preview", "send", "deliveries", "new issue", "new contribution"]
)
def test_the_help_of_each_command_shows_an_example(iki: Callable[..., Run], command: str) -> None:
    """The help ends with a call that can be typed as it stands."""
    run = iki(*command.split(), "--help")

    assert run.code == 0
    assert f"iki-news {command}" in " ".join(run.out.split()).split("Example", 1)[1]


@pytest.mark.parametrize("group", ["", "subscribers", "report", "ledger", "new"])
def test_the_list_of_commands_fits_a_terminal(
    iki: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, group: str
) -> None:
    """What each command does is said to its end, within eighty columns."""
    monkeypatch.setenv("COLUMNS", "80")
    lines = iki(*group.split(), "--help").out.split("Commands:")[1].splitlines()
    assert not [line for line in lines if line.endswith("...")]
    assert max(map(len, lines)) <= 80


def test_a_mistyped_command_suggests_the_nearest(iki: Callable[..., Run]) -> None:
    """It is a wrong call, told in two lines."""
    run = iki("compil", "2017-06")

    assert run.code == 2
    assert "'compile'" in run.err


def test_start_up_imports_nothing_heavy() -> None:
    """`--help` stays quick because what only some commands need is imported by them."""
    script = (
        "import sys\nfrom iki_newsletter.cli.app import app\n"
        f"heavy = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "assert not heavy, heavy\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True)

    assert ended.returncode == 0, ended.stderr


def test_ctrl_c_before_anything_is_told_in_words(iki: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stops a command early reads that nothing was sent; programs get their object."""

    def interrupted(_code: str, _language: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("iki_newsletter.workflow.check.explain_rule", interrupted)

    run = iki("check", "--explain", "C201", "--json")

    assert run.code == 130
    assert "Nothing was sent" in run.err
    assert run.data["exit_code"] == 130


def test_what_the_system_refuses_is_told_in_words(iki: Callable[..., Run], workspace: Path) -> None:
    """A file where a folder should be is no reason for a traceback, and programs get their object."""
    (workspace / "build").write_text("in the way", "utf-8")

    run = iki("compile", "2017-06", "--json")

    assert run.code == 2
    assert "build" in run.data["error"]
    assert "Traceback" not in run.err


def test_json_by_format_holds_for_wrong_calls_too(iki: Callable[..., Run]) -> None:
    """Also when the call cannot be understood, stdout has one object."""
    assert iki("check", "--format", "json", "--bogus").data["exit_code"] == 2


def test_control_characters_never_reach_the_terminal(iki: Callable[..., Run]) -> None:
    """What a user or a file names is shown with its escapes, not obeyed."""
    run = iki("check", "--explain", "\x1b[31mC1")

    assert "\x1b" not in run.err
    assert "\\x1b" in run.err
