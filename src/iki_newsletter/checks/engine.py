"""Everything that is checked, stage by stage: the tables of checks, and the calls that run them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.checks import (
    answers,
    belonging,
    capitals,
    contrast,
    copies,
    dates,
    document,
    gender,
    headers,
    headings,
    hosts,
    identity,
    issue_dates,
    issue_texts,
    link_texts,
    links,
    list_headers,
    markup,
    names,
    outlook,
    parity,
    picture_tags,
    pictures,
    placeholders,
    placeholders_left,
    programs,
    references,
    releases,
    repeats,
    same_items,
    sessions,
    size,
    structure,
    styles,
    texts,
    translations,
    unsubscribe,
    ways,
    weekdays,
)
from iki_newsletter.checks.allowances import excuse, judge_allowances
from iki_newsletter.checks.check import checks_of, run
from iki_newsletter.model.problem import by_position, fold
from iki_newsletter.model.rulebook import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iki_newsletter.checks.answers import Visited
    from iki_newsletter.checks.check import Check, Material
    from iki_newsletter.checks.letter import Letter
    from iki_newsletter.checks.page import Page
    from iki_newsletter.model.issue import IssuePlan
    from iki_newsletter.model.origin import Loaded
    from iki_newsletter.model.problem import Problem

MATERIAL_CHECKS: Final[tuple[Check[Material], ...]] = checks_of(
    references,
    belonging,
    dates,
    sessions,
    translations,
    copies,
    placeholders,
    texts,
    markup,
    capitals,
    pictures,
    repeats,
    weekdays,
    names,
    gender,
    releases,
    issue_texts,
    issue_dates,
)
_STOPPING_CHECKS: Final = tuple(check for check in MATERIAL_CHECKS if RULES[check.code].level.stops)
PAGE_CHECKS: Final[tuple[Check[Page], ...]] = checks_of(
    document,
    outlook,
    styles,
    programs,
    contrast,
    headings,
    links,
    link_texts,
    hosts,
    picture_tags,
    same_items,
)
LETTER_CHECKS: Final[tuple[Check[Letter], ...]] = checks_of(
    identity,
    size,
    placeholders_left,
    ways,
    headers,
    unsubscribe,
    list_headers,
    structure,
    parity,
)
ONLINE_CHECKS: Final[tuple[Check[Visited], ...]] = checks_of(
    answers,
)

MATERIAL: Final = "CI"
"""The first letters of the codes that are looked for before an issue is rendered."""
EVERYTHING: Final = "CIEM"
"""Those of all that is looked for before sending."""
ONLINE: Final = "D"
"""Those of what is looked for on the web, when the user asks for it."""


def find_in_material(material: Material, *, stopping: bool = False) -> list[Problem]:
    """Find what is wrong with what an issue is made of, or only what stops `send`: a tenth of the work."""
    return run(_STOPPING_CHECKS if stopping else MATERIAL_CHECKS, material)


def find_in_page(page: Page) -> list[Problem]:
    """Find what is wrong with an edition."""
    return run(PAGE_CHECKS, page)


def find_in_letter(letter: Letter) -> list[Problem]:
    """Find what is wrong with an edition's message."""
    return run(LETTER_CHECKS, letter)


def find_in_visited(visited: Visited) -> list[Problem]:
    """Find what is wrong with what links lead to."""
    return run(ONLINE_CHECKS, visited)


def conclude(plan: Loaded[IssuePlan], found: Iterable[Problem], stages: str) -> list[Problem]:
    """Give all problems in the order of the files' lines, with what issue.yaml allows of them excused.

    The same problem of several editions is given once, with the languages of them all.

    `stages` are the first letters of the codes that were looked for: an allowance of these that excuses nothing is a
    problem as well.
    """
    problems = fold(found)
    return by_position([*excuse(problems, plan), *judge_allowances(plan, problems, stages)])
