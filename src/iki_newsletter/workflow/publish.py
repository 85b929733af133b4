"""Publish the web archive: all public issues to one folder of pages, feeds and calendars."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.archive.desk import Desk
from iki_newsletter.archive.redirects import gone_page, moved_page
from iki_newsletter.archive.shelf import Shelf
from iki_newsletter.archive.site import site_addresses, site_files
from iki_newsletter.archive.words import FOLDER
from iki_newsletter.errors import RefusedError, UsageError
from iki_newsletter.model import web_layout
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.render.templates import load_templates
from iki_newsletter.store.locks import hold_lock
from iki_newsletter.store.receipt import FILE as RECEIPT
from iki_newsletter.workflow.fingerprint import Fingerprints, digest, of_program
from iki_newsletter.workflow.published import (
    FILE,
    GONE,
    REDIRECTS,
    read_published,
    read_redirects,
    suggestion,
    write_published,
)
from iki_newsletter.workflow.sent_editions import kept_digests, sent_and_kept
from iki_newsletter.workflow.site_folder import SiteFolder
from iki_newsletter.workflow.sources import read_register
from iki_newsletter.workflow.web_issue import WebIssue
from iki_newsletter.workspace.starter import starter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from iki_newsletter.model.card import Card
    from iki_newsletter.workflow.published import Published, Redirects
    from iki_newsletter.workflow.site_folder import Same
    from iki_newsletter.workflow.sources import Register
    from iki_newsletter.workspace.folder import Workspace

SITE: Final = "site"
DRAFTS: Final = "site-drafts"
_RECENT: Final = 3
"""How many issues before one decide on the order of its items."""


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


class Publishing:
    """One run of publishing; its parts are read when they are needed."""

    def __init__(self, workspace: Workspace, *, named: Sequence[str] = (), is_draft: bool = False) -> None:
        """`named` are issues that are to become public before they are sent."""
        self.workspace = workspace
        self.is_draft = is_draft
        self.register: Register = read_register(workspace)
        self.published: Published = read_published(workspace)
        self.redirects: Redirects = read_redirects(workspace)
        for issue in named:
            workspace.issue(issue)  # says so where it is not there
        self.named = tuple(named)

    @cached_property
    def desk(self) -> Desk:
        """What pages are written with."""
        own = self.workspace.templates
        folder = own if (own / FOLDER).is_dir() else starter() / "templates"
        register = self.register
        return Desk(register.newsletter, register.portfolio, load_templates(own), folder, is_draft=self.is_draft)

    @cached_property
    def public(self) -> tuple[str, ...]:
        """The issues to show, oldest first: sent, named, or public before; with drafts all."""
        there = self.workspace.issue_ids()
        shown = {*self.named, *self.published.issues}
        return tuple(
            issue
            for issue in there
            if (self.is_draft or issue in shown or (self.workspace.issues / issue / RECEIPT).exists())
            and not self.redirects.of(issue)
        )

    @cached_property
    def issues(self) -> tuple[WebIssue, ...]:
        """The issues to show, oldest first."""
        cache = self.workspace.build / "cache" / (DRAFTS if self.is_draft else SITE)
        prints = Fingerprints(cache / "files.json")
        common = self._common(prints)
        there, ledger = self.workspace.issue_ids(), kept_digests(self.workspace)
        found = []
        for issue in self.public:
            before = [known for known in there if known < issue][-_RECENT:]
            parts = [prints.of_contributions(self.workspace.issues / known) for known in before]
            folder = self.workspace.issues / issue
            key = digest(common, *parts, prints.of_issue(folder), *sent_and_kept(folder, ledger))
            found.append(WebIssue(self.register, issue, key, cache, self.redirects))
        prints.keep()
        return tuple(found)

    @cached_property
    def shelf(self) -> Shelf:
        """The cards of all issues that are shown, newest first."""
        kept = [issue.read(self.desk) for issue in reversed(self.issues)]
        return Shelf(
            {language: tuple(each.issue_cards[language] for each in kept) for language in self.desk.languages},
            {
                language: tuple(card for each in kept for card in each.cards[language])
                for language in self.desk.languages
            },
            frozenset(self.published.states),
        )

    @property
    def addresses(self) -> frozenset[str]:
        """All addresses that have pages, without languages."""
        found = {card.id for cards in self.shelf.cards.values() for card in cards}
        return frozenset({*self.public} | found | set(site_addresses(self.desk, self.shelf)))

    def lost(self) -> list[str]:
        """Give the addresses that were public, have no page now, and of which nobody has said where they went."""
        now = self.addresses
        return sorted(
            address
            for address in self.published.addresses - now
            if not self._is_kept(self.redirects.end_of(address), now)
        )

    def redirected(self) -> dict[str, bytes]:
        """Write the small pages for all that has moved or was withdrawn."""
        now = self.addresses
        files: dict[str, bytes] = {}
        old = {*self.published.addresses, *self.redirects.moves} - now
        for address in sorted(old):
            target = self.redirects.end_of(address)
            if not self._is_kept(target, now):
                continue
            for language in self.desk.languages:
                paths = web_layout.pages(address, language)
                if target == GONE:
                    files |= {path: gone_page(self.desk, self.shelf, path, language) for path in paths}
                    continue
                targets = web_layout.pages(target, language)
                for number, path in enumerate(paths):
                    # An issue's second page leads to the other's second, or to the one page of anything else.
                    goal = targets[min(number, len(targets) - 1)]
                    files[path] = moved_page(self.desk, self.shelf, path, goal, language)
        return files

    def strange(self) -> list[str]:
        """Find entries of the editors that lead nowhere."""
        now = self.addresses
        return [
            f"{REDIRECTS}: `{old}` leads to `{target}`, which has no page."
            for old, target in self.redirects.moves.items()
            if not self._is_kept(self.redirects.end_of(old), now) and old not in now
        ]

    @staticmethod
    def _is_kept(target: str, now: frozenset[str]) -> bool:
        return target == GONE or target in now

    def _common(self, prints: Fingerprints) -> str:
        """Know what every page is made from."""
        workspace, templates = self.workspace, self.workspace.templates
        site = self.desk.folder
        return digest(
            of_program(),
            str(self.is_draft),
            prints.of_file(workspace.newsletter),
            prints.of_file(workspace.portfolio),
            prints.of_file(workspace.root / REDIRECTS),
            prints.of_files(templates, (path for path in templates.rglob("*") if path.is_file())),
            prints.of_files(site, (path for path in site.rglob("*") if path.is_file())),
        )


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
        files: dict[str, bytes | Same] = {}
        for issue in run.issues:
            files |= issue.pages(run.desk, run.shelf, folder)
        files |= site_files(run.desk, run.shelf)
        files |= run.redirected()
        added = sorted(run.addresses - run.published.addresses)
        if is_recorded:
            # Before the pages are there: rather too much is kept for ever than a page forgotten.
            write_published(workspace.root, run.addresses | run.published.addresses)
        kept = folder.replace(files)
        return _told(run, target, len(files), kept, added)


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
