"""Sending at an appointed time: reading it, waiting for it visibly, and refusing when it has long passed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, available_timezones

from iki_newsletter.delivery.pause import in_words
from iki_newsletter.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

TOO_LATE: Final = dt.timedelta(hours=1)
"""How late a sending may begin: a computer that wakes up later, or an old copy of one, must not mail an old issue."""

_LONGEST_SLEEP: Final = 30.0
"""Seconds after which the clock is looked at again: it may be set, and a laptop may sleep."""
_FORM: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})[ T](\d{1,2}:\d{2})(?::00)?(?: *([AaPp])\.?[Mm]\b\.?)?(?: *(Z|[+-]\d{2}:\d{2})| +(\S+))?"
)
_EXAMPLE: Final = 'Write it as in --at "2017-06-12 09:00 America/Mexico_City".'
_NOON: Final = 12
_LONGEST_ABBREVIATION: Final = 5
_MEXICO: Final = "America/Mexico_City"
_GERMANY: Final = "Europe/Berlin"
_ABBREVIATIONS: Final = {
    "CDT": (_MEXICO, "America/Chicago"),
    "CEST": (_GERMANY,),
    "CET": (_GERMANY,),
    "CST": (_MEXICO, "America/Chicago"),
    "EDT": ("America/New_York",),
    "EST": ("America/Cancun", "America/New_York"),
    "MDT": ("America/Ciudad_Juarez", "America/Denver"),
    "MESZ": (_GERMANY,),
    "MEZ": (_GERMANY,),
    "MST": ("America/Hermosillo", "America/Denver"),
    "PDT": ("America/Tijuana", "America/Los_Angeles"),
    "PST": ("America/Tijuana", "America/Los_Angeles"),
}
"""What people call a zone in one half of the year, and the zones that they may mean: CST is China's as well."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A time to begin at, and the name of its zone as it is shown."""

    at: dt.datetime
    zone: str

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.zone}"


def read_appointment(text: str, zone: str) -> Appointment:
    """Read `2017-06-12 09:00 America/Mexico_City`; without a zone it is in `zone`, the newsletter's.

    Hours of twelve are understood with `am` or `pm` behind them.

    Raises UsageError for another form, a zone that is unknown or only abbreviated, and a time that the clocks skip or
    have twice on that day.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"{text!r} is no time to send at.", instead=_EXAMPLE)
    day, clock, half, offset, name = found.groups()
    try:
        naive = dt.datetime.fromisoformat(f"{day} {_of_24(clock, half)}")
    except ValueError as error:
        raise UsageError(f"{text!r} names a time that there is not: {error}.", instead=_EXAMPLE) from error
    if offset:
        at = dt.datetime.fromisoformat(f"{naive.isoformat()}{offset.replace('Z', '+00:00')}")
        return Appointment(at, "UTC" if offset == "Z" else offset)
    name = name or zone
    return Appointment(_in_zone(naive, _zone(name)), name)


def refuse_when_late(appointment: Appointment, now: dt.datetime) -> None:
    """Raise RefusedError when the appointed time is more than an hour ago."""
    late = now - appointment.at
    if late > TOO_LATE:
        hours = int(late.total_seconds() // 3600)
        ago = f"{hours} hours" if hours < 48 else f"{hours // 24} days"  # noqa: PLR2004 - two days
        raise RefusedError(
            f"It was to be sent at {appointment}, and that is {ago} ago. Nothing was sent.",
            instead="If it is still to go out, name a new time, or leave --at out to send it now.",
        )


def wait_for(
    appointment: Appointment,
    *,
    clock: Callable[[], dt.datetime],
    sleep: Callable[[float], None],
    tell: Callable[[str], None],
) -> None:
    """Come back at the appointed time; `tell` is given what remains ("2 h 05 min") each time that changes.

    Raises RefusedError when it is more than an hour late by then, as after a computer's sleep.
    """
    told = ""
    while (left := (appointment.at - clock()).total_seconds()) > 0:
        remaining = in_words(left)
        if remaining != told:
            tell(remaining)
            told = remaining
        sleep(min(left, _LONGEST_SLEEP if left > 2 * _LONGEST_SLEEP else 1.0))
    refuse_when_late(appointment, clock())


def _of_24(clock: str, half: str | None) -> str:
    """Write a time of day with hours from 00 to 23; raises ValueError for hours that no half of a day has."""
    if half is None:
        return clock.zfill(5)
    hours, _, minutes = clock.partition(":")
    if not 1 <= int(hours) <= _NOON:
        message = f"with {half}m the hour must be in 1..{_NOON}"
        raise ValueError(message)
    return f"{int(hours) % _NOON + _NOON * (half in 'Pp'):02}:{minutes}"


def _zone(name: str) -> ZoneInfo:
    if name.upper() in _ABBREVIATIONS:
        meant = " or ".join(_ABBREVIATIONS[name.upper()])
        raise UsageError(
            f"{name} is an abbreviation: it may mean several time zones, and only half of a year.",
            instead=f"Write the zone by its name, as in {meant}.",
        )
    known = available_timezones()
    if name in known:
        return ZoneInfo(name)
    by_lower = {each.casefold(): each for each in known}
    close = get_close_matches(name.casefold().replace(" ", "_"), by_lower, n=1, cutoff=0.6)
    # Who writes a city alone means the zone that is called after it.
    city = [each for each in sorted(known) if each.casefold().rpartition("/")[2] == name.casefold()]
    # Three letters are near any other three: a guess at them would be dangerous advice.
    is_guess = bool(close) and len(name) > _LONGEST_ABBREVIATION
    meant = city[0] if city else by_lower[close[0]] if is_guess else ""
    raise UsageError(
        f"There is no time zone {name}.",
        instead=f"Did you mean {meant}?" if meant else "Write one as in America/Mexico_City, Europe/Berlin or UTC.",
    )


def _in_zone(naive: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    at = naive.replace(tzinfo=zone)
    again = at.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None)
    if again != naive:
        raise UsageError(
            f"On {naive:%Y-%m-%d} the clocks of {zone} skip {naive:%H:%M}.", instead="Take another time of that day."
        )
    if at.utcoffset() != at.replace(fold=1).utcoffset():
        raise UsageError(
            f"On {naive:%Y-%m-%d} the clocks of {zone} show {naive:%H:%M} twice.",
            instead="Say which one you mean by its distance from UTC, as in 2017-10-29 02:30+02:00.",
        )
    return at
