"""The pages that are made of cards: everything but the issues' own pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from iki_newsletter.archive.calendars import write_calendars
from iki_newsletter.archive.desk import STYLE, everywhere
from iki_newsletter.archive.feeds import write_feeds
from iki_newsletter.archive.imprint import imprint_page, imprint_paths
from iki_newsletter.archive.overviews import (
    entrance_page,
    events_page,
    front_page,
    issues_page,
    missing_page,
)
from iki_newsletter.archive.places import named_states, state_page, states_page
from iki_newsletter.archive.portfolio_pages import (
    area_page,
    organisation_page,
    organisations_page,
    project_page,
    projects_page,
)
from iki_newsletter.archive.publisher import Publisher
from iki_newsletter.archive.sitemap import sitemap
from iki_newsletter.archive.teasers import called
from iki_newsletter.errors import ConfigurationError
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
    taken: dict[str, str] = field(default_factory=dict)
    """Path to what has its page there, for messages."""


def site_files(desk: Desk, shelf: Shelf) -> dict[str, bytes]:
    """Write all pages that are made of cards, with what they share, by path below the archive's root."""
    site = _Site()
    _lists(site, desk, shelf)
    _portfolio(site, desk, shelf)
    site.files[web_layout.ENTRANCE] = entrance_page(desk, shelf)
    if imprint := imprint_paths(desk):
        site.files |= {path: imprint_page(desk, shelf, language) for language, path in imprint.items()}
        site.pages.append((imprint, shelf.day))
    site.files[web_layout.MISSING] = missing_page(desk, shelf)
    site.files[STYLE] = desk.style()
    path, art = desk.art()
    site.files[path] = art
    for language in desk.languages:
        publisher, words = _publisher(desk, language), desk.words[language]
        site.files |= write_feeds(shelf.listed[language], publisher, words.feed, desk.hands[language].dates)
        site.files |= write_calendars(shelf.listed[language], publisher, words.calendar, desk.hands[language].dates)
    if desk.root:
        site.files[web_layout.SITEMAP] = sitemap(desk.root, [*site.pages, *_of_issues(desk, shelf)])
    return site.files


def site_addresses(desk: Desk, shelf: Shelf) -> list[str]:
    """Give the addresses of the portfolio's pages, without their language: `projects/reef`."""
    pages = [
        *(web_layout.project(project.id, "") for project in desk.portfolio.projects),
        *(web_layout.organisation(each.id, "") for each in desk.portfolio.organisations),
        *(web_layout.area(area.key, "") for area in desk.portfolio.funding_areas),
        *(web_layout.state(state, "") for state in named_states(desk, shelf)),
    ]
    return [page.removeprefix("/").removesuffix(".html") for page in pages]


def _publisher(desk: Desk, language: str) -> Publisher:
    portfolio, hand = desk.portfolio, desk.hands[language]
    return Publisher(
        language=language,
        title=desk.title(language),
        list_id=desk.newsletter.list_id,
        web=desk.root or None,
        projects={project.id: called(hand, project) for project in portfolio.projects},
        organisations={each.id: each.name or each.id for each in portfolio.organisations},
        areas={area.key: hand.labels.areas.of(area.key) for area in portfolio.funding_areas},
    )


def _lists(site: _Site, desk: Desk, shelf: Shelf) -> None:
    _add(site, desk, shelf, web_layout.front, partial(front_page, desk, shelf))
    _add(site, desk, shelf, web_layout.issues, partial(issues_page, desk, shelf))
    _add(site, desk, shelf, web_layout.events, partial(events_page, desk, shelf))
    _add(site, desk, shelf, web_layout.states, partial(states_page, desk, shelf))
    _add(site, desk, shelf, web_layout.projects, partial(projects_page, desk, shelf))
    _add(site, desk, shelf, web_layout.organisations, partial(organisations_page, desk, shelf))
    for issue in shelf.issues[desk.languages[0]]:
        # An issue's own page of contents changes with the issue alone, and is made with it.
        site.pages.append((everywhere(desk, partial(web_layout.contents, issue.issue)), shelf.day))


def _portfolio(site: _Site, desk: Desk, shelf: Shelf) -> None:
    for project in desk.portfolio.projects:
        place = partial(web_layout.project, project.id)
        _add(site, desk, shelf, place, partial(project_page, desk, shelf, project), f"project `{project.id}`")
    for organisation in desk.portfolio.organisations:
        place = partial(web_layout.organisation, organisation.id)
        write = partial(organisation_page, desk, shelf, organisation)
        _add(site, desk, shelf, place, write, f"organisation `{organisation.id}`")
    for area in desk.portfolio.funding_areas:
        place = partial(web_layout.area, area.key)
        _add(site, desk, shelf, place, partial(area_page, desk, shelf, area), f"funding area `{area.key}`")
    for state in named_states(desk, shelf):
        place = partial(web_layout.state, state)
        _add(site, desk, shelf, place, partial(state_page, desk, shelf, state), f"state `{state}`")


def _add(
    site: _Site,
    desk: Desk,
    shelf: Shelf,
    place: Callable[[str], str],
    write: Callable[[str], bytes],
    what: str = "a list of the site",
) -> None:
    """Write a page in every language; raises ConfigurationError where another has its path, naming both."""
    paths = everywhere(desk, place)
    for path in paths.values():
        if path in site.taken:
            raise ConfigurationError(
                f"portfolio.yaml: {what} and {site.taken[path]} would have the same page, {path}.",
                instead="Give one of them another id: accents, capitals and signs do not tell addresses apart.",
            )
        site.taken[path] = what
    site.files |= {path: write(language) for language, path in paths.items()}
    site.pages.append((paths, shelf.day))


def _of_issues(desk: Desk, shelf: Shelf) -> list[tuple[dict[str, str], dt.date]]:
    """Give the issues' own pages, newest first."""
    first = desk.languages[0]
    found = [
        (everywhere(desk, partial(web_layout.edition, issue.issue)), issue.sent_on) for issue in shelf.issues[first]
    ]
    by_id: dict[str, tuple[dict[str, str], dt.date]] = {}
    for language in desk.languages:
        for card in shelf.listed[language]:
            paths, _ = by_id.setdefault(card.id, ({}, card.sent_on))
            paths[language] = web_layout.item(card.issue, card.name, language)
    return [*found, *by_id.values()]
