"""An issue to cards: what lists, feeds and calendars say of it and of its contributions, in one language."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from iki_newsletter.model.card import Card, CardEvent, CardPicture, IssueCard
from iki_newsletter.model.contribution import Call, Event
from iki_newsletter.model.federal_state import states_named
from iki_newsletter.render.compose import is_shown
from iki_newsletter.render.typography import NBSP

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from iki_newsletter.archive.page_pen import PagePen
    from iki_newsletter.model.issue import Item


def issue_card(pen: PagePen, public: Container[str], *, is_sent: bool) -> IssueCard:
    """Write the card of an issue that was sent or not; `public` are the names of the contributions that are shown."""
    issue = pen.issue
    shown = [item.name for item in issue.items if item.name in public and is_shown(pen, item)]
    return IssueCard(
        issue=issue.id,
        number=issue.number,
        month=issue.month,
        sent_on=issue.sends_on,
        language=pen.language,
        subject=pen.said(issue.subject).text.replace(NBSP, " "),
        preheader=pen.said(issue.preheader).text,
        is_sent=is_sent,
        cover=shown[0] if shown else "",
    )


def cards(pen: PagePen, public: Container[str], carried: Mapping[str, str]) -> tuple[Card, ...]:
    """Write the cards of an issue's public contributions, in the order in which its readers meet them.

    `carried` gives the issue that a contribution was taken over from, by name.
    """
    return tuple(
        _card(pen, item, carried.get(item.name, ""))
        for item in pen.issue.items
        if item.name in public and is_shown(pen, item)
    )


def _card(pen: PagePen, item: Item, carried_from: str) -> Card:
    written, shown_in = item.contribution, item.language_for(pen.language)
    return Card(
        issue=pen.issue.id,
        number=pen.issue.number,
        sent_on=pen.issue.sends_on,
        name=item.name,
        kind=written.kind.value,
        language=pen.language,
        shown_in=shown_in,
        languages=tuple(each for each in pen.newsletter.languages if item.is_in(each)),
        title=pen.said(written.local(written.title), shown_in).text,
        teaser=pen.said(written.local(written.teaser), shown_in).text,
        project=item.project.id,
        other_projects=tuple(project.id for project in item.other_projects),
        organisation=item.project.organisation,
        area=item.area.key if item.area else "",
        states=states_named(written.states),
        sdg=written.sdg,
        tags=written.tags,
        picture=_picture(pen, item, shown_in),
        event=_event(pen, written, shown_in) if isinstance(written, Event) else None,
        deadline=written.deadline if isinstance(written, Call) else None,
        part_of=written.event_id(pen.issue.id),
        carried_from=carried_from,
        digest=_digest(pen, item),
    )


def _picture(pen: PagePen, item: Item, shown_in: str) -> CardPicture | None:
    written = item.contribution
    if not written.images:
        return None
    shown = pen.picture(written.images[0], written.language, shown_in)
    return CardPicture(shown.src, shown.width, shown.height, shown.alt.text, shown.credit)


def _event(pen: PagePen, event: Event, shown_in: str) -> CardEvent:
    return CardEvent(
        starts_on=event.starts_on,
        last_day=event.last_day,
        starts_at=event.starts_at,
        timezone=event.timezone or "",
        place=pen.said(event.local(event.place), shown_in).text if event.place else "",
        online=event.online or "",
        registration=event.registration.url if event.registration else "",
    )


def _digest(pen: PagePen, item: Item) -> str:
    """Know a page by what its contribution says, and by the pictures' own bytes."""
    said = item.contribution.model_dump(mode="json")
    pictures = [pen.picture(image, item.contribution.language, "").src for image in item.contribution.images]
    plain = json.dumps([pen.language, said, pictures], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()
