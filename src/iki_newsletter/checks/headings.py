"""Checks of an edition's headings, and of the places within it that links lead to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.page import Element, Page, of_page, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.model.position import Position

_WITHIN_TEXTS: Final = "h4"
"""What Markdown's headings become; they have no attributes."""


@of_page("E311")
def one_heading_is_the_pages(page: Page) -> Iterator[Finding]:
    """Find pages without an `h1`, and any `h1` beyond the first."""
    first = [heading for heading in page.headings if heading.tag == "h1"]
    if not first:
        yield Finding(page.of_template("<h1", "<body"), "The page has no `h1`.")
    for heading in first[1:]:
        words = words_of(heading)
        yield Finding(_place(page, heading), f"“{words}” is a second `h1`.")


@of_page("E312")
def headings_go_down_by_steps(page: Page) -> Iterator[Finding]:
    """Find headings that leave out a level."""
    level = 0
    for heading in page.headings:
        below, level = level, int(heading.tag[1])
        if level > below + 1:
            words = words_of(heading)
            before = f"follows on an `h{below}`" if below else "is the first heading"
            yield Finding(_place(page, heading), f"“{words}” is an `h{level}` and {before}.")


@of_page("E313")
def ids_are_unique(page: Page) -> Iterator[Finding]:
    """Find ids that stand for several places."""
    counts = Counter(page.tree.xpath("//@id"))
    for name in (name for name, count in counts.items() if count > 1):
        for element in page.tree.xpath("//*[@id=$name]", name=name)[1:]:
            place = page.place_of(element) if page.item_of(element) else page.of_template(f'id="{name}"', "id=")
            yield Finding(place, f"The id `{name}` stands for {counts[name]} places.")


@of_page("E314")
def links_within_the_page_lead_somewhere(page: Page) -> Iterator[Finding]:
    """Find links to places of the page that are not there."""
    ids = set(page.tree.xpath("//@id"))
    for link in page.links:
        target = str(link.get("href"))
        if target.startswith("#") and target[1:] not in ids:
            words = words_of(link)
            place = page.of_template(f'href="{target}"', 'href="#')  # texts have no such links
            yield Finding(place, f"“{words}” leads to `{target}`, which is not there.")


def _place(page: Page, heading: Element) -> Position:
    """Tell where a heading's level comes from: people write those within a text, the template has all others."""
    name = next((name for name in heading.attrib if name != "style"), None)
    if heading.tag == _WITHIN_TEXTS and name is None:
        return page.place_of(heading, words_of(heading))
    return page.of_template(f"<{heading.tag} {name}=" if name else f"<{heading.tag}>", f"<{heading.tag}")
