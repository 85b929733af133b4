"""Cards as lists show them: with what they name looked up, and where all of it leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.model import web_layout
from iki_newsletter.model.federal_state import FEDERAL_STATES
from iki_newsletter.model.label import fill
from iki_newsletter.render.items import days_of, language_label
from iki_newsletter.render.view import DateBlock

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iki_newsletter.archive.desk import Desk
    from iki_newsletter.model.card import Card, CardEvent, CardPicture
    from iki_newsletter.model.portfolio import Project
    from iki_newsletter.render.dates import Writer
    from iki_newsletter.render.hand import Hand
    from iki_newsletter.render.view import AreaView


@dataclass(frozen=True, slots=True)
class Named:
    """Something that has a page of its own; paths are below the archive's root."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Teaser:
    """A contribution in a list."""

    title: str
    teaser: str
    path: str
    kind: str
    kind_said: str
    lang: str
    """The language of title and teaser where that is not the page's, else empty."""
    lang_label: str
    project: Named
    organisation: Named
    area: AreaView | None
    issue: str
    """Its issue's id."""
    number: str
    date: str
    picture: CardPicture | None
    block: DateBlock | None
    when: str
    place: str


def teaser(desk: Desk, card: Card) -> Teaser:
    """Show a card to readers of its language."""
    language, hand = card.language, desk.hands[card.language]
    lang = hand.lang(card.shown_in)
    block, when, place = None, "", ""
    if card.event:
        block = DateBlock(
            days_of(card.event.starts_on, card.event.last_day), hand.dates.short_month(card.event.starts_on)
        )
        when = when_of(hand.dates, card.event)
        place = card.event.place or (desk.words[language].item.online if card.event.online else "")
    elif card.deadline:
        when = fill(hand.labels.item.until, date=hand.dates.date(card.deadline))
    project = desk.portfolio.projects_by_id.get(card.project)
    return Teaser(
        title=card.title,
        teaser=card.teaser,
        path=web_layout.item(card.issue, card.name, language),
        kind=card.kind,
        kind_said=getattr(desk.words[language].kinds, card.kind),
        lang=lang,
        lang_label=language_label(hand, card.shown_in) if lang else "",
        project=named_project(desk, project, language) if project else Named(card.project, ""),
        organisation=named_organisation(card.organisation, language),
        area=desk.area(language, card.area) if card.area else None,
        issue=card.issue,
        number=desk.number(language, card.number),
        date=hand.dates.date(card.sent_on),
        picture=card.picture,
        block=block,
        when=when,
        place=place,
    )


def when_of(dates: Writer, event: CardEvent) -> str:
    """Write the days of an event, and the hour where it is known."""
    when = dates.days(event.starts_on, event.last_day)
    return dates.at(when, event.starts_at, event.timezone or None) if event.starts_at else when


MOST_STORIES: Final = 24
"""Contributions that a page shows with their teasers."""


def newest(desk: Desk, cards: Sequence[Card]) -> dict[str, Any]:
    """Show the newest of these as stories, and tell whether there are older ones, which stand on other pages."""
    return {"items": teasers(desk, cards[:MOST_STORIES]), "has_older": len(cards) > MOST_STORIES}


def teasers(desk: Desk, cards: Iterable[Card]) -> list[Teaser]:
    """Show cards one after the other."""
    return [teaser(desk, card) for card in cards]


def named_project(desk: Desk, project: Project, language: str) -> Named:
    """Name a project in short."""
    return Named(called(desk.hands[language], project), web_layout.project(project.id, language))


def called(hand: Hand, project: Project) -> str:
    """Give a project's short name, or its title where it has none: its id is for programs."""
    return hand.words(project.short_name if project.short else project.name).text


def named_organisation(organisation: str, language: str) -> Named:
    """Name an organisation."""
    return Named(organisation, web_layout.organisation(organisation, language))


def named_state(state: str, language: str) -> Named:
    """Name a federal state; what is none has no page."""
    return Named(state, web_layout.state(state, language) if state in FEDERAL_STATES else "")
