"""Checks that each text is in the language that it stands under, and none is a copy of another language's."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding, Piece, of_contribution
from iki_newsletter.checks.tongues import NAMES, looks_like
from iki_newsletter.model.placeholder import is_placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iki_newsletter.model.text import LocalText

_FIELDS: Final = ("title", "teaser", "body")
_A_SENTENCE: Final = 5
"""Fewer words may be a name, which is the same in all languages."""


@of_contribution("C405")
def each_text_is_in_its_language(piece: Piece) -> Iterator[Finding]:
    """Find texts in another language than they stand under, and translations that copy another text.

    Of texts that are the same, the one that stands where it belongs is left alone: under the language that it looks
    like, else under the original's.
    """
    for field in _FIELDS:
        text = getattr(piece.written, field, None)
        if text is None:
            continue
        local = piece.written.local(text)
        for same in _groups(local):
            for language, what, instead in _misplaced(local, same):
                yield Finding(piece.at(field, language), f"`{field}` in {language} {what}", instead)


def _groups(local: LocalText) -> Iterator[list[str]]:
    """Give the languages whose texts are the same word for word, in groups; what waits to be written is C501's."""
    groups: dict[str, list[str]] = defaultdict(list)
    for language, text in local.by_language.items():
        if not is_placeholder(text):
            groups[" ".join(re.findall(r"\w+", text.casefold()))].append(language)
    yield from groups.values()


def _misplaced(local: LocalText, same: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Give the languages of a group that the text does not belong under, what is wrong, and what to do instead."""
    text = local.by_language[same[0]]
    known = all(_base(language) in NAMES for language in same)
    looks = looks_like(text, least=1 if len(same) > 1 else 3) if known else ""
    if not looks and len(text.split()) < _A_SENTENCE:
        return
    home = _home(same, looks, local.original)
    for language in same:
        if looks and _base(language) != looks:
            what = f"looks {NAMES[looks]} but stands under {language}."
            yield language, _told(what, home), _instead(language, looks, local)
        elif not looks and language != home and len(same) > 1:
            yield language, f"is the text in {home}, word for word.", ""


def _home(same: Sequence[str], looks: str, original: str) -> str:
    """Name the language of a group that its text belongs under; nothing where it looks like one that is not there."""
    if looks:
        return next((language for language in same if _base(language) == looks), "")
    return original if original in same else same[0]


def _told(what: str, home: str) -> str:
    return f"is the text in {home}, word for word: it {what}" if home else what


def _instead(language: str, looks: str, local: LocalText) -> str:
    if language != local.original:
        return ""
    return f"Write it in {NAMES[_base(language)]}; or put it under `{looks}`, and `language: {looks}` above."


def _base(language: str) -> str:
    return language.partition("-")[0]
