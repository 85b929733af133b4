"""Checks that every edition has the same items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.page import Page, of_page

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED: Final = 5


@of_page("I511")
def editions_have_the_same_items(page: Page) -> Iterator[Finding]:
    """Find editions that leave out what is not translated, and say what they lack."""
    if page.newsletter.untranslated == "show":
        return
    missing = [item.name for item in page.issue.items if not item.is_in(page.language)]
    if missing:
        named = ", ".join(missing[:_NAMED]) + (", …" if len(missing) > _NAMED else "")
        what = f"Left out of this edition: {len(missing)} of {len(page.issue.items)} items ({named})."
        yield Finding(page.of_plan(), what)
