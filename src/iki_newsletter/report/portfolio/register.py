"""The grids of the register: projects by area, organisation, scope, partner, state and term, and each by itself."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from iki_newsletter.model.federal_state import FEDERAL_STATES, state_named
from iki_newsletter.report.grid import Column, Grid, Unit, Value, numbers, words
from iki_newsletter.report.portfolio.material import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from iki_newsletter.model.portfolio import Project
    from iki_newsletter.report.portfolio.material import Material

SCOPES: Final = ("bilateral", "regional", "global")
_EUR: Final = Column("eur", Unit.EURO)


def grants(projects: Iterable[Project]) -> tuple[int, float | None]:
    """Give of how many projects the grant is known, and the sum of these; None where none is."""
    known = [project.eur for project in projects if project.eur is not None]
    return len(known), round(sum(known), 2) if known else None


def areas(material: Material) -> Grid:
    """Count by funding area, those without one last."""
    keys: list[str | None] = [area.key for area in material.portfolio.funding_areas]
    return _groups("areas", "area", keys, material.portfolio.projects, lambda project: project.funding_area)


def organisations(material: Material) -> Grid:
    """Count by organisation, the one with most projects first; none of the register is missing."""
    projects = material.portfolio.projects
    counted = Counter(project.organisation for project in projects)
    ranked = sorted(
        (each.id for each in material.portfolio.organisations), key=lambda name: (-counted[name], name.casefold())
    )
    return _groups("organisations", "organisation", ranked, projects, lambda project: project.organisation)


def _groups(
    name: str,
    key: str,
    keys: Sequence[str | None],
    projects: Sequence[Project],
    of: Callable[[Project], str | None],
) -> Grid:
    """Count projects by what they belong to; only the grants of bilateral ones are added up."""
    rows: list[tuple[Value, ...]] = []
    for each in [*keys, *([None] if any(of(project) is None for project in projects) else [])]:
        own = [project for project in projects if of(project) == each]
        by_scope = [[project for project in own if project.scope == scope] for scope in SCOPES]
        rows.append((each, len(own), *map(len, by_scope), *grants(by_scope[0])))
    return Grid(name, (*words(key), *numbers("projects", *SCOPES, "eur_known"), _EUR), tuple(rows))


def scopes(material: Material) -> Grid:
    """Count by scope, each with its own sum of grants: these are never added to one another."""
    own = [[project for project in material.portfolio.projects if project.scope == scope] for scope in SCOPES]
    rows = tuple((scope, len(found), *grants(found)) for scope, found in zip(SCOPES, own, strict=True))
    return Grid("scopes", (*words("scope"), *numbers("projects", "eur_known"), _EUR), rows)


def partners(material: Material) -> Grid:
    """Count by partner, in either role; a project counts with each of its partners, and last those without any."""
    political, implementing = Counter[str](), Counter[str]()
    either = Counter[str]()
    for project in material.portfolio.projects:
        political.update(set(project.partners))
        implementing.update(set(project.implementing_partners))
        either.update({*project.partners, *project.implementing_partners})
    ranked = sorted(either, key=lambda name: (-either[name], name.casefold()))
    rows: list[tuple[Value, ...]] = [(name, either[name], political[name], implementing[name]) for name in ranked]
    alone = sum(not (each.partners or each.implementing_partners) for each in material.portfolio.projects)
    rows += [(None, alone, None, None)] if alone else []
    return Grid("partners", (*words("partner"), *numbers("projects", "political", "implementing")), tuple(rows))


def states(material: Material) -> Grid:
    """Count projects and contributions by federal state: all 32, other names as they are written, last none."""
    projects = Counter(name for each in material.portfolio.projects for name in _states(each.states))
    published = Counter(name for each in material.published for name in _states(each.states))
    others = sorted({*projects, *published} - {None, *FEDERAL_STATES}, key=str)
    rows = tuple((name, projects[name], published[name]) for name in (*FEDERAL_STATES, *others, None))
    return Grid("states", (*words("state"), *numbers("projects", "contributions")), rows)


def _states(written: Sequence[str]) -> set[str | None]:
    return {state_named(name) for name in written} or {None}


def terms(material: Material) -> Grid:
    """Count by where projects stand in their term on the day."""
    counted = Counter(material.status(project) for project in material.portfolio.projects)
    rows = tuple((status, counted[status]) for status in (*Status, None))
    return Grid("terms", (*words("status"), *numbers("projects")), rows)


def years(material: Material) -> Grid:
    """Count year by year how many begin, run at any time, and end; only terms known at both ends."""
    known = [project for project in material.portfolio.projects if project.begins and project.ends]
    spans = [(int(project.begins[:4]), int(project.ends[:4])) for project in known]
    first, last = min((span[0] for span in spans), default=0), max((span[1] for span in spans), default=-1)
    rows = tuple(
        (
            str(year),
            sum(begin == year for begin, _ in spans),
            sum(begin <= year <= end for begin, end in spans),
            sum(end == year for _, end in spans),
        )
        for year in range(first, last + 1)
    )
    return Grid("years", (Column("year", Unit.MONTH), *numbers("begin", "run", "end")), rows)


def projects(material: Material) -> Grid:
    """List every project with its facts and what came of it in the period, area by area, those without one last."""
    published = Counter(each.project for each in material.published)
    columns = (
        *words("project"),
        Column("signature", Unit.TEXT),
        *words("organisation", "area", "scope"),
        Column("begins", Unit.MONTH),
        Column("ends", Unit.LAST_MONTH),
        *words("status"),
        _EUR,
        *numbers("contributions"),
        Column("last_on", Unit.DAY),
        Column("facts_as_of", Unit.MONTH),
    )
    return Grid("projects", columns, tuple(_listed(material, published)))


def _listed(material: Material, published: Counter[str]) -> Iterator[tuple[Value, ...]]:
    keys = [area.key for area in material.portfolio.funding_areas]
    places: dict[str | None, int] = {key: place for place, key in enumerate(keys)}
    for each in sorted(material.portfolio.projects, key=lambda each: places.get(each.funding_area, len(keys))):
        yield (
            each.id,
            each.signature,
            each.organisation,
            each.funding_area,
            each.scope,
            each.begins or None,
            each.ends or None,
            material.status(each),
            each.eur,
            published[each.id],
            material.heard.get(each.id),
            each.as_of or material.portfolio.as_of,
        )
