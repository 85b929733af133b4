"""Allowances in issue.yaml: errors that the editors accept by name, with a reason, until a day.

An allowance holds when the issue is sent on or before its day. The day of sending decides, not today's date, so that
the same files always give the same result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.model.problem import Problem
from iki_newsletter.model.rule import Level
from iki_newsletter.model.rulebook import RULES
from iki_newsletter.model.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iki_newsletter.model.issue import IssuePlan
    from iki_newsletter.model.origin import Loaded


def excuse(problems: Iterable[Problem], plan: Loaded[IssuePlan]) -> list[Problem]:
    """Turn each error that is allowed into a warning (I414) at the same place that says why; leave the rest."""
    return [_excused(problem, plan) if _is_allowed(problem, plan.value) else problem for problem in problems]


def judge_allowances(plan: Loaded[IssuePlan], found: Iterable[Problem], stages: str) -> Iterator[Problem]:
    """Find allowances that excuse nothing: unknown, needless, ended, or unused.

    `found` are the problems before they were excused. `stages` are the first letters of the codes that were looked
    for (as in "CI"): whether an allowance of another stage is used cannot be told yet.
    """
    found_codes = {problem.code for problem in found}
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
        elif code[0] in stages and code not in found_codes:
            yield Problem("I415", position, f"{code} is allowed, and there is no such problem.")


def _is_allowed(problem: Problem, plan: IssuePlan) -> bool:
    allowance = plan.allow.get(problem.code)
    return problem.level is Level.ERROR and allowance is not None and allowance.until >= plan.sends_on


def _excused(problem: Problem, plan: Loaded[IssuePlan]) -> Problem:
    allowance = plan.value.allow[problem.code]
    what = f"Allowed until {allowance.until} ({allowance.why}): {problem.what} [{problem.code}]"
    return Problem("I414", problem.position, what, problem.cure, problem.editions)
