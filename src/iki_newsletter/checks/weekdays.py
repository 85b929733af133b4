"""Checks of days that are written out in texts: the weekday named must be the date's, in Spanish, German, English."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding, Material, Piece, of_contribution, of_issue
from iki_newsletter.model.contribution import Event
from iki_newsletter.model.fields import named, texts_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

DAYS: Final = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
"""Weekdays by language, Monday first."""
_OTHER_DAYS: Final = {"es": {"miercoles": 2, "sabado": 5}, "de": {"Sonnabend": 5}, "en": {}}
_SHORT: Final = {
    "es": ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
    "de": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
"""With a full stop; in German also before a comma and a date in figures: else some are words."""
_MONTHS: Final = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
}
_OTHER_MONTHS: Final = {"es": {"setiembre": 9}, "de": {"Jänner": 1}, "en": {}}
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)\b"
_DATES: Final = {
    "es": (
        rf",?\s+(?:el\s+)?(?P<day>\d{{1,2}})[.º°]?\s+de\s+(?P<month>MONTH)\b(?:(?:\s+del?|,)\s+{_YEAR})?",
        rf",?\s+(?:el\s+)?(?P<day>\d{{1,2}})/(?P<number>\d{{1,2}})/{_YEAR}",
    ),
    "de": (
        rf",?\s+(?:de[nmr]\s+)?(?P<day>\d{{1,2}})\.\s*(?P<month>MONTH)\b(?:\s+{_YEAR})?",
        rf",?\s+(?:de[nmr]\s+)?(?P<day>\d{{1,2}})\.\s?(?P<number>\d{{1,2}})\.(?:\s?{_YEAR})?",
    ),
    "en": (
        rf",?\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month>MONTH)\b(?:,?\s+{_YEAR})?",
        rf",?\s+(?P<month>MONTH)\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+{_YEAR})?",
    ),
}
_THROUGH: Final = r"\s*(?:[-–—/,]|a|al|hasta|y|bis|und|to|until|through|and)\s*"
"""Between two weekdays before one date, as in "Monday to Wednesday, 12 to 14 June": which is whose is not clear."""
_NEAR: Final = dt.timedelta(days=120)
"""A date without a year is of the year in which it is this near, where there is one."""


@of_contribution("C621")
def weekdays_are_right(piece: Piece) -> Iterator[Finding]:
    """Find weekdays in a contribution that are not those of the dates beside them."""
    written = piece.written
    about = {piece.plan.sends_on} | ({written.starts_on} if isinstance(written, Event) else set())
    for keys, text in texts_in(written):
        for language, words in written.local(text).by_language.items():
            for what in wrong_weekdays(words, language, about):
                yield Finding(piece.at(*keys, language), f"{named(keys)} in {language}: {what}")


@of_issue("I501")
def weekdays_of_the_plan_are_right(material: Material) -> Iterator[Finding]:
    """Find weekdays in issue.yaml that are not those of the dates beside them."""
    plan = material.plan
    for keys, text in texts_in(plan.value):
        for language, words in material.newsletter.local(text).by_language.items():
            for what in wrong_weekdays(words, language, {plan.value.sends_on}):
                yield Finding(plan.origin.at(*keys, language), f"{named(keys)} in {language}: {what}")


def wrong_weekdays(text: str, language: str, about: Collection[dt.date]) -> Iterator[str]:
    """Say of each weekday in a text that is not its date's what is right.

    `about` are days that the text is near to: they tell the year where none is written.

    >>> list(wrong_weekdays("Nos vemos el martes 12 de junio", "es", [dt.date(2017, 6, 1)]))
    ['“martes 12 de junio”, but 2017-06-12 is a lunes.']
    """
    base = language.partition("-")[0]
    for pattern in _PATTERNS.get(base, ()):
        for match in pattern.finditer(text):
            if match["range"]:
                continue
            weekday = _DAY_NUMBERS[base][match["weekday"].casefold().rstrip(".")]
            meant = _meant(match, base, about)
            said = f"“{match['said']}”"
            if not meant:
                yield f"{said}, but there is no such day."
            elif weekday not in {day.weekday() for day in meant}:
                yield f"{said}, but {meant[0]} is a {DAYS[base][meant[0].weekday()]}."


def _meant(match: re.Match[str], language: str, about: Collection[dt.date]) -> list[dt.date]:
    """Give the days that a date can mean, the likeliest first; none for a date that does not exist."""
    groups = match.groupdict()
    month = int(groups.get("number") or _MONTH_NUMBERS[language].get((groups.get("month") or "").casefold(), 0))
    years = {int(match["year"])} if match["year"] else {day.year + step for day in about for step in (-1, 0, 1)}
    days = [day for year in years if (day := _day(year, month, int(match["day"])))]

    def distance(day: dt.date) -> dt.timedelta:
        return min(abs(day - other) for other in about)

    days.sort(key=distance)
    near = [day for day in days if distance(day) <= _NEAR]
    return near or days


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _numbers(language: str) -> dict[str, int]:
    numbers = {name: number for names in (DAYS, _SHORT) for number, name in enumerate(names[language])}
    return {name.casefold(): number for name, number in (numbers | _OTHER_DAYS[language]).items()}


def _patterns(language: str) -> list[re.Pattern[str]]:
    weekday = "|".join([*DAYS[language], *_OTHER_DAYS[language], *(rf"{short}\." for short in _SHORT[language])])
    if language == "de":
        weekday += "".join(rf"|{short}(?=,\s+\d{{1,2}}\.\s?\d{{1,2}}\.)" for short in _SHORT[language])
    months = "|".join([*_MONTHS[language].split(), *_OTHER_MONTHS[language]])
    # In Spanish they are written small, at the beginning of a sentence with a capital.
    flags = re.IGNORECASE if language == "es" else re.NOFLAG
    start = rf"(?P<range>\b(?:{weekday}){_THROUGH}(?:el\s+|den\s+)?)?(?P<said>\b(?P<weekday>{weekday})"
    return [re.compile(f"{start}{date.replace('MONTH', months)})", flags) for date in _DATES[language]]


_DAY_NUMBERS: Final = {language: _numbers(language) for language in DAYS}
_MONTH_NUMBERS: Final = {
    language: {name.casefold(): number for number, name in enumerate(names.split(), 1)}
    | {name.casefold(): number for name, number in _OTHER_MONTHS[language].items()}
    for language, names in _MONTHS.items()
}
_PATTERNS: Final = {language: _patterns(language) for language in DAYS}
