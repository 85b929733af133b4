"""Events of one language as calendars (RFC 5545, with the additions of RFC 7986): all in one, and each by itself.

- An hour is written as clocks show it at the place, with its zone and what that zone's clocks did in these years.
- An event with an hour and no end has no end here either. None is invented.
- An event over several days covers whole days, and its text says when it begins. Nobody knows at which hour it ends,
  and a block from Monday at nine over three nights would hide what else people have on these days; a bar above them
  does not.
- What a newsletter announces keeps nobody busy (`TRANSP`): who follows the calendar is free until they decide to go.
- Nothing counts an event's versions (`SEQUENCE`): programs that follow the calendar read all of it anew once a day.
- No address is needed: without one, links to pages are left out.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.archive.publisher import moment_of
from iki_newsletter.archive.time_zones import find_zone, onsets
from iki_newsletter.model import web_layout
from iki_newsletter.model.label import fill

if TYPE_CHECKING:
    import zoneinfo
    from collections.abc import Iterable, Iterator

    from icalendar import Calendar, Event, Timezone

    from iki_newsletter.archive.feed_words import CalendarWords
    from iki_newsletter.archive.publisher import Publisher
    from iki_newsletter.model.card import Card, CardEvent
    from iki_newsletter.render.dates import Writer

_MADE_BY: Final = "-//iki-news//Web archive//EN"
"""Without the program's version: a newer one changes no calendar."""
_DAY: Final = dt.timedelta(days=1)
_LAST: Final = dt.date.max - _DAY


def write_calendars(
    cards: Iterable[Card], publisher: Publisher, words: CalendarWords, dates: Writer
) -> dict[str, bytes]:
    """Write a language's calendars, as files by their paths below the archive's root; none where nothing takes place.

    The cards are those of the publisher's language, in any order; what is no event is passed over. `dates` writes
    days and hours as that language's readers do.
    """
    events = sorted((card for card in cards if card.event), key=_when)
    if not events:  # a calendar has to hold something (RFC 5545, 3.6)
        return {}
    written = {card.id: _event(card, publisher, words, dates) for card in events}
    whole = _calendar()
    _describe(whole, publisher, words)
    files = {web_layout.calendar(publisher.language): _finished(whole, written.values())}
    for card in events:
        path = web_layout.item_calendar(card.issue, card.name, publisher.language)
        files[path] = _finished(_calendar(), [written[card.id]])
    return files


def _calendar() -> Calendar:
    from icalendar import Calendar  # noqa: PLC0415 - only publishing needs it

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _MADE_BY)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    return calendar


def _describe(calendar: Calendar, publisher: Publisher, words: CalendarWords) -> None:
    """Say what the calendar is called and how often to look: by the standard's words, and by those in use before."""
    from icalendar import vDuration, vText  # noqa: PLC0415

    name = fill(words.name, title=publisher.title)
    description = fill(words.description, title=publisher.title)
    tongue = {"LANGUAGE": publisher.language}
    calendar.add("name", vText(name), parameters=tongue)
    calendar.add("x-wr-calname", vText(name))
    calendar.add("description", vText(description), parameters=tongue)
    calendar.add("x-wr-caldesc", vText(description))
    calendar.add("refresh-interval", vDuration(_DAY), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_DAY))
    if publisher.web is not None:
        source = publisher.address(web_layout.calendar(publisher.language))
        calendar.add("source", source, parameters={"VALUE": "URI"})
        calendar.add("url", publisher.address(web_layout.events(publisher.language)))


def _finished(calendar: Calendar, events: Iterable[Event]) -> bytes:
    """Put the events in, after the zones that their hours are in; lines are folded and end as the standard asks."""
    years: dict[str, set[int]] = {}
    for event in events:
        start: Any = event["dtstart"]
        if zone := start.params.get("tzid"):  # whole days have none, and UTC needs no description
            years.setdefault(zone, set()).add(start.dt.year)
    for key, of_zone in sorted(years.items()):
        calendar.add_component(_zone(key, min(of_zone), max(of_zone)))
    for event in events:
        calendar.add_component(event)
    written: bytes = calendar.to_ical(sorted=False)
    return written


