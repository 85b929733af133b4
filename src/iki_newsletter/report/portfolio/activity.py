"""The grids of what projects did: contributions by step of the period, kind, goal and component of the NDC."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from iki_newsletter.model.contribution import Kind
from iki_newsletter.report.grid import Column, Grid, Unit, Value, numbers, words
from iki_newsletter.report.portfolio.material import Fate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iki_newsletter.report.portfolio.material import Material

_GOALS: Final = range(1, 18)
COMPONENTS: Final = ("mitigation", "adaptation")


def steps(material: Material) -> Grid:
    """Count issues and contributions step by step, by what became of them: together these are all that came."""
    period = material.period
    issues = Counter(period.step(f"{day:%Y-%m}") for day in material.issues.values() if period.holds(day))
    came = Counter((period.step(f"{each.sends_on:%Y-%m}"), each.fate) for each in material.came)
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (step, issues[step], sum(came[step, fate] for fate in Fate), *(came[step, fate] for fate in Fate))
        for step in period.steps
    )
    return Grid("steps", (Column("step", Unit.MONTH), *numbers("issues", "received", *Fate)), rows)


def kinds(material: Material) -> Grid:
    """Count by kind, all of them."""
    counted = Counter(each.kind for each in material.published)
    rows = tuple((kind.value, counted[kind]) for kind in Kind)
    return Grid("kinds", (*words("kind"), *numbers("contributions")), rows)


def goals(material: Material) -> Grid:
    """Count by Sustainable Development Goal; what names several counts with each, and last what names none."""
    projects = Counter(goal for each in material.portfolio.projects for goal in _goals(each.sdg))
    published = Counter(goal for each in material.published for goal in _goals(each.sdg))
    rows = tuple((goal, projects[goal], published[goal]) for goal in (*map(str, _GOALS), None))
    return Grid("goals", (*words("goal"), *numbers("projects", "contributions")), rows)


def _goals(named: Iterable[int]) -> set[str | None]:
    return {str(goal) for goal in named} or {None}


def components(material: Material) -> Grid:
    """Count by component of the NDC: a contribution by those of its project."""
    known = {each.id: set[str | None](each.ndc) or {None} for each in material.portfolio.projects}
    projects = Counter(component for found in known.values() for component in found)
    published = Counter(component for each in material.published for component in known[each.project])
    rows = tuple((name, projects[name], published[name]) for name in (*COMPONENTS, None))
    return Grid("components", (*words("component"), *numbers("projects", "contributions")), rows)
