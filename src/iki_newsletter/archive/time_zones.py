"""What a time zone's clocks did in some years, from the IANA database, as calendars ask for it (RFC 5545, 3.6.5).

No zone has one offset for ever: Mexico City was five hours behind Greenwich in June 2017, and is six all year since
it gave up summer time in October 2022, which most towns at the border did not. The calendar library can work the
changes out as well, but puts those of spring an hour late: it writes the hour that clocks showed after the change,
where RFC 5545 asks for the one by the offset before.
"""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

_DAY: Final = dt.timedelta(days=1)
_SECOND: Final = dt.timedelta(seconds=1)
_PART: Final = re.compile(r"[A-Za-z0-9_+-]+")
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2200
"""Nobody keeps a calendar of other years; `Year` in the shapes has the same bounds."""


@dataclass(frozen=True, slots=True)
class Onset:
    """From when on clocks are kept in some way."""

    at: dt.datetime
    """What clocks show when it begins, by the offset before; without a zone."""
    before: dt.timedelta
    """How far clocks were ahead of UTC until then."""
    after: dt.timedelta
    """How far they are from then on."""
    name: str
    """As in `CDT`."""
    daylight: bool
    """Whether it is summer time."""


@dataclass(frozen=True, slots=True)
class _Way:
    offset: dt.timedelta
    daylight: bool
    name: str


@cache
def find_zone(name: str) -> zoneinfo.ZoneInfo | None:
    """Look a zone up by its IANA name; None for a name that is none, which a check has told already.

    It is read from the package tzdata, never from the machine: the same files give the same calendars everywhere.
    """
    parts = name.split("/")
    if not all(_PART.fullmatch(part) for part in parts):
        return None
    try:
        with resources.files("tzdata").joinpath("zoneinfo", *parts).open("rb") as file:
            return zoneinfo.ZoneInfo.from_file(file, key=name)
    except (ValueError, OSError):  # a folder's name, a file that is no zone, a name that is none
        return None


def onsets(zone: zoneinfo.ZoneInfo, first: int, last: int) -> list[Onset]:
    """List how clocks were kept from a year to another: what held as the first began, then each change, in order."""
    first, last = (min(max(year, _FIRST_YEAR), _LAST_YEAR) for year in (first, last))
    at = dt.datetime(first, 1, 1, tzinfo=dt.UTC) - _DAY  # a year begins at other moments in other zones
    end = dt.datetime(last + 1, 1, 1, tzinfo=dt.UTC) + _DAY
    way = _way(zone, at)
    found = [Onset((at + way.offset).replace(tzinfo=None), way.offset, way.offset, way.name, way.daylight)]
    while at < end:
        if (then := _way(zone, at + _DAY)) != way:
            local = (_first_moment(zone, at, way) + way.offset).replace(tzinfo=None)
            found.append(Onset(local, way.offset, then.offset, then.name, then.daylight))
            way = then
        at += _DAY
    return found


def _way(zone: zoneinfo.ZoneInfo, moment: dt.datetime) -> _Way:
    local = moment.astimezone(zone)
    return _Way(local.utcoffset() or dt.timedelta(), bool(local.dst()), local.tzname() or zone.key)


def _first_moment(zone: zoneinfo.ZoneInfo, at: dt.datetime, way: _Way) -> dt.datetime:
    """Find the second at which clocks are no longer kept in a way, within a day from a moment at which they are."""
    same, other = at, at + _DAY
    while other - same > _SECOND:
        middle = same + (other - same) // 2
        middle = middle.replace(microsecond=0)
        same, other = (middle, other) if _way(zone, middle) == way else (same, middle)
    return other
