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
from iki_newsletter.store.receipt import FILE as RECEIPT
from iki_newsletter.workflow.build import find_broken_pictures, merge_issue, render_merged, stopping
from iki_newsletter.workflow.fingerprint import digest
from iki_newsletter.workflow.sent_editions import editions_of
from iki_newsletter.workflow.site_folder import Same
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from iki_newsletter.archive.desk import Desk
    from iki_newsletter.archive.shelf import Shelf
    from iki_newsletter.model.issue import Issue
    from iki_newsletter.model.problem import Problem
    from iki_newsletter.workflow.build import Merged
    from iki_newsletter.workflow.fingerprint import Fingerprints
    from iki_newsletter.workflow.published import Redirects
    from iki_newsletter.workflow.site_folder import SiteFolder
    from iki_newsletter.workflow.sources import Register


_KEPT: Final = TypeAdapter(KeptIssue)


class WebIssue:
    """An issue on its way into the archive."""

    def __init__(
        self,
        register: Register,
        issue_id: str,
        key: str,
        cache: Path,
        redirects: Redirects,
        prints: Fingerprints,
    ) -> None:
        """`key` tells all that its cards and pages are made from, but for other issues' events; `prints` tells these.

        `cache` is a folder below build/.
        """
        self.id = issue_id
        self._register = register
        self._redirects = redirects
        self._prints = prints
        self._path = cache / f"{issue_id}.json"
        self._merged: Merged | None = None
        self._key = key
        kept = self._load()
        self.kept = kept if kept is not None and kept.key == key and self._is_as_told(kept) else None

    def read(self, desk: Desk) -> KeptIssue:
        """Give its cards, kept or new; raises FilesWrongError for an issue that cannot be read."""
        if self.kept is None:
            wrong = stopping((*self.merged.problems, *find_broken_pictures(self.merged.issue)))
            hidden = self._hidden(wrong)
            public = self._public(hidden)
            carried = self.merged.sources.plan.value.carried
            is_sent = (self.merged.sources.folder / RECEIPT).exists()
            pens = [self._pen(desk, language) for language in desk.languages]
            self.kept = KeptIssue(
                key=self._key,
                issue_cards={pen.language: issue_card(pen, public, is_sent=is_sent) for pen in pens},
                cards={pen.language: cards(pen, public, carried) for pen in pens},
                hidden=hidden,
                wrong=tuple(self._from_root(problem) for problem in wrong),
                elsewhere={event: self._print_of(event) for event in self._elsewhere()},
                embargoes={
                    item.name: until
                    for item in self.merged.issue.items
                    if item.name not in hidden and (until := item.contribution.embargo_until)
                },
            )
        return self.kept

    def find_stopping(self, desk: Desk) -> tuple[Problem, ...]:
        """Find all that would stop `send`, in its editions and messages too; raises what rendering raises."""
        merged = self.merged
        broken = stopping([*find_broken_pictures(merged.issue)])  # such an issue cannot be rendered
        found = broken or render_merged(merged, desk.templates).stopping
        return tuple(dict.fromkeys((*stopping(merged.problems), *found)))

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
            for place, card in enumerate(found):
                item = by_name[card.name]
                beside = (found[place - 1] if place else None, found[place + 1] if place + 1 < len(found) else None)
                page = item_page(desk, pen, item, card, shelf, paths[card.name], beside)
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

    def _hidden(self, wrong: Sequence[Problem]) -> dict[str, str]:
        """Find what is not to be shown: left out, withdrawn, or with a problem that would stop `send`."""
        issue = self.merged.issue
        hidden = {left.name: left.reason for left in issue.left_out}
        for problem in wrong:
            if problem.position.path.parent.name == CONTRIBUTIONS:
                hidden.setdefault(problem.position.path.stem, problem.what)
        for item in issue.items:
            target = self._redirects.of(f"{self.id}/{item.name}")
            if target:
                hidden[item.name] = f"redirects.yaml says: {target}"
        return hidden

    def _from_root(self, problem: Problem) -> Problem:
        path = problem.position.path.resolve()
        root = self._register.workspace.root.resolve()
        kept = path.relative_to(root) if path.is_relative_to(root) else path
        return replace(problem, position=replace(problem.position, path=kept), asked=None)

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
                said.append(repr(shelf.first(card)) if shelf.is_copy(card) else "")
        return digest(*said)

    def _is_as_told(self, kept: KeptIssue) -> bool:
        return all(self._print_of(event) == known for event, known in kept.elsewhere.items())

    def _print_of(self, event: str) -> str:
        issue, _, name = event.partition("/")
        return self._prints.of_file(self._register.workspace.issues / issue / CONTRIBUTIONS / f"{name}.yaml")

    def _elsewhere(self) -> set[str]:
        """Find the other issues' events that its contributions are part of, and what these are part of in turn.

        Whether they are there, and lead in a circle, decides on what is shown.
        """
        sources, found = self.merged.sources, set[str]()
        for loaded in sources.contributions:
            event = loaded.value.event_id(self.id)
            while event and event not in found:
                if not event.startswith(f"{self.id}/"):
                    found.add(event)
                event = sources.events.get(event, "")
        return found

    def _load(self) -> KeptIssue | None:
        with suppress(OSError, ValueError):
            return _KEPT.validate_json(self._path.read_bytes())
        return None

    def _keep(self, kept: KeptIssue) -> None:
        """Remember; where that cannot be written, all is made again the next time."""
        with suppress(OSError):
            write_atomically(self._path, _KEPT.dump_json(kept), durable=False)
