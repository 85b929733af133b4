from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from iki_newsletter.content.files import find_files, name_for
from iki_newsletter.content.loading import load_contributions

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.model.problem import Problem

NEWS = """\
kind: news
project: reef-watch
language: es
received_on: 2017-05-22
title: Arrecifes
teaser: Un curso.
body: Un curso de buceo.
"""
IMAGE = "  - {file: images/%s, credit: Ana, rights: own, alt: Un arrecife}\n"
needs_links = pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for a privilege to make links")


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    """Make an issue's folder that has its parts and no contribution."""
    folder = tmp_path / "issues" / "2017-06"
    (folder / "contributions").mkdir(parents=True)
    (folder / "images").mkdir()
    (folder / "issue.yaml").write_text("number: 1\n", encoding="utf-8")
    return folder


def told(problems: list[Problem], folder: Path) -> list[tuple[str, str, str]]:
    """Shorten problems to code, file and sentence."""
    return [(each.code, each.position.path.relative_to(folder).as_posix(), each.what) for each in problems]


def test_every_contribution_is_read_by_name(issue: Path) -> None:
    """The order is that of the names, whatever the file system's is."""
    for name in ("reef", "atlas", "zebra", "bee-2"):
        (issue / f"contributions/{name}.yaml").write_text(NEWS, encoding="utf-8")
    loaded, problems = load_contributions(issue)
    assert [each.name for each in loaded] == ["atlas", "bee-2", "reef", "zebra"]
    assert problems == []


def test_a_wrong_file_leaves_the_others_be(issue: Path) -> None:
    """Problems of all files come at once, and what is right is given."""
    (issue / "contributions/a.yaml").write_text(NEWS + "titel: x\n", encoding="utf-8")
    (issue / "contributions/b.yaml").write_text(NEWS, encoding="utf-8")
    (issue / "contributions/c.yaml").write_bytes(b"\xff\xfe")
    loaded, problems = load_contributions(issue)
    assert [each.name for each in loaded] == ["b"]
    assert [(code, path) for code, path, _ in told(problems, issue)] == [
        ("C106", "contributions/a.yaml"),
        ("C102", "contributions/c.yaml"),
    ]


def test_an_issue_without_contributions_has_none(tmp_path: Path) -> None:
    """A folder that was just made is no problem."""
    assert load_contributions(tmp_path) == ([], [])


MISPLACED = [
    ("contributions/reef.yml", "C111", "`reef.yml` is not read because of its name.", "Rename it to `reef.yaml`."),
    ("contributions/reef.YAML", "C111", "`reef.YAML` is not read because of its name.", "Rename it to `reef.yaml`."),
    (
        "contributions/Día del Árbol.yaml",
        "C111",
        "`Día del Árbol.yaml` is not read because of its name.",
        "Rename it to `dia-del-arbol.yaml`.",
    ),
    (
        "contributions/reef_2.yaml",
        "C111",
        "`reef_2.yaml` is not read because of its name.",
        "Rename it to `reef-2.yaml`.",
    ),
    (
        "contributions/reef.docx",
        "C111",
        "`reef.docx` is not read: a contribution is a YAML file.",
        "Write what it says into `reef.yaml`, and keep the document elsewhere.",
    ),
    (
        "contributions/reef.yaml.txt",
        "C111",
        "`reef.yaml.txt` is not read: a contribution is a YAML file.",
        "Write what it says into `reef.yaml`, and keep the document elsewhere.",
    ),
    ("contributions/reef.jpg", "C111", "`reef.jpg` is no contribution.", "Pictures lie in `images`: move it there."),
    ("contributions/reef.yaml~", "C112", "`reef.yaml~` looks like a copy that an editor left.", ""),
    ("contributions/reef.yaml.bak", "C112", "`reef.yaml.bak` looks like a copy that an editor left.", ""),
    ("contributions/#reef.yaml#", "C112", "`#reef.yaml#` looks like a copy that an editor left.", ""),
    (
        "contributions/giz/reef.yaml",
        "C111",
        "The folder `giz` is not looked into.",
        "Contributions lie directly in `contributions`: move what is in it there.",
    ),
    (
        "reef.yaml",
        "C111",
        "`reef.yaml` lies beside issue.yaml, where no contribution is looked for.",
        "Move it to `contributions/reef.yaml`.",
    ),
    ("Issue.yml", "C111", "`Issue.yml` is not read.", "Rename it to `issue.yaml`."),
    ("issue.yaml.bak", "C112", "`issue.yaml.bak` looks like a copy that an editor left.", ""),
    ("images/reef.yaml", "C111", "`reef.yaml` lies among the pictures.", "Move it to `contributions/reef.yaml`."),
    (
        "beitraege/reef.yaml",
        "C111",
        "The folder `beitraege` holds YAML files, and only `contributions` is looked into.",
        "Move them to `contributions`.",
    ),
    (
        "reef.png",
        "C115",
        "`reef.png` lies beside issue.yaml, where no contribution can name it.",
        "Move it to `images`.",
    ),
    ("images/giz/reef.png", "C115", "The folder `giz` is not looked into.", "Pictures lie directly in `images`."),
    ("images/reef.png", "C115", "No contribution shows `images/reef.png`.", ""),
]


