"""The period that a report is about, as the ministry asks for it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from iki_newsletter.errors import UsageError

_PART: Final = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])(?:-(\d{2}))?))?")
_LONG: Final = 24
"""Months up to which a period is told month by month; a longer one by half-years."""
_MONTHS: Final = 12
_HALF: Final = 6
_QUARTER: Final = 3


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included."""

    first: dt.date
    last: dt.date

    def holds(self, day: dt.date) -> bool:
        """Tell whether a day is in it."""
        return self.first <= day <= self.last

    @property
    def months(self) -> tuple[str, ...]:
        """Its months, as in `2017-06`; those that it begins or ends within are among them."""
        numbers = range(month_number(f"{self.first:%Y-%m}"), month_number(f"{self.last:%Y-%m}") + 1)
        return tuple(f"{number // _MONTHS:04}-{number % _MONTHS + 1:02}" for number in numbers)

    @property
    def steps(self) -> tuple[str, ...]:
        """What it is told by: its months, or its half-years (`2017-H1`) where it is longer than two years."""
        return tuple(dict.fromkeys(self.step(month) for month in self.months))

    def step(self, month: str) -> str:
        """Give the step that a month belongs to."""
        if len(self.months) <= _LONG:
            return month
        return f"{month[:4]}-H{1 if int(month[5:]) <= _HALF else 2}"


def month_number(month: str) -> int:
    """Count months, so that they can be subtracted.

    >>> month_number("2018-01") - month_number("2017-11")
    2
    """
    return int(month[:4]) * _MONTHS + int(month[5:]) - 1


def read_period(written: str) -> Period:
    """Read `2017`, `2017-H1`, `2017-Q1`, `2017-03`, `2017-03-15`, or two of these with `..` between them.

    Raises UsageError for anything else, and for one that ends before it begins.

    >>> read_period("2017-H2").last, read_period("2017-03..2017-09").first
    (datetime.date(2017, 12, 31), datetime.date(2017, 3, 1))
    """
    begin, dots, end = written.partition("..")
    parts = [part for part in (_days(begin), _days(end) if dots else _days(begin)) if part]
    if len(parts) != 2:  # noqa: PLR2004 - a beginning and an end
        raise UsageError(
            f"`{written}` is no period.",
            instead="Write it as 2017, 2017-H1, 2017-Q1, 2017-03, 2017-03..2017-09 or since-last.",
        )
    period = Period(parts[0][0], parts[1][1])
    if period.last < period.first:
        raise UsageError(f"`{written}` ends before it begins.", instead=f"Write it the other way: {end}..{begin}")
    return period


def _days(written: str) -> tuple[dt.date, dt.date] | None:
    """Give the first and the last day of a year, half, quarter, month or day; None for what is none of them."""
    found = _PART.fullmatch(written)
    if not found:
        return None
    year, half, quarter, month, day = found.groups()
    number, long = (
        (half, _HALF) if half else (quarter, _QUARTER) if quarter else (month, 1) if month else (1, _MONTHS)
    )
    last = int(number) * long
    first = last - long + 1
    try:
        if day:
            return (dt.date(int(year), first, int(day)),) * 2
        return dt.date(int(year), first, 1), dt.date(int(year), last, calendar.monthrange(int(year), last)[1])
    except ValueError:
        return None
