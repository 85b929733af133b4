from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest

from iki_newsletter.workflow.watching import watch_files
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 100
"""So many answers are waited for; each takes at most some tenths of a second."""


@pytest.mark.parametrize("subscribers", ["subscribers.csv", "lists/subs.csv", "../elsewhere/subs.csv"])
def test_a_list_is_watched_wherever_it_lies(tmp_path: Path, subscribers: str) -> None:
    """In a folder of the workspace's own as well, or outside it."""
    root = tmp_path / "workspace"
    file = root / subscribers
    for folder in (root / "issues", file.parent):
        folder.mkdir(parents=True, exist_ok=True)
    answers = watch_files(Workspace(root), subscribers)
    next(answers)
    file.write_text("email\nana@example.org\n", "utf-8")
    assert any(islice(answers, PATIENCE))


def test_what_lies_beside_the_list_is_not_watched(tmp_path: Path) -> None:
    """Nor a file of the list's name elsewhere; the first answer with a change is the list's own."""
    (tmp_path / "lists").mkdir()
    answers = watch_files(Workspace(tmp_path), "lists/subs.csv")
    next(answers)
    (tmp_path / "lists" / "other.csv").write_text("x", "utf-8")
    (tmp_path / "subs.csv").write_text("x", "utf-8")
    assert not any(islice(answers, 3))
