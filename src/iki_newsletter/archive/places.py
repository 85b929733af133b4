"""The federal states: a schematic map with a list beside it, and a page for each that anything names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iki_newsletter.archive.desk import Page, everywhere
from iki_newsletter.archive.teasers import named_project, newest
from iki_newsletter.model import web_layout
from iki_newsletter.model.label import fill
from iki_newsletter.model.tile_map import TILES

if TYPE_CHECKING:
    from iki_newsletter.archive.desk import Desk
    from iki_newsletter.archive.shelf import Shelf
    from iki_newsletter.model.tile_map import Tile


@dataclass(frozen=True, slots=True)
class TileView:
    """A state on the map."""

    tile: Tile
    state: str
    said: str
    """Its name, and how many projects name it, in words."""
    number: int
    """How many projects name it."""
    counted: str
    """How many projects and how many contributions name it, in words."""
    path: str
    """Empty where nothing ever named it: then it has no page."""


def named_states(desk: Desk, shelf: Shelf) -> tuple[str, ...]:
    """Give the states that a project or a contribution names, or did when their pages were made, by the alphabet."""
    named = {state for project in desk.portfolio.projects for state in project.federal_states}
    named |= {state for cards in shelf.cards.values() for card in cards for state in card.states}
    named |= {state for state in TILES if web_layout.path_name(state) in shelf.states}
    return tuple(state for state in sorted(TILES, key=web_layout.path_name) if state in named)


def tiles_of(desk: Desk, shelf: Shelf, language: str) -> list[TileView]:
    """Show the map, in the order in which it is read."""
    words, dates = desk.words[language], desk.hands[language].dates
    known = set(named_states(desk, shelf))
    views = []
    for state, tile in TILES.items():
        projects = sum(state in project.federal_states for project in desk.portfolio.projects)
        items = sum(state in card.states for card in shelf.listed[language])
        in_words = dates.count(projects, words.counts.projects)
        also = dates.count(items, words.counts.contributions)
        counted = ", ".join(said for number, said in ((projects, in_words), (items, also)) if number)
        said = fill(words.states.tile, state=state, count=in_words)
        path = web_layout.state(state, language) if state in known else ""
        views.append(TileView(tile, state, said, projects, counted, path))
    return views


def states_page(desk: Desk, shelf: Shelf, language: str) -> bytes:
    """Write the map and the list of the states."""
    words = desk.words[language]
    page = Page(
        path=web_layout.states(language),
        language=language,
        title=words.menu.states,
        description=words.states.lead,
        day=shelf.day,
        paths=everywhere(desk, web_layout.states),
    )
    tiles = tiles_of(desk, shelf, language)
    listed = sorted((tile for tile in tiles if tile.path), key=lambda tile: web_layout.path_name(tile.state))
    return desk.write("states.html.j2", page, tiles=tiles, listed=listed)


def state_page(desk: Desk, shelf: Shelf, state: str, language: str) -> bytes:
    """Write the page of a state."""
    page = Page(
        path=web_layout.state(state, language),
        language=language,
        title=state,
        description=f"{desk.words[language].states.kicker}: {state}",
        day=shelf.day,
        paths=everywhere(desk, lambda each: web_layout.state(state, each)),
    )
    projects = [project for project in desk.portfolio.projects if state in project.federal_states]
    found = [card for card in shelf.listed[language] if state in card.states]
    return desk.write(
        "group.html.j2",
        page,
        kicker=desk.words[language].states.kicker,
        said=desk.words[language].states,
        area=None,
        rows=(),
        projects=[
            (named_project(desk, project, language), desk.hands[language].said(project.name)) for project in projects
        ],
        **newest(desk, found),
    )
