"""The first page of each language, the list of issues, and the events."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from iki_newsletter.archive.desk import Page, everywhere
from iki_newsletter.archive.places import tiles_of
from iki_newsletter.archive.structured import event, site
from iki_newsletter.archive.teasers import teaser, teasers
from iki_newsletter.model import web_layout
from iki_newsletter.model.label import fill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iki_newsletter.archive.desk import Desk
    from iki_newsletter.archive.shelf import Shelf
    from iki_newsletter.archive.teasers import Teaser
    from iki_newsletter.model.card import Card, IssueCard
    from iki_newsletter.render.view import AreaView

_NEWEST: Final = 6
_COMING: Final = 5
_MOST_EVENTS: Final = 60
"""Of those to come and of those past, in the list; all others stand on their issues' and projects' pages."""
_MOST_TOLD: Final = 20
"""Events to come that the list tells machines; each tells it on its own page as well."""


@dataclass(frozen=True, slots=True)
class IssueView:
    """An issue in a list: its name, and its contributions."""

    id: str
    number: str
    month: str
    date: str
    subject: str
    preheader: str
    path: str
    """The whole issue: as it was sent, where it was."""
    is_sent: bool
    contents: str
    """The page that lists its contributions."""
    items: tuple[Teaser, ...]


@dataclass(frozen=True, slots=True)
class AreaCount:
    """A funding area, and how much of it there is."""

    area: AreaView
    path: str
    projects: str
    contributions: str


def front_page(desk: Desk, shelf: Shelf, language: str) -> bytes:
    """Write the first page of a language."""
    cards, newest = shelf.listed[language], shelf.issues[language][0]
    cover = shelf.card(language, f"{newest.issue}/{newest.cover}")
    others = [card for card in cards if card is not cover and not card.event]
    title = desk.title(language)
    page = Page(
        path=web_layout.front(language),
        language=language,
        title=title,
        description=_tagline(desk, language),
        day=shelf.day,
        paths=everywhere(desk, web_layout.front),
        image=cover.picture.path if cover and cover.picture else "",
        image_alt=cover.picture.alt if cover and cover.picture else "",
        facts=(site(title, language, desk.address(web_layout.front(language))),),
        x_default=web_layout.ENTRANCE,
        calendar=_calendar(shelf, language),
    )
    return desk.write(
        "front.html.j2",
        page,
        issue=_issue(desk, newest, ()),
        cover=teaser(desk, cover) if cover else None,
        newest=teasers(desk, _mixed(others)[:_NEWEST]),
        coming=teasers(desk, coming(shelf, language)[:_COMING]),
        day=desk.hands[language].dates.date(shelf.day),
        areas=_areas(desk, shelf, language),
        tiles=tiles_of(desk, shelf, language),
        band=desk.art()[0],
    )


def issues_page(desk: Desk, shelf: Shelf, language: str) -> bytes:
    """Write the list of all issues, the newest with its contributions."""
    words = desk.words[language]
    page = Page(
        path=web_layout.issues(language),
        language=language,
        title=words.menu.issues,
        description=words.issues.lead,
        day=shelf.day,
        paths=everywhere(desk, web_layout.issues),
    )
    newest, *others = shelf.issues[language]
    views = [_issue(desk, newest, _of_issue(shelf, newest)), *(_issue(desk, issue, ()) for issue in others)]
    return desk.write("issues.html.j2", page, issues=views)


def contents_page(desk: Desk, issue: IssueCard, cards: tuple[Card, ...]) -> bytes:
    """Write the list of an issue's contributions, which are all that it is made of."""
    view = _issue(desk, issue, cards)
    page = Page(
        path=web_layout.contents(issue.issue, issue.language),
        language=issue.language,
        title=f"{view.number}, {view.month}",
        description=issue.preheader,
        day=issue.sent_on,
        issue=issue.issue,
        paths=everywhere(desk, partial(web_layout.contents, issue.issue)),
    )
    return desk.write("contents.html.j2", page, issue=view)


