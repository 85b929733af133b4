from __future__ import annotations

import datetime as dt
import itertools
import random
import re
import zoneinfo
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import icalendar
import pytest
import time_machine
import vobject
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tests.archive.made import CALENDAR_WORDS, WORKSHOP, card, dates, publisher, texts
from tests.archive.test_feeds import HOSTILE

from iki_newsletter.archive.calendars import write_calendars
from iki_newsletter.archive.feed_words import CALENDAR_FILLED_IN, CalendarWords

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iki_newsletter.archive.publisher import Publisher
    from iki_newsletter.model.card import Card, CardEvent

ALL: Final = "es/events.ics"
OWN: Final = "es/2017-06/workshop.ics"
ZONES: Final = ("America/Mexico_City", "America/Tijuana", "Europe/Berlin")
DATES: Final = dates()
NUMBERS: Final = itertools.count()


def event(happening: CardEvent = WORKSHOP, **other: Any) -> Card:
    """Give an event; what is named is otherwise."""
    return card(**{"name": "workshop", "kind": "event", "event": happening, "title": "Taller"} | other)


def files_of(cards: Iterable[Card], by: Publisher | None = None) -> dict[str, bytes]:
    """Write the calendars of cards."""
    return write_calendars(cards, by or publisher(), CALENDAR_WORDS, DATES)


def read(written: bytes) -> Any:
    """Read a calendar with the library that wrote it."""
    return icalendar.Calendar.from_ical(written)


def read_one(written: bytes) -> Any:
    """Read a calendar's only event with the library that wrote it."""
    (found,) = read(written).walk("VEVENT")
    return found


def estranged(written: bytes) -> str:
    """Give the zones names that no database has and no earlier calendar had, so that no program can look them up."""
    for zone in ZONES:
        written = written.replace(zone.encode(), f"Ours/{next(NUMBERS)}".encode())
    return written.decode()


def moments_of(written: bytes) -> set[dt.datetime]:
    """Read when a calendar's only event starts, by what it says of its zone itself, with two programs."""
    unknown = estranged(written)
    (own_zone,) = read(unknown.encode()).walk("VTIMEZONE")
    by_icalendar = read_one(unknown.encode())["DTSTART"].dt.replace(tzinfo=own_zone.to_tz(lookup_tzid=False))
    by_vobject = vobject.readOne(unknown).vevent.dtstart.value
    return {by_icalendar.astimezone(dt.UTC), by_vobject.astimezone(dt.UTC)}


@given(
    zone=st.sampled_from(ZONES),
    day=st.sampled_from([2017, 2022, 2024]).flatmap(
        lambda year: st.dates(dt.date(year, 1, 1), dt.date(year, 12, 31))
    ),
    hour=st.times().map(lambda time: time.replace(second=0, microsecond=0)),
)
@example("America/Mexico_City", dt.date(2017, 4, 2), dt.time(3))
@example("America/Mexico_City", dt.date(2022, 10, 30), dt.time(2))
@example("America/Tijuana", dt.date(2022, 10, 30), dt.time(9))
@example("America/Tijuana", dt.date(2024, 3, 10), dt.time(3))
@example("Europe/Berlin", dt.date(2017, 1, 1), dt.time(0))
@example("Europe/Berlin", dt.date(2024, 12, 31), dt.time(23, 59))
def test_programs_read_the_right_moment(zone: str, day: dt.date, hour: dt.time) -> None:
    """Two programs that know of the zone only what the calendar says read the moment that the database gives."""
    local = dt.datetime.combine(day, hour, zoneinfo.ZoneInfo(zone))
    assume(local.utcoffset() == local.replace(fold=1).utcoffset())  # neither an hour that clocks skip, nor one twice
    files = files_of([event(replace(WORKSHOP, starts_on=day, last_day=day, starts_at=hour, timezone=zone))])
    assert moments_of(files[OWN]) == moments_of(files[ALL]) == {local.astimezone(dt.UTC)}


@pytest.mark.parametrize(
    ("zone", "day", "moment"),
    [
        ("America/Mexico_City", "2017-06-21", "2017-06-21T14:30:00+00:00"),
        ("America/Mexico_City", "2024-06-21", "2024-06-21T15:30:00+00:00"),
        ("America/Tijuana", "2024-06-21", "2024-06-21T16:30:00+00:00"),
        ("Europe/Berlin", "2017-11-21", "2017-11-21T08:30:00+00:00"),
    ],
)
def test_half_past_nine_is_when_it_was(zone: str, day: str, moment: str) -> None:
    """Mexico City was five hours behind Greenwich in June 2017 and six in June 2024."""
    on = dt.date.fromisoformat(day)
    written = files_of([event(replace(WORKSHOP, starts_on=on, last_day=on, timezone=zone))])[OWN]
    assert {each.isoformat() for each in moments_of(written)} == {moment}


