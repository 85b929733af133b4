from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from iki_newsletter.content.loading import load_as_written, load_contributions
from iki_newsletter.model.contribution import Event
from iki_newsletter.model.workshop import LARGEST_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.model.contribution import Contribution
    from iki_newsletter.model.origin import Loaded
    from iki_newsletter.model.workshop import Handout

EVENT = """\
kind: event
project: reef-watch
language: es
received_on: 2017-05-22
title: Un curso
teaser: De buceo.
starts_on: 2017-06-20
place: La Paz
"""
HANDOUT = "  - {file: materials/%s, title: Relatoría, languages: [es]}\n"
ON_THE_WEB = "  - {url: https://www.example.org/a, title: Grabación, languages: [es]}\n"
needs_links = pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for a privilege to make links")


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    """Make an issue's folder that has its parts and no contribution."""
    folder = tmp_path / "issues" / "2017-06"
    for name in ("contributions", "materials"):
        (folder / name).mkdir(parents=True)
    return folder


def write(issue: Path, text: str) -> Path:
    """Lay an event with these further lines into the issue."""
    path = issue / "contributions" / "a.yaml"
    path.write_text(EVENT + text, encoding="utf-8")
    return path


def handouts(loaded: list[Loaded[Contribution]]) -> tuple[Handout, ...]:
    """Give the materials of the one event there is."""
    [event] = (each.value for each in loaded)
    assert isinstance(event, Event)
    return event.materials


def test_materials_named_and_there_are_fine(issue: Path) -> None:
    """A file in the folder and an address on the web; of the largest size that is taken."""
    with (issue / "materials/minutes.pdf").open("wb") as file:
        file.truncate(LARGEST_FILE)
    write(issue, "materials:\n" + HANDOUT % "minutes.pdf" + ON_THE_WEB)
    loaded, problems = load_contributions(issue)
    assert problems == []
    assert [each.file or each.url for each in handouts(loaded)] == [
        "materials/minutes.pdf",
        "https://www.example.org/a",
    ]


def test_a_missing_file_is_taken_out_and_told(issue: Path) -> None:
    """The others stay, and their places follow; what the file says is still there as it was written."""
    (issue / "materials/Minutes.PDF").write_bytes(b"x")
    path = write(issue, "materials:\n" + HANDOUT % "minutes.pdf" + ON_THE_WEB)
    loaded, problems = load_contributions(issue)
    missing = next(each for each in problems if each.code == "C117")
    assert (missing.position.line, missing.what) == (10, "The file `materials/minutes.pdf` is not there.")
    assert missing.instead == "There is `materials/Minutes.PDF`: name it exactly so, or rename it."
    assert [each.url for each in handouts(loaded)] == ["https://www.example.org/a"]
    assert loaded[0].origin.at("materials", 0, "url").line == 11
    written = load_as_written(path)
    assert isinstance(written, Event)
    assert len(written.materials) == 2


def test_a_file_that_is_too_large_is_not_offered(issue: Path) -> None:
    """Its size is told, with the most that there may be of it."""
    with (issue / "materials/slides.pptx").open("wb") as file:
        file.truncate(LARGEST_FILE + 200_000)
    write(issue, "materials:\n" + HANDOUT % "slides.pptx")
    loaded, [problem] = load_contributions(issue)
    assert problem.code == "C118"
    assert problem.what == "The file `materials/slides.pptx` has 25.2 MB; 25 MB are the most."
    assert handouts(loaded) == ()


@pytest.mark.parametrize(
    ("file", "code", "what"),
    [
        ("materials/spare.pdf", "C119", "No event offers `materials/spare.pdf`."),
        ("materials/old/spare.pdf", "C119", "The folder `old` is not looked into."),
        ("materials/a.yaml", "C111", "`a.yaml` lies among the materials."),
    ],
)
def test_what_lies_there_in_vain_gets_a_word(issue: Path, file: str, code: str, what: str) -> None:
    """Nothing in the folder is passed over in silence."""
    (issue / file).parent.mkdir(exist_ok=True)
    (issue / file).write_text(EVENT, encoding="utf-8")
    found = load_contributions(issue)[1]
    assert [(each.code, each.what) for each in found] == [(code, what)]


@pytest.mark.parametrize(
    "file",
    [
        "minutes.pdf",
        "materials/../../secret.pdf",
        "materials/a/b.pdf",
        "/etc/passwd",
        "materials/run.exe",
        "materials/page.html",
        "materials/.pdf",
    ],
)
def test_only_plain_names_of_documents_are_taken(issue: Path, file: str) -> None:
    """No other folder, no program, no page that could run in a reader's browser."""
    write(issue, f"materials:\n  - {{file: '{file}', title: Actas, languages: [es]}}\n")
    loaded, problems = load_contributions(issue)
    assert loaded == []
    assert [(each.code, each.position.line) for each in problems] == [("C108", 10)]
    assert "`materials.file` takes a file among the materials" in problems[0].instead


@needs_links
def test_a_link_that_leads_out_is_not_followed(issue: Path, tmp_path: Path) -> None:
    """What is elsewhere on the machine is no material of the issue."""
    (tmp_path / "secret.pdf").write_bytes(b"x")
    (issue / "materials" / "minutes.pdf").symlink_to(tmp_path / "secret.pdf")
    write(issue, "materials:\n" + HANDOUT % "minutes.pdf")
    loaded, [problem] = load_contributions(issue)
    assert problem.code == "C114"
    assert handouts(loaded) == ()


@pytest.mark.parametrize("key", ["participants", "sessions"])
def test_mail_addresses_are_refused(issue: Path, key: str) -> None:
    """Pages are public: organisations and speakers are named there, and nobody's address is."""
    entry = "Ana Ejemplo <ana@institute.example>"
    line = f"{{starts_at: 9:00, title: a, speakers: ['{entry}']}}" if key == "sessions" else entry
    write(issue, f"{key}:\n  - {line}\n")
    loaded, [problem] = load_contributions(issue)
    assert loaded == []
    assert (problem.code, problem.position.line) == ("C108", 10)
    assert problem.instead.endswith("takes a public name: one line of up to 400 characters, without a mail address.")


def test_an_event_is_named_by_a_name(issue: Path) -> None:
    """A title, a file's name or a path is told to be none."""
    for wrong in ("Un curso", "course.yaml", "issues/2017-06/course", "2017-06/"):
        write(issue, f"part_of: {wrong}\n")
        loaded, [problem] = load_contributions(issue)
        assert loaded == []
        assert problem.what == f"`{wrong}` is no name of an event."
        assert "as in `reef-course`, or `2017-06/reef-course`" in problem.instead
