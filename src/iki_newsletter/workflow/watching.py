"""Wait for changes to the files that an issue is made from: settings, portfolio, issues, templates, the list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from iki_newsletter.workflow.published import REDIRECTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from watchfiles import Change

    from iki_newsletter.workspace.folder import Workspace

_PATIENCE: Final = 200
"""Milliseconds to wait for a change before the other folders have their turn."""


def watch_files(workspace: Workspace, subscribers: str) -> Iterator[bool]:
    """Tell again and again, some times a second, whether anything was saved since the last time.

    The first answer comes when every folder is watched: what is saved after it is never missed. Editors save in
    several steps; those are one change.
    """
    import watchfiles  # noqa: PLC0415 - only --watch needs it

    people = _place(workspace.root / subscribers)
    settings = (workspace.newsletter, workspace.portfolio, workspace.root / REDIRECTS)
    ours = {*map(_place, settings), people}
    listens_to = watchfiles.DefaultFilter()

    def is_ours(change: Change, path: str) -> bool:
        return listens_to(change, path) and _place(Path(path)) in ours

    folders = [folder for folder in (workspace.issues, workspace.templates) if folder.is_dir()]

    def watcher(*paths: Path, deep: bool) -> Iterator[object]:
        return watchfiles.watch(
            *paths,
            watch_filter=listens_to if deep else is_ours,
            rust_timeout=_PATIENCE,
            yield_on_timeout=True,
            recursive=deep,
        )

    # The workspace's own folder is watched flat: build/ and var/ change by our own doing; as is the list's.
    flat = {workspace.root.resolve(), people.parent} if people.parent.is_dir() else {workspace.root.resolve()}
    watchers = [watcher(*sorted(flat), deep=False), *([watcher(*folders, deep=True)] if folders else [])]
    while True:
        changed = [bool(next(each)) for each in watchers]
        yield any(changed)


def _place(file: Path) -> Path:
    """Give a file's place as the system tells of it; what the file itself leads on to is another's."""
    return file.parent.resolve() / file.name
