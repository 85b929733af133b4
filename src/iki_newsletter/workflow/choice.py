"""Which problems a check shows: of the rules that the user picked, and of kinds that an earlier issue had not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import UsageError
from iki_newsletter.model.rulebook import RULES
from iki_newsletter.model.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Choice:
    """What to show, by the codes' beginnings: `C5` means C501, C502 and so on."""

    select: tuple[str, ...] = ()
    """Only these; all where none is given."""
    ignore: tuple[str, ...] = ()
    """Not these."""
    known: frozenset[str] = frozenset()
    """Whole codes that an earlier issue has problems of."""

    def takes(self, code: str) -> bool:
        """Tell whether problems of a rule are shown: the longer beginning decides, `ignore` where both are as long.

        >>> choice = Choice(select=("C", "E401"), ignore=("C5", "E"))
        >>> [code for code in ("C201", "C501", "E301", "E401", "I301") if choice.takes(code)]
        ['C201', 'E401']
        """
        selected = _longest(self.select, code) if self.select else 0
        return code not in self.known and selected > _longest(self.ignore, code)


EVERYTHING: Final = Choice()
"""What is shown to a user who picks nothing."""


def read_choice(select: Sequence[str], ignore: Sequence[str]) -> Choice:
    """Read codes as typed, each word one or several with commas; raises UsageError for what no rule begins with."""
    return Choice(tuple(_codes("--select", select)), tuple(_codes("--ignore", ignore)))


def _codes(option: str, given: Iterable[str]) -> list[str]:
    codes = [code.strip().upper() for words in given for code in words.split(",") if code.strip()]
    for code in codes:
        if not any(rule.startswith(code) for rule in RULES):
            instead = did_you_mean(code, RULES) or "Write a code as it stands beside a problem, or its beginning."
            raise UsageError(f"{option}: no rule's code begins with `{code}`.", instead=instead)
    return codes


def _longest(beginnings: Iterable[str], code: str) -> int:
    return max((len(beginning) for beginning in beginnings if code.startswith(beginning)), default=-1)
