"""One clock for all that people are shown: the newsletter's time zone, named, and its days."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import datetime as dt


def shown_time(at: dt.datetime, timezone: str) -> str:
    """Say a moment on the newsletter's clock, to the minute, and whose clock it is.

    >>> import datetime as dt
    >>> shown_time(dt.datetime(2017, 6, 12, 14, 0, tzinfo=dt.UTC), "America/Mexico_City")
    '2017-06-12 09:00 (America/Mexico_City)'
    """
    return f"{on_clock(at, timezone)} ({timezone})"


def on_clock(at: dt.datetime, timezone: str) -> str:
    """Say a moment on the newsletter's clock where the zone is named already, as at the head of a column."""
    return f"{at.astimezone(ZoneInfo(timezone)):%Y-%m-%d %H:%M}"


def day_of(at: dt.datetime, timezone: str) -> dt.date:
    """Give the day it is where the newsletter is made.

    >>> import datetime as dt
    >>> day_of(dt.datetime(2017, 6, 12, 3, 0, tzinfo=dt.UTC), "America/Mexico_City")
    datetime.date(2017, 6, 11)
    """
    return at.astimezone(ZoneInfo(timezone)).date()
