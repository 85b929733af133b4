"""Checks of Markdown in contributions: links that would be lost from it, and marks in fields that know none."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.addresses import Fault, fault_of
from iki_newsletter.checks.check import Finding, Piece, of_contribution
from iki_newsletter.checks.places import line_within
from iki_newsletter.model.fields import is_markdown, named, texts_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from iki_newsletter.model.fields import Keys

_LINKABLE: Final = ("https://", "mailto:")
_MAY_LOSE: Final = re.compile(
    r"\]\s*(?:[\[:]|\((?!\s*(?-i:https://|mailto:)))|<[a-z][a-z+.-]*:|http://", re.IGNORECASE
)
"""What a text has not whose links are all written with a whole address: most texts, and a parse is slow."""
_UNENCRYPTED: Final = re.compile(r"http://[^\s<>\"“”„»]*[^\s<>\"“”„».,;:!?)\]]", re.IGNORECASE)
_WEB: Final = re.compile(r"www\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/|$)", re.IGNORECASE)
_A_FILE: Final = re.compile(r"\.(?:html?|pdf|docx?|jpe?g|png)$", re.IGNORECASE)
PLAIN_MARKS: Final = re.compile(
    r"!?\[[^\[\]\n]+\]\([^()\s]+\)"  # a link or picture
    r"|<(?:https?://|mailto:)[^\s<>]+>"
    r"|(?<!\*)\*\*(?=[^\s*])[^*\n]+(?<=\S)\*\*(?!\*)|(?<!\w)__(?=[^\s_])[^_\n]+(?<=\S)__(?!\w)"
    r"|(?<![\w*])\*(?=[^\s*])[^*\n]+(?<=\S)\*(?![\w*])|(?<![\w_/.@-])_(?=[^\s_])[^_\n]+(?<=\S)_(?![\w_/.@-])"
    r"|^\s{0,3}\#{1,6}\s+\S.*"
    r"|</?(?:a|b|br|em|i|p|strong|u)(?:\s[^<>]*)?/?>",
    re.MULTILINE | re.IGNORECASE,
)
"""What sets text in Markdown or HTML; the star inside a German word (`Forscher*innen`) does not."""


@of_contribution("C521")
def links_are_kept(piece: Piece) -> Iterator[Finding]:
    """Find links in Markdown that become plain words, and addresses that are asked for without encryption."""
    for keys, text in texts_in(piece.written):
        for language, words in piece.written.local(text).by_language.items() if is_markdown(keys) else ():
            for address in dict.fromkeys(_lost(words)):
                fault = _fault(address)
                what = f"{named(keys)} in {language}: {fault.what}"
                where = _where(keys, text, language)
                yield Finding(line_within(address, piece.loaded.origin, where), what, fault.instead)


@of_contribution("C522")
def plain_fields_are_plain(piece: Piece) -> Iterator[Finding]:
    """Find marks of Markdown or HTML in fields that are shown as they are written."""
    for keys, text in texts_in(piece.written):
        if is_markdown(keys):
            continue
        for language, words in piece.written.local(text).by_language.items():
            if mark := PLAIN_MARKS.search(words):
                where = _where(keys, text, language)
                what = f"{named(keys)} in {language} is plain text: readers would see `{mark[0].strip()}` as it is."
                yield Finding(line_within(" ".join(mark[0].split()), piece.loaded.origin, where), what)


def _where(keys: Keys, text: str | dict[str, str], language: str) -> Keys:
    return (*keys, language) if isinstance(text, dict) else keys


def _lost(text: str) -> Iterator[str]:
    """Give the addresses of a Markdown text that no edition leads to, as they are written."""
    if not _MAY_LOSE.search(text):
        return
    for token in _inline(text):
        if token.type == "link_open" and not str(token.attrGet("href")).startswith(_LINKABLE):
            yield str(token.attrGet("href"))
        elif token.type == "text":
            yield from _UNENCRYPTED.findall(token.content)


def _inline(text: str) -> Iterator[Token]:
    for block in _parser().parse(text):
        yield from block.children or ()


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - heavy, and many texts have no links

    class AsWritten(MarkdownIt):
        """Takes every address as it is: which of them lead anywhere is what is asked here."""

        def normalizeLink(self, url: str) -> str:  # noqa: N802 - the parser's own name
            return url

        def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - the parser's own name
            return True

    return AsWritten("js-default").disable(["table", "code", "fence", "linkify"])


def _fault(address: str) -> Fault:
    if _WEB.match(address) and not _A_FILE.search(address):
        return Fault(f"the link to `{address}` is lost.", f"Write the whole address: `https://{address}`.")
    if address.lower().startswith(("https:", "http:")):
        return fault_of(address)
    if not address:
        return Fault("a link without an address is lost.")
    return Fault(f"the link to `{address}` is lost.")
