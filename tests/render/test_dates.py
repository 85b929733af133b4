from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from tests.render.specimens import LANGUAGES, make_issue, make_newsletter

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.render.dates import Writer
from iki_newsletter.render.edition import render_edition
from iki_newsletter.render.templates import load_templates

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.render.templates import Templates

SPANS = {
    "one day": ((2017, 6, 6), (2017, 6, 6)),
    "two days": ((2017, 6, 6), (2017, 6, 7)),
    "several days": ((2017, 6, 6), (2017, 6, 9)),
    "two months": ((2017, 6, 30), (2017, 7, 1)),
    "two years": ((2017, 12, 30), (2018, 1, 2)),
}
WRITTEN = {
    ("es", "one day"): "6 de junio de 2017",
    ("es", "two days"): "6 y 7 de junio de 2017",
    ("es", "several days"): "6 al 9 de junio de 2017",
    ("es", "two months"): "30 de junio y 1 de julio de 2017",
    ("es", "two years"): "30 de diciembre de 2017 al 2 de enero de 2018",
    ("de", "one day"): "6. Juni 2017",
    ("de", "two days"): "6. und 7. Juni 2017",
    ("de", "several days"): "6. bis 9. Juni 2017",
    ("de", "two months"): "30. Juni und 1. Juli 2017",
    ("de", "two years"): "30. Dezember 2017 bis 2. Januar 2018",
    ("en", "one day"): "6 June 2017",
    ("en", "two days"): "6 and 7 June 2017",
    ("en", "several days"): "6 to 9 June 2017",
    ("en", "two months"): "30 June and 1 July 2017",
    ("en", "two years"): "30 December 2017 to 2 January 2018",
}


def writer(templates: Templates, language: str) -> Writer:
    """Give a language's writer."""
    return Writer(templates.labels[language].dates)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("span", SPANS)
def test_days_as_natives_write_them(templates: Templates, language: str, span: str) -> None:
    """One day, two, several, over months and years, without repeating what they share."""
    first, last = (dt.date(*day) for day in SPANS[span])

    written = writer(templates, language).days(first, last)

    assert written.replace("\N{NO-BREAK SPACE}", " ") == WRITTEN[language, span]


@pytest.mark.parametrize("language", LANGUAGES)
def test_day_and_month_stay_together(templates: Templates, language: str) -> None:
    """A line never breaks between a day and its month."""
    day, _, rest = writer(templates, language).date(dt.date(2017, 6, 6)).partition("\N{NO-BREAK SPACE}")

    assert day.rstrip(".") == "6"
    assert "Jun" in rest.title()


@pytest.mark.parametrize(
    ("language", "timezone", "written"),
    [
        ("es", "America/Mexico_City", "6 de junio, 9:30 h (hora de Ciudad de México)"),
        ("de", "America/Mexico_City", "6 de junio, 9:30 Uhr (Ortszeit Mexiko-Stadt)"),
        ("en", "Europe/Berlin", "6 de junio, 9:30 (Berlin time)"),
        ("de", None, "6 de junio, 9:30 Uhr"),
    ],
)
def test_a_time_says_whose_time_it_is(
    templates: Templates, language: str, timezone: str | None, written: str
) -> None:
    """A time of day names the place whose time it is, in the reader's language."""
    at = writer(templates, language).at("6 de junio", dt.time(9, 30), timezone)

    assert at.replace("\N{NO-BREAK SPACE}", " ") == written


@pytest.mark.parametrize(
    ("language", "term", "written"),
    [
        ("es", "2013-11/2018-03", "noviembre de 2013 a marzo de 2018"),
        ("de", "2013-11/2018-03", "November 2013 bis März 2018"),
        ("en", "2010/2017", "2010 to 2017"),
        ("de", "2017", "seit 2017"),
        ("es", "2017-02", "desde febrero de 2017"),
    ],
)
def test_terms(templates: Templates, language: str, term: str, written: str) -> None:
    """A project's term is written as exactly as it is known."""
    assert writer(templates, language).period(term, templates.labels[language].profile) == written


def test_money_and_counts(templates: Templates) -> None:
    """Euros are grouped as each language groups them, and countable things take the right form."""
    amounts = {language: writer(templates, language).euros(9429999.98) for language in LANGUAGES}
    pages = templates.labels["de"].item.pages

    assert {language: amount.replace("\N{NO-BREAK SPACE}", " ") for language, amount in amounts.items()} == {
        "es": "9,430,000 euros",
        "de": "9.430.000 Euro",
        "en": "9,430,000 euros",
    }
    assert writer(templates, "de").count(1, pages).split() == ["1", "Seite"]
    assert writer(templates, "de").count(64, pages).split() == ["64", "Seiten"]


def test_languages_are_named(templates: Templates) -> None:
    """Languages are named in the reader's language, and one that nobody knows by its tag."""
    assert writer(templates, "de").languages(["es", "en", "xx"]) == "Spanisch, Englisch und xx"
    assert writer(templates, "es").languages(["es", "en"]) == "español e inglés"


def test_an_unknown_locale_is_explained(own_templates: Path) -> None:
    """A locale that does not exist is named with the file it stands in."""
    labels = own_templates / "labels" / "de.yaml"
    labels.write_text(labels.read_text(encoding="utf-8").replace("de_DE", "xy_XY"), encoding="utf-8")

    with pytest.raises(ConfigurationError, match=r"de\.yaml.*xy_XY"):
        render_edition(make_issue(), make_newsletter(), "de", load_templates(own_templates))
