"""What templates can do beyond Jinja's own: fill labels, and set plain text in lines of a width."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.model.label import fill
from iki_newsletter.render.typography import SOFT_HYPHEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from iki_newsletter.render.view import Prose

WIDTH: Final = 72
_FIRST_UNUSUAL: Final = "\u0300"
"""Below it stand Latin letters, each one column wide; combining marks are the first above."""


def shared_filters() -> dict[str, Callable[..., Any]]:
    """Give the filters of both kinds of template."""
    return {"fill": fill}


def plain_filters() -> dict[str, Callable[..., str]]:
    """Give the filters of the text template."""
    return {"wrap": wrap, "underline": underline, "prose": wrap_prose, "between": between}


def columns(text: str) -> int:
    """Count the columns that a text takes: wide characters take two, combining and invisible ones none."""
    if text.isascii() or (max(text) < _FIRST_UNUSUAL and SOFT_HYPHEN not in text):
        return len(text)
    return sum(_columns_of(char) for char in text)


def wrap(text: object, indent: int = 0, first: str | None = None, rest: str | None = None) -> str:
    """Break a text into lines of 72 columns.

    Lines break at ordinary spaces only, so no-break spaces hold and an address is never cut. `first` opens the first
    line (a number, say) and `rest` the others, which otherwise hang below its words.
    """
    opening = " " * indent if first is None else first
    later = " " * columns(opening) if rest is None else rest
    lines: list[str] = []
    line = ""
    for word in str(text).replace(SOFT_HYPHEN, "").split(" "):
        start = opening if not lines else later
        if line and columns(start) + columns(line) + 1 + columns(word) > WIDTH:
            lines.append(start + line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    lines.append((opening if not lines else later) + line)
    return "\n".join(lines)


def wrap_prose(prose: Prose, indent: int = 0) -> str:
    """Set Markdown's blocks: parted by an empty line, but for what belongs closely together."""
    margin = " " * indent
    written = ""
    for block in prose.blocks:
        gap = "" if not written else "\n" if block.close else "\n\n"
        written += gap + wrap(block.text, first=margin + block.first, rest=margin + block.rest)
    return written


def underline(text: object, mark: str = "=") -> str:
    """Set a heading with a line of marks under it, as long as its longest line."""
    lines = wrap(text)
    longest = max(columns(line) for line in lines.split("\n"))
    return f"{lines}\n{mark * longest}"


def between(left: object, right: object) -> str:
    """Set two short texts at both ends of a line, or below each other where they do not fit."""
    gap = WIDTH - columns(str(left)) - columns(str(right))
    return f"{left}{' ' * gap}{right}" if gap > 1 else f"{left}\n{right}"


def squeeze(lines: Iterable[str]) -> str:
    """Join lines with no space at their ends and no more than one empty line in a row."""
    kept: list[str] = []
    for line in lines:
        bare = line.rstrip(" ")
        if bare or (kept and kept[-1]):
            kept.append(bare)
    while kept and not kept[-1]:
        kept.pop()
    return "\n".join(kept) + "\n"


def _columns_of(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
