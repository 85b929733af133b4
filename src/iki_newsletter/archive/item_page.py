"""A contribution's own page: the whole text, every picture with its credit, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from iki_newsletter.archive.desk import Page
from iki_newsletter.archive.event_parts import agenda, materials, participants
from iki_newsletter.archive.structured import article, event
from iki_newsletter.archive.teasers import (
    Named,
    named_organisation,
    named_project,
    named_state,
    teaser,
    teasers,
)
from iki_newsletter.model import web_layout
from iki_newsletter.model.contribution import Call, Event, Kind, Publication, Video
from iki_newsletter.model.federal_state import states_named
from iki_newsletter.model.label import fill
from iki_newsletter.render.items import item_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from iki_newsletter.archive.desk import Desk
    from iki_newsletter.archive.page_pen import PagePen
    from iki_newsletter.archive.shelf import Shelf
    from iki_newsletter.archive.teasers import Teaser
    from iki_newsletter.model.card import Card
    from iki_newsletter.model.issue import Item
    from iki_newsletter.render.view import Prose

TEMPLATE: Final = "item.html.j2"


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of particulars: its label, and what is said; where something has a page, it leads there."""

    label: str
    said: tuple[Named, ...]


def item_page(
    desk: Desk,
    pen: PagePen,
    item: Item,
    card: Card,
    shelf: Shelf,
    paths: Mapping[str, str],
    beside: tuple[Card | None, Card | None],
) -> bytes:
    """Write the page of a contribution for readers of the pen's language.

    `card` is its card, and `shelf` knows what else is about it; `paths` are its pages in all languages, and `beside`
    are the cards before and after it in its issue.
    """
    written, shown_in = item.contribution, card.shown_in
    first = shelf.first(card)
    own = web_layout.item(first.issue, first.name, pen.language)
    view = item_view(pen, item, 1, whole=True, with_picture=False)
    shown = teaser(desk, card)
    url, image = desk.address(own), card.picture.path if card.picture else ""
    whole_image = desk.address(image) if image else ""
    project = pen.words(item.project.name).text
    said = [article(card, url, whole_image, desk.title(pen.language), project)]
    if card.event:
        said = [event(card, card.event, url, whole_image)]
    page = Page(
        path=paths[pen.language],
        language=pen.language,
        issue=card.issue,
        canonical=own if shelf.is_copy(card) else "",
        lang=view.lang,
        title=card.title,
        description=card.teaser,
        day=card.sent_on,
        paths=paths,
        image=image,
        image_alt=card.picture.alt if card.picture else "",
        kind="article",
        facts=tuple(said),
    )
    whole = shelf.card(pen.language, card.part_of) if card.part_of else None
    return desk.write(
        TEMPLATE,
        page,
        item=view,
        shown=shown,
        body=_in_order(view.body) if view.body else None,
        pictures=[pen.picture(each, written.language, shown_in) for each in written.images],
        particulars=[fact for fact in _facts(desk, pen, item, shown) if fact.said],
        target=_target(desk, pen, item),
        first=teaser(desk, first) if shelf.is_copy(card) else None,
        part_of=teaser(desk, whole) if whole else None,
        related=teasers(desk, shelf.about(pen.language, first.id)) if card.kind == Kind.EVENT else [],
        before=teaser(desk, beside[0]) if beside[0] else None,
        after=teaser(desk, beside[1]) if beside[1] else None,
        days=agenda(pen, item),
        hours=_hours(desk, item, pen.language),
        taking_part=participants(desk, item, pen.language),
        materials=materials(pen, item),
        calendar=web_layout.item_calendar(first.issue, first.name, pen.language) if card.event else "",
    )


def _hours(desk: Desk, item: Item, language: str) -> str:
    """Say whose clocks an agenda goes by; empty where the event names no zone."""
    written = item.contribution
    if not isinstance(written, Event) or not written.timezone:
        return ""
    return fill(desk.words[language].item.hours, zone=desk.hands[language].dates.zone(written.timezone))


def _in_order(body: Prose) -> Markup:
    """Bring a body's headings one step below the page's own: what was cleaned before stays clean."""
    return Markup(body.html.replace("<h4>", "<h2>").replace("</h4>", "</h2>"))  # noqa: S704 - cleaned HTML


def _target(desk: Desk, pen: PagePen, item: Item) -> tuple[str, str]:
    """Give where the thing itself is that is listed, and the words that lead there; empty where there is none."""
    words = desk.words[pen.language].item
    match item.contribution:
        case Publication() as publication:
            return publication.url, words.read
        case Call() as call:
            return call.url, words.apply
        case Video() as video:
            return video.url, words.watch
        case _:
            return "", ""


def _facts(desk: Desk, pen: PagePen, item: Item, shown: Teaser) -> Iterator[Fact]:
    words, written, language = desk.words[pen.language].item, item.contribution, pen.language
    if shown.block:
        yield Fact(words.when, (Named(shown.when, ""),))
        yield Fact(words.where, (Named(shown.place, ""),) if shown.place else ())
    yield Fact(words.project, (shown.project,))
    yield Fact(words.with_projects, tuple(named_project(desk, other, language) for other in item.other_projects))
    yield Fact(words.organisation, (named_organisation(item.project.organisation, language),))
    if shown.area:
        yield Fact(words.area, (Named(shown.area.name, web_layout.area(shown.area.key, language)),))
    said = fill(words.issue_said, number=shown.number, date=shown.date)
    yield Fact(words.issue, (Named(said, web_layout.contents(pen.issue.id, language)),))
    yield Fact(words.states, tuple(named_state(state, language) for state in states_named(written.states)))
    yield Fact(words.sdg, tuple(Named(str(number), "") for number in written.sdg))
    yield Fact(words.tags, tuple(Named(tag.replace("-", " "), "") for tag in written.tags))
