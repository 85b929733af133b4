"""Small pages where one was that has moved or was withdrawn: what was public once keeps its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.archive.desk import Page

if TYPE_CHECKING:
    from iki_newsletter.archive.desk import Desk
    from iki_newsletter.archive.shelf import Shelf


def moved_page(desk: Desk, shelf: Shelf, path: str, target: str, language: str) -> bytes:
    """Lead from an old path to a new one; both are below the archive's root."""
    words = desk.words[language].moved
    page = Page(
        path=path, language=language, title=words.title, description=words.text, day=shelf.day, is_hidden=True
    )
    return desk.write("moved.html.j2", page, said=words, target=target, canonical=desk.address(target))


def gone_page(desk: Desk, shelf: Shelf, path: str, language: str) -> bytes:
    """Say that what stood at a path was withdrawn."""
    words = desk.words[language].gone
    page = Page(
        path=path, language=language, title=words.title, description=words.text, day=shelf.day, is_hidden=True
    )
    return desk.write("moved.html.j2", page, said=words, target="", canonical="")
