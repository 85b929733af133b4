"""The order of items inside a section: as the editors say, then by the rule."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from iki_newsletter.model.contribution import Call, Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from iki_newsletter.model.contribution import Contribution
    from iki_newsletter.model.issue import Item
    from iki_newsletter.model.portfolio import Portfolio

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


def items_by_organisation(received: Iterable[str], portfolio: Portfolio) -> Counter[str]:
    """Count how many items each organisation had, from the ids of the items' projects."""
    projects = portfolio.projects_by_id
    return Counter(projects[project].organisation for project in received if project in projects)


def _by_rule(contribution: Contribution) -> Rank:
    if isinstance(contribution, Event):
        starts_at = contribution.starts_at or dt.time.min
        return (0, contribution.starts_on.toordinal(), starts_at.hour * 60 + starts_at.minute)
    if isinstance(contribution, Call):
        return (1, contribution.deadline.toordinal(), 0)
    return (2, -contribution.weight, 0)
