"""Dates, times, periods, numbers and names of languages and countries, as a language's readers write them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_timezone_location
from babel.numbers import format_currency

from iki_newsletter.model.label import fill
from iki_newsletter.render.lists import listed
from iki_newsletter.render.typography import NBSP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iki_newsletter.model.label import Counted
    from iki_newsletter.render.labels import Dates, ProfileLabels

_MONTH: Final = "MMMM"


@dataclass(frozen=True)
class Writer:
    """Writes values by one language's patterns (`dates` in the labels); month names and the like come from Babel."""

    patterns: Dates

    @cached_property
    def locale(self) -> Locale:
        """The locale that Babel knows; raises LookupError for one that it does not know."""
        try:
            return Locale.parse(self.patterns.locale)
        except UnknownLocaleError as error:
            raise LookupError(self.patterns.locale) from error

    def date(self, day: dt.date) -> str:
        """Write a day, as in `6. Juni 2017`; day and month stay on one line."""
        return self._write(day, self.patterns.full)

    def days(self, first: dt.date, last: dt.date) -> str:
        """Write one day, two, or several, without repeating the month or year that they share."""
        if first == last:
            return self.date(first)
        if first.year != last.year:
            pattern = self.patterns.full
        elif first.month != last.month:
            pattern = self.patterns.day_and_month
        else:
            pattern = self.patterns.day
        follows = last - first == dt.timedelta(days=1)
        label = self.patterns.two_days if follows else self.patterns.several_days
        return fill(label, first=self._write(first, pattern), last=self.date(last))

    def month(self, month: str) -> str:
        """Write a month given as `2017-06`."""
        return self._write(_first_day(month), self.patterns.month)

    def short_month(self, day: dt.date) -> str:
        """Write a day's month in short, for a date block."""
        return self._write(day, self.patterns.short_month).rstrip(".")

    def at(self, date: str, time: dt.time, timezone: str | None) -> str:
        """Add a time of day, and the place whose time it is, to a date as written."""
        clock = format_time(time, self.patterns.time, locale=self.locale)
        if timezone is None:
            return fill(self.patterns.at, date=date, time=clock).replace(f"{clock} ", f"{clock}{NBSP}")
        return fill(self.patterns.at_in, date=date, time=clock, zone=self.zone(timezone)).replace(
            f"{clock} ", f"{clock}{NBSP}"
        )

    def zone(self, timezone: str) -> str:
        """Name the place whose clocks a time zone (an IANA name) follows."""
        return str(get_timezone_location(timezone, locale=self.locale, return_city=True))

    def period(self, term: str, labels: ProfileLabels) -> str:
        """Write a project's term, given as `2013-11/2018-03` or `2010/2017`, or its start alone."""
        ends = [self._year_or_month(end) for end in term.split("/")]
        if len(ends) == 1:
            return fill(labels.since, start=ends[0])
        return fill(labels.between, start=ends[0], end=ends[1])

    def euros(self, amount: float) -> str:
        """Write an amount in full euros."""
        written: str = format_currency(
            amount, "EUR", "#,##0", locale=self.locale, currency_digits=False, format_type="name"
        )
        return written.replace(" ", NBSP)

    def count(self, number: int, forms: Counted) -> str:
        """Write a number of things, in the form that the language's grammar asks for."""
        form = forms.of(self.locale.plural_form(number))
        return fill(form, count=number).replace(f"{number} ", f"{number}{NBSP}")

    def languages(self, tags: Sequence[str]) -> str:
        """Name languages, as in `Spanisch und Englisch`."""
        return listed([self.locale.languages.get(tag.replace("-", "_")) or tag for tag in tags], self.locale)

    def countries(self, codes: Sequence[str]) -> str:
        """Name countries (ISO 3166-1, two letters) in alphabetical order, accents aside."""
        names = [self.locale.territories.get(code) or code for code in codes]
        return ", ".join(sorted(names, key=lambda name: normalize("NFKD", name).encode("ascii", "ignore").lower()))

    def _year_or_month(self, written: str) -> str:
        return self.month(written) if "-" in written else written

    def _write(self, day: dt.date, pattern: str) -> str:
        """Write a day by a pattern; an issue's own stands on all of its pages, so what was written is kept."""
        if (day, pattern) not in self._written:
            self._written[day, pattern] = self._format(day, pattern)
        return self._written[day, pattern]

    @cached_property
    def _written(self) -> dict[tuple[dt.date, str], str]:
        return {}

    def _format(self, day: dt.date, pattern: str) -> str:
        until_month, month, rest = pattern.partition(_MONTH)
        bound = until_month.replace(" ", NBSP) + month + rest if month else pattern
        written: str = format_date(day, bound, locale=self.locale)
        return written


def _first_day(month: str) -> dt.date:
    year, _, number = month.partition("-")
    return dt.date(int(year), int(number), 1)
