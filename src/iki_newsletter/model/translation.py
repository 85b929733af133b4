"""What translations were made from: for each text and language the digest of its source, in translations.yaml."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field, StringConstraints

from iki_newsletter.model.entries import field_of, find_again
from iki_newsletter.model.shape import Language, Line, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
        return text.has(made.partition(" ")[0]) and not _is_from(made, text)

    def outdated_in(self, item: str, texts: Iterable[tuple[Keys, LocalText]]) -> frozenset[str]:
        """Name the languages in which any of an item's texts `is_outdated`."""
        languages = self.translations.get(item, {})
        found = list(texts) if languages else []
        record = self.following(item, found)
        return frozenset(
            language
            for keys, text in found
            for language in languages
            if record.is_outdated(item, keys, text, language)
        )

    def following(self, item: str, texts: Iterable[tuple[Keys, LocalText]]) -> TranslationRecord:
        """Give the record with what it says of an item's lists put where their entries stand now.

        An entry is known by its source: another one on top of an agenda makes no translation older. A source that is
        not there any more was changed: where it stood, or else wherever a translation is of no known source.
        """
        languages = self.translations.get(item, {})
        there: dict[Keys, dict[str, LocalText]] = {}
        for keys, text in texts if languages else ():
            there.setdefault(field_of(keys), {})[dotted(keys)] = text
        moved = {language: dict(made) for language, made in languages.items()}
        for field, entries in there.items():
            for language, made in moved.items() if "*" in field else ():
                here = {keys: made.pop(keys) for keys in list(made) if field_of(_parted(keys)) == field}
                made.update(_placed(here, entries, language))
        return self if moved == languages else TranslationRecord(translations={**self.translations, item: moved})

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


def _parted(keys: str) -> Keys:
    return tuple(int(key) if key.isdigit() else key for key in keys.split("."))


def _is_from(made: str, text: LocalText) -> bool:
    source, _, digest = made.partition(" ")
    return text.has(source) and source_digest(text.by_language[source]) == digest


def _placed(made: Mapping[str, str], there: Mapping[str, LocalText], language: str) -> dict[str, str]:
    now = find_again(made, there, _is_from)
    placed = {place: made[keys] for keys, place in now.items()}
    lost = {keys: each for keys, each in made.items() if keys not in now}
    open_ = [keys for keys, text in there.items() if text.has(language) and keys not in placed]
    placed |= {keys: lost.pop(keys) for keys in open_ if keys in lost}
    placed |= dict(zip([keys for keys in open_ if keys not in placed], list(lost.values()), strict=False))
    return {**lost, **placed}


def source_digest(text: str) -> str:
    """Give a text's SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
