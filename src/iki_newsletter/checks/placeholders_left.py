"""Checks for placeholders that nothing was put in for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.letter import Letter, of_letter

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEFT: Final = re.compile(r"\{\{.{0,40}|\{%.{0,40}|%7B%7B.{0,40}|%%[A-Z]+-[0-9a-f]{6,}%%", re.IGNORECASE)
_HEADERS: Final = ("subject", "from", "to", "reply-to", "list-unsubscribe")


@of_letter("M101")
def nothing_is_left_to_fill(letter: Letter) -> Iterator[Finding]:
    """Find placeholders in the headers and in both parts."""
    headers = "\n".join(str(letter.message.get(name, "")) for name in _HEADERS)
    for where, words in (("header", headers), ("HTML", letter.html), ("text part", letter.text)):
        found = _LEFT.search(words)
        if found:
            yield Finding(letter.of_template(), f"`{found[0]}` is left in the {where}.")
