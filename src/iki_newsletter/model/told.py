"""What an earlier item is known again by: little enough to be kept for every item of every issue."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.model.contribution import Call, Event

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iki_newsletter.model.contribution import Contribution


ALIKE: Final = 0.8
"""Two texts that share this part of all their words are the same text, retouched."""
SHARED: Final = 3
"""So many words of their heads do such texts share, where they have as many in common at all."""
_STRINGS: Final = ("name", "project", "kind", "address", "day", "part_of")


@dataclass(frozen=True)
class Told:
    """An item as its readers would know it again; it is written as plain data and read from it."""

    name: str
    """The file's name without `.yaml`."""
    project: str
    kind: str
    titles: tuple[str, ...]
    """In all languages, without capitals and marks."""
    address: str
    """A publication's, call's or video's own; pages that items link to are the same in every issue."""
    day: str
    """When an event starts or a call closes, as in 2017-06-12; empty for others."""
    texts: Mapping[str, str]
    """The words of teaser and body by language, each once, the longest first, with spaces between them."""
    heads: Mapping[str, str]
    """The first of them, so many that two texts which are alike have `SHARED` of these in common."""
    is_shown: bool = True
    """Whether its readers saw it: the editors may have left it out."""
    part_of: str = ""
    """The event that it belongs to, as its file says it."""

    @classmethod
    def of(cls, name: str, written: Contribution, *, is_shown: bool = True) -> Told:
        """Take from a contribution what it is known by."""
        titles = written.local(written.title).by_language.values()
        words: dict[str, set[str]] = {}
        for text in (written.teaser, getattr(written, "body", None)):
            for language, prose in written.local(text).by_language.items() if text else ():
                words.setdefault(language, set()).update(_words(prose))
        ordered = {language: sorted(found, key=_longest_first) for language, found in words.items()}
        return cls(
            name,
            written.project,
            written.kind.value,
            tuple(sorted({" ".join(_words(title)) for title in titles} - {""})),
            _bare(getattr(written, "url", None) or ""),
            _day(written),
            {language: " ".join(found) for language, found in ordered.items()},
            {language: " ".join(found[: _head(len(found))]) for language, found in ordered.items()},
            is_shown,
            written.part_of or "",
        )

    def words(self, language: str) -> frozenset[str]:
        """Give the words in a language."""
        known = self._sets
        if language not in known:
            known[language] = frozenset(self.texts.get(language, "").split())
        return known[language]

    @cached_property
    def _sets(self) -> dict[str, frozenset[str]]:
        return {}

    def to_plain(self) -> dict[str, Any]:
        """Write it as data that JSON can hold."""
        return {name: getattr(self, name) for name in type(self).__dataclass_fields__}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Told:
        """Read what `to_plain` wrote; raises TypeError or KeyError for anything else."""
        told = cls(**plain | {"titles": tuple(plain["titles"])})
        by_language = (told.texts, told.heads)
        strings = [getattr(told, name) for name in _STRINGS] + [*told.titles]
        if not (
            type(plain["titles"]) is list
            and all(type(each) is dict for each in by_language)
            and all(type(each) is str for each in (*strings, *told.texts.values(), *told.heads.values()))
            and type(told.is_shown) is bool
        ):
            raise TypeError
        return told


def _day(written: Contribution) -> str:
    if isinstance(written, Event):
        return written.starts_on.isoformat()
    return written.deadline.isoformat() if isinstance(written, Call) else ""


def _longest_first(word: str) -> tuple[int, str]:
    """Order words: long ones are rare, so that texts that are not alike seldom share their first ones."""
    return -len(word), word


def _head(count: int) -> int:
    """Give how many words must be looked at: of two sets that are alike, the first common ones are among these.

    The prefix filter of Chaudhuri, Ganti and Kaushik, A Primitive Operator for Similarity Joins (ICDE 2006).
    """
    return min(count, count - math.ceil(ALIKE * count) + SHARED)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _bare(address: str) -> str:
    """Write an address so that spellings of the same page compare equal."""
    return address.partition("#")[0].removeprefix("https://").removeprefix("www.").rstrip("/").casefold()