def test_events_of_several_zones_and_years_stand_in_one_calendar() -> None:
    """Each zone is described once, for all years in which something takes place there; UTC needs no description."""
    cards = [
        event(replace(WORKSHOP, starts_on=day, last_day=day, timezone=zone), name=f"n{number}")
        for number, (zone, day) in enumerate(
            [(zone, dt.date(year, 6, 21)) for zone in (*ZONES, "UTC") for year in (2017, 2024)]
        )
    ]
    files = files_of(cards)
    assert [str(each["TZID"]) for each in read(files[ALL]).walk("VTIMEZONE")] == sorted(ZONES)
    found = {each.uid.value: each.dtstart.value for each in vobject.readOne(estranged(files[ALL])).vevent_list}
    assert {each: moment.astimezone(dt.UTC) for each, moment in found.items()} == {
        publisher().event_id(each): dt.datetime.combine(
            happening.starts_on, dt.time(9, 30), zoneinfo.ZoneInfo(happening.timezone)
        ).astimezone(dt.UTC)
        for each in cards
        if (happening := each.event)
    }
    assert b"VTIMEZONE" not in files["es/2017-06/n6.ics"]
    assert b"DTSTART:20170621T093000Z" in files["es/2017-06/n6.ics"]


def test_an_event_says_all_that_its_card_says() -> None:
    """Title, teaser, organisers, place, ways to take part, page and subjects, in the language that they are in."""
    happening = replace(WORKSHOP, online="https://meet.example.org/a,b;c", registration="https://sign-up.example.org")
    found = read_one(files_of([event(happening, shown_in="de", tags=("coral", "a,b"))])[OWN])
    assert found["UID"] == "2017-06/workshop@horizontes.example.org"
    assert (found["SUMMARY"], found["SUMMARY"].params["LANGUAGE"]) == ("Taller", "de")
    assert found["DESCRIPTION"].split("\n") == [
        "Diez hectáreas más, para los pescadores de la costa.",
        "Arrecifes vivos · Organización de Ejemplo",
        "En línea: https://meet.example.org/a,b;c",
        "Inscripción: https://sign-up.example.org",
        "Más: https://news.example.org/es/2017-06/workshop.html",
    ]
    assert found["LOCATION"] == "Casa Ejemplo, Ciudad de México"
    assert found["CONFERENCE"] == "https://meet.example.org/a,b;c"
    assert found["URL"] == "https://news.example.org/es/2017-06/workshop.html"
    assert [str(each) for each in found["CATEGORIES"].cats] == ["Adaptación", "coral", "a,b"]
    assert found["DTSTAMP"].dt == dt.datetime(2017, 6, 12, 12, tzinfo=dt.UTC)
    assert "DTEND" not in found
    assert "DURATION" not in found


def test_an_event_online_is_where_one_takes_part() -> None:
    """Without a house to go to, the place is the address, which calendars make a link of."""
    found = read_one(files_of([event(replace(WORKSHOP, place="", online="https://meet.example.org"))])[OWN])
    assert found["LOCATION"] == "https://meet.example.org"


@pytest.mark.parametrize("last", [21, 23])
def test_days_without_an_hour_are_whole_days(last: int) -> None:
    """An event without an hour covers whole days; its end is the first day on which it is over."""
    happening = replace(WORKSHOP, last_day=dt.date(2017, 6, last), starts_at=None, timezone="")
    written = files_of([event(happening)])[OWN]
    assert b"DTSTART;VALUE=DATE:20170621\r\n" in written
    assert f"DTEND;VALUE=DATE:201706{last + 1}\r\n".encode() in written
    assert b"VTIMEZONE" not in written
    assert vobject.readOne(written.decode()).vevent.dtend.value == dt.date(2017, 6, last + 1)
    assert "Empieza" not in read_one(written)["DESCRIPTION"]


def test_several_days_with_an_hour_are_whole_days_that_say_it() -> None:
    """Nobody knows when the days end: the calendar shows days, and the text the hour at which the first begins."""
    found = read_one(files_of([event(replace(WORKSHOP, last_day=dt.date(2017, 6, 23)))])[OWN])
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (dt.date(2017, 6, 21), dt.date(2017, 6, 24))
    told = "Empieza: 21 de junio de 2017, 9:30 h (hora de Ciudad de México)"
    assert told in found["DESCRIPTION"].replace("\u00a0", " ")


@pytest.mark.parametrize("zone", ["", "Mexico City", "../etc"])
def test_an_hour_without_a_zone_is_told_and_not_guessed(zone: str) -> None:
    """An hour of which nobody knows whose it is stands in the text; as a moment it would be wrong for somebody."""
    found = read_one(files_of([event(replace(WORKSHOP, timezone=zone))])[OWN])
    assert found["DTSTART"].dt == dt.date(2017, 6, 21)
    assert "Empieza: 21 de junio de 2017, 9:30 h" in found["DESCRIPTION"].replace("\u00a0", " ")


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_absurd_days_break_nothing(day: dt.date) -> None:
    """An event in the year 1 or 9999 is written all the same, with an hour and without."""
    for hour in (None, dt.time(9)):
        assert read_one(files_of([event(replace(WORKSHOP, starts_on=day, last_day=day, starts_at=hour))])[OWN])


