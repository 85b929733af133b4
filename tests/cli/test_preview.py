from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"


def test_the_reading_view_has_all_that_the_mail_has(iki: Callable[..., Run], workspace: Path) -> None:
    """Every title of the issue is there, in the edition's order, on at most 80 columns."""
    run = iki("preview", ISSUE, "--language", "de")

    text = " ".join(run.out.split())
    assert run.code == 0
    assert "Horizonte" in text
    assert "IM FOKUS" in text
    assert text.index("KLIMASCHUTZ") < text.index("BIOLOGISCHE VIELFALT")
    assert max(len(line) for line in run.out.splitlines()) <= 80


def test_without_a_terminal_there_are_no_colours(iki: Callable[..., Run], workspace: Path) -> None:
    """What is redirected holds no escape sequences."""
    assert "\x1b" not in iki("preview", ISSUE).out


def test_as_a_reader_of_the_list(iki: Callable[..., Run], workspace: Path) -> None:
    """`--as` shows the edition in that person's language, greeted as they are."""
    (workspace / "subscribers.csv").write_text(
        "email,name,language\nlena@example.org,Lena Muster,de\n", encoding="utf-8"
    )
    settings = workspace / "newsletter.yaml"
    settings.write_text(
        settings.read_text("utf-8").replace("subscribers.example.csv", "subscribers.csv"), encoding="utf-8"
    )

    known = iki("preview", ISSUE, "--as", "LENA@example.org", "--plain")
    unknown = iki("preview", ISSUE, "--as", "nobody@example.org")

    assert "Lena Muster" in known.out
    assert "lena@example.org" in known.out
    assert unknown.code == 2
    assert "nobody@example.org" in unknown.err


def test_plain_is_the_text_part(iki: Callable[..., Run], workspace: Path) -> None:
    """It is the same text that compile writes."""
    iki("compile", ISSUE)

    run = iki("preview", ISSUE, "--plain", "-l", "en")

    assert run.out == (workspace / "build" / ISSUE / "en.txt").read_text("utf-8")


def test_source_is_the_message_byte_by_byte(iki: Callable[..., Run], workspace: Path) -> None:
    """It is the same message that compile writes, with its CRLF."""
    iki("compile", ISSUE)

    run = iki("preview", ISSUE, "--source")

    assert run.out.encode() == (workspace / "build" / ISSUE / "es.eml").read_bytes()


def test_a_language_without_an_edition(iki: Callable[..., Run], workspace: Path) -> None:
    """The languages there are get named."""
    run = iki("preview", ISSUE, "--language", "fr")

    assert run.code == 2
    assert "es, de, en" in run.err


def test_the_browser_gets_a_file_of_its_own(
    iki: Callable[..., Run], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--browser` writes a self-contained page and opens it; where none can be opened the file is named."""
    opened: list[str] = []

    def no_browser(url: str) -> bool:
        opened.append(url)
        return False

    monkeypatch.setattr("webbrowser.open", no_browser)

    run = iki("preview", ISSUE, "--browser")

    page = workspace / "build" / "preview" / "2017-06-es.html"
    assert opened == [page.as_uri()]
    assert page.read_text("utf-8").startswith("<!DOCTYPE html")
    assert "2017-06-es.html" in run.err


def test_problems_stand_beneath_the_title_of_their_item(iki: Callable[..., Run], workspace: Path) -> None:
    """With line, code and cure; the issue's own stand on top; all on 80 columns, and only where they are wanted."""
    plan = workspace / "issues" / ISSUE / "issue.yaml"
    plan.write_text(plan.read_text("utf-8").replace("deadline: 2017", "deadline: 2018"), "utf-8")

    run = iki("preview", ISSUE, "--language", "de")
    without = iki("preview", ISSUE, "--language", "de", "--no-problems")

    lines = run.out.splitlines()
    title = lines.index("Contar lo que se mitiga exige reglas claras")
    below = " ".join(" ".join(lines[title : title + 6]).split())
    assert "! line 7: Not translated into de, en" in below
    assert "[C402] Add the translation" in below
    assert lines[0].startswith("! issues/2017-06/issue.yaml:")
    assert max(map(len, lines)) <= 80
    assert "[C402]" not in without.out
    assert "problems: iki-news check" in without.err


@pytest.mark.parametrize(("language", "is_told"), [("de", False), ("es", True), ("en", True)])
def test_what_other_languages_lack_is_not_told_in_an_edition(
    iki: Callable[..., Run], workspace: Path, language: str, is_told: bool
) -> None:
    """An item that is whole in German has no problem in the German edition; where its readers lack it, they do."""
    out = " ".join(iki("preview", "2017-06", "-l", language).out.split())
    assert ("Not translated into es, en" in out) is is_told
    path = workspace / "issues" / "2017-06" / "contributions" / "ecovalor-valuation.yaml"
    path.write_text(path.read_text("utf-8").replace("  en: Ecovalor", "  fr: Ecovalor"), "utf-8")
    out = " ".join(iki("preview", "2017-06", "-l", language).out.split())
    assert ("`title` is missing in en" in out) is (language == "en")
