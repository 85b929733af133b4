"""The order of items inside a section: as the editors say, then by the rule."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Final, TypeAlias

from iki_newsletter.model.contribution import Call, Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from iki_newsletter.model.contribution import Contribution
    from iki_newsletter.model.issue import Issue, Item

_LOOK_BACK: Final = 3

Rank: TypeAlias = tuple[int, int, int]
Place: TypeAlias = tuple[int, Rank, int, str]


def in_order(items: Iterable[Item], named: Sequence[str], recent: Mapping[str, int]) -> tuple[Item, ...]:
    """Order a section's items; no two have the same place, so the result does not depend on the order given.

    First what the editors name, as they name it; then events by date, calls by deadline, others by weight (higher
    first); then the organisation with fewest items in `recent`, then the file's name.
    """
    positions = {name: position for position, name in reversed(list(enumerate(named)))}

    def place(item: Item) -> Place:
        position = positions.get(item.name, len(named))
        return (position, _by_rule(item.contribution), recent.get(item.project.organisation, 0), item.name)

    return tuple(sorted(items, key=place))


def earlier_issues(issue_ids: Iterable[str], issue_id: str) -> list[str]:
    """Give the three issues before this one, oldest first.

    >>> earlier_issues(["2017-09", "2017-06", "2017-07", "2017-05", "2017-08"], "2017-09")
    ['2017-06', '2017-07', '2017-08']
    """
    return sorted(earlier for earlier in issue_ids if earlier < issue_id)[-_LOOK_BACK:]


def items_by_organisation(issues: Iterable[Issue]) -> Counter[str]:
    """Count how many items each organisation had in these issues."""
    return Counter(item.project.organisation for issue in issues for item in issue.items)


def _by_rule(contribution: Contribution) -> Rank:
    if isinstance(contribution, Event):
        starts_at = contribution.starts_at or dt.time.min
        return (0, contribution.starts_on.toordinal(), starts_at.hour * 60 + starts_at.minute)
    if isinstance(contribution, Call):
        return (1, contribution.deadline.toordinal(), 0)
    return (2, -contribution.weight, 0)
