"""What only an event's page shows: its agenda by day and hour, who takes part, what can be read afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from babel.dates import format_time

from iki_newsletter.archive.teasers import Named, named_organisation
from iki_newsletter.model import web_layout
from iki_newsletter.model.contribution import Event
from iki_newsletter.model.label import fill

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from iki_newsletter.archive.desk import Desk
    from iki_newsletter.archive.page_pen import PagePen
    from iki_newsletter.model.issue import Item
    from iki_newsletter.model.text import Text
    from iki_newsletter.model.workshop import Handout, Session
    from iki_newsletter.render.view import Prose, Said


@dataclass(frozen=True, slots=True)
class SessionView:
    """An entry of the agenda."""

    hours: str
    title: Said
    text: Prose | None
    speakers: str
    place: Said | None
    online: str


@dataclass(frozen=True, slots=True)
class DayView:
    """A day's sessions; its name is empty where the event has one day only."""

    name: str
    sessions: tuple[SessionView, ...]


@dataclass(frozen=True, slots=True)
class MaterialView:
    """Something to read afterwards."""

    title: Said
    path: str
    """A web address, or a path below the archive's root."""
    note: str
    """Its languages, its sort and size, its day."""


def agenda(pen: PagePen, item: Item) -> list[DayView]:
    """Show an event's sessions by day, in the order of their hours."""
    event = item.contribution
    if not isinstance(event, Event):
        return []

    def day_of(session: Session) -> dt.date:
        return session.on or event.starts_on

    ordered = sorted(event.sessions, key=lambda each: (day_of(each), each.starts_at))
    return [
        DayView(
            pen.dates.date(day) if event.last_day != event.starts_on else "",
            tuple(_session(pen, item, each) for each in held),
        )
        for day, held in groupby(ordered, day_of)
    ]


def participants(desk: Desk, item: Item, language: str) -> list[Named]:
    """Name who takes part; organisations of the portfolio lead to their pages."""
    event = item.contribution
    if not isinstance(event, Event):
        return []
    known = {each.id for each in desk.portfolio.organisations}
    return [named_organisation(each, language) if each in known else Named(each, "") for each in event.participants]


def materials(pen: PagePen, item: Item) -> list[MaterialView]:
    """Show what can be read afterwards; a file that is not there is passed over."""
    event = item.contribution
    if not isinstance(event, Event):
        return []
    found = []
    for each in event.materials:
        path = each.url or (web_layout.material(pen.issue.id, each.file) if each.file else "")
        if path and (each.url or _is_there(pen, each)):
            found.append(MaterialView(_said(pen, item, each.title), path, ", ".join(_notes(pen, each))))
    return found


def material_files(pen: PagePen, item: Item) -> dict[str, bytes]:
    """Give the files among an event's materials, by path below the archive's root."""
    event = item.contribution
    if not isinstance(event, Event):
        return {}
    return {
        web_layout.material(pen.issue.id, each.file): (pen.issue.folder / each.file).read_bytes()
        for each in event.materials
        if each.file and _is_there(pen, each)
    }


def _is_there(pen: PagePen, handout: Handout) -> bool:
    return bool(handout.file) and (pen.issue.folder / str(handout.file)).is_file()


def _session(pen: PagePen, item: Item, session: Session) -> SessionView:
    language = item.language_for(pen.language)
    ends = [session.starts_at, *([session.ends_at] if session.ends_at else [])]
    return SessionView(
        hours="–".join(format_time(each, pen.labels.dates.time, locale=pen.dates.locale) for each in ends),
        title=_said(pen, item, session.title),
        text=pen.prose(item.contribution.local(session.text), language) if session.text else None,
        speakers="; ".join(session.speakers),
        place=_said(pen, item, session.place) if session.place else None,
        online=session.online or "",
    )


def _said(pen: PagePen, item: Item, text: Text) -> Said:
    return pen.said(item.contribution.local(text), item.language_for(pen.language))


def _notes(pen: PagePen, handout: Handout) -> Iterator[str]:
    if handout.file:
        path = pen.issue.folder / handout.file
        yield f"{path.suffix.removeprefix('.').upper()}, {max(1, round(path.stat().st_size / 1000)):,} kB"
    yield fill(pen.labels.item.in_languages, languages=pen.dates.languages(handout.languages))
    if handout.on:
        yield pen.dates.date(handout.on)
