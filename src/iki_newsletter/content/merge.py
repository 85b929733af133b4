"""Contributions and the editors' plan to one ordered issue; whatever is not in it is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.content.named import check_names
from iki_newsletter.content.ordering import in_order
from iki_newsletter.model.contribution import Call, Event
from iki_newsletter.model.issue import Issue, Item, LeftOut, Section
from iki_newsletter.model.problem import Problem, by_position
from iki_newsletter.model.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from iki_newsletter.model.contribution import Contribution
    from iki_newsletter.model.issue import IssuePlan
    from iki_newsletter.model.newsletter import Newsletter, Takes
    from iki_newsletter.model.origin import Loaded
    from iki_newsletter.model.portfolio import Portfolio


def merge(
    issue_id: str,
    folder: Path,
    plan: Loaded[IssuePlan],
    contributions: Iterable[Loaded[Contribution]],
    portfolio: Portfolio,
    newsletter: Newsletter,
    recent: Mapping[str, int] | None = None,
    unreadable: Collection[str] = (),
) -> tuple[Issue, list[Problem]]:
    """Merge contributions into an issue; every one of them is its focus, in one section, or left out with a reason.

    `recent` says how many items each organisation had in the last three issues (`ordering.items_by_organisation`).
    `unreadable` names the contributions that are there and could not be loaded, so that nobody is told that they do
    not exist. The order in which contributions are given does not matter.

    The problems are those of merging: an unknown project (C201) and what the plan asks for in vain (I20x). That an
    item is left out because of its dates is in the issue's `left_out`; the checks report it at its line.
    """
    received = sorted(contributions, key=lambda loaded: loaded.name)
    taken, left_out, problems = _take(received, plan.value, portfolio)
    focus = taken.pop(plan.value.focus, None) if plan.value.focus else None
    by_section, homeless = _share_out(taken.values(), newsletter)
    left_out += [LeftOut(item.name, f"no section takes {_what(item)}") for item in homeless]
    problems += [_no_section(item) for item in homeless]
    issue = Issue(
        id=issue_id,
        folder=folder,
        number=plan.value.number,
        month=plan.value.month,
        sends_on=plan.value.sends_on,
        subject=newsletter.local(plan.value.subject),
        preheader=newsletter.local(plan.value.preheader),
        editorial=newsletter.local(plan.value.editorial.text) if plan.value.editorial else None,
        editorial_signed=newsletter.local(plan.value.editorial.signed) if plan.value.editorial else None,
        focus=focus,
        sections=tuple(
            Section(
                section.id,
                newsletter.local(section.title),
                in_order(by_section[section.id], plan.value.order.get(section.id, ()), recent or {}),
            )
            for section in newsletter.sections
            if by_section[section.id]
        ),
        left_out=tuple(sorted(left_out, key=lambda one: one.name)),
    )
    problems += check_names(plan, issue, newsletter, unreadable)
    return issue, by_position(problems)


def _take(
    received: Iterable[Loaded[Contribution]], plan: IssuePlan, portfolio: Portfolio
) -> tuple[dict[str, Item], list[LeftOut], list[Problem]]:
    taken: dict[str, Item] = {}
    left_out: list[LeftOut] = []
    problems: list[Problem] = []
    for loaded in received:
        project = loaded.value.project
        reason = reason_to_leave_out(loaded, plan)
        if not reason and project not in portfolio.projects_by_id:
            reason = f"its project, `{project}`, is not in the portfolio"
            problems.append(unknown_project(loaded, portfolio))
        if reason:
            left_out.append(LeftOut(loaded.name, reason))
        else:
            taken[loaded.name] = _to_item(loaded, portfolio)
    return taken, left_out, problems


def reason_to_leave_out(loaded: Loaded[Contribution], plan: IssuePlan) -> str:
    """Say why a contribution is not for an issue, or nothing: what ends on the day of sending still is for it."""
    written, day = loaded.value, plan.sends_on
    if loaded.name in plan.leave_out:
        return plan.leave_out[loaded.name]
    if written.embargo_until and written.embargo_until > day:
        return f"not public before {written.embargo_until}; the issue is sent on {day}"
    if written.expires_on and written.expires_on < day:
        return f"held until {written.expires_on}; the issue is sent on {day}"
    if isinstance(written, Event) and written.last_day < day:
        return f"the event ended on {written.last_day}; the issue is sent on {day}"
    if isinstance(written, Call) and written.deadline < day:
        return f"the call closed on {written.deadline}; the issue is sent on {day}"
    return ""


def _to_item(loaded: Loaded[Contribution], portfolio: Portfolio) -> Item:
    projects, written = portfolio.projects_by_id, loaded.value
    project = projects[written.project]
    area = written.area or project.funding_area
    return Item(
        name=loaded.name,
        origin=loaded.origin,
        contribution=written,
        project=project,
        area=portfolio.areas_by_key.get(area) if area else None,
        other_projects=tuple(projects[other] for other in written.other_projects if other in projects),
    )


def _share_out(items: Iterable[Item], newsletter: Newsletter) -> tuple[dict[str, list[Item]], list[Item]]:
    """Give each item to the first section that takes it; the rest have no home."""
    by_section: dict[str, list[Item]] = {section.id: [] for section in newsletter.sections}
    homeless: list[Item] = []
    for item in items:
        home = next((section.id for section in newsletter.sections if _takes(section.takes, item)), None)
        (by_section[home] if home else homeless).append(item)
    return by_section, homeless


def _takes(takes: Takes, item: Item) -> bool:
    area = item.contribution.area or item.project.funding_area
    return _is_one_of(item.contribution.kind, takes.kind) and _is_one_of(area, takes.area)


def _is_one_of(value: str | None, wanted: str | tuple[str, ...] | None) -> bool:
    if wanted is None:
        return True
    return value in ((wanted,) if isinstance(wanted, str) else wanted)


def _what(item: Item) -> str:
    area = f"of area {item.area.key}" if item.area else "without a funding area"
    return f"an item of kind {item.contribution.kind} {area}"


def _no_section(item: Item) -> Problem:
    return Problem(
        "I203", item.origin.at("kind"), f"No section of the newsletter takes {_what(item)}: it is left out."
    )


def unknown_project(loaded: Loaded[Contribution], portfolio: Portfolio) -> Problem:
    """Say of a contribution that the portfolio does not know its project."""
    project = loaded.value.project
    return Problem(
        "C201",
        loaded.origin.at("project"),
        f"The portfolio has no project `{project}`: the item is left out.",
        did_you_mean(project, portfolio.projects_by_id),
    )
