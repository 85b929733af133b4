"""One run of publishing: which issues are public, their cards, what would be lost, and what has moved."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from iki_newsletter.archive.desk import Desk
from iki_newsletter.archive.shelf import Shelf
from iki_newsletter.archive.site import site_addresses
from iki_newsletter.archive.words import FOLDER
from iki_newsletter.errors import ConfigurationError, UsageError
from iki_newsletter.model import web_layout
from iki_newsletter.render.templates import load_templates
from iki_newsletter.store.receipt import FILE as RECEIPT
from iki_newsletter.workflow.fingerprint import Fingerprints, digest, of_program
from iki_newsletter.workflow.published import GONE, REDIRECTS, read_published, read_redirects, unknown
from iki_newsletter.workflow.sent_editions import kept_digests, sent_and_kept
from iki_newsletter.workflow.sources import read_register
from iki_newsletter.workflow.web_issue import WebIssue
from iki_newsletter.workspace.starter import starter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iki_newsletter.model.problem import Problem
    from iki_newsletter.workflow.published import Published, Redirects
    from iki_newsletter.workflow.sources import Register
    from iki_newsletter.workspace.folder import Workspace

SITE: Final = "site"
DRAFTS: Final = "site-drafts"
LOOK: Final = "site-look"
"""What `--serve` shows without drafts: as it would be, and not public yet."""
_RECENT: Final = 3
"""How many issues before one decide on the order of its items."""


class Publishing:
    """One run of publishing; its parts are read when they are needed."""

    def __init__(self, workspace: Workspace, *, named: Sequence[str] = (), is_draft: bool = False) -> None:
        """`named` are issues that are to become public before they are sent."""
        self.workspace = workspace
        self.is_draft = is_draft
        self.register: Register = read_register(workspace)
        self.published: Published = read_published(workspace)
        self.redirects: Redirects = read_redirects(
            workspace, self.register.newsletter.languages, self.published.file_addresses
        )
        for issue in named:
            workspace.issue(issue)  # says so where it is not there
            if not web_layout.is_address(issue):
                raise UsageError(
                    f"`{issue}` cannot be an address on the web.",
                    instead="Name its folder by its month, as in 2017-07; small letters and hyphens may follow.",
                )
        self.named = tuple(named)

    @cached_property
    def desk(self) -> Desk:
        """What pages are written with."""
        own = self.workspace.templates
        folder = own if (own / FOLDER).is_dir() else starter() / "templates"
        register = self.register
        return Desk(
            register.newsletter,
            register.portfolio,
            load_templates(own),
            folder,
            is_draft=self.is_draft,
            drafts=self.drafts,
        )

    @cached_property
    def drafts(self) -> frozenset[str]:
        """The issues that are shown and are not public."""
        return frozenset(
            issue
            for issue in self.public
            if issue not in {*self.named, *self.published.issues}
            and not (self.workspace.issues / issue / RECEIPT).exists()
        )

    @cached_property
    def public(self) -> tuple[str, ...]:
        """The issues to show, oldest first: sent, named, or public before; with drafts all."""
        there = self.workspace.issue_ids()
        shown = {*self.named, *self.published.issues}
        return tuple(
            issue
            for issue in there
            if web_layout.is_address(issue)
            and (self.is_draft or issue in shown or (self.workspace.issues / issue / RECEIPT).exists())
            and not self.redirects.of(issue)
        )

    @cached_property
    def issues(self) -> tuple[WebIssue, ...]:
        """The issues to show, oldest first."""
        memory = self.workspace.build / "cache" / (DRAFTS if self.is_draft else SITE)
        prints = Fingerprints(memory / "files.json")
        common = self._common(prints)
        contributions = cache(prints.of_contributions)  # each is asked for by the three issues after it
        there, ledger = self.workspace.issue_ids(), kept_digests(self.workspace)
        found = []
        for issue in self.public:
            before = [known for known in there if known < issue][-_RECENT:]
            parts = [contributions(self.workspace.issues / known) for known in before]
            folder = self.workspace.issues / issue
            key = digest(
                common, str(issue in self.drafts), *parts, prints.of_issue(folder), *sent_and_kept(folder, ledger)
            )
            found.append(WebIssue(self.register, issue, key, memory, self.redirects, prints))
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

    @cached_property
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

    def wrong(self) -> tuple[Problem, ...]:
        """Give what would stop `send` in the issues that are shown: it does not take away what is public."""
        root = self.workspace.root
        kept = (problem for issue in self.issues if issue.kept for problem in issue.kept.wrong)
        found = (replace(each, position=replace(each.position, path=root / each.position.path)) for each in kept)
        return tuple(dict.fromkeys(found))

    def stopping_new(self) -> dict[str, tuple[Problem, ...]]:
        """Find what would stop `send` in the issues that were neither public before nor sent."""
        new = (
            issue
            for issue in self.issues
            if issue.id not in self.published.issues and not (self.workspace.issues / issue.id / RECEIPT).exists()
        )
        found = {issue.id: issue.find_stopping(self.desk) for issue in new}
        return {issue: problems for issue, problems in found.items() if problems}

    def refuse_living(self, living: Iterable[str]) -> None:
        """Raise ConfigurationError where entries are about addresses that are there now: one of both must go."""
        if living := sorted(living):
            raise ConfigurationError(
                f"{REDIRECTS} says where {', '.join(f'`{each}`' for each in living)} went, and it is still there.",
                instead="Take the entry away, or what stands there.",
            )

    def strange(self) -> list[str]:
        """Find entries of the editors that lead nowhere."""
        now = self.addresses
        return unknown(self.redirects, self.published) + [
            f"{REDIRECTS}: `{old}` leads to `{target}`, which has no page."
            for old, target in self.redirects.moves.items()
            if not self._is_kept(self.redirects.end_of(old), now)
            and old not in now
            and old in self.published.addresses
        ]

    @staticmethod
    def _is_kept(target: str, now: frozenset[str]) -> bool:
        return target == GONE or target in now

    def _common(self, prints: Fingerprints) -> str:
        """Know what every page is made from."""
        workspace, templates = self.workspace, self.workspace.templates
        site = self.desk.folder
        return digest(
            of_program(prints),
            str(self.is_draft),
            prints.of_file(workspace.newsletter),
            prints.of_file(workspace.portfolio),
            prints.of_file(workspace.root / REDIRECTS),
            prints.of_files(templates, (path for path in templates.rglob("*") if path.is_file())),
            prints.of_files(site, (path for path in site.rglob("*") if path.is_file())),
        )
