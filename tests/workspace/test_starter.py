from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from iki_newsletter.errors import AlreadyThereError, ConfigurationError, UsageError
from iki_newsletter.workspace import starter as module
from iki_newsletter.workspace.folder import Workspace
from iki_newsletter.workspace.starter import lay_out, starter

ROOT = Path(__file__).resolve().parents[2]


def files_in(folder: Path) -> dict[str, bytes]:
    """Read a whole folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a package as a wheel installs it, with a small starter inside, and give the starter."""
    package = tmp_path / "site-packages" / "iki_newsletter"
    (package / "workspace").mkdir(parents=True)
    folder = package / "_starter"
    for name in ("newsletter.yaml", "portfolio.yaml", "subscribers.example.csv", "contacts.example.csv"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    for name in ("templates/labels/es.yaml", "schemas/issue.schema.json", "issues/2017-06/issue.yaml"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(module, "__file__", str(package / "workspace" / "starter.py"))
    return folder


def test_in_the_source_tree_the_starter_is_the_repository() -> None:
    """There is one copy of each file: installed editable, the repository's own workspace is the starter."""
    assert starter() == ROOT


def test_installed_from_a_wheel_the_starter_is_inside_the_package(installed: Path) -> None:
    """The wheel carries the same files as data."""
    assert starter() == installed


def test_an_installation_without_its_files_is_told(installed: Path) -> None:
    """What is missing is said before anything is written."""
    shutil.rmtree(installed / "templates")
    with pytest.raises(ConfigurationError, match="missing from this installation"):
        starter()


@pytest.mark.usefixtures("installed")
def test_a_new_workspace_has_all_it_needs(tmp_path: Path) -> None:
    """Every starter file is there with the same bytes, and git is told what must stay private."""
    written = lay_out(tmp_path / "new" / "mareas")
    there = files_in(tmp_path / "new" / "mareas")
    assert {path.relative_to(tmp_path / "new" / "mareas").as_posix() for path in written} == set(there)
    ignored = there.pop(".gitignore").decode()
    assert there == files_in(starter())
    for line in ("/build/", "/var/", "/subscribers.csv", "/subscribers.xlsx", "/contacts.csv"):
        assert line in ignored.splitlines()


def test_the_repository_itself_lays_out(tmp_path: Path) -> None:
    """What `init` makes of this repository is a workspace with the example issue, and nothing else."""
    lay_out(tmp_path)
    assert Workspace(tmp_path).issue_ids() == ["2017-06"]
    tops = {
        "newsletter.yaml",
        "portfolio.yaml",
        "subscribers.example.csv",
        "contacts.example.csv",
        "templates",
        "schemas",
        "issues",
        ".gitignore",
    }
    assert {path.name for path in tmp_path.iterdir()} == tops


@pytest.mark.usefixtures("installed")
def test_an_empty_folder_may_be_there_and_other_files_too(tmp_path: Path) -> None:
    """Only what would be overwritten is in the way."""
    target = tmp_path / "mareas"
    target.mkdir()
    (target / "README.md").write_text("mine", encoding="utf-8")
    lay_out(target)
    assert (target / "README.md").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["newsletter.yaml", "portfolio.yaml", "templates", "issues", ".gitignore"])
@pytest.mark.usefixtures("installed")
def test_nothing_is_ever_overwritten(tmp_path: Path, name: str) -> None:
    """One file or folder of a workspace in the target, and nothing at all is written."""
    target = tmp_path / "mareas"
    target.mkdir()
    (target / name).write_text("mine", encoding="utf-8")
    with pytest.raises(AlreadyThereError, match=name):
        lay_out(target)
    assert files_in(target) == {name: b"mine"}


@pytest.mark.usefixtures("installed")
def test_laying_out_twice_is_refused(tmp_path: Path) -> None:
    """The second time everything is there already."""
    lay_out(tmp_path / "mareas")
    before = files_in(tmp_path / "mareas")
    with pytest.raises(AlreadyThereError):
        lay_out(tmp_path / "mareas")
    assert files_in(tmp_path / "mareas") == before


@pytest.mark.usefixtures("installed")
def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """A target that is a file is told as such."""
    (tmp_path / "mareas").write_text("x", encoding="utf-8")
    with pytest.raises(AlreadyThereError, match="is a file"):
        lay_out(tmp_path / "mareas")


@pytest.mark.usefixtures("installed")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """The system's reason stands in the error, not in a traceback."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        lay_out(tmp_path / "file" / "mareas")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for a privilege to make links")
@pytest.mark.usefixtures("installed")
def test_a_link_to_nowhere_is_in_the_way(tmp_path: Path) -> None:
    """Writing through a dangling link would write somewhere else."""
    target = tmp_path / "mareas"
    target.mkdir()
    (target / "newsletter.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    with pytest.raises(AlreadyThereError):
        lay_out(target)


def test_what_was_sent_and_what_is_hidden_stays_behind(installed: Path, tmp_path: Path) -> None:
    """A receipt of the starter's own demo mailing would make a new workspace refuse to send."""
    for name in ("campaign.yaml", ".DS_Store", "Thumbs.db"):
        (installed / "issues/2017-06" / name).write_text("x", encoding="utf-8")
    (installed / "templates/__pycache__").mkdir()
    (installed / "templates/__pycache__/x.pyc").write_bytes(b"x")
    lay_out(tmp_path / "mareas")
    assert set(files_in(tmp_path / "mareas")) == {
        ".gitignore",
        "issues/2017-06/issue.yaml",
        "newsletter.yaml",
        "portfolio.yaml",
        "schemas/issue.schema.json",
        "subscribers.example.csv",
        "contacts.example.csv",
        "templates/labels/es.yaml",
    }
