from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"


@pytest.fixture
def long_list(workspace: Path) -> Path:
    """Give a list whose unknown column leaves out forty people, with a wrong address between them."""
    rows = [f"p{number}@example.org;{'baja' if number % 2 else 'activo'};feria" for number in range(80)]
    rows.insert(50, "nobody;activo;feria")
    path = workspace / "long.csv"
    path.write_text("\n".join(["Correo;Estado;Fuente del consentimiento", *rows]), "utf-8")
    return path


def test_what_is_alike_is_one_line_and_errors_come_first(iki: Callable[..., Run], long_list: Path) -> None:
    """Forty warnings of a kind do not bury the two errors, and the last line counts as elsewhere."""
    run = iki("check", "--list", "long.csv")

    told = run.err.splitlines()
    assert run.code == 1
    assert told[0] == "2 to mend before sending:"
    assert [line for line in told if "[L107]" in line or "[L110]" in line] == [told[1], told[3]]
    assert [line for line in told if "[L116]" in line] == [told[6]]
    assert told[5] == "40 to know:"
    assert told[6].startswith("long.csv: 40 rows (lines 3, 5, 7, …), the first: p1@example.org is left out")
    assert "iki-news -v" in told[-1]
    assert "2 to mend before sending, 40 to know; 41 of the rows would get nothing." in " ".join(run.out.split())


def test_who_asks_for_more_gets_every_row(iki: Callable[..., Run], long_list: Path) -> None:
    """With -v each row has its line, and programs get all of them in any case."""
    assert iki("-v", "check", "--list", "long.csv").err.count("[L116]") == 40
    assert len(iki("check", "--list", "long.csv", "--json").data["problems"]) == 42


def test_sending_shows_them_gathered_and_quietly_only_what_is_to_mend(
    iki: Callable[..., Run], long_list: Path
) -> None:
    """The plan is what a dry run is asked for: it is there under -q as well, without what is only to know."""
    run = iki("send", ISSUE, "--to", "long.csv", "--dry-run")
    quiet = iki("-q", "send", ISSUE, "--to", "long.csv", "--dry-run")

    assert run.err.count("[L116]") == 1
    assert "[L116]" not in quiet.err
    assert quiet.err.count("[L110]") == 1
    for each in (run, quiet):
        assert "40 of 81" in each.out
    assert "dry run" not in quiet.out


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (("--select", "error"), {"L107", "L110"}),
        (("--select", "Errors,L116"), {"L107", "L110", "L116"}),
        (("--select", "warnings"), {"L116"}),
        (("--select", "error", "--ignore", "L11"), {"L107"}),
        (("--select", "L", "--ignore", "warn"), {"L107", "L110"}),
        (("--ignore", "error,warn"), set()),
    ],
)
def test_problems_are_chosen_by_level(
    iki: Callable[..., Run], long_list: Path, options: tuple[str, ...], codes: set[str]
) -> None:
    """A level stands for its rules; ignoring one hides it whatever is selected."""
    run = iki("check", "--list", "long.csv", *options, "--json")

    assert {problem["code"] for problem in run.data["problems"]} == codes
    assert len(run.data["problems"]) + run.data["not_shown"] == 42


def test_a_mistyped_level_is_a_wrong_call(iki: Callable[..., Run], long_list: Path) -> None:
    """The nearest word is asked for."""
    run = iki("check", "--list", "long.csv", "--select", "eror")

    assert run.code == 2
    assert "Did you mean `error`?" in run.err


def test_a_no_below_activo_is_not_planned(iki: Callable[..., Run], workspace: Path) -> None:
    """Who is not active by a column that is not called status gets nothing, and is told of."""
    answers = ("sí", "no", "inactivo", "pendiente")
    rows = "".join(f"p{number}@example.org;Ana;Uno;{answer}\n" for number, answer in enumerate(answers))
    (workspace / "activo.csv").write_text(f"Correo;Nombre;Apellidos;Activo\n{rows}", "utf-8")

    run = iki("send", ISSUE, "--to", "activo.csv", "--dry-run", "--json")

    assert (run.data["planned"], run.data["excluded"]) == (1, {"inactive": 3})
    assert "[L107]" in run.err


def test_a_list_without_consents_is_told_once(iki: Callable[..., Run], workspace: Path) -> None:
    """One line for the whole list; where consent is required nobody on it gets anything, and the warning is none."""
    (workspace / "plain.csv").write_text("email\nana@example.org\neva@example.org\n", "utf-8")
    told = iki("check", "--list", "plain.csv")
    settings = workspace / "newsletter.yaml"
    settings.write_text(settings.read_text("utf-8").replace("consent: optional", "consent: required"), "utf-8")

    assert told.code == 0
    assert told.err.count("L131") == 1
    assert told.err.startswith("plain.csv:1: The list has no columns that say who agreed")
    assert "L131" not in iki("check", "--list", "plain.csv").err


def test_a_group_that_newsletter_yaml_does_not_name_is_told(iki: Callable[..., Run], workspace: Path) -> None:
    """The repository's own newsletter names its groups."""
    people = "".join(f"p{number}@example.org,proyects,fair\n" for number in range(5))
    (workspace / "groups.csv").write_text(f"email,groups,consent_source\n{people}", "utf-8")

    run = iki("check", "--list", "groups.csv")

    assert run.code == 0
    assert run.err.count("[L132]") == 1
    assert "Did you mean `projects`?" in run.err


def test_the_example_list_has_nothing_to_tell(iki: Callable[..., Run], workspace: Path) -> None:
    """Consents and groups are as the repository's own newsletter asks."""
    run = iki("check", "--list", "subscribers.example.csv")

    assert (run.code, run.err) == (0, "")
