"""Checks of the comments that Outlook for Windows reads and all others skip."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.page import Page, of_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.model.position import Position

_MARK: Final = re.compile(
    r"(?P<ends_shown><!--\s*<!\s*\[endif\]\s*-->)|(?P<ends_hidden><!\[endif\]-->)|(?P<bare_end><!\[endif\]>)"
    r"|<!--\[if (?P<condition>[^\]]*)\]>(?P<shown><!-->)?(?P<other>\s*(?:<!--\s*-->|-->))?"
    r"|(?P<bare><!\[if [^\]]*\]>)",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"<(/?)(table|tbody|tr|td|th|div|center|span|p|v:\w+)\b[^>]*?(/?)>", re.IGNORECASE)
_NOT_OUTLOOK: Final = "!mso"
_BEHIND: Final = (30, 15, 6)


@of_page("E108")
def comments_for_outlook_are_whole(page: Page) -> Iterator[Finding]:
    """Find comments for Outlook that do not close, are of a form others stumble over, or leave a tag open."""
    html = page.edition.html
    opened: re.Match[str] | None = None
    hidden: list[str] = []
    found: list[Finding] = []
    for mark in _MARK.finditer(html):
        if mark["condition"] is not None:
            found += _opening(page, mark, opened)
            opened = mark
        elif mark["bare"] or mark["bare_end"]:
            found.append(Finding(_place(page, mark), f"`{mark[0]}` is no comment: some programs show it."))
        elif opened is None or bool(opened["shown"]) is not bool(mark["ends_shown"]):
            found.append(Finding(_place(page, mark), f"`{mark[0]}` closes nothing."))
            opened = None
        else:
            if not opened["shown"]:
                hidden.append(html[opened.end() : mark.start()])
            opened = None
    if opened:
        found.append(Finding(_place(page, opened), f"`{opened[0]}` is not closed."))
    # Where a comment is broken, what it hides is not known.
    yield from found or _tags(page, "".join(hidden))


def _opening(page: Page, mark: re.Match[str], opened: re.Match[str] | None) -> Iterator[Finding]:
    place = _place(page, mark)
    if opened:
        yield Finding(place, f"`{opened[0]}` is not closed before `{mark[0]}`.")
    is_for_others = mark["condition"].replace(" ", "").lower() == _NOT_OUTLOOK
    if mark["other"] or is_for_others is not bool(mark["shown"]):
        yield Finding(place, f"`{mark[0]}` is of a form that some programs show or skip.")


def _place(page: Page, mark: re.Match[str]) -> Position:
    """Tell marks that read alike apart by what stands behind them."""
    behind = (mark.string[mark.start() : mark.end() + length] for length in _BEHIND)
    return page.of_template(*behind, mark[0])


def _tags(page: Page, outlooks: str) -> Iterator[Finding]:
    """Find tags that only Outlook sees, and that do not close in turn."""
    still: list[str] = []
    for tag in _TAG.finditer(outlooks):
        name = tag[2].lower()
        if not tag[1] and not tag[3]:
            still.append(name)
        elif tag[1] and (not still or still.pop() != name):
            yield Finding(page.of_template("<!--[if mso"), f"`{tag[0]}` closes nothing in what Outlook reads.")
            return
    if still:
        yield Finding(page.of_template("<!--[if mso"), f"`<{still[-1]}>` is not closed in what Outlook reads.")
