"""Checks for what readers have read before: items of the last issues."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding, Material, of_issue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from iki_newsletter.model.contribution import Contribution

_ALIKE: Final = 0.8
"""Two texts that share this part of all their words are the same text, retouched."""
_ENOUGH_WORDS: Final = 12
"""Shorter texts are alike by chance."""


@of_issue("C611")
def items_are_new(material: Material) -> Iterator[Finding]:
    """Find items that stood in one of the last issues: by title, by their own address, or by their text."""
    newest_first = reversed(list(material.earlier.items()))
    earlier = [(issue_id, old.name, _Told(old.value)) for issue_id, found in newest_first for old in found]
    for loaded in material.contributions:
        new = _Told(loaded.value)
        for issue_id, name, old in earlier:
            same = _what_is_same(new, old)
            if same:
                field, how = same
                yield Finding(loaded.origin.at(field), f"`{name}` in issue {issue_id} has {how}.")
                break


@dataclass(frozen=True)
class _Told:
    """What a contribution is known again by; each part is worked out once, however often it is compared."""

    written: Contribution

    @cached_property
    def titles(self) -> frozenset[str]:
        """Its titles, without capitals and marks."""
        titles = self.written.local(self.written.title).by_language.values()
        return frozenset(" ".join(_words(title)) for title in titles) - {""}

    @cached_property
    def address(self) -> str:
        """A publication's, call's or video's own; pages that items link to are the same in every issue."""
        return _bare(getattr(self.written, "url", None) or "")

    @cached_property
    def words(self) -> Mapping[str, frozenset[str]]:
        """The words of teaser and body, by language."""
        found: dict[str, set[str]] = defaultdict(set)
        for text in (self.written.teaser, getattr(self.written, "body", None)):
            for language, words in self.written.local(text).by_language.items() if text else ():
                found[language].update(_words(words))
        return {language: frozenset(words) for language, words in found.items()}


def _what_is_same(new: _Told, old: _Told) -> tuple[str, str] | None:
    """Tell what an item shares with an earlier one: the field to look at, and how to say it."""
    if new.titles & old.titles:
        return "title", "the same title"
    if new.address and new.address == old.address:
        return "url", "the same address"
    language = new.written.language
    if _are_alike(new.words.get(language, frozenset()), old.words.get(language, frozenset())):
        return "teaser", "nearly the same text"
    return None


def _are_alike(words: frozenset[str], others: frozenset[str]) -> bool:
    fewer, more = sorted((len(words), len(others)))
    if fewer < max(_ENOUGH_WORDS, _ALIKE * more):
        return False
    return len(words & others) >= _ALIKE * len(words | others)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _bare(address: str) -> str:
    """Write an address so that spellings of the same page compare equal."""
    return address.partition("#")[0].removeprefix("https://").removeprefix("www.").rstrip("/").casefold()
