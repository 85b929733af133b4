"""Checks of what contributions say, where they lead and how long they are; no rule here knows a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.checks.check import Check, Finding, Material, Piece, of_contribution
from iki_newsletter.model.budget import budget
from iki_newsletter.model.contribution import Event

if TYPE_CHECKING:
    from collections.abc import Iterator


@of_contribution("C502")
def event_is_somewhere(piece: Piece) -> Iterator[Finding]:
    """Find events that have neither a place nor an address online."""
    event = piece.written
    if isinstance(event, Event) and not event.place and not event.online:
        yield Finding(piece.at(), "The event takes place neither somewhere nor online.")


@of_contribution("C503")
def material_is_somewhere(piece: Piece) -> Iterator[Finding]:
    """Find materials that have neither an address nor a file, or both."""
    event = piece.written
    for number, handout in enumerate(event.materials if isinstance(event, Event) else ()):
        if bool(handout.url) is bool(handout.file):
            what = "The material has both a `url` and a `file`." if handout.url else "The material leads nowhere."
            yield Finding(piece.at("materials", number, "title"), what)


def _within_budget(code: str, field: str) -> Check[Material]:
    @of_contribution(code)
    def text_is_within_budget(piece: Piece) -> Iterator[Finding]:
        text = getattr(piece.written, field, None)
        for language, words in piece.written.local(text).by_language.items() if text else ():
            if len(words) > (most := budget(field, language)):
                what = f"`{field}` in {language} has {len(words):,} characters; {most:,} are meant for it."
                yield Finding(piece.at(field, language), what)

    return text_is_within_budget


title_is_short = _within_budget("C511", "title")
teaser_is_short = _within_budget("C512", "teaser")
body_is_short = _within_budget("C513", "body")
