"""What came for the issues before or after one: their heads, and what their items are known by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.content.remembered import read_heads, read_told
from iki_newsletter.model.contribution import Kind
from iki_newsletter.model.workshop import in_full

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iki_newsletter.content.heads import Head
    from iki_newsletter.model.told import Told
    from iki_newsletter.workspace.folder import Workspace


def read_earlier(workspace: Workspace, issue_id: str, *, last: int = 0) -> dict[str, tuple[Told, ...]]:
    """Give what came for each issue before this one, oldest first, or for the `last` of them alone.

    What is wrong in those is not this one's matter.
    """
    before = [known for known in workspace.issue_ids() if known < issue_id][-last:]  # [-0:] is all of them
    return {known: read_told(workspace, known) for known in before}


def events_among(told: Iterable[Told], issue_id: str) -> dict[str, str]:
    """Pick an issue's events out of what came for it: `ISSUE/NAME`, and what each is part of."""
    return {f"{issue_id}/{each.name}": in_full(each.part_of, issue_id) for each in told if each.kind == Kind.EVENT}


def heads_until(workspace: Workspace, issue_id: str) -> list[Head]:
    """Give the heads of an issue's contributions and of all issues before it."""
    return read_heads(workspace, [known for known in workspace.issue_ids() if known <= issue_id])
