"""What the rules over an edition look at: the page as its readers get it, and where each thing in it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from iki_newsletter.checks.check import Check, Finding
from iki_newsletter.checks.places import find_in_files, find_written
from iki_newsletter.model.position import Position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.issue import Issue, IssuePlan, Item
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.origin import Loaded

Element = Any
"""An element of the page's tree, as lxml has it."""

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_OPENING: Final = ("h1", "h2", "h3")
"""The headings that open something: those below them stand within a text."""


class Block(NamedTuple):
    """What the page shows of one item."""

    item: Item
    heading: Element
    parts: tuple[Element, ...]
    """The elements side by side that make it up."""


@dataclass(frozen=True)
class Page:
    """An edition among what it was made from."""

    edition: Edition
    issue: Issue
    plan: Loaded[IssuePlan]
    settings: Loaded[Newsletter]
    template: Path
    """The template of the HTML: where faults lie that come from no contribution."""
    labels: Path
    """The file with the edition's words."""

    # --- what is there -------------------------------------------------------------------------------------

    @cached_property
    def tree(self) -> Element:
        """The HTML as a tree; comments are in it."""
        from lxml import html  # noqa: PLC0415 - heavy, and a list needs none

        return html.document_fromstring(self.edition.html)

    @cached_property
    def links(self) -> tuple[Element, ...]:
        """Every `a` with an address, in reading order."""
        return tuple(self.tree.xpath("//a[@href]"))

    @cached_property
    def images(self) -> tuple[Element, ...]:
        """Every picture, in reading order."""
        return tuple(self.tree.iter("img"))

    @cached_property
    def headings(self) -> tuple[Element, ...]:
        """Every heading, in reading order."""
        return tuple(self.tree.iter(*_HEADINGS))

    @property
    def language(self) -> str:
        """The edition's language."""
        return self.edition.language

    @property
    def newsletter(self) -> Newsletter:
        """The settings."""
        return self.settings.value

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """The issue's items by name."""
        return {item.name: item for item in self.issue.items}

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """What the page shows of each item, in reading order."""
        found = ((self.items.get(heading.get("id") or ""), heading) for heading in self.headings)
        return tuple(Block(item, heading, tuple(_parts_around(heading))) for item, heading in found if item)

    # --- where it comes from -------------------------------------------------------------------------------

    def place_of(self, element: Element, *values: str) -> Position:
        """Tell where an element comes from: the first of `values` in a file that people write, else the item's file.

        What comes from no file of the issue is the template's.
        """
        item = self.item_of(element)
        found = self._place_among(values, item)
        return found or (item.origin.at() if item else self.of_template(*values))

    def place_of_words(self, *values: str) -> Position:
        """Tell where words come from that may be of any kind: a file that people write, else the template as a whole.

        Templates have their own language, so the same characters in one mean something else.
        """
        return self._place_among(values, None) or self.of_template()

    def item_of(self, element: Element) -> Item | None:
        """Tell which item an element belongs to, if any; a link within the page belongs to the item it leads to."""
        target = str(element.get("href") or "")
        if target.startswith("#"):
            return self.items.get(target[1:])
        around = (element, *element.iterancestors())
        return next((self._owners[each] for each in around if each in self._owners), None)

    def of_template(self, *wanted: str | re.Pattern[str]) -> Position:
        """Give the place in the templates of the first of `wanted` that stands there, else the page's template."""
        return find_in_files(self._templates, *wanted) or Position(self.template)

    def of_labels(self, words: str = "") -> Position:
        """Give the place of some of the edition's own words, else the file that has them."""
        return (find_in_files([self.labels], _as_value(words)) if words else None) or Position(self.labels)

    def of_plan(self, *keys: str | int) -> Position:
        """Give the place of what the editors decided."""
        return self.plan.origin.at(*keys)

    def of_settings(self, *keys: str | int) -> Position:
        """Give the place of a setting."""
        return self.settings.origin.at(*keys)

    def _place_among(self, values: Iterable[str], item: Item | None) -> Position | None:
        places = (place for value in values for place in self._places_of(value, item))
        return next((place for place in places if place), None)

    def _places_of(self, value: str, item: Item | None) -> Iterator[Position | None]:
        """Look a value up where the element can come from; what belongs to no item is most often the editors'."""
        if item:
            yield self._in_item(value, item)
        else:
            for loaded in (self.plan, self.settings):
                yield find_written(value, loaded.value, loaded.origin, self.language)
        yield find_in_files([self.labels], _as_value(value))
        if not item:
            yield from (self._in_item(value, each) for each in self.issue.items)

    def _in_item(self, value: str, item: Item) -> Position | None:
        return find_written(value, item.contribution, item.origin, item.language_for(self.language))

    @cached_property
    def _owners(self) -> Mapping[Element, Item]:
        return {part: block.item for block in self.blocks for part in block.parts}

    @property
    def _templates(self) -> tuple[Path, ...]:
        """The files that the page's own parts come from: its template, its style, and the theme."""
        folder = self.template.parent
        return (self.template, *sorted(folder.glob("*.css.j2")), folder.parent / "theme.yaml")


def words_of(element: Element) -> str:
    """Give what a reader reads of an element, in one line."""
    return " ".join("".join(element.itertext()).split())


def of_page(code: str) -> Callable[[Callable[[Page], Iterable[Finding]]], Check[Page]]:
    """Make a check of a function that looks at an edition."""

    def make(find: Callable[[Page], Iterable[Finding]]) -> Check[Page]:
        def find_and_name(page: Page) -> Iterator[Finding]:
            # The same fault is often in one language only.
            yield from (finding._replace(editions=(page.language,)) for finding in find(page))

        return Check(code, find_and_name)

    return make


def _parts_around(heading: Element) -> Iterator[Element]:
    """Give what stands with a heading: the largest element without another one, and what is beside it."""
    inner = heading
    while (around := inner.getparent()) is not None and not _has_others(around, heading):
        inner = around
    before = list(takewhile(_opens_nothing, inner.itersiblings(preceding=True)))
    ahead = (before[-1] if before else inner).getprevious()
    if ahead is not None and next(ahead.iter(heading.tag), None) is not None:
        before = []  # what follows on a heading of the same level stands with that one
    after = takewhile(_opens_nothing, inner.itersiblings())
    yield from (each for each in (*before, inner, *after) if isinstance(each.tag, str))


def _has_others(around: Element, heading: Element) -> bool:
    return any(each is not heading for each in around.iter(*_OPENING))


def _opens_nothing(element: Element) -> bool:
    return next(element.iter(*_OPENING), None) is None


def _as_value(words: str) -> re.Pattern[str]:
    """Give what finds words as the whole value of a line of YAML."""
    return re.compile(rf":\s+[\"']?{re.escape(words)}[\"']?\s*(?:#.*)?$", re.MULTILINE)
