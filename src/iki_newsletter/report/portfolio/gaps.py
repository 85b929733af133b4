"""The grids of what is missing: who is silent, who is heard how much, what is not translated, which facts are old."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from iki_newsletter.report.grid import Column, Grid, Unit, Value, numbers, words
from iki_newsletter.report.portfolio.material import Status
from iki_newsletter.report.portfolio.period import month_number
from iki_newsletter.report.shares import Share, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iki_newsletter.model.portfolio import Project
    from iki_newsletter.report.portfolio.material import Contributed, Material


def silent(material: Material) -> Grid:
    """List the projects that ran on `silent_since` and still do, of which nothing came from then on; never first.

    What is not known of a term does not end it, so each row says where its project stands.
    """
    since = material.silent_since
    months = f"{since:%Y-%m}", material.month
    found = [
        (material.heard.get(project.id), project)
        for project in material.portfolio.projects
        if all(project.runs_in(month) for month in months)
        and (project.id not in material.heard or material.heard[project.id] < since)
    ]
    found.sort(key=lambda item: (item[0] is not None, item[0] or since, item[1].id))
    rows = tuple((each.id, each.organisation, each.funding_area, material.status(each), day) for day, each in found)
    return Grid("silent", (*words("project", "organisation", "area", "status"), Column("last_on", Unit.DAY)), rows)


def fairness(material: Material) -> tuple[Grid, Grid]:
    """Compare shares of projects with shares of contributions, by organisation and by area."""
    organisation = {project.id: project.organisation for project in material.portfolio.projects}
    by_organisation = _compared(
        material,
        "fair_organisations",
        "organisation",
        [(each.organisation, each) for each in material.expected],
        [(organisation[each.project], each) for each in material.published],
    )
    by_area = _compared(
        material,
        "fair_areas",
        "area",
        [(each.funding_area, each) for each in material.expected],
        [(each.area, each) for each in material.published],
    )
    return by_organisation, by_area


def _compared(
    material: Material,
    name: str,
    key: str,
    projects: Sequence[tuple[str | None, Project]],
    published: Sequence[tuple[str | None, Contributed]],
) -> Grid:
    heard = {each.project for each in material.published}
    of_projects, of_published = Counter(each for each, _ in projects), Counter(each for each, _ in published)
    of_heard = Counter(each for each, project in projects if project.id in heard)
    rows: list[tuple[Value, ...]] = []
    if key == "area":
        order: list[str | None] = [area.key for area in material.portfolio.funding_areas]
        order += [None] if {*of_projects, *of_published} & {None} else []
    else:
        order = sorted({*of_projects, *of_published}, key=lambda each: (-of_projects[each], str(each).casefold()))
    for each in order:
        shares = Share(of_projects[each], len(projects)), Share(of_published[each], len(published))
        rows.append(
            (
                each,
                shares[0].number,
                percent(shares[0].part),
                of_heard[each],
                shares[1].number,
                percent(shares[1].part),
            )
        )
    columns = (
        *words(key),
        *numbers("projects"),
        Column("projects_percent", Unit.PERCENT),
        *numbers("heard", "contributions"),
        Column("contributions_percent", Unit.PERCENT),
    )
    return Grid(name, columns, tuple(rows))


def translations(material: Material) -> Grid:
    """Count the published contributions language by language: each is in exactly one of the last four columns."""
    return Grid(
        "translations",
        (*words("language"), *numbers("contributions", "original", "whole", "outdated", "missing")),
        tuple(_languages(material)),
    )


def _languages(material: Material) -> Iterator[tuple[Value, ...]]:
    total = len(material.published)
    for language in material.languages:
        original = sum(each.original == language for each in material.published)
        outdated = sum(language in each.outdated for each in material.published)
        missing = sum(language in each.missing for each in material.published)
        yield language, total, original, total - original - outdated - missing, outdated, missing


def backlog(material: Material) -> Grid:
    """List what is still to be translated, or to be translated anew, the newest issue first."""
    columns = (
        *(Column(key, Unit.TEXT) for key in ("issue", "item")),
        *words("project"),
        *words("original"),
        Column("missing", Unit.TONGUES),
        Column("outdated", Unit.TONGUES),
    )
    todo = [each for each in material.published if each.missing or each.outdated]
    todo.sort(key=lambda each: each.name)
    todo.sort(key=lambda each: each.issue, reverse=True)
    rows = tuple(
        (
            each.issue,
            each.name,
            each.project,
            each.original,
            ", ".join(each.missing) or None,
            ", ".join(each.outdated) or None,
        )
        for each in todo
    )
    return Grid("backlog", columns, rows)


def old_facts(material: Material) -> Grid:
    """List the projects whose facts are older than so many months, the oldest first, and those of unknown age last.

    A year stands for its last month; projects that have ended are left in peace.
    """
    found: list[tuple[int | None, Project]] = []
    for project in material.portfolio.projects:
        if material.status(project) is Status.ENDED:
            continue
        as_of = project.as_of or material.portfolio.as_of
        age = month_number(material.month) - month_number(as_of if "-" in as_of else f"{as_of}-12") if as_of else None
        if age is None or age > material.facts_older_than:
            found.append((age, project))
    found.sort(key=lambda item: (item[0] is None, -(item[0] or 0), item[1].id))
    rows = tuple((each.id, each.organisation, each.as_of or material.portfolio.as_of, age) for age, each in found)
    columns = (*words("project", "organisation"), Column("facts_as_of", Unit.MONTH), *numbers("months"))
    return Grid("old_facts", columns, rows)
