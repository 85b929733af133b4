"""Text in several languages, and which of them a reader gets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, StringConstraints

from iki_newsletter.model.placeholder import is_placeholder
from iki_newsletter.model.shape import Language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Prose = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]

Text = Prose | Annotated[dict[Language, Prose], Field(min_length=1)]
"""A text field as written: one string in the original's language, or a mapping from language to string."""


@dataclass(frozen=True, slots=True)
class Words:
    """A string together with the language it is in."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class LocalText:
    """A text in each language it exists in; `original` names the one it was written in."""

    original: str
    by_language: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str | Mapping[str, str], original: str) -> LocalText:
        """Read a text field: a bare string is in the original's language."""
        return cls(original, {original: text} if isinstance(text, str) else dict(text))

    def has(self, language: str) -> bool:
        """Tell whether the text exists in this language."""
        return language in self.by_language

    @property
    def written(self) -> LocalText:
        """The text without the languages in which it still waits to be written."""
        there = {tag: text for tag, text in self.by_language.items() if not is_placeholder(text)}
        return LocalText(self.original, there)

    def in_order(self, languages: Sequence[str]) -> Words:
        """Give the text in the first of these languages that it has, then in the original, then in any."""
        for language in (*languages, self.original, *self.by_language):
            if language in self.by_language:
                return Words(self.by_language[language], language)
        return Words("", self.original)
