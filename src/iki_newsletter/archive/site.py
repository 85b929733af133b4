"""The pages that are made of cards: everything but the issues' own pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from iki_newsletter.archive.desk import STYLE, everywhere
from iki_newsletter.archive.overviews import entrance_page, events_page, front_page, issues_page, missing_page
from iki_newsletter.archive.places import named_states, state_page, states_page
from iki_newsletter.archive.portfolio_pages import (
    area_page,
    organisation_page,
    organisations_page,
    project_page,
    projects_page,
)
from iki_newsletter.archive.sitemap import sitemap
from iki_newsletter.model import web_layout

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from iki_newsletter.archive.desk import Desk
    from iki_newsletter.archive.shelf import Shelf


@dataclass
class _Site:
    files: dict[str, bytes] = field(default_factory=dict)
    pages: list[tuple[dict[str, str], dt.date]] = field(default_factory=list)


def site_files(desk: Desk, shelf: Shelf) -> dict[str, bytes]:
    """Write all pages that are made of cards, with what they share, by path below the archive's root."""
    site = _Site()
    _lists(site, desk, shelf)
    _portfolio(site, desk, shelf)
    site.files[web_layout.ENTRANCE] = entrance_page(desk, shelf)
    site.files[web_layout.MISSING] = missing_page(desk, shelf)
    site.files[STYLE] = desk.style()
    path, art = desk.art()
    site.files[path] = art
    if desk.root:
        site.files[web_layout.SITEMAP] = sitemap(desk.root, [*site.pages, *_of_issues(desk, shelf)])
    return site.files


def _lists(site: _Site, desk: Desk, shelf: Shelf) -> None:
    _add(site, desk, shelf, web_layout.front, lambda each: front_page(desk, shelf, each))
    _add(site, desk, shelf, web_layout.issues, lambda each: issues_page(desk, shelf, each))
    _add(site, desk, shelf, web_layout.events, lambda each: events_page(desk, shelf, each))
    _add(site, desk, shelf, web_layout.states, lambda each: states_page(desk, shelf, each))
    _add(site, desk, shelf, web_layout.projects, lambda each: projects_page(desk, shelf, each))
    _add(site, desk, shelf, web_layout.organisations, lambda each: organisations_page(desk, shelf, each))


def _portfolio(site: _Site, desk: Desk, shelf: Shelf) -> None:
    for project in desk.portfolio.projects:
        _add(
            site,
            desk,
            shelf,
            lambda each, project=project: web_layout.project(project.id, each),
            lambda each, project=project: project_page(desk, shelf, project, each),
        )
    for organisation in desk.portfolio.organisations:
        _add(
            site,
            desk,
            shelf,
            lambda each, organisation=organisation: web_layout.organisation(organisation.id, each),
            lambda each, organisation=organisation: organisation_page(desk, shelf, organisation, each),
        )
    for area in desk.portfolio.funding_areas:
        _add(
            site,
            desk,
            shelf,
            lambda each, area=area: web_layout.area(area.key, each),
            lambda each, area=area: area_page(desk, shelf, area, each),
        )
    for state in named_states(desk, shelf):
        _add(
            site,
            desk,
            shelf,
            lambda each, state=state: web_layout.state(state, each),
            lambda each, state=state: state_page(desk, shelf, state, each),
        )


def _add(
    site: _Site, desk: Desk, shelf: Shelf, place: Callable[[str], str], write: Callable[[str], bytes]
) -> None:
    paths = everywhere(desk, place)
    site.files |= {path: write(language) for language, path in paths.items()}
    site.pages.append((paths, shelf.day))


def _of_issues(desk: Desk, shelf: Shelf) -> list[tuple[dict[str, str], dt.date]]:
    """Give the issues' own pages, newest first."""
    first = desk.languages[0]
    found = [
        (everywhere(desk, lambda each, issue=issue: web_layout.edition(issue.issue, each)), issue.sent_on)
        for issue in shelf.issues[first]
    ]
    by_id: dict[str, tuple[dict[str, str], dt.date]] = {}
    for language in desk.languages:
        for card in shelf.cards[language]:
            paths, _ = by_id.setdefault(card.id, ({}, card.sent_on))
            paths[language] = web_layout.item(card.issue, card.name, language)
    return [*found, *by_id.values()]
