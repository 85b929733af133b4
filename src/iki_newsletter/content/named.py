"""The names that editors write in issue.yaml: what each of them comes to, and which come to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.model.problem import Problem
from iki_newsletter.model.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from iki_newsletter.model.issue import Issue, IssuePlan
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.origin import Loaded


def check_names(
    plan: Loaded[IssuePlan], issue: Issue, newsletter: Newsletter, unreadable: Collection[str]
) -> Iterator[Problem]:
    """Find what the plan asks for in vain: unknown names and sections, a lost focus, places that do not hold."""
    left_out = {one.name: one.reason for one in issue.left_out}
    known = {item.name for item in issue.items} | left_out.keys()
    yield from _unknown_names(plan, known, unreadable)
    yield from _order(plan, issue, newsletter)
    focus = plan.value.focus
    if focus in left_out:
        yield Problem(
            "I205", plan.origin.at("focus"), f"`{focus}`, the item in focus, is left out: {left_out[focus]}."
        )
    if not issue.items and not unreadable:
        yield Problem("I206", plan.origin.at(), "The issue has no item.")


def _unknown_names(plan: Loaded[IssuePlan], known: Collection[str], unreadable: Collection[str]) -> Iterator[Problem]:
    named: list[tuple[str, tuple[str | int, ...]]] = [(name, ("leave_out", name)) for name in plan.value.leave_out]
    for section, names in plan.value.order.items():
        named += [(name, ("order", section, index)) for index, name in enumerate(names)]
    if plan.value.focus:
        named.append((plan.value.focus, ("focus",)))
    for name, keys in named:
        if name not in known and name not in unreadable:
            what = f"`{keys[0]}` names `{name}`, and no contribution has this file name."
            yield Problem("I201", plan.origin.at(*keys), what, did_you_mean(name, sorted(known)))


def _order(plan: Loaded[IssuePlan], issue: Issue, newsletter: Newsletter) -> Iterator[Problem]:
    sections = {section.id for section in newsletter.sections}
    home = {item.name: section.id for section in issue.sections for item in section.items}
    if issue.focus:
        home[issue.focus.name] = "focus"
    for section, names in plan.value.order.items():
        if section not in sections:
            what = f"`order` names the section `{section}`, and newsletter.yaml has none of this id."
            yield Problem("I202", plan.origin.at("order", section), what, did_you_mean(section, sorted(sections)))
            continue
        for index, name in enumerate(names):
            if home.get(name, section) != section:
                what = f"`{name}` is ordered in `{section}`, but stands in `{home[name]}`."
            elif name in names[:index]:
                what = f"`{name}` is named twice in the order of `{section}`; its first place holds."
            else:
                continue
            yield Problem("I204", plan.origin.at("order", section, index), what)
