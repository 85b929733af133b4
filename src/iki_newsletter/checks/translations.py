"""Checks of the languages that contributions' texts exist in: what readers of each edition will see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.checks.check import Finding, Material, Piece, of_contribution
from iki_newsletter.model.contribution import Interview, News
from iki_newsletter.model.fields import is_name, named, texts_in
from iki_newsletter.model.workshop import PAGES_ONLY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iki_newsletter.model.contribution import Contribution
    from iki_newsletter.model.fields import Keys
    from iki_newsletter.model.position import Position
    from iki_newsletter.model.text import LocalText


@of_contribution("C401")
def original_is_there(piece: Piece) -> Iterator[Finding]:
    """Find texts in several languages that lack the original's."""
    language = piece.written.language
    for keys, text in texts_in(piece.written):
        if not piece.written.local(text).has(language):
            what = f"The original is in {language}, and {named(keys)} is missing in {language}."
            yield Finding(piece.at(*keys), what)


@of_contribution("C402")
def item_is_translated(piece: Piece) -> Iterator[Finding]:
    """Find items of which nothing that readers need is there in an edition's language."""
    languages = [language for language in _other_languages(piece) if not _present(piece, language)]
    if languages:
        what = f"Not translated into {', '.join(languages)}: {_seen(piece, *languages)}."
        yield Finding(piece.at("title"), what, readers=tuple(languages))


@of_contribution("C403")
def translation_is_whole(piece: Piece) -> Iterator[Finding]:
    """Find, text by text, what is missing of a translation that was begun."""
    for language in _other_languages(piece):
        if not _present(piece, language):
            continue
        for keys, text in _missing(piece, language):
            if keys[0] in _needed(piece.written):
                seen = _seen(piece, language)
            else:
                shown = piece.written.local(text).in_order(piece.material.newsletter.languages).language
                what = "page" if keys[0] in PAGES_ONLY else "edition"
                seen = f"readers of the {what} in {language} see it in {shown}"
            yield Finding(piece.at(*keys), f"{named(keys)} is missing in {language}: {seen}.", readers=(language,))


@of_contribution("C404")
def languages_have_editions(piece: Piece) -> Iterator[Finding]:
    """Find texts in languages that nobody will read."""
    known = {*piece.material.newsletter.languages, piece.written.language}
    for keys, text in texts_in(piece.written):
        for language in piece.written.local(text).by_language:
            if language not in known:
                what = f"{named(keys)} is there in {language}, and the newsletter has no edition in {language}."
                yield Finding(piece.at(*keys, language), what)


@of_contribution("C406")
def translation_is_of_this_source(piece: Piece) -> Iterator[Finding]:
    """Find translations whose source is another than the one they were made from, as far as that is recorded."""
    for keys, text in texts_in(piece.written):
        yield from outdated(
            piece.material, piece.loaded.name, keys, piece.written.local(text), piece.at, piece.loaded.origin.in_file
        )


def outdated(
    material: Material,
    item: str,
    keys: Keys,
    text: LocalText,
    at: Callable[..., Position],
    in_file: Callable[[Keys], Keys] = tuple,
) -> Iterator[Finding]:
    """Find the languages in which a text is older than its source; the record knows texts by their keys `in_file`."""
    for language in text.by_language:
        if material.translated.is_outdated(item, in_file(keys), text, language):
            source = material.translated.source_of(item, in_file(keys), language)
            what = f"{named(keys)} in {language} was translated from another text than stands there now in {source}."
            yield Finding(at(*keys, language), what, readers=(language,))


def _other_languages(piece: Piece) -> list[str]:
    return [language for language in piece.material.newsletter.languages if language != piece.written.language]


def _needed(contribution: Contribution) -> tuple[str, ...]:
    """Name the texts that must all exist for readers to get an item in their language, as `Item.is_in` asks."""
    return ("title", "teaser", "body") if isinstance(contribution, (News, Interview)) else ("title", "teaser")


def _present(piece: Piece, language: str) -> list[str]:
    needed = _needed(piece.written)
    return [name for name in needed if piece.written.local(getattr(piece.written, name)).has(language)]


def _missing(piece: Piece, language: str) -> Iterator[tuple[Keys, str | dict[str, str]]]:
    """Give the texts to translate next: first those that readers need, and once they are there, the smaller ones.

    What is a name needs no translation.
    """
    needed = _needed(piece.written)
    whole = len(_present(piece, language)) == len(needed)
    for keys, text in texts_in(piece.written):
        local = piece.written.local(text)
        lacks_it = local.has(piece.written.language) and not local.has(language)
        if lacks_it and not is_name(keys, text) and (whole or keys[0] in needed):
            yield keys, text


def _seen(piece: Piece, *languages: str) -> str:
    edition = f"edition in {languages[0]}" if len(languages) == 1 else "editions in these languages"
    if piece.material.newsletter.untranslated == "leave-out":
        return f"the item is left out of the {edition}"
    return f"readers of the {edition} get the item in {piece.written.language}, marked as such"
