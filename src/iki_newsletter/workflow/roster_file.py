"""Write an issue's roster as a page; one that was written before is replaced, nothing else ever is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.errors import AlreadyThereError, UsageError
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.render.roster_page import FOLDER, GENERATOR, render_roster
from iki_newsletter.render.templates import load_templates
from iki_newsletter.workflow.sources import read_register
from iki_newsletter.workspace.starter import starter
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.model.roster import Roster
    from iki_newsletter.workspace.folder import Workspace

_SAYS_SO = f'<meta name="generator" content="{GENERATOR}">'
_HEAD = 4096


def write_roster(workspace: Workspace, roster: Roster, path: Path, language: str | None) -> None:
    """Write the page in one of the newsletter's languages, the first where none is named.

    Raises UsageError for another language, AlreadyThereError for a file that is no such page, and what rendering
    raises.
    """
    register = read_register(workspace)
    languages = register.newsletter.languages
    chosen = language or languages[0]
    if chosen not in languages:
        raise UsageError(
            f"The newsletter has no edition in {chosen}.", instead=f"Choose one of {', '.join(languages)}."
        )
    if path.exists() and not _is_ours(path):
        raise AlreadyThereError(
            f"{relative_to_here(path)} is there, and is no page of this command; nothing was written.",
            instead="Name a new file, or move that one away.",
        )
    own = workspace.templates
    folder = own if (own / FOLDER).is_dir() else starter() / "templates"
    page = render_roster(roster, register.newsletter, register.portfolio, load_templates(own), folder, chosen)
    write_atomically(path, page, durable=False)


def _is_ours(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return _SAYS_SO.encode() in file.read(_HEAD)
