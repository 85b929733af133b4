"""What stands in a Word document, block by block: the neutral form between its XML and a contribution."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from iki_newsletter.reading.characters import forbidden_in

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>])|&(?=#?\w{1,31};)")
_AT_START: Final = re.compile(r"(?m)^(\s*)([-+>#=~]|\d{1,9}[.)])")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list, a picture or a table."""

    sort: str
    """`title`, `subtitle`, `heading`, `text`, `caption`, `list`, `picture` or `table`."""
    text: str = ""
    """Its words, without any marks."""
    markdown: str = ""
    """The same as Markdown."""
    level: int = 0
    """Of a heading, from 1."""
    is_strong: bool = False
    """Whether all of it is bold or italic."""
    picture: int = -1
    """The number of its picture in the document."""
    rows: tuple[tuple[tuple[Block, ...], ...], ...] = ()
    """Of a table: its rows of cells of blocks."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of the document; `alt` is what Word keeps to be read out instead."""

    raw: bytes = field(repr=False)
    alt: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its blocks in order, its pictures, and what stands beside the text."""

    blocks: tuple[Block, ...]
    drawings: tuple[Drawing, ...]
    paragraphs: tuple[str, ...] = ()
    """Every paragraph that its XML holds anywhere, headers, footers and notes included: none may be lost."""


def cleaned(text: str) -> str:
    """Put a space for what no text of ours may hold: marks of private use, as bullets of old fonts, and such."""
    return text.translate(dict.fromkeys(map(ord, forbidden_in(text)), " "))


def escaped(text: str) -> str:
    r"""Write a text so that Markdown shows it as it is.

    >>> escaped("5 * 3 [a]")
    '5 \\* 3 \\[a\\]'
    """
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text)


def guarded(markdown: str) -> str:
    """Keep a paragraph's beginning from being taken for a list, a heading or a quotation."""

    def guard(found: re.Match[str]) -> str:
        mark = found[2]
        return f"{found[1]}\\{mark}" if len(mark) == 1 else f"{found[1]}{mark[:-1]}\\{mark[-1]}"

    return _AT_START.sub(guard, markdown)
