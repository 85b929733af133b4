"""Checks of the addresses in an edition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.addresses import Fault, fault_of, is_on_the_web
from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.page import Page, of_page

if TYPE_CHECKING:
    from collections.abc import Iterator

_OF_LINKS: Final = ("mailto:", "#", "%%")
"""`%%` begins a sentinel, which becomes an address when the message is stamped."""
_OF_PICTURES: Final = ("cid:",)


@of_page("E301")
def addresses_are_whole_and_private(page: Page) -> Iterator[Finding]:
    """Find addresses of links and pictures that lead nowhere in a mail, or whose way anybody can read."""
    links = ((link, "href", _OF_LINKS) for link in page.links)
    pictures = ((image, "src", _OF_PICTURES) for image in page.images)
    grounds = ((element, "background", _OF_PICTURES) for element in page.tree.xpath("//*[@background]"))
    for element, key, others in (*links, *pictures, *grounds):
        address = str(element.get(key) or "").strip()
        if not (address.lower().startswith(others) or is_on_the_web(address)):
            yield Finding(page.place_of(element, address), *_fault(address, key))


def _fault(address: str, key: str) -> Fault:
    return fault_of(address) if address else Fault(f"There is no `{key}`.")
