from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from iki_newsletter.errors import NotThereError, WorkspaceNotFoundError
from iki_newsletter.workspace.folder import Workspace, find_workspace

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make a workspace with two issues and a folder that is none."""
    (tmp_path / "newsletter.yaml").touch()
    for name in ("2017-07", "2017-06", "drafts"):
        (tmp_path / "issues" / name).mkdir(parents=True)
    for name in ("2017-07", "2017-06"):
        (tmp_path / "issues" / name / "issue.yaml").touch()
    return tmp_path


def test_a_workspace_is_found_from_below(root: Path) -> None:
    """As git does: the nearest folder upward counts."""
    assert find_workspace(root / "issues" / "2017-06").root == root.resolve()
    (root / "issues" / "newsletter.yaml").touch()
    assert find_workspace(root / "issues" / "2017-06").root == (root / "issues").resolve()


def test_no_workspace_is_told_with_what_to_do(tmp_path: Path) -> None:
    """Where there is none, the error names the ways out."""
    with pytest.raises(WorkspaceNotFoundError) as raised:
        find_workspace(tmp_path)
    assert "iki-news init DIR" in raised.value.instead


def test_issues_are_listed_oldest_first(root: Path) -> None:
    """A folder without an issue.yaml is no issue."""
    assert Workspace(root).issue_ids() == ["2017-06", "2017-07"]
    assert Workspace(root / "issues").issue_ids() == []


def test_an_issue_that_is_not_there_is_told_with_those_that_are(root: Path) -> None:
    """A typing error is mended by looking at the list."""
    assert Workspace(root).issue("2017-06") == root / "issues" / "2017-06"
    with pytest.raises(NotThereError) as raised:
        Workspace(root).issue("2017-08")
    assert raised.value.instead == "There are: 2017-06, 2017-07."
    with pytest.raises(NotThereError, match=r"There is no issue \.\."):
        Workspace(root).issue("..")


def test_everything_has_its_place(root: Path) -> None:
    """What is made again, what is kept and what is written by people lie apart."""
    workspace = Workspace(root)
    assert workspace.outbox.parent == workspace.build
    assert workspace.var.parent == workspace.templates.parent == workspace.portfolio.parent == root
