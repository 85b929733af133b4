"""A correction: what those are told who got an issue with a mistake in it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from iki_newsletter.model.shape import Shape
from iki_newsletter.model.text import LocalText, Text


class Correction(Shape):
    """A correction's file, `correction.yaml`."""

    number: Annotated[int, Field(ge=1, le=99)] = 1
    """Which correction of its issue this is; a second one needs a number of its own."""
    subject: Text
    """The subject of the mail."""
    preheader: Text | None = None
    """The line that mail programs show beside the subject; the issue's own subject where none is given."""
    text: Text
    """What was wrong and what is right, in Markdown."""

    def languages(self, first: str) -> list[str]:
        """Name the languages that it is whole in; a bare string is in the newsletter's `first`."""
        subject, text = LocalText.of(self.subject, first), LocalText.of(self.text, first)
        return [language for language in text.by_language if subject.has(language)]
