"""One issue for the web archive: its cards, kept below build/, and its pages, made anew only where it must be."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter

from iki_newsletter.archive.cards import cards, issue_card
from iki_newsletter.archive.edition_page import edition_page
from iki_newsletter.archive.event_parts import material_files
from iki_newsletter.archive.item_page import item_page
from iki_newsletter.archive.overviews import contents_page
from iki_newsletter.archive.page_pen import PagePen
from iki_newsletter.content.files import CONTRIBUTIONS
from iki_newsletter.model import web_layout
from iki_newsletter.model.kept_issue import KeptIssue
from iki_newsletter.workflow.build import find_broken_pictures, merge_issue, stopping
from iki_newsletter.workflow.fingerprint import digest
from iki_newsletter.workflow.sent_editions import editions_of
from iki_newsletter.workflow.site_folder import Same
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from iki_newsletter.archive.desk import Desk
    from iki_newsletter.archive.shelf import Shelf
    from iki_newsletter.model.issue import Issue
    from iki_newsletter.workflow.build import Merged
    from iki_newsletter.workflow.published import Redirects
    from iki_newsletter.workflow.site_folder import SiteFolder
    from iki_newsletter.workflow.sources import Register


_KEPT: Final = TypeAdapter(KeptIssue)


class WebIssue:
    """An issue on its way into the archive."""

    def __init__(self, register: Register, issue_id: str, key: str, cache: Path, redirects: Redirects) -> None:
        """`key` tells everything that its cards and pages are made from; `cache` is a folder below build/."""
        self.id = issue_id
        self._register = register
        self._redirects = redirects
        self._path = cache / f"{issue_id}.json"
        self._merged: Merged | None = None
        self._key = key
        kept = self._load()
        self.kept = kept if kept is not None and kept.key == key else None

    def read(self, desk: Desk) -> KeptIssue:
        """Give its cards, kept or new; raises FilesWrongError for an issue that cannot be read."""
        if self.kept is None:
            hidden = self._hidden()
            public = self._public(hidden)
            pens = [self._pen(desk, language) for language in desk.languages]
            self.kept = KeptIssue(
                key=self._key,
                issue_cards={pen.language: issue_card(pen, public) for pen in pens},
                cards={pen.language: cards(pen, public) for pen in pens},
                hidden=hidden,
            )
        return self.kept

    def pages(self, desk: Desk, shelf: Shelf, folder: SiteFolder) -> dict[str, bytes | Same]:
        """Give its pages, pictures and materials by path; those that are there already by their digest alone."""
        kept = self.read(desk)
        related = self._related(desk, shelf, kept)
        is_whole = bool(kept.files) and kept.related == related
        if is_whole and all(folder.has(path, known) for path, known in kept.files.items()):
            return {path: Same(known) for path, known in kept.files.items()}
        files, notes = self._make(desk, shelf, kept)
        known = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
        self.kept = replace(kept, related=related, files=known, notes=notes)
        self._keep(self.kept)
        self._merged = None  # what it was made from is not needed again, and there may be hundreds of issues
        return {**files}

    def _make(self, desk: Desk, shelf: Shelf, kept: KeptIssue) -> tuple[dict[str, bytes], tuple[str, ...]]:
        files: dict[str, bytes] = {}
        by_name = {item.name: item for item in self.merged.issue.items}
        paths: dict[str, dict[str, str]] = {}
        for language, found in kept.cards.items():
            for card in found:
                paths.setdefault(card.name, {})[language] = web_layout.item(self.id, card.name, language)
        for language, found in kept.cards.items():
            pen = self._pen(desk, language)
            for card in found:
                item = by_name[card.name]
                page = item_page(desk, pen, item, card, shelf, paths[card.name])
                files[paths[card.name][language]] = page
                files |= material_files(pen, item)
            files |= pen.files
            files[web_layout.contents(self.id, language)] = contents_page(desk, kept.issue_cards[language], found)
        shown = self._shown(kept)
        made = editions_of(self.merged, shown, desk.templates, is_whole=shown is self.merged.issue)
        issue_paths = {language: web_layout.edition(self.id, language) for language in desk.languages}
        for language, edition in made.editions.items():
            html = made.html(edition, desk.words[language].edition.address)
            files[issue_paths[language]] = edition_page(desk, self.id, language, html, edition.pictures, issue_paths)
            files |= {web_layout.picture(self.id, image.file): image.data for image in edition.pictures}
        return files, made.notes

    def _shown(self, kept: KeptIssue) -> Issue:
        """Give the issue with its public contributions alone: itself, where all of them are."""
        issue = self.merged.issue
        if not any(item.name in kept.hidden for item in issue.items):
            return issue
        sections = (
            replace(section, items=tuple(item for item in section.items if item.name not in kept.hidden))
            for section in issue.sections
        )
        focus = issue.focus if issue.focus and issue.focus.name not in kept.hidden else None
        return replace(issue, focus=focus, sections=tuple(section for section in sections if section.items))

    @property
    def merged(self) -> Merged:
        """The issue's files, read when they are first needed."""
        if self._merged is None:
            self._merged = merge_issue(self._register, self.id, stopping=True)
        return self._merged

    def _hidden(self) -> dict[str, str]:
        """Find what is not to be shown: left out, withdrawn, or with a problem that would stop `send`."""
        issue = self.merged.issue
        hidden = {left.name: left.reason for left in issue.left_out}
        wrong = stopping((*self.merged.problems, *find_broken_pictures(issue)))
        for problem in wrong:
            if problem.position.path.parent.name == CONTRIBUTIONS:
                hidden.setdefault(problem.position.path.stem, problem.what)
        for item in issue.items:
            target = self._redirects.of(f"{self.id}/{item.name}")
            if target:
                hidden[item.name] = f"redirects.yaml says: {target}"
        return hidden

    def _public(self, hidden: Mapping[str, str]) -> frozenset[str]:
        return frozenset(item.name for item in self.merged.issue.items) - hidden.keys()

    def _pen(self, desk: Desk, language: str) -> PagePen:
        return PagePen(self.merged.issue, self._register.newsletter, language, desk.templates)

    def _related(self, desk: Desk, shelf: Shelf, kept: KeptIssue) -> str:
        """Know what its pages show of other issues: what is part of its events, and the events it is part of."""
        said = []
        for language in desk.languages:
            for card in kept.cards[language]:
                said += [repr(each) for each in shelf.about(language, card.id)]
                said.append(repr(shelf.card(language, card.part_of)) if card.part_of else "")
        return digest(*said)

    def _load(self) -> KeptIssue | None:
        with suppress(OSError, ValueError):
            return _KEPT.validate_json(self._path.read_bytes())
        return None

    def _keep(self, kept: KeptIssue) -> None:
        """Remember; where that cannot be written, all is made again the next time."""
        with suppress(OSError):
            write_atomically(self._path, _KEPT.dump_json(kept), durable=False)
