"""Checks of an event's agenda: each session has its day, its order and its room.

A session whose day cannot be told (C311, C313) is held against no other.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from iki_newsletter.checks.check import Finding, Piece, of_contribution
from iki_newsletter.model.contribution import Event
from iki_newsletter.model.placeholder import is_placeholder

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from iki_newsletter.model.workshop import Session


@of_contribution("C311")
def session_is_within_the_event(piece: Piece) -> Iterator[Finding]:
    """Find sessions on a day that the event does not have."""
    for number, session, event in _sessions(piece):
        if session.on and not is_placeholder(session.on) and not _has(event, session.on):
            days = f"on {event.starts_on}"
            if event.last_day != event.starts_on:
                days = f"from {event.starts_on} to {event.last_day}"
            what = f"The session is on {session.on}, and the event is {days}."
            yield Finding(piece.at("sessions", number, "on"), what)


@of_contribution("C312")
def session_ends_after_it_starts(piece: Piece) -> Iterator[Finding]:
    """Find sessions that end before or when they start."""
    for number, session, _ in _sessions(piece):
        if session.ends_at and session.ends_at <= session.starts_at:
            what = f"The session starts at {session.starts_at:%H:%M} and ends at {session.ends_at:%H:%M}."
            yield Finding(piece.at("sessions", number, "ends_at"), what)


@of_contribution("C313")
def session_has_a_day(piece: Piece) -> Iterator[Finding]:
    """Find sessions without a day in an event of several."""
    for number, session, event in _sessions(piece):
        if session.on is None and event.last_day > event.starts_on:
            what = f"The event is from {event.starts_on} to {event.last_day}: on which day is this session?"
            yield Finding(piece.at("sessions", number, "starts_at"), what)


@of_contribution("C314")
def sessions_are_in_order(piece: Piece) -> Iterator[Finding]:
    """Find sessions that start before the one above them."""
    for (_, above, day_above), (number, session, day) in pairwise(_with_days(piece)):
        if (day, session.starts_at) < (day_above, above.starts_at):
            what = f"The session starts on {day} at {session.starts_at:%H:%M}, "
            what += f"and the one above it on {day_above} at {above.starts_at:%H:%M}."
            yield Finding(piece.at("sessions", number, "starts_at"), what)


@of_contribution("C315")
def sessions_do_not_overlap(piece: Piece) -> Iterator[Finding]:
    """Find sessions that begin in a place while another is held there; one without an end holds nobody up."""
    known = list(_with_days(piece))
    for number, session, day in known:
        for other_number, other, other_day in known:
            if other_number == number or other_day != day or _where(other) != _where(session):
                continue
            at_once = other.starts_at == session.starts_at and other_number < number
            within = other.starts_at < session.starts_at and other.ends_at and session.starts_at < other.ends_at
            if at_once or within:
                line = piece.at("sessions", other_number).line
                what = f"When the session starts, at {session.starts_at:%H:%M}, the one in line {line} is held "
                yield Finding(piece.at("sessions", number, "starts_at"), f"{what}in the same place.")
                break


def _sessions(piece: Piece) -> Iterator[tuple[int, Session, Event]]:
    event = piece.written
    if isinstance(event, Event):
        yield from ((number, session, event) for number, session in enumerate(event.sessions))


def _with_days(piece: Piece) -> Iterator[tuple[int, Session, dt.date]]:
    """Give the sessions whose day is sure."""
    for number, session, event in _sessions(piece):
        day = session.on or (event.starts_on if event.last_day == event.starts_on else None)
        if day and _has(event, day):
            yield number, session, day


def _has(event: Event, day: dt.date) -> bool:
    return event.starts_on <= day <= event.last_day


def _where(session: Session) -> tuple[object, object]:
    """Give what makes a place another: none of its own is the event's."""
    place = session.place
    return (tuple(sorted(place.items())) if isinstance(place, dict) else place), session.online
