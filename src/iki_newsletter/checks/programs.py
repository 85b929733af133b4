"""Checks that our readers' mail programs show what an edition uses, by the data of Can I Email."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.client_support import data_date, unsupported
from iki_newsletter.checks.page import Page, of_page
from iki_newsletter.checks.styles import is_refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.checks.client_support import Unsupported
    from iki_newsletter.checks.page import Element
    from iki_newsletter.model.position import Position

_NAMED: Final = 3


@of_page("E213")
def programs_show_it(page: Page) -> Iterator[Finding]:
    """Find what some of our readers' mail programs do not show; each once for a place."""
    found = (_finding(page, each) for each in unsupported(page.edition.html) if not is_refused(each.used))
    yield from dict.fromkeys(found)


def _finding(page: Page, lacking: Unsupported) -> Finding:
    named = ", ".join(lacking.clients[:_NAMED])
    if len(lacking.clients) > _NAMED:
        named += f" and {len(lacking.clients) - _NAMED} more"
    what = f"`{lacking.used}` is lacking in {named} (Can I Email, data of {data_date()})."
    return Finding(_place_of(page, lacking), what)


def _place_of(page: Page, lacking: Unsupported) -> Position:
    """Tell where it is written: in the templates, else in the item that it stands in."""
    place = page.of_template(lacking.used.removesuffix(">"))
    if place.line:
        return place
    element = _element_at(page, lacking)
    return place if element is None else page.place_of(element)


def _element_at(page: Page, lacking: Unsupported) -> Element | None:
    """Find an element of the tree by its line; of several on one line, the first that has what is lacking."""
    there = [each for each in page.tree.iter() if isinstance(each.tag, str) and each.sourceline == lacking.line]
    return next((each for each in there if _has(each, lacking.used)), there[0] if there else None)


def _has(element: Element, used: str) -> bool:
    name = used.partition(":")[0]
    return used.startswith(f"<{element.tag}>") or name in element.attrib or name in element.get("style", "")
