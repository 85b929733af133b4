"""Checks for what readers have read before: items of all earlier issues."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding, Material, of_issue
from iki_newsletter.model.told import ALIKE, SHARED, Told

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENOUGH_WORDS: Final = 12
"""Shorter texts are alike by chance."""


@of_issue("C611")
def items_are_new(material: Material) -> Iterator[Finding]:
    """Find items that stood in an earlier issue: by title, by their own address, or by their text.

    What the editors have taken over from one is a reminder, and meant.
    """
    carried = material.plan.value.carried
    fresh = [loaded for loaded in material.contributions if loaded.name not in carried]
    index = _Index([(Told.of(loaded.name, loaded.value), loaded.value.language) for loaded in fresh])
    found: dict[int, tuple[str, str]] = {}
    for issue_id, items in reversed(list(material.earlier.items())):
        for old in items:
            for number in index.candidates(old) - found.keys():
                if same := what_is_same(*index.items[number], old):
                    field, how = same
                    found[number] = (field, f"`{old.name}` in issue {issue_id} has {how}.")
    for number, (field, what) in sorted(found.items()):
        yield Finding(fresh[number].origin.at(field), what)


class _Index:
    """An issue's items by what an earlier one can share with them: one look for each of those, not for each pair."""

    def __init__(self, items: list[tuple[Told, str]]) -> None:
        self.items = items
        self._titles: dict[str, set[int]] = defaultdict(set)
        self._addresses: dict[str, set[int]] = defaultdict(set)
        self._words: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for number, (told, language) in enumerate(items):
            for title in told.titles:
                self._titles[title].add(number)
            if told.address:
                self._addresses[told.address].add(number)
            for word in told.heads.get(language, "").split():
                self._words[language][word].add(number)

    def candidates(self, old: Told) -> set[int]:
        """Give the numbers of the items that may be an earlier one again, and of few others."""
        found = set(self._addresses.get(old.address, ()))
        for title in old.titles:
            found |= self._titles.get(title, set())
        for language, known in self._words.items():
            shared: dict[int, int] = defaultdict(int)
            for word in old.heads.get(language, "").split():
                for number in known.get(word, ()):
                    shared[number] += 1
            found.update(number for number, count in shared.items() if count >= SHARED)
        return found


def what_is_same(new: Told, language: str, old: Told) -> tuple[str, str] | None:
    """Tell what an item in a language shares with an earlier one: the field to look at, and how to say it.

    Of two events that start on different days, or calls that close on different ones, the later is a new one.
    """
    if new.day and old.day and new.day != old.day:
        return None
    if not set(new.titles).isdisjoint(old.titles):
        return "title", "the same title"
    if new.address and new.address == old.address:
        return "url", "the same address"
    words, others = new.words(language), old.words(language)
    are_alike = len(words) >= _ENOUGH_WORDS <= len(others) and len(words & others) >= ALIKE * len(words | others)
    return ("teaser", "nearly the same text") if are_alike else None
