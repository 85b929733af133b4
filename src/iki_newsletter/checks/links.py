"""Checks of the addresses in an edition."""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

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
        if not (address.lower().startswith(others) or _is_on_the_web(address)):
            yield Finding(page.place_of(element, address), _fault(address, key))


def _fault(address: str, key: str) -> str:
    if not address:
        return f"There is no `{key}`."
    if address.lower().startswith("http:"):
        return f"`{address}` is asked for without encryption."
    return f"`{address}` leads nowhere for readers of a mail."


def _is_on_the_web(address: str) -> bool:
    """Tell whether an address is on the public web: `https:`, and a host that is not this machine or its network."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    with suppress(ValueError):
        return parts.scheme == "https" and ipaddress.ip_address(host).is_global
    return parts.scheme == "https" and "." in host.strip(".") and not host.endswith((".local", ".localhost"))
