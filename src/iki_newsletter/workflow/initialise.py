"""Make a new workspace from the starter files that travel with the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iki_newsletter.workspace.folder import Workspace
from iki_newsletter.workspace.starter import lay_out

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class NewWorkspace:
    """What was made."""

    folder: Path
    example: str
    """The issue that stands in it to try things with."""
    files: tuple[Path, ...]


def initialise(folder: Path) -> NewWorkspace:
    """Lay a new workspace out; raises AlreadyThereError rather than overwrite anything."""
    files = lay_out(folder)
    return NewWorkspace(folder, Workspace(folder).issue_ids()[-1], tuple(files))
