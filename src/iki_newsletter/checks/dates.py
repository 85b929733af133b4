"""Checks of the dates in contributions, among themselves and against the day the issue is sent."""

from __future__ import annotations

import functools
from importlib import resources
from typing import TYPE_CHECKING

from iki_newsletter.checks.check import Finding, Piece, of_contribution
from iki_newsletter.model.contribution import Call, Event
from iki_newsletter.model.placeholder import is_placeholder
from iki_newsletter.model.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator


@of_contribution("C301")
def event_ends_after_it_starts(piece: Piece) -> Iterator[Finding]:
    """Find events that end before they start."""
    event = piece.written
    if isinstance(event, Event) and event.ends_on and event.ends_on < event.starts_on:
        what = f"The event starts on {event.starts_on} and ends before, on {event.ends_on}."
        yield Finding(piece.at("ends_on"), what)


@of_contribution("C302")
def came_before_the_deadline(piece: Piece) -> Iterator[Finding]:
    """Find contributions that came after the issue's deadline."""
    received = piece.written.received_on
    if piece.plan.deadline and received > piece.plan.deadline:
        what = f"Received on {received}, after the issue's deadline, {piece.plan.deadline}."
        yield Finding(piece.at("received_on"), what)


@of_contribution("C303")
def event_is_ahead(piece: Piece) -> Iterator[Finding]:
    """Find events that are over on the day of sending."""
    event = piece.written
    if isinstance(event, Event) and event.last_day < piece.plan.sends_on and not is_placeholder(event.starts_on):
        what = f"The event ended on {event.last_day}, and the issue is sent on {piece.plan.sends_on}: it is left out."
        yield Finding(piece.at("ends_on" if event.ends_on else "starts_on"), what)


@of_contribution("C304")
def call_is_open(piece: Piece) -> Iterator[Finding]:
    """Find calls that are closed on the day of sending."""
    call = piece.written
    if isinstance(call, Call) and call.deadline < piece.plan.sends_on and not is_placeholder(call.deadline):
        what = f"The call closed on {call.deadline}, and the issue is sent on {piece.plan.sends_on}: it is left out."
        yield Finding(piece.at("deadline"), what)


@of_contribution("C305")
def embargo_has_ended(piece: Piece) -> Iterator[Finding]:
    """Find contributions that must not be public yet on the day of sending."""
    until = piece.written.embargo_until
    if until and until > piece.plan.sends_on:
        what = f"Not public before {until}, and the issue is sent on {piece.plan.sends_on}: it is left out."
        yield Finding(piece.at("embargo_until"), what)


@of_contribution("C306")
def still_holds(piece: Piece) -> Iterator[Finding]:
    """Find contributions that no longer hold on the day of sending."""
    until = piece.written.expires_on
    if until and until < piece.plan.sends_on:
        what = f"Held until {until}, and the issue is sent on {piece.plan.sends_on}: it is left out."
        yield Finding(piece.at("expires_on"), what)


@of_contribution("C307")
def hour_has_a_time_zone(piece: Piece) -> Iterator[Finding]:
    """Find hours without a time zone."""
    event = piece.written
    if isinstance(event, Event) and event.starts_at and not event.timezone:
        what = f"The event starts at {event.starts_at:%H:%M}, but in which time zone?"
        yield Finding(piece.at("starts_at"), what)
    elif isinstance(event, Event) and event.sessions and not event.timezone:
        what = f"A session starts at {event.sessions[0].starts_at:%H:%M}, but in which time zone?"
        yield Finding(piece.at("sessions", 0, "starts_at"), what)


@of_contribution("C308")
def time_zone_is_known(piece: Piece) -> Iterator[Finding]:
    """Find time zones that the IANA database does not have."""
    event = piece.written
    if isinstance(event, Event) and event.timezone and event.timezone not in time_zones():
        what = f"There is no time zone `{event.timezone}`."
        guess = did_you_mean(event.timezone, sorted(time_zones()))
        # The nearest name may be another country's: there is no America/Guadalajara, but there is America/Guatemala.
        instead = f"{guess} Most of Mexico is in `America/Mexico_City`." if guess else ""
        yield Finding(piece.at("timezone"), what, instead)


@of_contribution("C309")
def registration_ends_in_time(piece: Piece) -> Iterator[Finding]:
    """Find registrations that end after the event."""
    event = piece.written
    until = event.registration.until if isinstance(event, Event) and event.registration else None
    if isinstance(event, Event) and until and until > event.last_day and not is_placeholder(event.starts_on):
        what = f"Registration is open until {until}, and the event ends before, on {event.last_day}."
        yield Finding(piece.at("registration", "until"), what)


@of_contribution("C310")
def registration_is_open(piece: Piece) -> Iterator[Finding]:
    """Find events still ahead whose registration is closed on the day of sending."""
    event = piece.written
    if not isinstance(event, Event) or not event.registration or event.last_day < piece.plan.sends_on:
        return
    until = event.registration.until
    if until and until < piece.plan.sends_on:
        what = f"Registration closed on {until}, and the issue is sent on {piece.plan.sends_on}."
        yield Finding(piece.at("registration", "until"), what)


@functools.cache
def time_zones() -> frozenset[str]:
    """List the names in the packaged database: the same on every machine, whatever its own database holds."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())
