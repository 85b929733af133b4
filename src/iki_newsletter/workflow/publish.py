"""Publish the web archive: all public issues to one folder of pages, feeds and calendars."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from iki_newsletter.archive.site import site_files
from iki_newsletter.errors import RefusedError, UsageError
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.store.locks import hold_lock
from iki_newsletter.workflow.published import (
    FILE,
    GONE,
    REDIRECTS,
    suggestion,
    write_published,
)
from iki_newsletter.workflow.publishing import DRAFTS, SITE, Publishing
from iki_newsletter.workflow.site_folder import SiteFolder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from iki_newsletter.model.card import Card
    from iki_newsletter.workflow.site_folder import Same
    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True)
class Publication:
    """What was published, and what there is to say about it."""

    folder: Path
    issues: tuple[str, ...]
    files: int
    kept: int
    """How many files are as they were before."""
    added: tuple[str, ...]
    """The addresses that were not public before."""
    waiting: tuple[str, ...]
    """The issues that are not public."""
    hidden: Mapping[str, str] = field(default_factory=dict)
    """The contributions of public issues that are not shown, and why."""
    notes: tuple[str, ...] = ()
    is_draft: bool = False

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "folder": str(self.folder),
            "issues": list(self.issues),
            "files": self.files,
            "unchanged": self.kept,
            "new": list(self.added),
            "not_public": list(self.waiting),
            "hidden": dict(self.hidden),
            "notes": list(self.notes),
            "drafts": self.is_draft,
        }


def publish(
    workspace: Workspace, out: Path | None = None, *, named: Sequence[str] = (), is_draft: bool = False
) -> Publication:
    """Write the site into a folder, build/site where none is named; drafts go to build/site-drafts alone.

    Raises RefusedError where something that was public would have no page, or nothing is public; AlreadyThereError
    for a folder that was not made by publishing; and what reading and rendering raise.
    """
    if is_draft and out is not None:
        raise UsageError(
            "Drafts never go into a folder that may be put on the web.", instead="Leave --out away, or --drafts."
        )
    default = DRAFTS if is_draft else SITE
    return _write(
        workspace, out or workspace.build / default, named=named, is_draft=is_draft, is_recorded=not is_draft
    )


def look(workspace: Workspace, *, is_draft: bool) -> Publication:
    """Write the site only to be looked at here: nothing becomes public, and nothing is refused for being lost."""
    return _write(workspace, workspace.build / DRAFTS, is_draft=is_draft, is_recorded=False)


def _write(
    workspace: Workspace, out: Path, *, named: Sequence[str] = (), is_draft: bool, is_recorded: bool
) -> Publication:
    with hold_lock(workspace.build / "publish.lock", "publishing"):
        target = out.resolve()
        _refuse_place(workspace, target)
        run = Publishing(workspace, named=named, is_draft=is_draft)
        folder = SiteFolder(target)
        if not run.public:
            raise _nothing_public(workspace)
        if is_recorded:
            _refuse_loss(run)
        kept = folder.prepare(_files(run, folder))
        added = sorted(run.addresses - run.published.addresses)
        if is_recorded and added:
            # Before the pages are there: rather too much is kept for ever than a page forgotten.
            write_published(workspace.root, run.addresses | run.published.addresses)
        folder.put_in_place()
        return _told(run, target, len(folder.files), kept, added)


def _files(run: Publishing, folder: SiteFolder) -> Iterator[tuple[str, bytes | Same]]:
    """Make all files of the site, one issue after the other: ten years of pages are never held at once."""
    for issue in run.issues:
        yield from issue.pages(run.desk, run.shelf, folder).items()
    yield from site_files(run.desk, run.shelf).items()
    yield from run.redirected().items()


def published_cards(workspace: Workspace) -> Mapping[str, tuple[Card, ...]]:
    """Give the cards of all public issues by language, newest issue first: for whoever lists what was published."""
    return Publishing(workspace).shelf.cards


def _told(run: Publishing, target: Path, files: int, kept: int, added: Iterable[str]) -> Publication:
    notes = [note for issue in run.issues if issue.kept for note in issue.kept.notes]
    notes += run.strange()
    if not run.desk.root:
        notes.append(
            "newsletter.yaml names no `web` address: canonical links, hreflang, Open Graph addresses, the site map "
            "and the feeds are left out."
        )
    return Publication(
        folder=target,
        issues=run.public,
        files=files,
        kept=kept,
        added=tuple(added),
        waiting=tuple(issue for issue in run.workspace.issue_ids() if issue not in run.public),
        hidden={
            f"{each.id}/{name}": why for each in run.issues if each.kept for name, why in each.kept.hidden.items()
        },
        notes=tuple(notes),
        is_draft=run.is_draft,
    )


def _refuse_loss(run: Publishing) -> None:
    lost = run.lost()
    if not lost:
        return
    now = run.addresses
    hidden = {f"{each.id}/{name}": why for each in run.issues if each.kept for name, why in each.kept.hidden.items()}
    named = [f"{address}{f' ({hidden[address]})' if address in hidden else ''}" for address in lost]
    lines = "\n".join(f"    {suggestion(address, now)}" for address in lost)
    raise RefusedError(
        f"What was public would have no page any more: {'; '.join(named)}. Nothing was written.",
        instead=f"Bring it back, or say in {REDIRECTS} where it went, or that it is `{GONE}`:\n{lines}",
    )


def _nothing_public(workspace: Workspace) -> RefusedError:
    there = workspace.issue_ids()
    named = f"name it: --with {there[-1]}" if there else "make one: iki-news new issue 2017-07"
    return RefusedError(
        f"No issue is public: none was sent, and {FILE} names none.",
        instead=f"Send one, or {named}. To look at the site before: iki-news publish --drafts",
    )


def _refuse_place(workspace: Workspace, target: Path) -> None:
    root = workspace.root.resolve()
    if root.is_relative_to(target):
        raise UsageError(
            f"{relative_to_here(target)} holds the newsletter itself.",
            instead="Name a folder of its own for the site.",
        )
