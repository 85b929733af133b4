from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from PIL import Image
from tests.intake.documents import by_headings, odd, plain, rich
from tests.intake.parcels import mail, picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "issues/2017-06"
CONTACTS = "project,name,email,language\necovalor,Ana Inventada,ana@example.org,es\n"


@pytest.fixture
def document(tmp_path: Path) -> Callable[[bytes], Path]:
    """Give what lays a document down."""

    def lay(raw: bytes, name: str = "nota.docx") -> Path:
        path = tmp_path / name
        path.write_bytes(raw)
        return path

    return lay


def test_a_document_becomes_a_contribution(
    iki: Callable[..., Run], document: Callable[..., Path], workspace: Path
) -> None:
    """It loads and compiles, its picture is there, and check names what the document does not say."""
    source = document(rich())
    run = iki("new", "contribution", "2017-06", "--project", "ecovalor", "--from", source, "--json")
    assert run.code == 0, run.err
    path = workspace / ISSUE / "contributions/ecovalor-news.yaml"
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert written["title"] == {"es": "Diez reservas calculan el valor de su agua"}
    assert "**tres días**" in written["body"]["es"]
    (image,) = written["images"]
    assert image["alt"] == {"es": "Una laguna entre pinos"}
    assert image["caption"] == {"es": "La laguna de Zempoala"}
    assert image["credit"] == "Ana Inventada"
    missing = iki("translations", "status", "2017-06", "--json").data["items"]["ecovalor-news"]["de"]["missing"]
    assert "picture 1 caption" in missing
    assert "picture 1 credit" not in missing
    with Image.open(workspace / ISSUE / image["file"]) as opened:
        assert opened.format == "JPEG"
    assert (workspace / ISSUE / "originals/ecovalor-news.docx").read_bytes() == source.read_bytes()
    assert (workspace / ISSUE / "originals/.gitignore").read_text(encoding="utf-8").endswith("*\n")
    assert iki("compile", "2017-06").code == 0
    problems = iki("check", "2017-06", "--json").data["problems"]
    assert not any("originals" in each["path"] for each in problems)


@pytest.mark.parametrize(
    ("kind", "asked"), [("event", "starts_on"), ("call", "deadline"), ("interview", "interviewee"), ("video", "url")]
)
def test_what_a_document_does_not_say_is_asked_for(
    iki: Callable[..., Run], document: Callable[..., Path], workspace: Path, kind: str, asked: str
) -> None:
    """A kind's own facts stand as placeholders, which check names; a text without a place is in the comments."""
    source = document(by_headings("Español", "Deutsch", "English"))
    assert iki("new", "contribution", "2017-06", "-p", "ecovalor", "-k", kind, "--from", source).code == 0
    path = workspace / ISSUE / f"contributions/ecovalor-{kind}.yaml"
    text = path.read_text(encoding="utf-8")
    assert asked in yaml.safe_load(text)
    for sentence in ("Ecovalor: nota para el boletín de junio", "Der Kurs dauerte drei Tage."):
        assert sentence in text
    problems = iki("check", "2017-06", "--json").data["problems"]
    assert any(each["path"].endswith(path.name) and each["code"] == "C501" for each in problems)


def test_nothing_of_an_odd_document_is_lost(
    iki: Callable[..., Run], document: Callable[..., Path], workspace: Path
) -> None:
    """What hides in headers, boxes and formulas stands in the file, if need be as a comment."""
    iki("new", "contribution", "2017-06", "-p", "ecovalor", "--from", document(odd()))
    text = (workspace / ISSUE / "contributions/ecovalor-news.yaml").read_text(encoding="utf-8")
    for sentence in ("Al pie de la página", "En una caja", "En un control", "E = mc2"):
        assert sentence in text


def test_a_document_is_taken_once(iki: Callable[..., Run], document: Callable[..., Path], workspace: Path) -> None:
    """By hand or from a folder, the same file is known again."""
    source = document(plain("Un título", "Un texto."))
    assert iki("new", "contribution", "2017-06", "-p", "ecovalor", "--from", source).code == 0
    again = iki("new", "contribution", "2017-06", "-p", "ecovalor", "--from", source)
    assert again.code == 2
    assert "was taken before" in again.err
    assert iki("collect", "2017-06", source, "--json").data["collected"][0]["fate"] == "known"


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [("a.doc", b"x", 2), ("a.odt", b"x", 2), ("a.pdf", b"%PDF", 2), ("a.txt", b"x", 2), ("a.docx", b"PK", 1)],
)
def test_what_is_no_document_is_refused_kindly(
    iki: Callable[..., Run], document: Callable[..., Path], workspace: Path, name: str, raw: bytes, code: int
) -> None:
    """A sentence says what to do; never a traceback."""
    run = iki("new", "contribution", "2017-06", "-p", "ecovalor", "--from", document(raw, name))
    assert run.code == code
    assert "docx" in run.err
    assert "Traceback" not in run.err


def test_a_document_by_mail_has_the_project_of_its_sender(
    iki: Callable[..., Run], tmp_path: Path, workspace: Path
) -> None:
    """One contact, one project: it is taken, says so, and shows the picture that came beside it."""
    (workspace / "contacts.example.csv").write_text(CONTACTS, encoding="utf-8")
    source = tmp_path / "a.eml"
    source.write_bytes(mail(("nota.docx", plain("Un título", "Un texto.")), ("laguna.jpg", picture())))
    run = iki("collect", "2017-06", source, "--json")
    (told,) = run.data["collected"]
    assert (told["fate"], told["name"], told["pictures"]) == ("taken", "ecovalor-news", 1)
    assert any("by its sender" in note for note in told["notes"])
    assert (workspace / ISSUE / "originals/ecovalor-news.docx").is_file()


@pytest.mark.parametrize("contacts", ["", CONTACTS + "viclim,Ana Inventada,ana@example.org,es\n"])
def test_a_project_is_never_guessed_silently(
    iki: Callable[..., Run], tmp_path: Path, workspace: Path, contacts: str
) -> None:
    """Without a contact, or with two projects, it waits, and the command that takes it is named, and works."""
    if contacts:
        (workspace / "contacts.example.csv").write_text(contacts, encoding="utf-8")
    source = tmp_path / "a.eml"
    source.write_bytes(mail(("nota.docx", plain("Un título", "Un texto."))))
    run = iki("collect", "2017-06", source, "--json")
    (told,) = run.data["collected"]
    assert (run.code, told["fate"]) == (1, "kept")
    command = told["instead"].replace("PROJECT", "ecovalor").split()[1:]
    assert iki(*command).code == 0
    assert iki("collect", "2017-06", source, "--json").data["collected"][0]["fate"] == "known"
