"""Which problems a check shows: of the rules that the user picked, and of kinds that an earlier issue had not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import UsageError
from iki_newsletter.model.rule import Level
from iki_newsletter.model.rulebook import RULES
from iki_newsletter.model.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Choice:
    """What to show, by the codes' beginnings (`C5` means C501, C502 and so on) and by levels."""

    select: tuple[str, ...] = ()
    """Only these; all where none is given."""
    ignore: tuple[str, ...] = ()
    """Not these."""
    levels: frozenset[Level] = frozenset()
    """Rules of these levels, beside those of `select`."""
    not_levels: frozenset[Level] = frozenset()
    """No rules of these, whatever their code."""
    known: frozenset[str] = frozenset()
    """Whole codes that an earlier issue has problems of."""

    def takes(self, code: str) -> bool:
        """Tell whether problems of a rule are shown: the longer beginning decides, `ignore` where both are as long.

        >>> choice = Choice(select=("C", "E401"), ignore=("C5", "E"))
        >>> [code for code in ("C201", "C501", "E301", "E401", "I301") if choice.takes(code)]
        ['C201', 'E401']
        """
        level = RULES[code].level
        if code in self.known or level in self.not_levels:
            return False
        selected = _longest(self.select, code) if self.select or self.levels else 0
        if level in self.levels:
            selected = max(selected, 0)
        return selected > _longest(self.ignore, code)


_LEVELS: Final = {
    word.upper(): level
    for level, words in (
        (Level.BLOCK, ("block", "blocks")),
        (Level.ERROR, ("error", "errors")),
        (Level.WARN, ("warn", "warning", "warnings")),
    )
    for word in words
}

EVERYTHING: Final = Choice()
"""What is shown to a user who picks nothing."""


def read_choice(select: Sequence[str], ignore: Sequence[str]) -> Choice:
    """Read codes and levels as typed, each word one or several with commas; raises UsageError for any other word."""
    levels, codes = _levels_and_codes("--select", select)
    not_levels, not_codes = _levels_and_codes("--ignore", ignore)
    return Choice(codes, not_codes, levels, not_levels)


def _levels_and_codes(option: str, given: Iterable[str]) -> tuple[frozenset[Level], tuple[str, ...]]:
    words = [word.strip().upper() for several in given for word in several.split(",") if word.strip()]
    levels = frozenset(_LEVELS[word] for word in words if word in _LEVELS)
    codes = tuple(word for word in words if word not in _LEVELS)
    for code in codes:
        if not any(rule.startswith(code) for rule in RULES):
            instead = did_you_mean(code, [*RULES, *Level]) or (
                "Write a code as it stands beside a problem, or its beginning, or a level: block, error, warn."
            )
            raise UsageError(f"{option}: no rule's code begins with `{code}`.", instead=instead)
    return levels, codes


def _longest(beginnings: Iterable[str], code: str) -> int:
    return max((len(beginning) for beginning in beginnings if code.startswith(beginning)), default=-1)
