from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.checks.weekdays import DAYS, wrong_weekdays

JUNE = [dt.date(2017, 6, 1)]


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("es", "el lunes 12 de junio de 2017", "el lunes 13 de junio de 2017"),
        ("es", "Lunes, 12 de junio", "Martes, 12 de junio"),
        ("es", "el sábado 1 de julio", "el sabado 2 de julio"),
        ("es", "el jueves 1.º de junio", "el viernes 1º de junio"),
        ("es", "lun., 12/06/2017", "mar., 12/06/2017"),
        ("de", "Montag, 12. Juni 2017", "Montag, 12. Juni 2016"),
        ("de", "am Montag, den 12. Juni", "am Dienstag, dem 12. Juni"),
        ("de", "Mo., 12.06.2017", "Di., 12.06.2017"),
        ("de", "Mo, 12.06.2017", "Di, 12.06.2017"),
        ("de", "Sonnabend, 10.6.", "Sonntag, 10.6."),
        ("en", "Monday 12 June", "Tuesday 12 June"),
        ("en", "Monday, June 12, 2017", "Monday, June 13, 2017"),
        ("en", "on Monday the 12th of June", "on Friday the 12th of June"),
        ("en", "Mon. 12 June 2017", "Tue. 12 June 2017"),
    ],
)
def test_weekday_and_date_agree(language: str, right: str, wrong: str) -> None:
    """In the three languages, with and without a year, as offices write it."""
    assert list(wrong_weekdays(right, language, JUNE)) == []
    assert len(list(wrong_weekdays(wrong, language, JUNE))) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "del lunes al miércoles 12 de junio"),
        ("es", "lunes 12 y martes 13 de junio"),
        ("es", "junto al mar, 14 de junio"),
        ("de", "Montag und Dienstag, 13. und 14. Juni"),
        ("de", "von Montag bis Freitag, 12. Juni"),
        ("de", "Montag, 12.30 Uhr"),
        ("en", "Monday to Wednesday, 13 June"),
        ("en", "Tuesday, 12–14 June"),
        ("fr", "mardi 12 juin 2017"),
    ],
)
def test_what_is_not_clear_is_passed_over(language: str, text: str) -> None:
    """Ranges, hours and other languages make no false alarm."""
    assert list(wrong_weekdays(text, language, JUNE)) == []


def test_what_is_right_is_told_in_the_texts_language() -> None:
    """Whoever mends it sees which weekday the date has."""
    assert list(wrong_weekdays("am Dienstag, 12. Juni", "de", JUNE)) == [
        "“Dienstag, 12. Juni”, but 2017-06-12 is a Montag."
    ]


def test_a_date_without_a_year_is_the_nearest() -> None:
    """Around the turn of the year the next one is meant; a date half a year away may be of either."""
    december = [dt.date(2017, 12, 10)]
    assert list(wrong_weekdays("Montag, 15. Januar", "de", december)) == []
    assert list(wrong_weekdays("Sonntag, 15. Januar", "de", december)) != []
    assert list(wrong_weekdays("Monday 12 December", "en", JUNE)) == []
    assert list(wrong_weekdays("Tuesday 12 December", "en", JUNE)) == []


def test_a_day_that_does_not_exist_is_said_to_be_none() -> None:
    """No year has a 31st of June."""
    assert list(wrong_weekdays("viernes 31 de junio", "es", JUNE)) == [
        "“viernes 31 de junio”, but there is no such day."
    ]
    assert list(wrong_weekdays("viernes 29 de febrero", "es", [dt.date(2018, 3, 1)])) != []


def test_every_text_of_a_contribution_is_read(desk: Any) -> None:
    """The place is that of the text in its language."""
    desk.put(teaser={"es": "El lunes 12 de junio", "de": "Am Dienstag, 12. Juni", "en": "On Monday 12 June"})
    assert desk.said("C621") == [
        ("  de: Am Dienstag, 12. Juni", "`teaser` in de: “Dienstag, 12. Juni”, but 2017-06-12 is a Montag.")
    ]


def test_an_events_own_year_counts(desk: Any) -> None:
    """An event in the next year is announced with its weekdays."""
    teaser = {"es": "El martes 6 de marzo", "de": "Am Dienstag, 6. März", "en": "On Tuesday 6 March"}
    desk.put("event", starts_on="2018-03-06", teaser=teaser)
    assert desk.problems() == []


def test_the_editorial_is_read_as_well(desk: Any) -> None:
    """What editors write is held to the same."""
    desk.put()
    desk.plan["editorial"] = {"signed": "Us", "text": {"es": "Hola", "de": "Am Montag, 12. Juni", "en": "Hi"}}
    assert desk.problems() == []
    desk.plan["editorial"]["text"]["de"] = "Am Montag, 13. Juni"
    assert [line.strip() for line, _ in desk.said("I501")] == ["de: Am Montag, 13. Juni"]


@given(
    day=st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)),
    language=st.sampled_from(sorted(DAYS)),
    off=st.integers(0, 6),
)
@settings(max_examples=60)
def test_any_day_written_in_full_is_judged_rightly(day: dt.date, language: str, off: int) -> None:
    """A date with its year is wrong exactly if its weekday is another one."""
    weekday = DAYS[language][(day.weekday() + off) % 7]
    month = format_date(day, "MMMM", locale=language)
    written = {
        "es": f"el {weekday} {day.day} de {month} de {day.year}",
        "de": f"am {weekday}, {day.day}. {month} {day.year}",
        "en": f"on {weekday}, {day.day} {month} {day.year}",
    }
    assert len(list(wrong_weekdays(written[language], language, JUNE))) == (1 if off else 0)