def _event(card: Card, publisher: Publisher, words: CalendarWords, dates: Writer) -> Event:
    from icalendar import Event, vText  # noqa: PLC0415

    happening = _happening(card)
    event = Event()
    event.add("uid", publisher.event_id(card))
    event.add("dtstamp", moment_of(card.sent_on))
    _put_time(event, card)
    shown_in = {"LANGUAGE": card.shown_in}
    event.add("summary", vText(card.title), parameters=shown_in)
    event.add("description", vText("\n".join(_lines(card, publisher, words, dates))), parameters=shown_in)
    if where := happening.place or happening.online:
        event.add("location", vText(where), parameters=shown_in if happening.place else {})
    if happening.online:
        event.add("conference", happening.online, parameters={"VALUE": "URI"})
    if publisher.web is not None:
        event.add("url", _page(card, publisher))
    if about := [each for each in (publisher.area(card), *card.tags) if each]:
        event.add("categories", about, parameters={"LANGUAGE": publisher.language})
    event.add("transp", "TRANSPARENT")
    return event


def _put_time(event: Event, card: Card) -> None:
    happening, zone = _happening(card), _zone_of(card)
    if zone and happening.starts_at:
        event.add("dtstart", dt.datetime.combine(happening.starts_on, happening.starts_at, zone))
        return
    event.add("dtstart", happening.starts_on)  # the library marks a day as VALUE=DATE
    last = max(happening.starts_on, happening.last_day)
    event.add("dtend", min(last, _LAST) + _DAY)  # the first day on which it is over


def _lines(card: Card, publisher: Publisher, words: CalendarWords, dates: Writer) -> Iterator[str]:
    """Give the lines of an event's text."""
    happening = _happening(card)
    yield card.teaser
    yield " · ".join(publisher.organisers(card))
    if happening.starts_at and not _zone_of(card):
        zone = happening.timezone if find_zone(happening.timezone) else None
        when = dates.at(dates.date(happening.starts_on), happening.starts_at, zone)
        yield fill(words.begins, when=when)
    if happening.online:
        yield fill(words.online, address=happening.online)
    if happening.registration:
        yield fill(words.registration, address=happening.registration)
    if publisher.web is not None:
        yield fill(words.more, address=_page(card, publisher))


def _zone(key: str, first: int, last: int) -> Timezone:
    """Say what a zone's clocks did in these years: each change by itself, which more programs read than lists."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard  # noqa: PLC0415

    described = Timezone()
    described.add("tzid", key)
    zone = find_zone(key)
    for onset in onsets(zone, first, last) if zone else ():
        part = TimezoneDaylight() if onset.daylight else TimezoneStandard()
        part.add("dtstart", onset.at)
        part.add("tzoffsetfrom", onset.before)
        part.add("tzoffsetto", onset.after)
        part.add("tzname", onset.name)
        described.add_component(part)
    return described


def _zone_of(card: Card) -> zoneinfo.ZoneInfo | None:
    """Find the zone of the hour that an event's entry shows; None where it covers whole days."""
    happening = _happening(card)
    if happening.starts_at is None or happening.last_day > happening.starts_on:
        return None
    return find_zone(happening.timezone)


def _when(card: Card) -> tuple[dt.date, dt.time, str]:
    happening = _happening(card)
    return happening.starts_on, happening.starts_at or dt.time.min, card.id


def _happening(card: Card) -> CardEvent:
    assert card.event is not None  # noqa: S101 - only events come here
    return card.event


def _page(card: Card, publisher: Publisher) -> str:
    return publisher.address(web_layout.item(card.issue, card.name, publisher.language))