def test_the_calendar_to_follow_says_what_it_is() -> None:
    """It has a name, says how often to look anew and where, and lists events by day; a single file does not."""
    later = event(replace(WORKSHOP, starts_on=dt.date(2017, 7, 1), last_day=dt.date(2017, 7, 1)), name="later")
    files = files_of([later, event(), card()])
    assert set(files) == {ALL, OWN, "es/2017-06/later.ics"}
    whole = read(files[ALL])
    assert (whole["VERSION"], whole["METHOD"], whole["CALSCALE"]) == ("2.0", "PUBLISH", "GREGORIAN")
    assert whole["PRODID"] == "-//iki-news//Web archive//EN"
    assert whole["NAME"] == whole["X-WR-CALNAME"] == "Horizontes: agenda"
    assert whole["X-WR-CALDESC"] == "Los eventos que anuncia Horizontes."
    assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in files[ALL]
    assert b"SOURCE;VALUE=URI:https://news.example.org/es/events.ics\r\n" in files[ALL]
    assert [each["UID"].partition("@")[0] for each in whole.walk("VEVENT")] == ["2017-06/workshop", "2017-06/later"]
    own = read(files[OWN])
    assert own["METHOD"] == "PUBLISH"
    assert "NAME" not in own


def test_without_an_address_calendars_have_no_links() -> None:
    """A workspace without `web` has calendars all the same; only links to pages are left out."""
    written = files_of([event()], publisher(web=None))
    assert set(written) == {ALL, OWN}
    assert not any(b"https://" in each or b"None" in each for each in written.values())


def test_without_events_there_is_no_calendar() -> None:
    """A calendar has to hold something (RFC 5545, 3.6), so there is none before the first event."""
    assert files_of([card()]) == {}


def test_an_event_is_the_same_in_all_languages_and_after_any_change() -> None:
    """Its id comes from the archive and the list alone: a calendar that takes it anew has it once."""
    changed = event(replace(WORKSHOP, place="Otro"), title="Otro", sent_on=dt.date(2018, 1, 1), tags=("a",))
    ids = {
        str(read_one(each)["UID"])
        for by in (publisher(), publisher(web="https://elsewhere.example", title="Otro"), publisher(language="de"))
        for one in (event(), changed)
        for each in files_of([one], by).values()
    }
    assert ids == {"2017-06/workshop@horizontes.example.org"}


def assert_round_trip(text: str) -> None:
    """Hold what two programs read of a text in all its places against the text."""
    files = files_of([event(replace(WORKSHOP, place=text), title=text, teaser=text)])
    for written in files.values():
        lines = written.split(b"\r\n")
        assert lines.pop() == b""
        assert max(len(line) for line in lines) <= 75
        assert not any(b"\n" in line or b"\r" in line for line in lines)
        assert [line.decode() for line in lines]
        ours = read_one(written)
        assert (ours["SUMMARY"], ours["LOCATION"]) == (text, text)
        assert ours["DESCRIPTION"].startswith(f"{text}\nArrecifes vivos")
        theirs = vobject.readOne(written.decode()).vevent
        assert (theirs.summary.value, theirs.location.value) == (text, text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_come_through(text: str) -> None:
    """Line breaks, commas, semicolons, backslashes, long titles, emoji and right-to-left texts are unharmed."""
    assert_round_trip(text)


@given(text=texts())
def test_any_text_comes_through(text: str) -> None:
    """Whatever a contribution may hold is read back as it was, from lines of at most 75 bytes that end rightly."""
    assert_round_trip(text)


def test_the_same_cards_give_the_same_bytes() -> None:
    """Calendars know neither what day it is nor in which order the cards came."""
    cards = [event(), event(name="other"), event(replace(WORKSHOP, timezone="Europe/Berlin"), name="third"), card()]
    written = []
    for day in (dt.datetime(2017, 6, 12, tzinfo=dt.UTC), dt.datetime(2031, 1, 1, tzinfo=dt.UTC)):
        with time_machine.travel(day):
            written.append(files_of(random.Random(day.year).sample(cards, len(cards))))  # noqa: S311 - an order
    assert written[0] == written[1]
    assert [*written[0]] == [*written[1]]


def test_every_word_has_its_places_in_braces() -> None:
    """What is filled in is known of each word, so that a file of words can be checked."""
    assert {key for (key,) in CALENDAR_FILLED_IN} == set(CalendarWords.model_fields)
    for (key,), names in CALENDAR_FILLED_IN.items():
        assert tuple(re.findall(r"\{(\w+)\}", getattr(CALENDAR_WORDS, key))) == names
