from __future__ import annotations

import json
import re
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from iki_newsletter.content.schemas import schema_as_loaded
from iki_newsletter.intake.form.assemble import _SCRIPTS, MARK
from iki_newsletter.intake.form.characters import forbidden_ranges
from iki_newsletter.intake.form.words import Groups, read_words
from iki_newsletter.model.contribution import Contribution
from iki_newsletter.model.rulebook import RULES
from iki_newsletter.reading.characters import forbidden_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
PARTS = ROOT / "templates" / "form"
LANGUAGES = ("es", "de", "en")
MOST = 400_000


@cache
def words(language: str) -> Groups:
    """Read a language's words as they are written."""
    return read_words(PARTS / "none", PARTS)[language]


def keys(language: str) -> set[str]:
    """Give the keys of a language's words, with their groups."""
    return {f"{group}.{key}" for group, within in words(language).items() for key in within}


def data_in(text: str) -> dict[str, Any]:
    """Give the data that a form holds."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_one_file_that_asks_for_nothing_else(workspace: Path, iki: Callable[..., Run]) -> None:
    """The form is one file below 400 kB, and nothing in it leads a browser elsewhere but its own data."""
    run = iki("form", "2017-06")
    path = workspace / "build" / "2017-06" / "form.html"
    text = path.read_text("utf-8")
    assert run.code == 0
    assert path.stat().st_size < MOST
    assert "default-src 'none'" in text
    around = re.sub(r'<script type="application/json".*?</script>', "", text, flags=re.DOTALL)
    assert (
        re.findall(
            r"""(?:src|href)=["']?(?!data:)[a-z]+:|url\(|@import|fetch\(|XMLHttpRequest|<link(?! rel="icon")""",
            around,
        )
        == []
    )


def test_the_same_files_give_the_same_form(workspace: Path, iki: Callable[..., Run]) -> None:
    """Written twice, it has the same bytes; where it is for any issue it names none."""
    path = workspace / "build" / "form.html"
    assert iki("form").code == 0
    first = path.read_bytes()
    assert iki("form").code == 0
    assert path.read_bytes() == first
    assert data_in(first.decode())["issue"] is None


def test_programs_are_told(workspace: Path, iki: Callable[..., Run]) -> None:
    """`--json` says where it is and for which issue."""
    run = iki("form", "2017-06", "--out", "formulario.html", "--json")
    assert run.data["file"] == str(workspace / "formulario.html")
    assert (run.data["issue"], run.data["languages"]) == ("2017-06", ["es", "de", "en"])


def test_another_file_is_not_written_over(workspace: Path, iki: Callable[..., Run]) -> None:
    """A form is written anew, any other file is left alone."""
    (workspace / "notes.html").write_text("<p>mine", "utf-8")
    run = iki("form", "--out", "notes.html")
    assert run.code != 0
    assert "notes.html is there already" in run.err
    assert (workspace / "notes.html").read_text("utf-8") == "<p>mine"
    assert iki("form", "--out", "form.html").code == 0
    assert iki("form", "2017-06", "--out", "form.html").code == 0
    assert (workspace / "form.html").read_text("utf-8").startswith(MARK)


@pytest.mark.usefixtures("workspace")
def test_an_unknown_issue_is_told(iki: Callable[..., Run]) -> None:
    """The issues there are get named."""
    run = iki("form", "2017-05")
    assert run.code != 0
    assert "2017-06" in run.err


def test_compiling_keeps_the_form(workspace: Path, iki: Callable[..., Run]) -> None:
    """`compile` clears its folder, but not of the form that lies there."""
    iki("form", "2017-06")
    iki("compile", "2017-06")
    assert (workspace / "build" / "2017-06" / "form.html").is_file()


def test_a_workspace_from_before_has_the_starters_form(workspace: Path, iki: Callable[..., Run]) -> None:
    """Without templates/form the program's own parts are used."""
    shutil.rmtree(workspace / "templates" / "form")
    assert iki("form").code == 0


def test_a_word_that_a_workspace_does_not_have_yet_is_the_starters(tmp_path: Path) -> None:
    """What editors changed holds, and what they lack is added, so that an upgrade leaves no hole."""
    (tmp_path / "es.yaml").write_text("form: {heading: Cuéntenos}\n", "utf-8")
    read = read_words(tmp_path, PARTS)
    assert read["es"]["form"]["heading"] == "Cuéntenos"
    assert read["es"]["form"]["save"] == words("es")["form"]["save"]
    assert read["de"] == words("de")


@pytest.mark.usefixtures("workspace")
def test_words_that_cannot_be_read_are_told(workspace: Path, iki: Callable[..., Run]) -> None:
    """A slip in the words names its file and line."""
    (workspace / "templates/form/es.yaml").write_text("form: [x]\n", "utf-8")
    run = iki("form")
    assert run.code != 0
    assert "templates/form/es.yaml" in run.err