def events_page(desk: Desk, shelf: Shelf, language: str) -> bytes:
    """Write the list of events: those to come soonest first, those past latest first."""
    words, is_ahead = desk.words[language], coming(shelf, language)
    held = [card for card in shelf.listed[language] if card.event and card.event.last_day < shelf.day]
    past = sorted(held, key=lambda card: (card.event.starts_on if card.event else shelf.day, card.id), reverse=True)
    page = Page(
        path=web_layout.events(language),
        language=language,
        title=words.menu.events,
        description=fill(words.events.lead, date=desk.hands[language].dates.date(shelf.day)),
        day=shelf.day,
        paths=everywhere(desk, web_layout.events),
        facts=tuple(
            event(card, card.event, desk.address(web_layout.item(card.issue, card.name, language)), "")
            for card in is_ahead[:_MOST_TOLD]
            if card.event
        ),
        calendar=_calendar(shelf, language),
    )
    return desk.write(
        "events.html.j2",
        page,
        coming=teasers(desk, is_ahead[:_MOST_EVENTS]),
        past=teasers(desk, past[:_MOST_EVENTS]),
        has_older=max(len(past), len(is_ahead)) > _MOST_EVENTS,
    )


def coming(shelf: Shelf, language: str) -> list[Card]:
    """Give the events that are not over on the day of the newest issue, soonest first."""
    ahead = [card for card in shelf.listed[language] if card.event and card.event.last_day >= shelf.day]
    return sorted(ahead, key=lambda card: (card.event.starts_on if card.event else shelf.day, card.id))


def entrance_page(desk: Desk, shelf: Shelf) -> bytes:
    """Write the page at the root, which leads to the languages."""
    language = desk.languages[0]
    page = Page(
        path=web_layout.ENTRANCE,
        language=language,
        title=desk.title(language),
        description=_tagline(desk, language),
        day=shelf.day,
        paths=everywhere(desk, web_layout.front),
        x_default=web_layout.ENTRANCE,
    )
    titles = {each: desk.title(each) for each in desk.languages}
    taglines = {each: _tagline(desk, each) for each in desk.languages}
    return desk.write("entrance.html.j2", page, titles=titles, taglines=taglines, band=desk.art()[0])


def missing_page(desk: Desk, shelf: Shelf) -> bytes:
    """Write the page for addresses that lead nowhere: in all languages, since nobody knows who looks.

    A server shows it under any address, where a relative link would lead astray: so its links are whole where a web
    address is configured, and its style is its own.
    """
    language = desk.languages[0]
    page = Page(
        path=web_layout.MISSING,
        language=language,
        title=desk.words[language].missing.title,
        day=shelf.day,
        is_hidden=True,
    )
    ways = {each: desk.address(web_layout.front(each)) or web_layout.front(each) for each in desk.languages}
    return desk.write("missing.html.j2", page, ways=ways, css=desk.style().decode())


def _of_issue(shelf: Shelf, issue: IssueCard) -> tuple[Card, ...]:
    return tuple(card for card in shelf.cards[issue.language] if card.issue == issue.issue)


def _mixed(cards: Sequence[Card]) -> list[Card]:
    """Let the areas take turns within an issue: who comes to the first page sees what else there is."""
    turns: Counter[tuple[str, str]] = Counter()
    places: dict[str, int] = {}
    newest = {issue: place for place, issue in enumerate(dict.fromkeys(card.issue for card in cards))}
    for card in cards:
        places[card.id] = turns[card.issue, card.area]
        turns[card.issue, card.area] += 1
    return sorted(cards, key=lambda card: (newest[card.issue], places[card.id]))


def _issue(desk: Desk, issue: IssueCard, cards: tuple[Card, ...]) -> IssueView:
    dates = desk.hands[issue.language].dates
    return IssueView(
        id=issue.issue,
        number=desk.number(issue.language, issue.number),
        month=dates.month(issue.month),
        date=dates.date(issue.sent_on),
        subject=issue.subject,
        preheader=issue.preheader,
        path=web_layout.edition(issue.issue, issue.language),
        is_sent=issue.is_sent,
        contents=web_layout.contents(issue.issue, issue.language),
        items=tuple(teasers(desk, cards)),
    )


def _areas(desk: Desk, shelf: Shelf, language: str) -> list[AreaCount]:
    counts, dates = desk.words[language].counts, desk.hands[language].dates
    projects = Counter(project.funding_area for project in desk.portfolio.projects)
    items = Counter(card.area for card in shelf.listed[language])
    return [
        AreaCount(
            desk.area(language, area.key),
            web_layout.area(area.key, language),
            dates.count(projects[area.key], counts.projects),
            dates.count(items[area.key], counts.contributions),
        )
        for area in desk.portfolio.funding_areas
    ]


def _calendar(shelf: Shelf, language: str) -> str:
    return web_layout.calendar(language) if any(card.event for card in shelf.cards[language]) else ""


def _tagline(desk: Desk, language: str) -> str:
    tagline = desk.newsletter.tagline
    return desk.text(language, desk.newsletter.local(tagline)) if tagline else ""
