"""The marks of Markdown in a paragraph: pairs around words, and signs that open a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAIRS: Final = re.compile(
    r"(?P<link>\[)(?P<linked>[^\[\]]+)(?P<address>\]\([^()\s]*\))"
    r"|(?P<bold>\*\*|__)(?=\S)(?P<strong>.+?)(?<=\S)(?P=bold)"
    r"|(?P<italic>(?<![*\w])[*_](?![*_]))(?=\S)(?P<stressed>[^*_]+?)(?<=\S)(?P=italic)(?![*\w])"
    r"|(?P<line>(?:^|(?<=\n))[ ]*(?:[-*+]|\#{1,6}|\d+[.)]|>)[ ]+)"
)
_LINK: Final = re.compile(r"\]\(\s*<?([^()\s<>]+)>?[^()]*\)|<(https?:[^<>\s]+|mailto:[^<>\s]+)>")


class Piece(NamedTuple):
    """A part of a paragraph: words, or a mark with its `kind`; `opens` and `closes` number pairs."""

    text: str
    kind: str = ""
    opens: int = 0
    closes: int = 0

    @property
    def is_mark(self) -> bool:
        """Whether it is none of the translator's words."""
        return bool(self.kind)


def pieces_of(paragraph: str, *, is_markdown: bool) -> list[Piece]:
    """Take a paragraph apart; the pieces' texts, joined, are the paragraph."""
    if not is_markdown:
        return [Piece(paragraph)] if paragraph else []
    return list(_pieces(paragraph, iter(range(1, len(paragraph) + 2))))


def addresses_in(paragraph: str) -> list[str]:
    """List the addresses that a paragraph's links lead to."""
    return [found[1] or found[2] for found in _LINK.finditer(paragraph)]


def _pieces(text: str, numbers: Iterator[int]) -> Iterator[Piece]:
    at = 0
    for found in _PAIRS.finditer(text):
        if found.start() > at:
            yield Piece(text[at : found.start()])
        yield from _marked(found, numbers)
        at = found.end()
    if at < len(text):
        yield Piece(text[at:])


def _marked(found: re.Match[str], numbers: Iterator[int]) -> Iterator[Piece]:
    number = next(numbers)
    if found["line"] is not None:
        yield Piece(found["line"], "line")
        return
    kind, inner, close = next(
        (kind, found[inner], found[close])
        for kind, inner, close in (
            ("link", "linked", "address"),
            ("bold", "strong", "bold"),
            ("italic", "stressed", "italic"),
        )
        if found[kind] is not None
    )
    yield Piece(found[kind], kind, opens=number)
    yield from _pieces(inner, numbers)
    yield Piece(close, kind, closes=number)
