"""The portfolio: a sheet for each project with what is known of it, and a page for each organisation and area."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.archive.desk import Page, everywhere
from iki_newsletter.archive.item_page import Fact
from iki_newsletter.archive.kinship import kin_of
from iki_newsletter.archive.teasers import Named, named_organisation, named_project, named_state, newest, teasers
from iki_newsletter.model import web_layout
from iki_newsletter.model.label import fill
from iki_newsletter.model.public_host import is_public_host
from iki_newsletter.render.items import countries_of, grant_of, noted, term_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iki_newsletter.archive.desk import Desk
    from iki_newsletter.archive.kinship import Kin
    from iki_newsletter.archive.shelf import Shelf
    from iki_newsletter.model.portfolio import FundingArea, Organisation, Project
    from iki_newsletter.render.view import AreaView, Said

_HOST: Final = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?")
_STORIES: Final = 6
"""Contributions that a project's sheet shows with their teasers; all others are a line each."""
Entry = tuple[Named, "Said"]
"""A project in a list: its short name, which leads to its sheet, and its title."""


@dataclass(frozen=True, slots=True)
class Group:
    """Projects under a heading: those of one area."""

    area: AreaView | None
    path: str
    projects: list[Entry]


def projects_page(desk: Desk, shelf: Shelf, language: str) -> bytes:
    """Write the list of all projects, by funding area."""
    words = desk.words[language]
    page = Page(
        path=web_layout.projects(language),
        language=language,
        title=words.menu.projects,
        description=words.projects.lead,
        day=shelf.day,
        paths=everywhere(desk, web_layout.projects),
    )
    groups = [
        Group(
            desk.area(language, area.key),
            web_layout.area(area.key, language),
            _entries(desk, _of_area(desk, area.key), language),
        )
        for area in desk.portfolio.funding_areas
    ]
    rest = Group(None, "", _entries(desk, _of_area(desk, None), language))
    return desk.write("projects.html.j2", page, groups=[group for group in (*groups, rest) if group.projects])


def project_page(desk: Desk, shelf: Shelf, project: Project, language: str) -> bytes:
    """Write a project's sheet: facts as far as they are known, its contributions, and who works on the same."""
    hand = desk.hands[language]
    name = hand.said(project.name)
    short = named_project(desk, project, language).name
    area = project.funding_area
    page = Page(
        path=web_layout.project(project.id, language),
        language=language,
        lang=name.lang,
        title=name.text,
        description=f"{short}, {project.organisation}",
        day=shelf.day,
        paths=everywhere(desk, lambda each: web_layout.project(project.id, each)),
    )
    found = [card for card in shelf.listed[language] if project.id in (card.project, *card.other_projects)]
    return desk.write(
        "project.html.j2",
        page,
        short=short if short != name.text else "",
        area=desk.area(language, area) if area else None,
        particulars=[fact for fact in _facts(desk, project, language) if fact.said],
        items=teasers(desk, found[:_STORIES]),
        others=teasers(desk, found[_STORIES:]),
        kin=[
            (named_project(desk, kin.project, language), hand.said(kin.project.name), _shared(desk, kin, language))
            for kin in kin_of(project, desk.portfolio.projects)
        ],
    )


def organisations_page(desk: Desk, shelf: Shelf, language: str) -> bytes:
    """Write the list of all organisations, with their projects."""
    words = desk.words[language]
    page = Page(
        path=web_layout.organisations(language),
        language=language,
        title=words.menu.organisations,
        description=words.organisations.lead,
        day=shelf.day,
        paths=everywhere(desk, web_layout.organisations),
    )
    listed = [
        (named_organisation(each.id, language), each.name or "", _entries(desk, _of(desk, each), language))
        for each in sorted(desk.portfolio.organisations, key=lambda each: web_layout.path_name(each.id))
    ]
    return desk.write("organisations.html.j2", page, listed=listed)


