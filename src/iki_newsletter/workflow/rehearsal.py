"""What collecting reads and writes, copied so that it can be tried out, and told as if it had been done at home."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from iki_newsletter.model.position import Position, relative_to_here
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.workflow.collected import Outcome


@contextmanager
def copied(workspace: Workspace, issue_id: str) -> Iterator[Workspace]:
    """Copy settings, portfolio and issues: of other issues only their text, and nothing about people."""
    with tempfile.TemporaryDirectory(prefix="iki-news-") as name:
        root = Path(name).resolve()
        for path in (workspace.newsletter, workspace.portfolio):
            if path.is_file():
                shutil.copy2(path, root / path.name)
        for other in workspace.issue_ids():
            ignored = shutil.ignore_patterns("originals", *(() if other == issue_id else ("images", "incoming")))
            shutil.copytree(workspace.issues / other, root / "issues" / other, ignore=ignored)
        yield Workspace(root)


def at_home(outcome: Outcome, copy: Workspace, workspace: Workspace) -> Outcome:
    """Say of files in the copy where they would lie."""
    here = "" if relative_to_here(workspace.root) == "." else f"{relative_to_here(workspace.root)}{os.sep}"

    def home(text: str) -> str:
        return text.replace(f"{copy.root}{os.sep}", here)

    problems = tuple(
        replace(each, position=_moved(each.position, copy, workspace), what=home(each.what))
        for each in outcome.problems
    )
    notes = tuple(map(home, outcome.notes))
    return replace(outcome, problems=problems, why=home(outcome.why), instead=home(outcome.instead), notes=notes)


def _moved(position: Position, copy: Workspace, workspace: Workspace) -> Position:
    path = position.path
    there = workspace.root / path.relative_to(copy.root) if path.is_relative_to(copy.root) else path
    return Position(there, position.line, position.column)