@pytest.mark.parametrize(("file", "code", "what", "instead"), MISPLACED)
def test_what_would_be_missed_gets_a_word(issue: Path, file: str, code: str, what: str, instead: str) -> None:
    """A misnamed or misplaced file is never silently dropped: what it is, and where it should be."""
    path = issue / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(NEWS, encoding="utf-8")
    loaded, problems = load_contributions(issue)
    assert loaded == []
    assert [(each.code, each.what) for each in problems] == [(code, what)]
    assert problems[0].instead == instead
    assert problems[0].cure


@pytest.mark.parametrize(
    "file",
    [
        "contributions/.DS_Store",
        "contributions/Thumbs.db",
        "contributions/desktop.ini",
        "contributions/.reef.yaml.swp",
        "contributions/~$reef.docx",
        "images/.DS_Store",
        ".editorconfig",
        "campaign.yaml",
        "notes.txt",
        "drafts/reef.docx",
    ],
)
def test_what_systems_and_people_leave_is_let_be(issue: Path, file: str) -> None:
    """Hidden files, the receipt of a mailing and notes beside issue.yaml are nobody's contribution."""
    path = issue / file
    path.parent.mkdir(exist_ok=True)
    path.write_text("x", encoding="utf-8")
    assert load_contributions(issue) == ([], [])


def test_a_misnamed_file_is_looked_through_as_well(issue: Path) -> None:
    """Its name and what is wrong in it are told in one run; it does not become part of the issue."""
    (issue / "contributions/reef.yml").write_text(NEWS + "titel: x\n", encoding="utf-8")
    loaded, problems = load_contributions(issue)
    assert loaded == []
    assert [each.code for each in problems] == ["C111", "C106"]


def test_a_name_of_any_length_and_script_is_turned_into_one_that_is_read() -> None:
    """The name that is proposed is one that would be read."""
    assert name_for("Größe & Maß (2) - Kopie.YML") == "grosse-mass-2-kopie.yaml"
    assert name_for("日本.yaml") == "name.yaml"
    assert name_for("a" * 80 + ".yaml") == "a" * 64 + ".yaml"
    assert name_for("a" * 63 + "-b.yaml") == "a" * 63 + ".yaml"


def test_pictures_named_and_there_are_fine(issue: Path) -> None:
    """A contribution with its pictures has no problem."""
    (issue / "images/reef.jpg").write_bytes(b"x")
    (issue / "contributions/a.yaml").write_text(NEWS + "images:\n" + IMAGE % "reef.jpg", encoding="utf-8")
    loaded, problems = load_contributions(issue)
    assert problems == []
    assert [image.file for image in loaded[0].value.images] == ["images/reef.jpg"]


def test_a_missing_picture_is_taken_out_and_told(issue: Path) -> None:
    """The item stays, nothing ever opens the missing file, and the places of the other pictures follow."""
    (issue / "images/Reef.JPG").write_bytes(b"x")
    (issue / "images/there.png").write_bytes(b"x")
    text = NEWS + "images:\n" + IMAGE % "reef.jpg" + IMAGE % "there.png"
    (issue / "contributions/a.yaml").write_text(text, encoding="utf-8")
    loaded, problems = load_contributions(issue)
    missing = next(each for each in problems if each.code == "C113")
    assert (missing.position.line, missing.what) == (9, "The picture `images/reef.jpg` is not there.")
    assert missing.instead == "There is `images/Reef.JPG`: name it exactly so, or rename it."
    assert [image.file for image in loaded[0].value.images] == ["images/there.png"]
    assert loaded[0].origin.at("images", 0, "file").line == 10
    assert loaded[0].origin.at("images", 1).line == 9  # the list as a whole: there is no second one any more


