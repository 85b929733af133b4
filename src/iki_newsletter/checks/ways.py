"""Checks of the ways that every reader must find in a message: to unsubscribe, and to the web version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.letter import Letter, of_letter
from iki_newsletter.checks.unsubscribe import addresses_to_unsubscribe
from iki_newsletter.checks.visible import addresses_in, visible_links

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINK: Final = '<a href="{{ slots.unsubscribe }}">{{ labels.footer.unsubscribe }}</a>'
_LINE: Final = "{{ labels.footer.unsubscribe }}: {{ slots.unsubscribe }}"


@of_letter("M102")
def readers_see_how_to_unsubscribe(letter: Letter) -> Iterator[Finding]:
    """Find parts without a visible address to unsubscribe at: on the web where there is one, else by mail."""
    if not {str(link.get("href")) for link in visible_links(letter.tree)}.intersection(_best_ways_out(letter)):
        what = "The HTML has no visible link to unsubscribe at."
        yield Finding(letter.of_template(), what, f"Paste this into the template: `{_LINK}`")
    if text_lacks_the_way_out(letter):
        what = "The text part has no address to unsubscribe at."
        yield Finding(letter.of_text_template(), what, f"Paste this line into the template: `{_LINE}`")


def text_lacks_the_way_out(letter: Letter) -> bool:
    """Tell whether the text part has no address to unsubscribe at."""
    return not set(addresses_in(letter.text)).intersection(_best_ways_out(letter))


def _best_ways_out(letter: Letter) -> list[str]:
    addresses = addresses_to_unsubscribe(letter.header("list-unsubscribe") or b"")
    return [each for each in addresses if each.startswith("https:")] or addresses


@of_letter("M103")
def readers_see_the_web_version(letter: Letter) -> Iterator[Finding]:
    """Find parts that do not lead to the edition on the web, where the newsletter has a place there."""
    if not letter.newsletter.web:
        return
    links = (link for link in visible_links(letter.tree) if not link.get("hreflang"))
    on_web = {str(link.get("href")) for link in links if _is_page(str(link.get("href")), letter)}
    if not on_web:
        yield Finding(letter.of_template(), "The HTML has no visible link to the edition on the web.")
    elif not on_web.intersection(addresses_in(letter.text)):
        yield Finding(letter.of_text_template(), "The text part has no address of the edition on the web.")


def _is_page(address: str, letter: Letter) -> bool:
    """Tell a page of this issue in the archive from a place on it."""
    root = str(letter.newsletter.web).rstrip("/")
    return address.startswith(f"{root}/{letter.edition.issue}/") and "#" not in address
