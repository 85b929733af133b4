from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"


@pytest.fixture
def wrong(workspace: Path) -> Path:
    """Lay a contribution among the others whose kind is misspelt."""
    path = workspace / "issues" / ISSUE / "contributions" / "one.yaml"
    path.write_text("kind: nws\n", "utf-8")
    return path


def test_contributors_are_told_in_their_language(iki: Callable[..., Run], wrong: Path) -> None:
    """Place, reason and code, then what to do, then the English sentence with its facts."""
    run = iki("check", ISSUE, "--language", "es")

    lines = run.err.splitlines()
    at = next(number for number, line in enumerate(lines) if "one.yaml:1:7" in line)
    assert run.code == 1
    assert lines[at].endswith(": Cada clave acepta un solo tipo de valor, y este es de otro. [C108]")
    assert lines[at + 1].startswith("  En `kind` va uno de estos valores: `call`, ")
    assert lines[at + 2].startswith("  En inglés: “")
    assert "nws" in lines[at + 2]


@pytest.mark.parametrize(
    ("language", "why"),
    [("es", "Cada clave acepta"), ("de", "Jeder Schlüssel nimmt"), ("en", "A value has to be")],
)
def test_programs_get_why_and_cure_beside_what(iki: Callable[..., Run], wrong: Path, language: str, why: str) -> None:
    """The sentence of the case is the same in every language, the rule's words are not."""
    found = iki("check", ISSUE, "--json", "-l", language).data["problems"]
    (problem,) = [each for each in found if each["path"].endswith("one.yaml")]
    assert problem["why"].startswith(why)
    assert problem["cure"]
    assert "nws" in problem["what"]


def test_a_list_is_told_in_german(iki: Callable[..., Run], workspace: Path) -> None:
    """Whoever keeps the list reads no other words than whoever writes."""
    (workspace / "liste.csv").write_text("email\nkein-Ort\n", "utf-8")
    run = iki("check", "--list", "liste.csv", "--language", "de")
    assert "liste.csv:2" in run.err
    assert "Mail an eine falsche Adresse kommt zurück" in run.err


def test_settings_that_cannot_be_used_are_told_as_well(iki: Callable[..., Run], workspace: Path) -> None:
    """Also the problems that an error carries."""
    path = workspace / "newsletter.yaml"
    path.write_text(path.read_text("utf-8") + "\nnonsense: 1\n", "utf-8")

    run = iki("check", ISSUE, "--language", "de", "--json")

    (problem,) = run.data["problems"]
    assert run.code == 2
    assert problem["why"].startswith("Ein unbekannter Schlüssel würde stillschweigend übergangen")


def test_a_rule_explains_itself_in_german(iki: Callable[..., Run]) -> None:
    """Level, reason, cure and who says so."""
    run = iki("check", "--explain", "C601", "--language", "de")

    assert run.out.startswith("C601 (Hinweis)")
    assert "Wer ein Bild macht, hat das Recht, genannt zu werden." in run.out
    assert "Was zu tun ist: Schreiben Sie" in run.out
    assert "Wer das sagt: UrhG" in run.out


def test_annotations_are_told_in_spanish(iki: Callable[..., Run], wrong: Path) -> None:
    """Where contributors see a change's page, they get their language too."""
    run = iki("check", ISSUE, "--format", "github", "--language", "es")

    (line,) = [each for each in run.out.splitlines() if "one.yaml" in each]
    assert line.startswith("::error file=issues")
    assert "Cada clave acepta un solo tipo de valor" in line


def test_another_language_is_a_wrong_call(iki: Callable[..., Run], workspace: Path) -> None:
    """The languages there are get named."""
    run = iki("check", ISSUE, "--language", "fr")

    assert run.code == 2
    assert "es" in run.err
