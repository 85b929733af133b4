"""Checks for placeholders that nothing was put in for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.letter import Letter, of_letter

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEFT: Final = re.compile(
    r"\{\{.{0,40}?\}\}|\{%.{0,40}?%\}|%%[^\s%]{0,40}%%|%7B%7B\S{0,40}?%7D%7D|%25%25\S{0,40}?%25%25"
    r"|\{\{|\{%|%%|%7B%7B|%25%25",
    re.IGNORECASE,
)
"""Whole placeholders, else what one begins with; as typed, and as they look in an address."""


@of_letter("M101")
def nothing_is_left_to_fill(letter: Letter) -> Iterator[Finding]:
    """Find placeholders in the headers and in both parts; one found in both is told once."""
    headers = "\n".join(f"{name}: {value}" for name, value in letter.message.items())
    seen = set()
    for where, words in (("the header", headers), ("the HTML", letter.html), ("the text part", letter.text)):
        found = _LEFT.search(words)
        if found and found[0] not in seen:
            seen.add(found[0])
            yield Finding(letter.place_of(found[0]), f"`{found[0]}` is left in {where}.")
