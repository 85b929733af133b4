"""Allowances in issue.yaml: errors that the editors accept by name, with a reason, until a day.

An allowance may name the items that it is for: a problem is an item's where it points into that contribution's file.
It holds when the issue is sent on or before its day. The day of sending decides, not today's date, so that
the same files always give the same result.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from iki_newsletter.model.problem import Problem
from iki_newsletter.model.rule import Level
from iki_newsletter.model.rulebook import RULES
from iki_newsletter.model.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iki_newsletter.model.issue import Allowance, IssuePlan
    from iki_newsletter.model.origin import Loaded, Origin

_CONTRIBUTIONS: Final = "contributions"
"""The folder of an issue that has one file for each item."""


def excuse(problems: Iterable[Problem], plan: Loaded[IssuePlan]) -> list[Problem]:
    """Turn each error that is allowed into a warning (I414) at the same place that says why; leave the rest."""
    return [_excused(problem, plan) if _is_allowed(problem, plan.value) else problem for problem in problems]


def judge_allowances(plan: Loaded[IssuePlan], found: Iterable[Problem], stages: str) -> Iterator[Problem]:
    """Find allowances that excuse nothing: unknown, needless, ended, or unused.

    `found` are the problems before they were excused. `stages` are the first letters of the codes that were looked
    for (as in "CI"): whether an allowance of another stage is used cannot be told yet.
    """
    where: dict[str, set[str]] = defaultdict(set)
    for problem in found:
        where[problem.code].add(_item_of(problem))
    for code, allowance in plan.value.allow.items():
        position, rule = plan.origin.at("allow", code), RULES.get(code)
        if rule is None:
            yield Problem("I411", position, f"There is no rule `{code}`.", did_you_mean(code, RULES))
        elif rule.level is not Level.ERROR:
            is_block = rule.level is Level.BLOCK
            why = "a block and cannot be allowed" if is_block else "a warning and needs no allowance"
            yield Problem("I412", position, f"{code} is {why}.")
        elif allowance.until < plan.value.sends_on:
            what = f"{code} was allowed until {allowance.until}, and the issue is sent on {plan.value.sends_on}."
            yield Problem("I413", position, what)
        elif code[0] in stages:
            yield from _unused(code, allowance, where[code], plan.origin)


def _unused(code: str, allowance: Allowance, where: set[str], origin: Origin) -> Iterator[Problem]:
    """Find an allowance without its problem, item by item where it names items."""
    if not where:
        yield Problem("I415", origin.at("allow", code), f"{code} is allowed, and there is no such problem.")
        return
    for number, item in enumerate(allowance.items):
        if item not in where:
            what = f"{code} is allowed for `{item}`, and there is no such problem in it."
            guess = did_you_mean(item, [name for name in where if name])
            yield Problem("I415", origin.at("allow", code, "items", number), what, guess)


def _is_allowed(problem: Problem, plan: IssuePlan) -> bool:
    allowance = plan.allow.get(problem.code)
    if problem.level is not Level.ERROR or allowance is None or allowance.until < plan.sends_on:
        return False
    return allowance.covers(_item_of(problem))


def _item_of(problem: Problem) -> str:
    """Name the contribution that a problem points into; nothing where it is elsewhere."""
    path = problem.position.path
    return path.stem if path.parent.name == _CONTRIBUTIONS else ""


def _excused(problem: Problem, plan: Loaded[IssuePlan]) -> Problem:
    allowance = plan.value.allow[problem.code]
    what = f"Allowed until {allowance.until} ({allowance.why}): {problem.what} [{problem.code}]"
    return Problem("I414", problem.position, what, problem.cure, problem.editions)
