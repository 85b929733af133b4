"""Rules over a message: the bytes that one subscriber gets (M)."""

from __future__ import annotations

from typing import Final

from iki_newsletter.model.rule import Level, Rule

RULES: Final = (
    Rule(
        "M101",
        Level.BLOCK,
        "A placeholder that nothing was put in for is the first thing that a reader sees.",
        "Mend the template that holds it, or the text of the contribution named.",
    ),
)
