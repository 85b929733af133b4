"""Markdown to safe HTML and to blocks of plain text, from one parse; contribution text is data, never a template."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup

from iki_newsletter.render.view import Block, Prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iki_newsletter.render.typography import Typesetter

MAX_BYTES: Final = 20_000
_MAX_BRACKETS: Final = 400
"""Looking for links is quadratic in open brackets: 20 KB of them took 1.2 s."""

_HEADING: Final = "h4"
"""What every heading of a body becomes: one step below its item's headline; finer steps no short text needs."""

_TAGS: Final = frozenset({"p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", _HEADING})
_SCHEMES: Final = ("https://", "mailto:")


@lru_cache(maxsize=256)  # a body stands on its own page and in its edition, a notice on all pages
def prose(source: str, typesetter: Typesetter, lang: str = "") -> Prose:
    """Render Markdown.

    Raw HTML is shown as text; pictures become their description; links that are not `https:` or `mailto:` become
    their words. What is over 20 KB is cut at a word.
    """
    parser = _parser(with_links=source.count("[") <= _MAX_BRACKETS)
    tokens = parser.parse(_capped(source))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = _HEADING
        if token.children:
            token.children = list(_tamed(token.children, typesetter))
    html = parser.renderer.render(tokens, parser.options, {})
    clean = nh3.clean(
        html, tags=set(_TAGS), attributes={"a": {"href"}}, url_schemes={"https", "mailto"}, link_rel=None
    )
    return Prose(Markup(clean.strip()), _Plain().blocks(tokens), lang)  # noqa: S704 - nh3 has just cleaned it


@lru_cache(maxsize=2)
def _parser(*, with_links: bool) -> MarkdownIt:
    parser = MarkdownIt("js-default").disable(["table", "code", "fence", "strikethrough", "hr", "linkify"])
    return parser if with_links else parser.disable(["link", "image", "reference"])


def _capped(source: str) -> str:
    raw = source.encode()
    if len(raw) <= MAX_BYTES:
        return source
    return raw[:MAX_BYTES].decode(errors="ignore").rpartition(" ")[0] + " …"


def _tamed(children: Sequence[Token], typesetter: Typesetter) -> Iterator[Token]:
    """Set the text, replace pictures by their descriptions, and drop links that lead nowhere safe."""
    dropped = 0
    for token in children:
        if token.type == "image":
            yield Token("text", "", 0, content=token.content)
        elif token.type == "link_open" and not str(token.attrGet("href")).startswith(_SCHEMES):
            dropped += 1
        elif token.type == "link_close" and dropped:
            dropped -= 1
        else:
            if token.type == "text":
                token.content = typesetter.set(token.content)
            yield token


class _Plain:
    """Turns tokens into blocks of text; counts links as it goes."""

    def __init__(self) -> None:
        self._urls: list[str] = []

    def blocks(self, tokens: Sequence[Token]) -> tuple[Block, ...]:
        found = list(self._inside(SyntaxTreeNode(tokens), "", ""))
        links = [
            Block(url, f"[{number}] ", close=number > 1) for number, url in enumerate(dict.fromkeys(self._urls), 1)
        ]
        return tuple(found + links)

    def _inside(self, node: SyntaxTreeNode, first: str, rest: str) -> Iterator[Block]:
        for index, child in enumerate(node.children):
            opening = first if index == 0 else rest
            if child.type in ("paragraph", "heading"):
                yield Block(self._words(child.children[0]), opening, rest, close=bool(child.hidden))
            elif child.type == "blockquote":
                yield from self._inside(child, f"{opening}> ", f"{rest}> ")
            elif child.type in ("bullet_list", "ordered_list"):
                yield from self._list(child, opening, rest)

    def _list(self, node: SyntaxTreeNode, first: str, rest: str) -> Iterator[Block]:
        start = int(node.attrs.get("start", 1))
        for index, entry in enumerate(node.children):
            mark = f"{start + index}. " if node.type == "ordered_list" else "- "
            opening = first if index == 0 else rest
            yield from self._inside(entry, f"{opening}{mark}", f"{rest}{' ' * len(mark)}")

    def _words(self, node: SyntaxTreeNode) -> str:
        if node.type == "text":
            return node.content
        if node.type in ("softbreak", "hardbreak"):
            return " "
        if node.type == "code_inline":
            return node.content
        words = "".join(map(self._words, node.children))
        if node.type != "link":
            return words
        url = str(node.attrs["href"])
        self._urls.append(url)
        mark = f"[{list(dict.fromkeys(self._urls)).index(url) + 1}]"
        return mark if node.info == "auto" else f"{words} {mark}"
