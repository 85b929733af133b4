"""Checks for what readers have read before: items of the last issues, and translations that are copies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding, Piece, of_contribution

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.model.contribution import Contribution
    from iki_newsletter.model.text import Text

_ALIKE: Final = 0.8
"""Two texts that share this part of all their words are the same text, retouched."""
_ENOUGH_WORDS: Final = 12
"""Shorter texts are alike by chance."""
_A_SENTENCE: Final = 5
"""Fewer words may be a name, which is the same in all languages."""


@of_contribution("C405")
def translation_is_one(piece: Piece) -> Iterator[Finding]:
    """Find translations that repeat another language's text word for word."""
    for field in ("teaser", "body"):
        text = getattr(piece.written, field, None)
        first: dict[str, str] = {}
        for language, written in piece.written.local(text).by_language.items() if text else ():
            words = _words(written)
            if len(words) < _A_SENTENCE:
                continue
            other = first.setdefault(" ".join(words), language)
            if other != language:
                what = f"`{field}` in {language} is the text in {other}, word for word."
                yield Finding(piece.at(field, language), what)


@of_contribution("C611")
def item_is_new(piece: Piece) -> Iterator[Finding]:
    """Find items that stood in one of the last issues: by title, by their own address, or by their text."""
    for issue_id, contributions in reversed(list(piece.material.earlier.items())):
        for earlier in contributions:
            same = _what_is_same(piece.written, earlier.value)
            if same:
                field, how = same
                yield Finding(piece.at(field), f"`{earlier.name}` in issue {issue_id} has {how}.")
                return


def _what_is_same(new: Contribution, old: Contribution) -> tuple[str, str] | None:
    """Tell what an item shares with an earlier one: the field to look at, and how to say it.

    Only a publication's, call's or video's own address counts: a project's page is linked to in every issue.
    """
    if _titles(new) & _titles(old):
        return "title", "the same title"
    address = getattr(new, "url", None)
    if address and _bare(address) == _bare(getattr(old, "url", None) or ""):
        return "url", "the same address"
    if _text_is_alike(new, old):
        return "teaser", "nearly the same text"
    return None


def _titles(written: Contribution) -> set[str]:
    return {" ".join(_words(title)) for title in written.local(written.title).by_language.values()} - {""}


def _text_is_alike(new: Contribution, old: Contribution) -> bool:
    """Compare teasers and bodies in the new one's original language, by the words that they are made of."""
    words, others = (_all_words(written, new.language) for written in (new, old))
    if min(len(words), len(others)) < _ENOUGH_WORDS:
        return False
    return len(words & others) >= _ALIKE * len(words | others)


def _all_words(written: Contribution, language: str) -> set[str]:
    texts: list[Text | None] = [written.teaser, getattr(written, "body", None)]
    found = (written.local(text).by_language.get(language, "") for text in texts if text)
    return {word for text in found for word in _words(text)}


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _bare(address: str) -> str:
    """Write an address so that spellings of the same page compare equal."""
    return address.partition("#")[0].removeprefix("https://").removeprefix("www.").rstrip("/").casefold()
