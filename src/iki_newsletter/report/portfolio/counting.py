"""From the register and the contributions to every figure of the report."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from iki_newsletter.report.portfolio import activity, gaps, register
from iki_newsletter.report.portfolio.iati import activity as as_activity
from iki_newsletter.report.portfolio.material import Status

if TYPE_CHECKING:
    from iki_newsletter.report.grid import Grid
    from iki_newsletter.report.portfolio.material import Material


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of the report as a whole."""

    projects: int
    running: int
    """By terms that are known at both ends."""
    maybe_running: int
    """Nothing that is known of their terms says that they do not run: the end, or all of the term, is not known."""
    bilateral: int
    bilateral_eur_known: int
    """Of how many bilateral projects the grant is known."""
    bilateral_eur: float | None
    """The sum of these; None where none is known."""
    received: int
    """Contributions for the period's issues, whatever became of them."""
    contributions: int
    """Those of them that readers got."""
    expected: int
    """Projects that ran in the period, as far as is known, or were heard in it."""
    heard: int
    """Projects that readers heard of."""
    silent: int
    never: int
    """Silent projects of which nothing ever came."""
    backlog: int
    """Contributions that some language is missing of, or is outdated."""


@dataclass(frozen=True)
class PortfolioReport:
    """The report on the portfolio in figures, before anybody's words."""

    material: Material

    @cached_property
    def grids(self) -> dict[str, Grid]:
        """All tables by their names, in the order in which they are shown."""
        material = self.material
        grids = (
            register.areas(material),
            register.organisations(material),
            register.scopes(material),
            register.partners(material),
            register.states(material),
            register.terms(material),
            register.years(material),
            activity.steps(material),
            activity.kinds(material),
            activity.goals(material),
            activity.components(material),
            gaps.silent(material),
            *gaps.fairness(material),
            gaps.translations(material),
            gaps.backlog(material),
            gaps.old_facts(material),
            register.projects(material),
        )
        return {grid.id: grid for grid in grids}

    @cached_property
    def totals(self) -> Totals:
        """The figures that stand at the top."""
        material, projects = self.material, self.material.portfolio.projects
        bilateral = [project for project in projects if project.scope == "bilateral"]
        known, eur = register.grants(bilateral)
        statuses = Counter(material.status(project) for project in projects)
        silent = self.grids["silent"].values("last_on")
        return Totals(
            projects=len(projects),
            running=statuses[Status.RUNNING],
            maybe_running=statuses[Status.OPEN] + statuses[None],
            bilateral=len(bilateral),
            bilateral_eur_known=known,
            bilateral_eur=eur,
            received=len(material.came),
            contributions=len(material.published),
            expected=len(material.expected),
            heard=len({each.project for each in material.published}),
            silent=len(silent),
            never=silent.count(None),
            backlog=len(self.grids["backlog"].rows),
        )

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        material = self.material
        return {
            "as_of": material.as_of.isoformat(),
            "period": {"first": material.period.first.isoformat(), "last": material.period.last.isoformat()},
            "silent_since": material.silent_since.isoformat(),
            "facts_older_than": material.facts_older_than,
            "unreadable_issues": list(material.broken),
            "totals": asdict(self.totals),
            "tables": {name: grid.as_json() for name, grid in self.grids.items()},
            "activities": [as_activity(project, material) for project in material.portfolio.projects],
        }
