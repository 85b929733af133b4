"""Fine points of setting text: quotation marks, no-break spaces, soft hyphens; only where nothing can go wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iki_newsletter.render.labels import Typography

NBSP: Final = "\N{NO-BREAK SPACE}"
SOFT_HYPHEN: Final = "\N{SOFT HYPHEN}"

_UNITS: Final = "%|‰|km²|km2|km|m²|m2|m³|m|cm|mm|ha|kg|g|t|l|°C|MW|GW|kW|kWh|MWh|GWh|CO₂|EUR|USD|MXN|€"
_NUMBER_AND_UNIT: Final = re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?![\w²³]))")
_CURRENCY_AND_NUMBER: Final = re.compile(r"(?<=\bEUR|\bUSD|\bMXN) (?=\d)")
_APOSTROPHE: Final = re.compile(r"(?<=\w)'(?=\w)")
_LONG_WORD: Final = re.compile(r"\w{16,}")
_OPENS_AFTER: Final = frozenset(" \t\n([{–—/" + NBSP)


@dataclass(frozen=True)
class Typesetter:
    """Sets text by one language's rules."""

    rules: Typography

    def set(self, text: str) -> str:
        """Set a text: straight quotation marks curl where they pair up, numbers keep their units."""
        text = _APOSTROPHE.sub("’", text)
        text = self._with_quotes(text)
        text = _NUMBER_AND_UNIT.sub(NBSP, text)
        text = _CURRENCY_AND_NUMBER.sub(NBSP, text)
        for pattern in self._bonds:
            text = pattern.sub(_bound, text)
        return text

    def headline(self, text: str) -> str:
        """Set a headline: as `set`, and the longest words may break where their parts meet."""
        return _LONG_WORD.sub(self._broken, self.set(text)) if self._parts else self.set(text)

    @cached_property
    def _parts(self) -> frozenset[str]:
        return frozenset(self.rules.parts.casefold().split())

    @cached_property
    def _bonds(self) -> tuple[re.Pattern[str], ...]:
        """Give what finds the places where this language's lines should not break."""
        patterns = []
        if self.rules.together:
            patterns.append(rf"(?<!\w)(?:{_either(self.rules.together)}) (?=\S)")
        if self.rules.after_numbers:
            patterns.append(rf"\d\.? {_either(self.rules.after_numbers)}(?!\w)")
        return tuple(map(re.compile, patterns))

    def _with_quotes(self, text: str) -> str:
        """Curl straight double quotation marks; where they do not open and close in turn, all stay as they are."""
        if '"' not in text:
            return text
        opening, closing = self.rules.quotes[0], self.rules.quotes[1]
        parts = text.split('"')
        for index, (before, after) in enumerate(pairwise(parts)):
            opens = (not before or before[-1] in _OPENS_AFTER) and bool(after) and not after[0].isspace()
            if opens is not (index % 2 == 0):
                return text
        if len(parts) % 2 == 0:
            return text
        return parts[0] + "".join((closing if index % 2 else opening) + part for index, part in enumerate(parts[1:]))

    def _broken(self, match: re.Match[str]) -> str:
        """Put soft hyphens between the parts of a compound, if known parts make up all of it."""
        word = match[0]
        ends = _segment(word.casefold(), self._parts) if len(word.casefold()) == len(word) else None
        if ends is None:
            return word
        starts = [0, *ends[:-1]]
        return SOFT_HYPHEN.join(word[start:end] for start, end in zip(starts, ends, strict=True))


def _segment(word: str, parts: frozenset[str]) -> list[int] | None:
    """Give where the parts of a word end, longest parts first, or None where something is left over."""
    if not word:
        return []
    for length in range(len(word), 2, -1):
        if word[:length] in parts:
            rest = _segment(word[length:], parts)
            if rest is not None:
                return [length, *(length + end for end in rest)]
    return None


def _either(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True))})"


def _bound(match: re.Match[str]) -> str:
    return match[0].replace(" ", NBSP)