def organisation_page(desk: Desk, shelf: Shelf, organisation: Organisation, language: str) -> bytes:
    """Write an organisation's page."""
    words = desk.words[language].organisations
    page = Page(
        path=web_layout.organisation(organisation.id, language),
        language=language,
        title=organisation.id,
        description=organisation.name or organisation.id,
        day=shelf.day,
        paths=everywhere(desk, lambda each: web_layout.organisation(organisation.id, each)),
    )
    rows = [
        (words.full_name, (Named(organisation.name, ""),) if organisation.name else ()),
        (words.web, linked(organisation.web or "")),
    ]
    return desk.write(
        "group.html.j2",
        page,
        kicker=desk.words[language].item.organisation,
        said=words,
        area=None,
        rows=[row for row in rows if row[1]],
        projects=_entries(desk, _of(desk, organisation), language),
        **newest(desk, [card for card in shelf.listed[language] if card.organisation == organisation.id]),
    )


def area_page(desk: Desk, shelf: Shelf, area: FundingArea, language: str) -> bytes:
    """Write a funding area's page."""
    name = desk.hands[language].said(area.name)
    page = Page(
        path=web_layout.area(area.key, language),
        language=language,
        lang=name.lang,
        title=name.text,
        description=f"{desk.words[language].area.kicker}: {name.text}",
        day=shelf.day,
        paths=everywhere(desk, lambda each: web_layout.area(area.key, each)),
    )
    return desk.write(
        "group.html.j2",
        page,
        kicker=desk.words[language].area.kicker,
        said=desk.words[language].area,
        area=desk.area(language, area.key),
        rows=(),
        projects=_entries(desk, _of_area(desk, area.key), language),
        **newest(desk, [card for card in shelf.listed[language] if card.area == area.key]),
    )


def _entries(desk: Desk, projects: Sequence[Project], language: str) -> list[Entry]:
    return [(named_project(desk, each, language), desk.hands[language].said(each.name)) for each in projects]


def _of(desk: Desk, organisation: Organisation) -> list[Project]:
    return [project for project in desk.portfolio.projects if project.organisation == organisation.id]


def _of_area(desk: Desk, key: str | None) -> list[Project]:
    return [project for project in desk.portfolio.projects if project.funding_area == key]


def _facts(desk: Desk, project: Project, language: str) -> Iterator[Fact]:
    hand, words = desk.hands[language], desk.words[language].project
    labels = hand.labels.profile

    def plain(text: str) -> tuple[Named, ...]:
        return (Named(text, ""),) if text else ()

    yield Fact(labels.organisation, (named_organisation(project.organisation, language),))
    yield Fact(labels.partners, plain(", ".join(project.partners)))
    yield Fact(labels.implementing, plain(", ".join(project.implementing_partners)))
    area = desk.portfolio.areas_by_key.get(project.funding_area) if project.funding_area else None
    if area:
        yield Fact(labels.area, (Named(str(noted(hand, area.name)), web_layout.area(area.key, language)),))
    yield Fact(labels.term, plain(term_of(hand, project)))
    yield Fact(words.scope, plain(getattr(words.scopes, "global_" if project.scope == "global" else project.scope)))
    yield Fact(labels.countries, plain(countries_of(hand, project)))
    yield Fact(labels.states, tuple(named_state(state, language) for state in project.federal_states))
    if project.eur:
        label, said = grant_of(hand, project, project.eur)
        yield Fact(label, plain(said.text))
    yield Fact(desk.words[language].item.sdg, plain(", ".join(map(str, project.sdg))))
    yield Fact(words.signature, plain(project.signature or ""))
    yield Fact(labels.web, linked(project.web or ""))
    yield Fact(words.source, linked(project.source or desk.portfolio.source or ""))
    as_of = project.as_of or desk.portfolio.as_of
    yield Fact(words.as_of, plain((hand.dates.month(as_of) if "-" in as_of else as_of) if as_of else ""))


def linked(text: str) -> tuple[Named, ...]:
    """Let a web address lead there, also one that was written without `https://`; anything else stays words."""
    if not text:
        return ()
    whole = text if text.startswith("https://") else f"https://{text.removeprefix('http://')}"
    host = whole.removeprefix("https://").partition("/")[0]
    is_address = _HOST.fullmatch(host) is not None and " " not in whole and is_public_host(host)
    return (Named(text, whole if is_address else ""),)


def _shared(desk: Desk, kin: Kin, language: str) -> str:
    """Say what two projects have in common."""
    words = desk.words[language].project
    parts = [*kin.states, *kin.partners]
    if kin.sdg:
        parts.append(fill(words.sdg, numbers=", ".join(map(str, kin.sdg))))
    if kin.is_of_same_area:
        parts.append(words.same_area)
    return " · ".join(parts)
