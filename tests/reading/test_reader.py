from __future__ import annotations

import datetime as dt
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter

from iki_newsletter.model.contribution import Event, News
from iki_newsletter.model.portfolio import Portfolio
from iki_newsletter.reading.reader import read_shape

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from iki_newsletter.model.contribution import Contribution

    Read = Callable[[str | bytes], tuple[Any, list[Any]]]


@pytest.mark.usefixtures("parser")
def test_a_right_file_becomes_its_shape(read: Read, event: str) -> None:
    """With either parser, a right file gives the value and no problem."""
    loaded, problems = read(event)
    assert problems == []
    assert isinstance(loaded.value, Event)
    assert loaded.value.starts_on == dt.date(2017, 6, 6)
    assert loaded.value.title == {"es": "Curso", "de": "Kurs"}
    assert loaded.name == "x"


@pytest.mark.usefixtures("parser")
def test_every_value_keeps_its_place(read: Read, event: str) -> None:
    """With either parser, each value is found again by line and column, and a missing one by what is around it."""
    loaded, _ = read(event + "links:\n  - url: https://example.org\n    text: Más\nsdg: [13,\n  14]\nplace:\n")
    at = loaded.origin.at
    assert str(at()) == "x.yaml:1:1"
    assert str(at("title", "de")) == "x.yaml:5:24"
    assert str(at("links", 0, "text")) == "x.yaml:10:11"
    assert str(at("links", 0, "none")) == "x.yaml:9:5"
    assert str(at("sdg", 1)) == "x.yaml:12:3"
    assert str(at("nothing", "at", "all")) == "x.yaml:1:1"


@pytest.mark.parametrize("written", ["no", "12:30", "010", "1e3", "2017-06-06", "~", "null", "0x1F", ".inf", "yes"])
@pytest.mark.usefixtures("parser")
def test_a_text_stays_what_was_written(read: Read, event: str, written: str) -> None:
    """YAML 1.1 would make False, 750, 8, a float or a date of it; a title stays a title."""
    loaded, problems = read(event.replace("Un curso.", written))
    assert problems == []
    assert loaded.value.teaser == written


def test_a_number_is_read_as_people_count(read: Read, event: str) -> None:
    """`010` is ten, not the eight that YAML 1.1 makes of it; a leading sign counts."""
    assert read(event + "weight: 010\n")[0].value.weight == 10
    assert read(event + "weight: -3\n")[0].value.weight == -3


def test_an_empty_value_is_as_good_as_an_absent_key(read: Read, event: str) -> None:
    """A scaffold's empty keys may stay: optional ones fall back, translations are simply missing."""
    loaded, problems = read(
        event.replace("{es: Curso, de: Kurs}", "\n  es: Curso\n  de:") + "links:\nweight:\nplace:\nsource:\n"
    )
    assert problems == []
    assert loaded.value.title == {"es": "Curso"}
    assert loaded.value.links == ()
    assert loaded.value.weight == 0
    assert loaded.value.place is None


def test_texts_come_composed_and_trimmed(read: Read, event: str) -> None:
    """Mac's decomposed accents become the composed ones that others type; white space around goes."""
    loaded, _ = read(event.replace("Un curso.", "'  Me\u0301xico  '"))
    assert loaded.value.teaser == "M\u00e9xico"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_editor_on_every_system_may_save_it(read: Read, event: str, line_end: str, mark: str) -> None:
    """UTF-8 with or without a byte order mark, with the line ends of Windows, Unix and old Macs, gives the same."""
    loaded, problems = read((mark + event + "body: ñ\n").replace("\n", line_end).replace("body: ñ", "place: ñ"))
    assert problems == []
    assert loaded.value.place == "ñ"
    assert str(loaded.origin.at("place")) == "x.yaml:8:8"


def test_paragraphs_below_a_bar_stay_paragraphs(read: Read) -> None:
    """Markdown keeps its line breaks, its `#` and its colons."""
    loaded, problems = read(
        "kind: news\nproject: p\nlanguage: es\nreceived_on: 2017-05-22\ntitle: t\nteaser: t\n"
        "body:\n  es: |\n    # Título: uno\n\n    - punto\n"
    )
    assert problems == []
    assert isinstance(loaded.value, News)
    assert loaded.value.body == {"es": "# Título: uno\n\n- punto"}


