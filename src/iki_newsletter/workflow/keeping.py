"""What was public and is not made any more: what stands in its place, path by path, and what is lost."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from iki_newsletter.archive.redirects import gone_page, moved_page
from iki_newsletter.model import web_layout
from iki_newsletter.workflow.published import GONE
from iki_newsletter.workflow.sent_editions import sent_pictures
from iki_newsletter.workflow.site_folder import Same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from iki_newsletter.workflow.publishing import Publishing
    from iki_newsletter.workflow.site_folder import SiteFolder


class Keeping:
    """One run's look at the paths that others know.

    A page leads to the one that its address has now: in its own language, else in the first that has it. Calendars,
    feeds and materials are copied from where they are now. Pictures are kept as they were, for mails show them.
    """

    def __init__(self, run: Publishing, folder: SiteFolder) -> None:
        """`folder` is the site as it is before this run, where the new one is being made beside it."""
        self._run = run
        self._made: set[str] = set()
        self._folder = folder
        self.lost: list[str] = []
        """Addresses of files that are nowhere; filled by `kept`."""
        self.living: list[str] = []
        """Addresses of files that are said to be gone, and are there; filled by `kept`."""
        self.elsewhere = 0
        """How many pages lead to another language; filled by `kept`."""

    def seeing(self, files: Mapping[str, bytes | Same]) -> Iterator[tuple[str, bytes | Same]]:
        """Pass files of this run on, and remember their paths."""
        self._made |= files.keys()
        yield from files.items()

    def kept(self) -> dict[str, bytes | Same]:
        """Once all files of this run have passed, give what stands at paths that nothing was made for."""
        files: dict[str, bytes | Same] = {}
        for address, language in self._pages():
            files |= self._in_place_of(address, language)
        files |= self._in_place_of_lists()
        for address in sorted(self._run.published.file_addresses):
            files |= self._file(address)
        return files

    def _pages(self) -> Iterator[tuple[str, str]]:
        """Go through all pages that there were, and those that the editors' entries are about."""
        published, languages = self._run.published, self._run.desk.languages
        moved = {*self._run.redirects.moves}
        for address in sorted(published.addresses | {each for each in moved if web_layout.is_address(each)}):
            there_were = published.languages_of(address) if address in published.addresses else ()
            is_moved = address not in self._run.addresses
            yield from ((address, each) for each in dict.fromkeys([*there_were, *(languages if is_moved else ())]))

    def _in_place_of(self, address: str, language: str) -> dict[str, bytes | Same]:
        paths = [path for path in web_layout.pages(address, language) if path not in self._made]
        target = address if address in self._run.addresses else self._run.redirects.end_of(address)
        if not paths or not target:
            return {}
        run = self._run
        if target == GONE:
            tongue = language if language in run.desk.languages else run.desk.languages[0]
            return {path: gone_page(run.desk, run.shelf, path, tongue) for path in paths}
        tongue = self._language_of(target, language)
        if not tongue:
            return {}
        goals = web_layout.pages(target, tongue)
        self.elsewhere += len(paths) if tongue != language else 0
        there = web_layout.pages(address, language)
        # An issue's second page leads to the other's second, or to the one page of anything else.
        return {path: self._moved(path, goals[min(there.index(path), len(goals) - 1)], tongue) for path in paths}

    def _in_place_of_lists(self) -> dict[str, bytes | Same]:
        """Lead from the lists of a language that the newsletter has no more to those of its first."""
        first = self._run.desk.languages[0]
        return {
            path: self._moved(path, goal, first)
            for language in self._run.published.languages
            if language not in self._run.desk.languages
            for path, goal in zip(web_layout.lists(language), web_layout.lists(first), strict=True)
        }

    def _moved(self, path: str, goal: str, language: str) -> bytes:
        return moved_page(self._run.desk, self._run.shelf, path, goal, language)

    def _language_of(self, address: str, wished: str) -> str:
        for language in (wished, *self._run.desk.languages):
            if web_layout.pages(address, language)[0] in self._made:
                return language
        return ""

    def _file(self, address: str) -> dict[str, bytes | Same]:
        """Give a published file where it was: as it is where its address leads now, else a picture as it was."""
        languages = self._languages_of_file(address)
        paths = {each: web_layout.file(address, each) for each in languages}
        missing = {each: path for each, path in paths.items() if path not in self._made}
        target = self._target_of_file(address)
        if target == GONE and len(missing) < len(paths):
            self.living.append(address)
        if not missing or target == GONE:
            return {}
        found: dict[str, bytes | Same] = {}
        for language, path in missing.items():
            for each in (language, *self._run.desk.languages):
                made = web_layout.file(target, each)
                if made in self._made:
                    found[path] = self._folder.content(made)
                    break
            else:
                if "/images/" in address and (picture := self._picture(address, path)) is not None:
                    found[path] = picture
                elif not self._is_answered(address):
                    self.lost.append(address)
        return found

    def _languages_of_file(self, address: str) -> tuple[str, ...]:
        published = self._run.published
        if address.count("/") > 1:
            return published.languages[:1] or self._run.desk.languages[:1]
        return published.languages_of(address.removesuffix(".ics"))

    def _target_of_file(self, address: str) -> str:
        redirects = self._run.redirects
        if address in redirects.moves:
            return redirects.moves[address]
        page, dot, ending = address.rpartition(".")
        if ending == "ics" and "/" in address:
            target = redirects.end_of(page)
            return f"{target}{dot}{ending}" if target and target != GONE else target or address
        return redirects.end_of(address) or address

    def _is_answered(self, address: str) -> bool:
        """Tell whether it is a calendar of a page that leads on: where that leads, there is none."""
        return address.endswith(".ics") and bool(self._run.redirects.end_of(address.removesuffix(".ics")))

    def _picture(self, address: str, path: str) -> bytes | Same | None:
        digest = self._folder.files.get(path, "")
        if digest and self._folder.has(path, digest):
            return Same(digest)
        return self._sent.get(address)

    @cached_property
    def _sent(self) -> dict[str, bytes]:
        """The pictures of all editions that the ledger keeps, by address."""
        workspace = self._run.workspace
        return {
            web_layout.picture(issue, name): data
            for issue in workspace.issue_ids()
            for name, data in sent_pictures(workspace, workspace.issues / issue).items()
        }
