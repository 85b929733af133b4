from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"
FILE = f"issues/{ISSUE}/correction.yaml"
WHOLE = "subject: {es: Corrección, de: Berichtigung}\ntext: {es: El 22., de: Am 22.}\n"
SPANISH = "subject: {es: Corrección}\ntext: {es: El 22.}\n"


@pytest.fixture
def half_sent(iki: Callable[..., Run], workspace: Path) -> Path:
    """Give a workspace whose issue has gone, in the sandbox, to the first two of three people, and stopped."""
    people = "ana@example.org,es\nben@example.org,de\ncora@example.org,en\n"
    (workspace / "list.csv").write_text(f"email,language\n{people}", "utf-8")
    assert iki("send", ISSUE, "--to", "list.csv", "--yes", "--limit", "2").code == 75
    return workspace


def found(run: Run, code: str) -> list[str]:
    """Give what was found by a rule, with the file."""
    return [f"{each['path']}: {each['what']}" for each in run.data["problems"] if each["code"] == code]


@pytest.mark.parametrize("name", ["correction.yaml", "correction-2.yaml"])
def test_check_looks_into_corrections(iki: Callable[..., Run], workspace: Path, name: str) -> None:
    """A misspelt key is told before anything is sent, and what it misses without it."""
    (workspace / "issues" / ISSUE / name).write_text(WHOLE.replace("text:", "texto:"), "utf-8")
    run = iki("check", ISSUE, "--json")

    assert run.code == 1
    assert "did you mean `text`" in found(run, "I106")[0]
    assert name in found(run, "I106")[0]


def test_languages_are_those_that_the_issue_was_read_in(iki: Callable[..., Run], half_sent: Path) -> None:
    """German is missing, since one has the German edition; English is not, since nobody has that yet."""
    (half_sent / FILE).write_text(SPANISH, "utf-8")
    missing = iki("check", ISSUE, "--json")
    (half_sent / FILE).write_text(WHOLE, "utf-8")
    whole = iki("check", ISSUE, "--json")

    assert missing.code == 1
    assert found(missing, "I421") == [f"{FILE}: A subject or a text is missing in de (1 readers)."]
    assert (whole.code, found(whole, "I421")) == (0, [])


def test_without_readers_no_language_is_missed(iki: Callable[..., Run], workspace: Path) -> None:
    """Before anything is sent only the shape is judged, and that one language is whole."""
    (workspace / FILE).write_text(SPANISH, "utf-8")
    spanish = iki("check", ISSUE, "--json")
    (workspace / FILE).write_text("subject: {es: Uno}\ntext: {de: Zwei}\n", "utf-8")
    none = iki("check", ISSUE, "--json")

    assert (spanish.code, found(spanish, "I421")) == (0, [])
    assert "No language has both" in found(none, "I421")[0]


def test_a_correction_elsewhere_is_named(iki: Callable[..., Run], workspace: Path) -> None:
    """--correction checks a file from anywhere, with its issue; one that is not there is a wrong call."""
    (workspace / "draft.yaml").write_text(SPANISH.replace("text", "txt"), "utf-8")

    assert found(iki("check", ISSUE, "--correction", "draft.yaml", "--json"), "I106")
    assert iki("check", ISSUE, "--correction", "none.yaml").code == 2
    assert iki("check", "--correction", "draft.yaml").code == 2


def test_a_correction_can_be_read_before_it_is_sent(iki: Callable[..., Run], workspace: Path) -> None:
    """`preview --correction` shows the mail in each of its languages, with none of the issue's items."""
    (workspace / FILE).write_text(WHOLE, "utf-8")
    page = iki("preview", ISSUE, "--correction", FILE, "--language", "de")
    plain = iki("preview", ISSUE, "--correction", FILE, "--plain")
    english = iki("preview", ISSUE, "--correction", FILE, "--language", "en")

    assert (page.code, plain.code) == (0, 0)
    assert "Subject: Berichtigung" in page.out
    assert "Am 22." in page.out
    assert "El 22." in plain.out
    assert "EN ESTE NÚMERO" not in plain.out
    assert english.code == 2
    assert "es, de" in english.err
