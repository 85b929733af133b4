"""What the rules over an edition look at: the page as its readers get it, and where each thing in it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.checks.check import Check, Finding
from iki_newsletter.model.fields import Keys, values_in
from iki_newsletter.model.position import Position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.issue import Issue, IssuePlan, Item
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.origin import Loaded, Origin

Element = Any
"""An element of the page's tree, as lxml has it."""

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_SPACE: Final = " \t\r\n"


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

    # --- where it comes from -------------------------------------------------------------------------------

    def place_of(self, element: Element, *values: str) -> Position:
        """Tell where an element comes from: the first of `values` in a file that people write, else the item's file.

        What comes from no file of the issue is the template's.
        """
        item = self.item_of(element)
        origins = [self._written(item)] if item else []
        for value in values:
            for origin, written in [*origins, *self._all_written]:
                keys = _keys_of(value, written)
                if keys is not None:
                    return origin.at(*keys)
        return item.origin.at() if item else self.of_template()

    def item_of(self, element: Element) -> Item | None:
        """Tell which item an element belongs to: the nearest element around it that holds one item's heading."""
        target = str(element.get("href") or "")
        if target.startswith("#"):
            return self.items.get(target[1:])
        for around in (element, *element.iterancestors()):
            names = {heading.get("id") for heading in around.iter(*_HEADINGS)} & self.items.keys()
            if names:
                return self.items[names.pop()] if len(names) == 1 else None
        return None

    def of_template(self) -> Position:
        """Give the place of what stands in the template."""
        return Position(self.template)

    def of_labels(self) -> Position:
        """Give the place of the edition's words."""
        return Position(self.labels)

    def of_plan(self, *keys: str | int) -> Position:
        """Give the place of what the editors decided."""
        return self.plan.origin.at(*keys)

    def of_settings(self, *keys: str | int) -> Position:
        """Give the place of a setting."""
        return self.settings.origin.at(*keys)

    def _written(self, item: Item) -> tuple[Origin, object]:
        return item.origin, item.contribution

    @cached_property
    def _all_written(self) -> tuple[tuple[Origin, object], ...]:
        rest = [(self.plan.origin, self.plan.value), (self.settings.origin, self.settings.value)]
        return (*(self._written(item) for item in self.issue.items), *rest)


def words_of(element: Element) -> str:
    """Give what a reader reads of an element, in one line."""
    return " ".join("".join(element.itertext()).split())


def of_page(code: str) -> Callable[[Callable[[Page], Iterable[Finding]]], Check[Page]]:
    """Make a check of a function that looks at an edition."""

    def make(find: Callable[[Page], Iterable[Finding]]) -> Check[Page]:
        def find_and_name(page: Page) -> Iterator[Finding]:
            # The same fault is often in one language only.
            for finding in find(page):
                yield finding._replace(what=f"{page.language}: {finding.what}")

        return Check(code, find_and_name)

    return make


def _keys_of(value: str, written: object) -> Keys | None:
    """Find a value in what people wrote: as a value of its own, else within a text."""
    within = None
    for keys, found in values_in(written):
        if not isinstance(found, str):
            continue
        if found.strip(_SPACE) == value:
            return keys
        if within is None and value in found:
            within = keys
    return within
