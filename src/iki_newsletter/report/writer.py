"""Numbers, shares, days and months, as a language's readers write them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent, get_decimal_symbol

from iki_newsletter.model.label import fill

if TYPE_CHECKING:
    from iki_newsletter.model.label import Counted
    from iki_newsletter.report.labels import ReportLabels
    from iki_newsletter.report.shares import Growth, Share

_NBSP: Final = "\u00a0"
_MINUS: Final = "\u2212"


@dataclass(frozen=True)
class Writer:
    """Writes figures by one language's labels; a percentage never stands without its counts."""

    labels: ReportLabels

    @cached_property
    def locale(self) -> Locale:
        """The locale that Babel knows; English where it does not know the labels' one."""
        try:
            return Locale.parse(self.labels.dates.locale)
        except UnknownLocaleError:
            return Locale("en")

    @property
    def decimal_mark(self) -> str:
        """What stands between whole numbers and tenths where the language's readers live: a point or a comma."""
        return get_decimal_symbol(self.locale)

    def number(self, number: int) -> str:
        """Write a number, as in `1,234`; three digits to a group in every language."""
        written: str = format_decimal(number, format="#,##0", locale=self.locale)
        return written.replace("-", _MINUS)

    def share(self, share: Share | None) -> str:
        """Write so many of so many, as in `3 of 412 (0.7%)`."""
        if share is None:
            return self.labels.unknown
        number, of = self.number(share.number), self.number(share.of)
        if share.part is None:
            return self._together(fill(self.labels.share_of_few, number=number, of=of))
        return self._together(fill(self.labels.share, number=number, of=of, percent=self._percent(share.part)))

    def change(self, growth: Growth | None) -> str:
        """Write a change with its sign, as in `+12 (+3.4%)`; a dash where there is nothing to compare with."""
        if growth is None:
            return "–"
        change = self._signed(growth.change, self.number(abs(growth.change)))
        if growth.part is None:
            return change
        return f"{change}{_NBSP}({self._signed(growth.change, self._percent(abs(growth.part)))})"

    def day(self, day: dt.date) -> str:
        """Write a day in full."""
        written: str = format_date(day, self.labels.dates.day, locale=self.locale)
        return written.replace(" ", _NBSP)

    def month(self, month: str) -> str:
        """Write a month, given as `2017-06`, in full."""
        written: str = format_date(_first_day(month), self.labels.dates.month, locale=self.locale)
        return written

    def short_month(self, month: str) -> str:
        """Write a month in short, for the foot of a chart."""
        written: str = format_date(_first_day(month), self.labels.dates.short_month, locale=self.locale)
        return written.replace(".", "").replace(" ", _NBSP)

    def language(self, tag: str) -> str:
        """Name a language."""
        name = self.locale.languages.get(tag.replace("-", "_")) or tag
        return name[:1].upper() + name[1:]

    def count(self, number: int, forms: Counted) -> str:
        """Write a number of things, in the form that the language's grammar asks for."""
        return fill(forms.of(self.locale.plural_form(number)), count=self.number(number))

    def _percent(self, part: float) -> str:
        to_a_tenth = self.locale.percent_formats[None].pattern.replace("##0", "##0.0")
        written: str = format_percent(part, to_a_tenth, locale=self.locale)
        return written

    def _signed(self, sign: int, written: str) -> str:
        return ("+" if sign > 0 else _MINUS if sign < 0 else "±") + written

    def _together(self, words: str) -> str:
        """Keep figures on one line."""
        return words.replace(" ", _NBSP)


def _first_day(month: str) -> dt.date:
    return dt.date(int(month[:4]), int(month[5:]), 1)
