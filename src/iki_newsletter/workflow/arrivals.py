"""Which projects have sent something for an issue, which too late, which nothing, and who has long been silent."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from iki_newsletter.model.roster import Arrival, ProjectState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iki_newsletter.content.heads import Head
    from iki_newsletter.model.issue import IssuePlan
    from iki_newsletter.model.portfolio import Portfolio, Project
    from iki_newsletter.model.roster import Waits

SILENT_AFTER: Final = 6
"""Months without anything, after which a project is called silent."""
_MONTHS: Final = 12


def find_arrivals(
    portfolio: Portfolio,
    plan: IssuePlan,
    issue_id: str,
    heads: Sequence[Head],
    today: dt.date,
    waiting: Sequence[Waits] = (),
) -> tuple[ProjectState, ...]:
    """Tell of every project that runs in the issue's month, or has sent something, where it stands.

    `heads` are those of this issue and of all before it; what was taken over from an earlier one has not come for
    this, and what is `waiting` has come and is not in the issue yet. What is dated after the deadline is late only
    where nothing came in time. Silence is counted back from `today`, for an issue that went out from the day of its
    sending.
    """
    ours: dict[str, list[Head]] = defaultdict(list)
    last: dict[str, dt.date] = {}
    for head in heads:
        if head.issue == issue_id and head.name not in plan.carried:
            ours[head.project].append(head)
        if head.received_on is not None:
            last[head.project] = max(last.get(head.project, head.received_on), head.received_on)
    waits: dict[str, list[str]] = defaultdict(list)
    for each in waiting:
        waits[each.project].append(each.name)
    since = months_before(min(today, plan.sends_on), SILENT_AFTER)
    reaches_back = any(head.received_on is not None and head.received_on <= since for head in heads)
    return tuple(
        _state(
            project, plan, ours[project.id], last.get(project.id), since if reaches_back else None, waits[project.id]
        )
        for project in portfolio.projects
        if project.runs_in(plan.month) or project.id in ours or project.id in waits
    )


def missing(states: Iterable[ProjectState]) -> list[str]:
    """Name the projects of which nothing has come, not even something that waits."""
    return [state.id for state in states if state.arrival is Arrival.MISSING]


def months_before(day: dt.date, months: int) -> dt.date:
    """Go back by calendar months, to the same day or a shorter month's last.

    >>> months_before(dt.date(2017, 8, 31), 6), months_before(dt.date(2017, 3, 1), 6)
    (datetime.date(2017, 2, 28), datetime.date(2016, 9, 1))
    """
    number = day.year * _MONTHS + day.month - 1 - months
    year, month = divmod(number, _MONTHS)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _state(
    project: Project,
    plan: IssuePlan,
    came: Sequence[Head],
    last: dt.date | None,
    since: dt.date | None,
    waits: Sequence[str],
) -> ProjectState:
    days = [head.received_on for head in came if head.received_on is not None]
    first = min(days, default=None)
    return ProjectState(
        id=project.id,
        label=project.label,
        organisation=project.organisation,
        area=project.funding_area or "",
        arrival=_arrival(came, first, plan.deadline, waits),
        items=tuple(head.name for head in came),
        first_on=first,
        last_on=last,
        is_silent=since is not None and (last is None or last < since) and project.runs_in(f"{since:%Y-%m}"),
        runs=project.runs_in(plan.month),
        waiting=tuple(waits),
    )


def _arrival(came: Sequence[Head], first: dt.date | None, deadline: dt.date | None, waits: Sequence[str]) -> Arrival:
    if not came:
        return Arrival.WAITING if waits else Arrival.MISSING
    return Arrival.LATE if deadline and first and first > deadline else Arrival.RECEIVED
