"""Taking a key or an entry out of a YAML text, and leaving every comment in and beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import yaml

from iki_newsletter.content.splicing import line_end, line_start

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_COMMENT: Final = re.compile(r"#[^\n\r]*")
_COMMA: Final = re.compile(r"((?:\s|#[^\n\r]*)*),")
"""The comma that follows an entry, over space and comments."""
_SPACE: Final = re.compile(r"[ \t]+(?![ \t]*[#\r\n])")
_HEAD: Final = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\n\r]*)")


def comments_in(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """Give the comments of a YAML text, or of a part of it, in their order and without the space around them.

    Raises yaml.YAMLError.
    """
    return [words for _, words in comments_with_places(text, start, end)]


def comments_with_places(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, str]]:
    """Give the comments of a YAML text, or of a part of it, each behind the index at which it begins.

    What stands between tokens, and behind the mark that announces a block of text. Raises yaml.YAMLError.
    """
    found: list[tuple[int, str]] = []
    if "#" in text:
        at = 0
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            found += [(each.start(), each[0]) for each in _COMMENT.finditer(text, at, token.start_mark.index)]
            at = max(at, token.end_mark.index)
            if isinstance(token, yaml.ScalarToken) and token.style in {"|", ">"}:
                head = _HEAD.match(text, token.start_mark.index)
                found += [(head.start(1), head[1])] if head else []
        found += [(each.start(), each[0]) for each in _COMMENT.finditer(text, at)]
    return [(place, each.strip()) for place, each in found if start <= place and (end is None or place < end)]


def cut_lines(
    text: str, start: int, end: int, column: int, ends: str, said: Callable[[int, str], str] = lambda _, words: words
) -> str:
    """Cut the lines from one index to another; their comments stay, each in a line of its own at a column.

    `said` gives what a comment at an index says from now on.
    """
    start, end = line_start(text, start), line_end(text, end)
    kept = "".join(
        f"{' ' * column}{said(place, words)}{ends}" for place, words in comments_with_places(text, start, end)
    )
    return text[:start] + kept + text[end:]


def cut_in_brackets(text: str, spans: Sequence[tuple[int, int]], number: int, ends: str) -> str:
    """Cut one of the entries between brackets, whose spans are given, and one comma beside it."""
    start, end = spans[number]
    words = comments_in(text, start, end)
    comma = _COMMA.match(text, end)
    if comma is not None:
        between, end = comma[1], comma.end()
        if not between and not words:
            space = _SPACE.match(text, end)
            end = space.end() if space else end
    else:
        between, before = "", spans[number - 1][1] if number else start
        if not re.search(r"[#\n]", text[before:start]) and not words:
            start = before
    lead = " " if words and not text[start - 1].isspace() else ""
    column = " " * (start - line_start(text, start))
    cut = text[:start] + lead + "".join(f"{each}{ends}{column}" for each in words) + between + text[end:]
    first, last = line_start(cut, start), line_end(cut, start)
    return cut[:first] + cut[last:] if not cut[first:last].strip() else cut
