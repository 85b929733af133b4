"""Checks of what links say: many readers go from link to link, and hear nothing but these words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.page import Element, Page, of_page, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_EMPTY_WORDS: Final = frozenset(
    """
    aquí | acá | aquí mismo | clic | clic aquí | haz clic | haz clic aquí | haga clic | haga clic aquí | pulse aquí
    | más | leer más | ver más | saber más | conocer más | más información | seguir leyendo | enlace | este enlace
    | hier | klick | klicken | klick hier | hier klicken | klicken sie hier | mehr | weiter | weiterlesen | mehr lesen
    | mehr erfahren | mehr infos | mehr informationen | weitere informationen | link | dieser link | zum link
    | here | click | click here | more | read more | see more | learn more | find out more | more information
    | continue | continue reading | link | this link | this page
    """.replace("\n", " ").split("|")
)
_WORDS: Final = frozenset(" ".join(words.split()) for words in _EMPTY_WORDS)
_AROUND: Final = re.compile(r"^[\W_]+|[\W_]+$")
_BARE: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


@of_page("E321")
def links_say_where_they_lead(page: Page) -> Iterator[Finding]:
    """Find links that say nothing, only that they are links, or nothing but an address of the web."""
    for link in page.links:
        words = _said(link)
        bare = _bare(words)
        if not bare:
            what = f"The link to `{link.get('href')}` has no words."
        elif bare in _WORDS:
            what = f"The link “{words}” does not say where it leads."
        elif _BARE.fullmatch(words):
            what = f"The link “{words}” is an address, which is read out letter by letter."
        else:
            continue
        yield Finding(page.place_of(link, str(link.get("href")), words), what)


@of_page("E322")
def links_of_the_same_words_lead_to_one_place(page: Page) -> Iterator[Finding]:
    """Find links whose words stand for another target elsewhere; words that say nothing are told already."""
    targets: dict[str, str] = {}
    for link in page.links:
        words, target = _said(link), str(link.get("href"))
        first = targets.setdefault(words.casefold(), target)
        if target != first and _bare(words) and _bare(words) not in _WORDS:
            what = f"The link “{words}” leads to `{target}`, and the same words before to `{first}`."
            yield Finding(page.place_of(link, target, words), what)


def _bare(words: str) -> str:
    return _AROUND.sub("", words).casefold()


def _said(link: Element) -> str:
    """Give what a reader of the screen hears of a link."""
    described = " ".join(image.get("alt") or "" for image in link.iter("img"))
    return " ".join((link.get("aria-label") or f"{words_of(link)} {described}").split())
