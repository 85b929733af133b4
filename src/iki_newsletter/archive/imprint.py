"""Who is responsible, and what becomes of readers' data: a page for each language that has texts about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.archive.desk import Page
from iki_newsletter.model import web_layout
from iki_newsletter.render.compose import identity_text

if TYPE_CHECKING:
    from iki_newsletter.archive.desk import Desk
    from iki_newsletter.archive.shelf import Shelf


def imprint_paths(desk: Desk) -> dict[str, str]:
    """Give the page's path in each language that has one."""
    return {language: web_layout.imprint(language) for language in desk.languages if desk.has_imprint(language)}


def imprint_page(desk: Desk, shelf: Shelf, language: str) -> bytes:
    """Write the page of who is responsible and what becomes of readers' data, in a language that has either."""
    hand, identity = desk.hands[language], desk.newsletter.identity
    words = desk.words[language].imprint
    page = Page(
        path=web_layout.imprint(language),
        language=language,
        title=words.title,
        day=shelf.day,
        paths=imprint_paths(desk),
    )
    return desk.write(
        "imprint.html.j2",
        page,
        said_imprint=identity_text(hand, identity.impressum),
        said_privacy=identity_text(hand, identity.privacy),
    )
