"""Checks of how large a message is, and what makes it so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.letter import Letter, of_letter
from iki_newsletter.checks.page import Page, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES: Final = 100_000
"""Of decoded HTML as a reader gets it: Gmail cuts near 102 KB."""
_NAMED: Final = 3


@of_letter("E401")
def html_is_not_cut(letter: Letter) -> Iterator[Finding]:
    """Find messages whose HTML can become so large that Gmail cuts it, and name what weighs most."""
    size = max(len(html.encode()) for html in (letter.html, letter.html_of_other))
    if size > MOST_BYTES:
        heaviest = sorted(weigh_items(letter.page), reverse=True)[:_NAMED]
        named = "; ".join(f"“{title}” {weight:,}" for weight, title in heaviest)
        what = f"The HTML has {size:,} bytes, {size - MOST_BYTES:,} too many. What weighs most: {named}."
        yield Finding(letter.page.of_plan(), what)


def weigh_items(page: Page) -> Iterator[tuple[int, str]]:
    """Give each item's bytes in the HTML, and its headline."""
    from lxml import html  # noqa: PLC0415 - heavy

    for block in page.blocks:
        written = (html.tostring(part, encoding="utf-8", with_tail=False) for part in block.parts)
        yield sum(map(len, written)), words_of(block.heading)
