"""Checks of what projects have agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.checks.check import Finding, Piece, of_contribution

if TYPE_CHECKING:
    from collections.abc import Iterator


@of_contribution("C651")
def text_is_the_released_one(piece: Piece) -> Iterator[Finding]:
    """Find items that say something else than their projects released, as far as that was written down."""
    released = piece.written.released
    if released is not None and piece.written.has_changed:
        yield Finding(piece.at("released", "on"), f"It has changed since it was released, on {released.on}.")
