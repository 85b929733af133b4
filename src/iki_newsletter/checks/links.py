"""Checks of the addresses in an edition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.addresses import Fault, fault_of, is_on_the_web
from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.page import Element, Page, of_page

if TYPE_CHECKING:
    from collections.abc import Iterator

_OF_LINKS: Final = ("mailto:", "#", "%%")
"""`%%` begins a sentinel, which becomes an address when the message is stamped."""
_OF_PICTURES: Final = ("cid:",)
_OTHER_WEB: Final = "Write the address that readers reach the web archive at, or take `web` out."
_IN_STYLE: Final = re.compile(r"""url\(\s*(["']?)(.*?)\1\s*\)""", re.IGNORECASE | re.DOTALL)


@of_page("E301")
def addresses_are_whole_and_private(page: Page) -> Iterator[Finding]:
    """Find addresses of links and pictures that lead nowhere in a mail, or whose way anybody can read."""
    web = page.newsletter.web
    if web and not is_on_the_web(web):
        yield Finding(page.of_settings("web"), fault_of(web).what, _OTHER_WEB)
    for element, key, address, others in _addresses(page):
        if page.newsletter.is_own(address):
            continue  # all of these are mended in one place
        if not (address.lower().startswith(others) or is_on_the_web(address)):
            yield Finding(page.place_of(element, address), *_fault(address, key))


def _addresses(page: Page) -> Iterator[tuple[Element, str, str, tuple[str, ...]]]:
    """Give each address: its element, what it stands in, itself, and how it may begin where it is not on the web."""
    for link in (*page.links, *page.tree.xpath("//area[@href]")):
        yield link, "href", _value(link, "href"), _OF_LINKS
    for image in page.images:
        yield image, "src", _value(image, "src"), _OF_PICTURES
    for element in page.tree.xpath("//*[@background]"):
        yield element, "background", _value(element, "background"), _OF_PICTURES
    for element in page.tree.xpath("//*[@srcset]"):
        for choice in _value(element, "srcset").split(","):
            yield element, "srcset", choice.strip().partition(" ")[0], _OF_PICTURES
    for element in page.tree.xpath("//style | //*[@style]"):
        css = element.text if element.tag == "style" else element.get("style")
        for found in _IN_STYLE.finditer(css or ""):
            yield element, "url()", found[2].strip(), _OF_PICTURES


def _value(element: Element, key: str) -> str:
    return str(element.get(key) or "").strip()


def _fault(address: str, key: str) -> Fault:
    return fault_of(address) if address else Fault(f"There is no `{key}`.")
