"""Checks of names in texts: organisations, projects and ministries are spelt as the portfolio and the settings do.

Names are told from words by their capitals and accents. What could be a word as well is passed over: a false alarm
annoys more than a miss.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding, Piece, of_contribution
from iki_newsletter.model.fields import named, texts_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.portfolio import Portfolio

_EVERYWHERE: Final = ("IKI", "REDD+")
"""Names that are in no portfolio and in every text."""
_ALSO_WORDS: Final = frozenset({"ave", "came", "gaia"})
"""Short names that a text may hold as words, in one of our languages, or as the name of something else."""
_SHORTEST: Final = 3
_LONG_ENOUGH: Final = 7
"""Letters of a name that is not mistaken for another by one of them: CONANP and CONAP both exist."""
_ADDRESS: Final = re.compile(r"https?://\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)+(?:/\S*)?|[@#]\w+")
_WORD: Final = re.compile(r"[^\W\d_]{6,}")
_ACRONYM: Final = re.compile(r"\b[A-Z]{3,}[A-Za-z]*\b")


@of_contribution("C631")
def names_are_spelt_alike(piece: Piece) -> Iterator[Finding]:
    """Find organisations' and projects' names in other letters than the portfolio's."""
    names = _names_of(piece.material.portfolio)
    for keys, text in texts_in(piece.written):
        for language, words in piece.written.local(text).by_language.items():
            for written, name in dict.fromkeys(names.misspelt(words)):
                what = f"{named(keys)} in {language} says “{written}”; it is spelt “{name}” elsewhere."
                yield Finding(piece.at(*keys, language), what, f"Did you mean “{name}”?")


@of_contribution("C632")
def ministry_is_called_as_it_was_then(piece: Piece) -> Iterator[Finding]:
    """Find ministries' short names that the funding notices have for another time than the day of sending."""
    current, others = _ministries(piece.material.newsletter, piece.plan.sends_on)
    if not current:
        return
    for keys, text in texts_in(piece.written):
        for language, words in piece.written.local(text).by_language.items():
            for found in dict.fromkeys(_ACRONYM.findall(words)):
                if found in others:
                    day = piece.plan.sends_on
                    what = f"{named(keys)} in {language} says {found}, a name of another time than {day}."
                    instead = f"Write the name of that day ({', '.join(sorted(current))}), or say when it was so."
                    yield Finding(piece.at(*keys, language), what, instead)


@dataclass(frozen=True)
class Names:
    """Names as they are to be spelt."""

    known: frozenset[str]

    def misspelt(self, text: str) -> Iterator[tuple[str, str]]:
        """Give what is written otherwise in a text, and the name that it should be."""
        if text.isupper():
            return
        text = _ADDRESS.sub(" ", unicodedata.normalize("NFC", text))
        folded = _fold(text)
        for match in self._pattern.finditer(folded):
            written, spellings = text[match.start() : match.end()], self._by_fold[match[0]]
            if not written.islower() and all(_differs(written, name) for name in spellings):
                yield written, spellings[0]
        for match in _WORD.finditer(text):
            name = self._meant(match[0])
            if name:
                yield match[0], name

    @cached_property
    def _by_fold(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in sorted(self.known):
            found.setdefault(_fold(name), []).append(name)
        return found

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._by_fold, key=len, reverse=True)
        return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")

    @cached_property
    def _by_gap(self) -> Mapping[str, str]:
        """Every long name of one word, by what is left of it without one of its letters."""
        long = [name for name in sorted(self.known) if len(name) >= _LONG_ENOUGH and name.isalpha()]
        return {gap: name for name in long for gap in (_fold(name), *_gaps(_fold(name)))}

    def _meant(self, word: str) -> str:
        """Give the long name that a word is but for one letter; nothing for a name, a word, or a name's genitive."""
        folded = _fold(word)
        if not word[0].isupper() or folded in self._by_fold:
            return ""
        name = next((self._by_gap[gap] for gap in (folded, *_gaps(folded)) if gap in self._by_gap), "")
        return "" if folded.startswith(_fold(name)) else name


def _differs(written: str, name: str) -> bool:
    """Compare word by word: capitals inside a word are part of a name, and so are its accents."""
    pairs = zip(written.split(), name.split(), strict=True)
    return any(word != right and (_has_capitals(right) or word.lower() != right.lower()) for word, right in pairs)


def _has_capitals(word: str) -> bool:
    return any(letter.isupper() for letter in word[1:])


@lru_cache(maxsize=4)
def _names(names: frozenset[str]) -> Names:
    return Names(names)


def _names_of(portfolio: Portfolio) -> Names:
    found: set[str] = set(_EVERYWHERE)
    for organisation in portfolio.organisations:
        found |= {organisation.id, organisation.name or ""}
    for project in portfolio.projects:
        shorts = project.short.values() if isinstance(project.short, dict) else (project.short or "",)
        found |= {project.organisation, *project.partners, *project.implementing_partners, *shorts}
    return _names(frozenset(name for name in found if len(name) >= _SHORTEST and _fold(name) not in _ALSO_WORDS))


def _ministries(newsletter: Newsletter, day: dt.date) -> tuple[set[str], set[str]]:
    """Give the short names in the funding notice of a day, and those that only the other notices have."""
    current: set[str] = set()
    all_of_them: set[str] = set()
    for notice in newsletter.funding_notices:
        names = _acronyms(newsletter.local(notice.text).by_language.values())
        all_of_them |= names
        if notice.from_ <= day and (notice.until is None or day <= notice.until):
            current |= names
    return current - set(_EVERYWHERE), all_of_them - current


def _acronyms(texts: Iterable[str]) -> set[str]:
    return {found for text in texts for found in _ACRONYM.findall(text)}


def _gaps(word: str) -> list[str]:
    return [word[:index] + word[index + 1 :] for index in range(len(word))]


def _fold(text: str) -> str:
    """Write a text small and without accents, letter for letter.

    >>> _fold("Pronatura México")
    'pronatura mexico'
    """
    return "".join(unicodedata.normalize("NFKD", letter)[0].lower()[0] for letter in text)