def test_a_file_is_read_up_to_its_cap(tmp_path: Path, contribution: TypeAdapter[Contribution], event: str) -> None:
    """A file of exactly the cap is read, one byte more is refused by size; the cap is the caller's."""
    path = tmp_path / "x.yaml"
    path.write_text(event + "#" * (64 * 1024 - len(event)), encoding="utf-8")
    assert read_shape(path, contribution)[1] == []
    path.write_text(event + "#" * (64 * 1024 - len(event) + 1), encoding="utf-8")
    loaded, problems = read_shape(path, contribution)
    assert loaded is None
    assert [(problem.code, problem.what) for problem in problems] == [("C103", "The file is larger than 64 KB.")]
    assert read_shape(path, contribution, cap=65 * 1024)[1] == []


def test_what_is_no_file_is_said_so(tmp_path: Path, contribution: TypeAdapter[Contribution]) -> None:
    """A missing file and a folder are problems in the family asked for, not exceptions."""
    missing = read_shape(tmp_path / "none.yaml", contribution, family="W")[1]
    folder = read_shape(tmp_path, contribution, family="I")[1]
    assert [(problem.code, problem.what) for problem in missing] == [("W103", "There is no such file.")]
    assert [(problem.code, problem.what) for problem in folder] == [("I103", "This is not a file.")]


def test_a_pipe_is_not_waited_for(tmp_path: Path, contribution: TypeAdapter[Contribution]) -> None:
    """A pipe that nobody writes to would hang the command for ever."""
    if sys.platform == "win32":
        pytest.skip("Windows has no named pipes in folders")
    os.mkfifo(tmp_path / "x.yaml")
    assert [problem.code for problem in read_shape(tmp_path / "x.yaml", contribution)[1]] == ["C103"]


def test_a_file_that_may_not_be_opened_is_said_so(
    tmp_path: Path, contribution: TypeAdapter[Contribution], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the system answers stands in the problem."""
    path = tmp_path / "x.yaml"
    path.touch()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", refuse)
    problems = read_shape(path, contribution)[1]
    assert [problem.what for problem in problems] == ["The file cannot be opened: Permission denied."]


def test_all_faults_come_at_once_in_the_order_of_the_file(read: Read) -> None:
    """Structure, keys and values are judged in one run, so that one round of mending is enough."""
    loaded, problems = read(
        "kind: event\nproject: &p Reef\nlangage: es\nreceived_on: 2017-13-01\ntitle: a\ntitle: b\n"
        "teaser: \u202eb\nstarts_on: *p\n"
    )
    assert loaded is None
    assert [(problem.code, problem.position.line) for problem in problems] == [
        ("C107", 1),
        ("C101", 2),
        ("C106", 3),
        ("C108", 4),
        ("C105", 6),
        ("C104", 7),
        ("C101", 8),
    ]


def test_a_file_made_of_faults_is_not_listed_to_the_end(read: Read) -> None:
    """The first hundred are shown, and that there are others."""
    problems = read("kind: event\n" + "".join(f"k{number}: x\n" for number in range(3000)))[1]
    assert len(problems) == 101
    assert problems[-1].what == "There are more problems in this file."


def test_a_large_portfolio_needs_a_larger_cap(tmp_path: Path) -> None:
    """The same reader serves every file of the workspace, each with its own family and cap."""
    path = tmp_path / "portfolio.yaml"
    projects = "".join(f"  - {{id: p{number}, organisation: O, scope: global}}\n" for number in range(2000))
    path.write_text(f"funding_areas: []\norganisations: [{{id: O}}]\nprojects:\n{projects}", encoding="utf-8")
    adapter = TypeAdapter(Portfolio)
    loaded, problems = read_shape(path, adapter, family="W", cap=256 * 1024)
    assert problems == []
    assert loaded is not None
    assert len(loaded.value.projects) == 2000
    assert [problem.code for problem in read_shape(path, adapter, family="W")[1]] == ["W103"]