@pytest.mark.parametrize(
    "file", ["../../secret.png", "images/../x.png", "/etc/passwd", "C:\\x.png", "images/a/b.png"]
)
def test_a_path_to_elsewhere_is_no_picture(issue: Path, file: str) -> None:
    """Only a plain name in `images` is a picture of the issue."""
    text = NEWS + f"images:\n  - {{file: '{file}', credit: Ana, rights: own, alt: x}}\n"
    (issue / "contributions/a.yaml").write_text(text, encoding="utf-8")
    loaded, problems = load_contributions(issue)
    assert loaded == []
    assert [(each.code, each.position.line) for each in problems] == [("C108", 9)]


@needs_links
def test_links_that_lead_out_are_not_followed(issue: Path, tmp_path: Path) -> None:
    """Neither a contribution nor a picture may be a window to another folder."""
    (tmp_path / "secret.yaml").write_text(NEWS, encoding="utf-8")
    (tmp_path / "secret.png").write_bytes(b"x")
    (issue / "contributions/a.yaml").symlink_to(tmp_path / "secret.yaml")
    (issue / "images/secret.png").symlink_to(tmp_path / "secret.png")
    (issue / "contributions/b.yaml").write_text(NEWS + "images:\n" + IMAGE % "secret.png", encoding="utf-8")
    loaded, problems = load_contributions(issue)
    assert told([each for each in problems if each.code == "C114"], issue) == [
        ("C114", "contributions/a.yaml", "`a.yaml` is a link that leads out of the issue's folder."),
        (
            "C114",
            "contributions/b.yaml",
            "The picture `images/secret.png` is a link that leads out of the issue's folder.",
        ),
    ]
    assert [(each.name, each.value.images) for each in loaded] == [("b", ())]


@needs_links
def test_links_inside_the_issue_are_fine(issue: Path) -> None:
    """A link from one picture to another of the same issue is followed."""
    (issue / "images/reef.jpg").write_bytes(b"x")
    (issue / "images/same.jpg").symlink_to("reef.jpg")
    text = NEWS + "images:\n" + IMAGE % "same.jpg" + IMAGE % "reef.jpg"
    (issue / "contributions/a.yaml").write_text(text, encoding="utf-8")
    loaded, problems = load_contributions(issue)
    assert problems == []
    assert len(loaded[0].value.images) == 2


@needs_links
def test_whole_folders_elsewhere_are_not_looked_into(issue: Path, tmp_path: Path) -> None:
    """A link in place of `contributions` is told, and nothing behind it is read."""
    (issue / "contributions").rmdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/a.yaml").write_text(NEWS, encoding="utf-8")
    (issue / "contributions").symlink_to(tmp_path / "elsewhere")
    loaded, problems = load_contributions(issue)
    assert loaded == []
    assert [each.what for each in problems] == ["`contributions` is a link that leads out of the issue's folder."]


@needs_links
def test_broken_and_circular_links_are_told(issue: Path) -> None:
    """Links to nowhere are problems, not exceptions."""
    (issue / "contributions/a.yaml").symlink_to("a.yaml")
    (issue / "contributions/b.yaml").symlink_to("none.yaml")
    (issue / "images/c.png").symlink_to("c.png")
    (issue / "contributions/d.yaml").write_text(NEWS + "images:\n" + IMAGE % "c.png", encoding="utf-8")
    (issue / "images/e.png").symlink_to("none.png")
    (issue / "contributions/e.yaml").write_text(NEWS + "images:\n" + IMAGE % "e.png", encoding="utf-8")
    loaded, problems = load_contributions(issue)
    assert [each.name for each in loaded] == ["d", "e"]
    assert [each.value.images for each in loaded] == [(), ()]
    assert {each.position.path.name for each in problems} == {"a.yaml", "b.yaml", "d.yaml", "e.yaml"}


def test_pictures_are_not_called_unused_while_a_contribution_cannot_be_read(issue: Path) -> None:
    """The picture may be the broken contribution's: first things first."""
    (issue / "images/reef.jpg").write_bytes(b"x")
    (issue / "contributions/a.yaml").write_text("kind: [", encoding="utf-8")
    assert {each.code for each in load_contributions(issue)[1]} == {"C101"}


def test_what_is_found_is_sorted(issue: Path) -> None:
    """Files are listed by name, each kind apart."""
    for name in ("contributions/b.yaml", "contributions/a.yaml", "images/2.png", "images/1.png", "late.yaml"):
        (issue / name).write_text("x", encoding="utf-8")
    files = find_files(issue)
    assert [path.name for path in files.contributions] == ["a.yaml", "b.yaml"]
    assert [path.name for path in files.pictures] == ["1.png", "2.png"]
    assert [path.name for path in files.misnamed] == ["late.yaml"]
