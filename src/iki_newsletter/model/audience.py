"""Who is considered for a campaign, who gets it, and why the others do not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Container

    from iki_newsletter.model.problem import Problem
    from iki_newsletter.model.subscriber import Subscriber


class Reason(StrEnum):
    """Why somebody in the audience does not get an issue."""

    INVALID = "invalid"
    DUPLICATE = "duplicate"
    UNSUBSCRIBED = "unsubscribed"
    DEAD = "dead"
    FULL = "full"
    COMPLAINED = "complained"
    ERASED = "erased"
    INACTIVE = "inactive"
    NO_CONSENT = "no-consent"
    NOT_IN_GROUP = "not-in-group"


NOT_COUNTING: Final = (Reason.INVALID, Reason.DUPLICATE)
"""Why a row says nothing of the person whose address it has: another row of theirs may count."""


@dataclass(frozen=True, slots=True)
class Excluded:
    """A row of the list that gets nothing, and why; the address is as written."""

    address: str
    reason: Reason
    line: int = 0
    key: str = ""
    """The address as people are compared by it; empty where it could not be read."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Everyone considered: `planned` in the list's order, and `excluded` with their reasons.

    They may be a million, so they are gone through rather than held.
    """

    planned: Collection[Subscriber]
    excluded: Collection[Excluded]
    problems: Collection[Problem] = ()
    """What the list's rows have wrong, line by line."""
    reading: str = ""
    """How the file was read, in a sentence: "Windows-1252, semicolons, 412 rows"."""
    keys: Container[str] = frozenset()
    """The addresses of everyone considered, as people are compared by them."""

    @property
    def size(self) -> int:
        """How many were considered."""
        return len(self.planned) + len(self.excluded)

    @property
    def by_reason(self) -> dict[Reason, int]:
        """How many are excluded for each reason that occurs, in the order of `Reason`."""
        return in_order(Counter(row.reason for row in self.excluded))


def in_order(counted: Counter[Reason]) -> dict[Reason, int]:
    """Give the reasons that occur, in the order of `Reason`, with how often they do."""
    return {reason: counted[reason] for reason in Reason if counted[reason]}
