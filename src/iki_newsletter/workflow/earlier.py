"""What came for the issues before or after one: their heads, and what their items are known by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.content.remembered import read_heads, read_told

if TYPE_CHECKING:
    from iki_newsletter.content.heads import Head
    from iki_newsletter.model.told import Told
    from iki_newsletter.workspace.folder import Workspace


def read_earlier(workspace: Workspace, issue_id: str) -> dict[str, tuple[Told, ...]]:
    """Give what came for each issue before this one, oldest first; what is wrong in those is not its matter."""
    return {known: read_told(workspace, known) for known in workspace.issue_ids() if known < issue_id}


def read_later(workspace: Workspace, issue_id: str) -> dict[str, tuple[Told, ...]]:
    """Give the same of the issues after this one."""
    return {known: read_told(workspace, known) for known in workspace.issue_ids() if known > issue_id}


def heads_until(workspace: Workspace, issue_id: str) -> list[Head]:
    """Give the heads of an issue's contributions and of all issues before it."""
    return read_heads(workspace, [known for known in workspace.issue_ids() if known <= issue_id])
