"""Shares and changes, which are never given without the counts that they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

FEW: Final = 20
"""Of fewer people than this no percentage is given: one of them would make too much of it."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    number: int
    of: int

    @property
    def part(self) -> float | None:
        """The share between 0 and 1; None of fewer than FEW."""
        return self.number / self.of if self.of >= FEW else None

    def as_json(self) -> dict[str, Any]:
        """Give it to programs; the percentage never without the counts."""
        return {"number": self.number, "of": self.of, "percent": percent(self.part)}


@dataclass(frozen=True, slots=True)
class Growth:
    """How many more (or fewer) an issue was planned for than the one before that went to everybody."""

    since: str
    """That issue."""
    before: int
    now: int

    @property
    def change(self) -> int:
        """How many more; negative where they are fewer."""
        return self.now - self.before

    @property
    def part(self) -> float | None:
        """The change as a share of the earlier number; None where that is below FEW."""
        return self.change / self.before if self.before >= FEW else None

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {"since": self.since, "before": self.before, "change": self.change, "percent": percent(self.part)}


def total(shares: Iterable[Share | None]) -> Share | None:
    """Add shares up, as far as they are known; None where none is."""
    each = [share for share in shares if share is not None]
    if not each:
        return None
    return Share(sum(share.number for share in each), sum(share.of for share in each))


def percent(part: float | None) -> float | None:
    """Give a share in per cent, to a tenth."""
    return None if part is None else round(part * 100, 1)
