"""What translations were made from: for each text and language the digest of its source, in translations.yaml."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field, StringConstraints

from iki_newsletter.model.shape import Language, Line, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iki_newsletter.model.fields import Keys
    from iki_newsletter.model.text import LocalText

FILE: Final = "translations.yaml"
PLAN: Final = "issue.yaml"
"""What the texts of an issue's plan stand under; no contribution is called so."""

Made = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})? [0-9a-f]{64}$")]
"""The source's language and the SHA-256 of its text, in hexadecimal."""


class TranslationRecord(Shape):
    """`translations.yaml`: which source each translation was made from."""

    translations: dict[Line, dict[Language, dict[Line, Made]]] = Field(default_factory=dict)
    """Contribution, or `issue.yaml`, to language to text, by its keys as in `links.0.text`."""

    def is_outdated(self, item: str, keys: Keys, text: LocalText, language: str) -> bool:
        """Tell whether a translation's source is known and is another now; without its source it is not."""
        made = self.translations.get(item, {}).get(language, {}).get(dotted(keys))
        if made is None or not text.has(language):
            return False
        source, _, digest = made.partition(" ")
        return text.has(source) and source_digest(text.by_language[source]) != digest

    def outdated_in(self, item: str, texts: Iterable[tuple[Keys, LocalText]]) -> frozenset[str]:
        """Name the languages in which any of an item's texts `is_outdated`."""
        languages = self.translations.get(item, {})
        return frozenset(
            language
            for keys, text in (texts if languages else ())
            for language in languages
            if self.is_outdated(item, keys, text, language)
        )

    def source_of(self, item: str, keys: Keys, language: str) -> str | None:
        """Name the language that a translation was made from, None where that is not known."""
        made = self.translations.get(item, {}).get(language, {}).get(dotted(keys))
        return made.partition(" ")[0] if made else None

    def having(self, item: str, keys: Keys, language: str, source: str, text: str) -> TranslationRecord:
        """Give the record with what one more translation was made from."""
        by_item = {
            name: {tag: dict(texts) for tag, texts in tags.items()} for name, tags in self.translations.items()
        }
        by_item.setdefault(item, {}).setdefault(language, {})[dotted(keys)] = f"{source} {source_digest(text)}"
        return TranslationRecord(translations=by_item)


def dotted(keys: Keys) -> str:
    """Write keys as one word.

    >>> dotted(("links", 0, "text"))
    'links.0.text'
    """
    return ".".join(map(str, keys))


def source_digest(text: str) -> str:
    """Give a text's SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