def test_every_script_is_in_the_form() -> None:
    """A script that lies in the folder is one that the program puts into the page."""
    assert {path.name for path in PARTS.glob("*.js")} == set(_SCRIPTS)


def test_words_are_complete_in_three_languages() -> None:
    """No language lacks a word that another has, and each fills in the same values."""
    assert keys("es") == keys("de") == keys("en")
    for key in sorted(keys("en")):
        group, name = key.split(".")
        filled = [set(re.findall(r"\{(\w+)\}", words(language)[group][name])) for language in LANGUAGES]
        assert filled[0] == filled[1] == filled[2], key


def test_every_word_is_used_and_every_use_has_its_word() -> None:
    """A key that a script names is there; what no script names is made of a field's, kind's or problem's name."""
    scripts = "\n".join(path.read_text("utf-8") for path in PARTS.glob("*.js"))
    named = set(re.findall(r"""\bt\(["'`]([a-z_]+\.[a-z_]+)["'`]""", scripts))
    assert named <= keys("en")
    groups = ("fields", "hints", "kinds", "leads", "parts", "problems", "rights", "goals", "markdown", "project")
    made = tuple(f"{group}." for group in groups)
    either = set(re.findall(r'"([a-z_]+\.[a-z_]+)"', scripts)) | {"form.own_name", "form.no_script", "preview.about"}
    assert {key for key in keys("en") - named - either if not key.startswith(made)} == set()


def test_every_problem_has_a_sentence() -> None:
    """Each code that the scripts give a problem is told in words."""
    scripts = "\n".join((PARTS / name).read_text("utf-8") for name in ("check.js", "parcel.js", "told.js"))
    codes = set(re.findall(r'code: "([a-z_]+)"', scripts))
    assert len(codes) > 15
    assert codes <= set(words("en")["problems"])


def test_the_form_asks_for_every_field_that_projects_fill_in(form_fields: set[str]) -> None:
    """A new key of a contribution gets its field, or stands here among what editors decide."""
    schema = schema_as_loaded(Contribution)
    for_editors = {"weight", "tags", "area", "part_of", "sessions", "participants", "materials"}
    by_itself = {"kind", "project", "language", "received_on"}
    for node in schema["$defs"].values():
        if "kind" in node["properties"]:
            assert set(node["properties"]) - for_editors - by_itself <= form_fields


@pytest.fixture
def form_fields() -> set[str]:
    """Give the keys that the scripts make fields for."""
    script = (PARTS / "fields.js").read_text("utf-8") + (PARTS / "parts.js").read_text("utf-8")
    return {path.partition(".")[0] for path in re.findall(r'draft, ["`]([a-z_]+(?:\.[^"`]*)?)["`]', script)}


def test_the_page_forbids_the_characters_that_the_reader_forbids() -> None:
    """Written down and read again, the ranges are the same set."""
    numbers = [int(each, 36) for each in forbidden_ranges().split()]
    forbidden: set[int] = set()
    free = 0
    for gap, length in zip(numbers[::2], numbers[1::2], strict=True):
        first = free + gap
        forbidden |= set(range(first, first + length + 1))
        free = first + length + 1
    assert forbidden == {code for code in range(0x110000) if code != 0x0D and forbidden_in(chr(code))}


def test_data_cannot_end_its_element(workspace: Path, iki: Callable[..., Run]) -> None:
    """A project whose name looks like the page's own code is data like any other."""
    path = workspace / "portfolio.yaml"
    path.write_text(
        path.read_text("utf-8").replace("short: GUCCI", 'short: "</script><script>alert(1)//"', 1), "utf-8"
    )
    assert iki("form").code == 0
    text = (workspace / "build/form.html").read_text("utf-8")
    assert "<script>alert(1)" not in text
    assert any(project["short"].get("en", "").startswith("</script>") for project in data_in(text)["projects"])


def test_rules_of_single_files_that_stop_sending_are_known_here() -> None:
    """A new rule that stops sending is mirrored in check.js, or named here as not the form's matter."""
    mirrored = {
        "C104",
        "C106",
        "C107",
        "C108",
        "C201",
        "C202",
        "C203",
        "C301",
        "C307",
        "C308",
        "C401",
        "C501",
        "C502",
        "C521",
        "C522",
    }
    of_files_and_folders = {"C101", "C102", "C103", "C105", "C111", "C113", "C114", "C116"}
    of_what_has_no_field = {"C117", "C118", "C206", "C311", "C312", "C313", "C503"}
    stopping = {code for code, rule in RULES.items() if code.startswith("C") and rule.level.stops}
    assert stopping == mirrored | of_files_and_folders | of_what_has_no_field
