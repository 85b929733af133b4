"""Checks of where an edition's links lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.page import Page, of_page

if TYPE_CHECKING:
    from collections.abc import Iterator

_GOOD: Final = ("https:", "mailto:", "#", "%%")
"""`%%` begins a sentinel, which becomes an address when the message is stamped."""


@of_page("E301")
def addresses_are_whole_and_private(page: Page) -> Iterator[Finding]:
    """Find addresses of links and pictures that lead nowhere in a mail, or whose way anybody can read."""
    for element, key in [*((link, "href") for link in page.links), *((image, "src") for image in page.images)]:
        address = str(element.get(key) or "").strip()
        if not address.lower().startswith((*_GOOD, "cid:") if key == "src" else _GOOD):
            yield Finding(page.place_of(element, address), f"`{address}` leads nowhere for readers of a mail.")
