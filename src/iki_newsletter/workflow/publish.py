"""Publish the web archive: all public issues to one folder of pages, feeds and calendars."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.archive.site import site_files
from iki_newsletter.errors import ExitCode, FilesWrongError, RefusedError, UsageError
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.store.locks import hold_lock
from iki_newsletter.workflow.build import way_on
from iki_newsletter.workflow.clock import day_of
from iki_newsletter.workflow.keeping import Keeping
from iki_newsletter.workflow.published import (
    FILE,
    GONE,
    REDIRECTS,
    record_of,
    suggestion,
    unknown,
    write_published,
)
from iki_newsletter.workflow.publishing import DRAFTS, LOOK, SITE, Publishing
from iki_newsletter.workflow.site_folder import SiteFolder
from iki_newsletter.workflow.too_early import refuse_embargoed, refuse_unapproved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from iki_newsletter.model.problem import Problem
    from iki_newsletter.workflow.site_folder import Same
    from iki_newsletter.workspace.folder import Workspace

_ANOTHER_ID: Final = "What has another name has another id as well: feeds and calendars show it once more."


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
    wrong: tuple[Problem, ...] = ()
    """What would stop `send`, in issues that are public nevertheless."""
    is_draft: bool = False

    @property
    def exit_code(self) -> ExitCode:
        """How the command ends."""
        return ExitCode.WRONG if self.wrong and not self.is_draft else ExitCode.DONE

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
            "problems": [problem.as_json() for problem in self.wrong],
            "drafts": self.is_draft,
        }


def publish(
    workspace: Workspace,
    out: Path | None = None,
    *,
    named: Sequence[str] = (),
    is_draft: bool = False,
    now: dt.datetime | None = None,
) -> Publication:
    """Write the site into a folder, build/site where none is named; drafts go to build/site-drafts alone.

    `now` ends embargoes, and has no part in what is written; without it, it is read from the clock.

    Raises RefusedError where something that was public would not be there, must not be public yet, or nothing is
    public; AlreadyThereError for a folder that was not made by publishing; and what reading and rendering raise.
    """
    if is_draft and out is not None:
        raise UsageError(
            "Drafts never go into a folder that may be put on the web.", instead="Leave --out away, or --drafts."
        )
    default = DRAFTS if is_draft else SITE
    return _write(
        workspace,
        out or workspace.build / default,
        named=named,
        is_draft=is_draft,
        recorded_at=None if is_draft else now or dt.datetime.now(dt.UTC),
    )


def look(workspace: Workspace, *, is_draft: bool) -> Publication:
    """Write the site only to be looked at here: nothing becomes public, and nothing is refused for being lost."""
    return _write(workspace, workspace.build / (DRAFTS if is_draft else LOOK), is_draft=is_draft)


def _write(
    workspace: Workspace,
    out: Path,
    *,
    named: Sequence[str] = (),
    is_draft: bool,
    recorded_at: dt.datetime | None = None,
) -> Publication:
    with hold_lock(workspace.build / "publish.lock", "publishing"):
        target = out.resolve()
        _refuse_place(workspace, target)
        run = Publishing(workspace, named=named, is_draft=is_draft)
        folder = SiteFolder(target)
        if not run.public:
            raise _nothing_public(workspace)
        if recorded_at:
            _refuse_unknown(run)
            refuse_unapproved(run)
            _refuse_unfinished(run)
            _refuse_loss(run)
            refuse_embargoed(run, day_of(recorded_at, run.register.newsletter.timezone))
        run.refuse_living(run.redirects.moves.keys() & run.addresses)
        keeping = Keeping(run, folder)
        kept = folder.prepare(_files(run, folder, keeping, refuses_loss=recorded_at is not None))
        added = sorted(run.addresses - run.published.addresses)
        if recorded_at:
            # Before the pages are there: rather too much is kept for ever than a page forgotten.
            record = record_of(run.published, run.addresses, folder.paths, run.desk.languages)
            write_published(workspace.root, record)
        folder.put_in_place()
        return _told(run, target, len(folder.files), kept, added, keeping.elsewhere)


def _files(
    run: Publishing, folder: SiteFolder, keeping: Keeping, *, refuses_loss: bool
) -> Iterator[tuple[str, bytes | Same]]:
    """Make all files of the site, one issue after the other: ten years of pages are never held at once."""
    for issue in run.issues:
        yield from keeping.seeing(issue.pages(run.desk, run.shelf, folder))
    yield from keeping.seeing(site_files(run.desk, run.shelf))
    yield from keeping.kept().items()
    run.refuse_living(keeping.living)
    if refuses_loss:
        _refuse_lost_files(keeping)


def _told(run: Publishing, target: Path, files: int, kept: int, added: Iterable[str], elsewhere: int) -> Publication:
    notes = [note for issue in run.issues if issue.kept for note in issue.kept.notes]
    notes += run.strange()
    if elsewhere:
        notes.append(
            f"{elsewhere} pages that were public in a language lead to another: they are not there in it now."
        )
    nameless = [project.id for project in run.register.portfolio.projects if not project.has_name]
    if nameless:
        notes.append(
            f"portfolio.yaml: readers see these projects' ids, for they have no title: {', '.join(nameless)}."
        )
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
        wrong=run.wrong(),
        is_draft=run.is_draft,
    )


def _refuse_unknown(run: Publishing) -> None:
    found = unknown(run.redirects, run.published)
    if found:
        raise RefusedError(
            "\n".join([*found, "Nothing was written."]),
            instead=f"Write addresses as {FILE} has them, as in `2017-06/reef-course` or `projects/reef`.",
        )


def _refuse_unfinished(run: Publishing) -> None:
    found = run.stopping_new()
    if found:
        problems = tuple(dict.fromkeys(problem for each in found.values() for problem in each))
        raise FilesWrongError(
            f"{', '.join(found)} is not public yet, and what is named above would stop `send`. Nothing was written.",
            instead=way_on(problems),
            problems=problems,
        )


def _refuse_loss(run: Publishing) -> None:
    lost = run.lost()
    if not lost:
        return
    now = run.addresses
    hidden = {f"{each.id}/{name}": why for each in run.issues if each.kept for name, why in each.kept.hidden.items()}
    why = {address: hidden.get(address) or _said_of(run, address) for address in lost}
    named = [f"{address}{f' ({reason})' if reason else ''}" for address, reason in why.items()]
    proposals = [suggestion(address, now) for address in lost]
    lines = "\n".join(f"    {each}" for each in proposals)
    is_renamed = not all(each.endswith(f": {GONE}") for each in proposals)
    raise RefusedError(
        f"What was public would have no page any more: {'; '.join(named)}. Nothing was written.",
        instead=f"Bring it back, or say in {REDIRECTS} where it went, or that it is `{GONE}`:\n{lines}"
        + (f"\n  {_ANOTHER_ID}" if is_renamed else ""),
    )


def _said_of(run: Publishing, address: str) -> str:
    """Say where an entry sends what would be lost: somewhere that has no page, else it would not be lost."""
    target = run.redirects.of(address)
    return f"{REDIRECTS} says: {target}, which has no page" if target else ""


def _refuse_lost_files(keeping: Keeping) -> None:
    lost = sorted(set(keeping.lost))
    if lost:
        lines = "\n".join(f"    {address}: {GONE}" for address in lost)
        raise RefusedError(
            f"Files that were public would not be there any more: {', '.join(lost)}. Nothing was written.",
            instead="Bring them back, for mails and readers ask for them (pictures are taken from the site that is "
            f"there, or from the ledger), or say in {REDIRECTS} that they are `{GONE}`:\n{lines}",
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
