"""What a reader sees of a page and its text part: visible links, words, addresses; no rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.page import Element, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_HIDDEN: Final = re.compile(r"display:\s*none|visibility:\s*hidden|font-size:\s*0(?!\.?\d)|mso-hide:\s*all")
_UNSEEN: Final = ("script", "style", "title")
_ADDRESS: Final = re.compile(r"(?:https?://|mailto:)\S+")
_AFTER_ADDRESS: Final = ".,;:!?)>]»”’“"


def visible_links(tree: Element) -> Iterator[Element]:
    """Give every link that leads out of the mail and that a reader can see: one with words or a picture in it."""
    for link in tree.xpath("//a[@href]"):
        if not link.get("href").startswith("#") and _has_face(link) and not _is_hidden(link):
            yield link


def visible_words(tree: Element) -> str:
    """Give all words of a page, hidden ones left out."""
    return " ".join(
        str(words)
        for words in tree.xpath("//body//text()")
        if (around := _around(words)).tag not in _UNSEEN and not _is_hidden(around)
    )


def addresses_in(text: str) -> list[str]:
    """Give the addresses in a text part in reading order; one with punctuation after it also without."""
    return [each for found in _ADDRESS.findall(text) for each in dict.fromkeys((found, found.rstrip(_AFTER_ADDRESS)))]


def without_addresses(text: str) -> str:
    """Give a text part's words alone."""
    return _ADDRESS.sub("", text)


def _around(words: Element) -> Element:
    """Give the element that words stand in; of those after an element, lxml gives the one before them."""
    parent = words.getparent()
    return parent.getparent() if words.is_tail else parent


def _has_face(link: Element) -> bool:
    return bool(words_of(link)) or link.find(".//img") is not None


def _is_hidden(element: Element) -> bool:
    return any(
        around.get("hidden") is not None or _HIDDEN.search(around.get("style") or "")
        for around in (element, *element.iterancestors())
    )
