from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from tests.render.specimens import (
    LANGUAGES,
    in_all,
    make_issue,
    make_item,
    make_newsletter,
    make_project,
    soup,
    words_of,
)

from iki_newsletter.render.edition import render_edition

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.render.templates import Templates


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_item_in_another_language_says_so(templates: Templates, language: str) -> None:
    """An item that exists in one language only stands whole in it, marked for the eye and for machines."""
    item = make_item(name="solo", title={"es": "Solo aquí"}, teaser={"es": "Resumen"}, body={"es": "Cuerpo"}, links=[
        {"url": "https://solo.example", "text": {"es": "Más sobre esto"}},
    ])  # fmt: skip

    edition = render_edition(make_issue(("news", [item])), make_newsletter(), language, templates)

    headline = soup(edition.html).find(id="solo")
    assert headline is not None
    marked = headline.get("lang")
    if language == "es":
        assert marked is None
        assert "En\N{NO-BREAK SPACE}español" not in edition.html
    else:
        assert marked == "es"
        assert "En\N{NO-BREAK SPACE}español" in edition.html
        assert "En\N{NO-BREAK SPACE}español" in edition.text
        for words in ("Resumen", "Cuerpo", "Más sobre esto"):
            found = soup(edition.html).find(string=re.compile(words))
            assert found is not None
            assert found.find_parent(lang=True)["lang"] == "es"  # type: ignore[index]


def test_untranslated_items_can_be_left_out(templates: Templates) -> None:
    """Where the newsletter says so, an edition has only what exists in its language, and no empty section."""
    item = make_item(name="solo", title={"es": "Solo aquí"}, teaser={"es": "Resumen"}, body={"es": "Cuerpo"})
    issue = make_issue(("solo", [item]), ("both", [make_item()]), focus=make_item(name="lead", title={"es": "Foco"}))
    newsletter = make_newsletter(untranslated="leave-out")

    spanish, german = (render_edition(issue, newsletter, language, templates) for language in ("es", "de"))

    assert "Solo aquí" in spanish.html
    assert "Foco" in spanish.html
    for part in (german.html, german.text):
        assert "Solo aquí" not in part
        assert "Sección solo" not in part
        assert "Foco" not in part


def test_an_event_tells_when_and_where(templates: Templates) -> None:
    """An event shows a date block, its days, time, zone and place, and how to take part."""
    event = make_item(
        "event",
        starts_on="2017-06-06",
        ends_on="2017-06-07",
        starts_at="9:30",
        timezone="America/Mexico_City",
        place=in_all("Ciudad Ejemplo"),
        online="https://join.example",
        registration={"url": "https://sign.example", "until": "2017-06-01"},
    )

    edition = render_edition(make_issue(("events", [event])), make_newsletter(), "de", templates)

    page = soup(edition.html)
    block = page.find(class_="date")
    assert block is not None
    assert block.get_text(" ", strip=True) == "6–7 Juni"
    said = words_of(page.get_text())
    assert "6. und 7. juni 2017, 9:30 uhr (ortszeit mexiko-stadt) · ciudad ejemplo de · online" in said
    assert "anmeldung bis 1. juni 2017" in said
    for address in ("https://join.example", "https://sign.example"):
        assert f"\n    {address}\n" in edition.text
        assert page.find("a", href=address) is not None


@pytest.mark.parametrize(("ends_on", "days"), [("2017-06-30", "30"), ("2017-07-02", "30"), ("2018-06-30", "30")])
def test_date_blocks_show_the_first_day(templates: Templates, ends_on: str, days: str) -> None:
    """An event that runs into another month shows its first day at a glance; the line beside it has them all."""
    event = make_item("event", starts_on="2017-06-30", ends_on=ends_on)

    edition = render_edition(make_issue(("events", [event])), make_newsletter(), "de", templates)

    block = soup(edition.html).find(class_="days")
    assert block is not None
    assert block.get_text() == days


def test_lists_lead_with_what_counts(templates: Templates) -> None:
    """A call begins with its deadline, a publication says by whom and how long, a video how long."""
    sections = [("all", [make_item("call"), make_item("publication", authors=["A. Autora"]), make_item("video")])]

    text = words_of(render_edition(make_issue(*sections), make_newsletter(), "en", templates).text)

    assert "1. título call-item en by 30 june 2017 demo reef · example trust · biodiversity for: escuelas en" in text
    assert "a. autora · 2017 · 64 pages · in spanish and english" in text
    assert "video, 4:30 min · subtitles in spanish and german" in text


def test_a_project_in_brief(templates: Templates) -> None:
    """A profile shows the portfolio's facts, those that are known, with money by whom it is for."""
    known = make_item("profile", name="known")
    shared = make_item("profile", name="shared", project=make_project(scope="global", states=[], partners=[]))

    one, other = (
        soup(render_edition(make_issue(("brief", [item])), make_newsletter(), "de", templates).html)
        for item in (known, shared)
    )

    rows = {row.get_text(): row.find_next(class_="value").get_text() for row in one.find_all(class_="fact")}  # type: ignore[union-attr]
    assert rows["Durchführung"] == "Example Trust"
    assert rows["Partner"] == "SAMPLE, MUESTRA"
    assert rows["Laufzeit"] == "November 2013 bis März 2018"
    assert rows["IKI-Förderung"] == "4.750.000\N{NO-BREAK SPACE}Euro"
    assert rows["Bundesstaaten"] == "Yucatán"
    assert rows["Förderbereich"] == "Vielfalt de"
    labels = {row.get_text() for row in other.find_all(class_="fact")}
    assert "IKI-Förderung, alle Länder" in labels
    assert not {"Partner", "Bundesstaaten"} & labels


@pytest.mark.parametrize(("language", "note"), [("es", "en alemán"), ("de", ""), ("en", "in German")], ids=LANGUAGES)
def test_a_title_in_another_language_says_so(templates: Templates, language: str, note: str) -> None:
    """A project's title that exists in another language only is marked with it, for the eye and for machines."""
    item = make_item("profile", project=make_project(es=None, de="Musterriff"))

    edition = render_edition(make_issue(("brief", [item])), make_newsletter(), language, templates)

    title = soup(edition.html).find(class_="value")
    assert title is not None
    shown = f"Musterriff ({note})" if note else "Musterriff"
    assert title.get_text() == shown
    assert f": {shown}\n" in edition.text
    assert [(span["lang"], span.get_text()) for span in title.find_all(lang=True)] == (
        [("de", "Musterriff")] if note else []
    )


@pytest.mark.parametrize(
    ("language", "countries"),
    [
        ("es", "Belice, México, Sudáfrica"),
        ("de", "Belize, Mexiko, Südafrika"),
        ("en", "Belize, Mexico, South Africa"),
    ],
)
def test_shared_projects_name_their_countries(templates: Templates, language: str, countries: str) -> None:
    """A regional or global project's profile names all its countries; one alone could pass for the whole list."""
    items = [
        make_item("profile", name="shared", project=make_project(scope="regional", countries=["ZA", "MX", "BZ"])),
        make_item("profile", name="unknown", project=make_project(scope="global", countries=["MX"])),
        make_item("profile", name="own", project=make_project(countries=["MX", "BZ"])),
    ]

    page = soup(render_edition(make_issue(("brief", items)), make_newsletter(), language, templates).html)

    label = templates.labels[language].profile.countries
    rows = [row.find_next(class_="value") for row in page.find_all(class_="fact") if row.get_text() == label]
    assert [value.get_text() for value in rows if value] == [countries]


@pytest.mark.parametrize(("language", "name"), [("es", "Alianza"), ("de", "Bündnis"), ("en", "Bündnis")])
def test_a_project_is_called_as_in_its_language(templates: Templates, language: str, name: str) -> None:
    """A short name may differ by language; where it lacks one, the newsletter's order decides."""
    item = make_item(project=make_project(short={"de": "Bündnis", "es": "Alianza"}))
    newsletter = make_newsletter(languages=["de", "es", "en"])

    text = render_edition(make_issue(("news", [item])), newsletter, language, templates).text

    assert f"    {name} · Example Trust" in text


def test_an_area_is_not_said_twice(templates: Templates) -> None:
    """Under a heading for one area items do not repeat it; the heading bears its mark and hue, in text its mark."""
    plans = [
        {"id": "roots", "title": in_all("Roots"), "takes": {"kind": "news", "area": "III"}},
        {"id": "one", "title": in_all("One"), "takes": {"kind": "news", "area": ["IV"]}},
        {"id": "two", "title": in_all("Two"), "takes": {"kind": "news", "area": ["I", "II"]}},
    ]
    there = [make_item(name="at-home", area="III"), make_item(name="guest", area="I")]
    others = [("one", [make_item(name="alone", area="IV")]), ("two", [make_item(name="mixed", area="II")])]
    issue = make_issue(("roots", there), *others, focus=make_item(name="lead", area="III"))

    edition = render_edition(issue, make_newsletter(sections=plans), "de", templates)

    page = soup(edition.html)
    marked = [" ".join(element.get_text().split()) for element in page.find_all(class_=re.compile("^area-"))]
    assert marked == [
        "▲ Kohlenstoffsenken",
        "▲ Sección roots de",
        "● Klimaschutz",
        "⬢ Sección one de",
        "■ Anpassung",
    ]
    said = re.findall(r"^    Demo Reef · Example Trust(.*)$", edition.text, re.MULTILINE)
    assert said == [" · Kohlenstoffsenken", "", " · Klimaschutz", "", " · Anpassung"]
    assert "\n▲ SECCIÓN ROOTS DE\n" in edition.text


def test_areas_are_hue_mark_and_name(templates: Templates) -> None:
    """Each item shows its area by all three, and an item without one shows none."""
    items = [make_item(name=f"item-{key.lower()}", area=key) for key in ("I", "II", "III", "IV")]
    issue = make_issue(("news", [*items, make_item(name="none", area=None, project=make_project(area=None))]))

    page = soup(render_edition(issue, make_newsletter(), "de", templates).html)

    shown = [page.find(class_=f"area-{key}") for key in ("I", "II", "III", "IV")]
    assert [" ".join(area.get_text().split()) for area in shown if area] == [
        "● Klimaschutz",
        "■ Anpassung",
        "▲ Kohlenstoffsenken",
        "⬢ Biologische Vielfalt",
    ]
    assert len(page.find_all(class_=re.compile("^area-"))) == 4


def test_words_of_others_are_data(templates: Templates) -> None:
    """Markup and template code in contributions and names are shown, never run."""
    evil = '<b>{{ 7*7 }}</b> {% x %} & "quoted" %%ADDRESS%%'
    item = make_item(
        name="evil",
        title={"es": evil, "de": evil, "en": evil},
        teaser={"es": evil, "de": evil, "en": evil},
        body=in_all("<script>alert(1)</script> {{ 7*7 }}"),
        links=[{"url": "https://x.example/?a=1&b=2", "text": in_all("<i>x</i>")}],
        project=make_project(short="<u>P</u>"),
    )

    edition = render_edition(make_issue(("news", [item])), make_newsletter(), "de", templates)

    page = soup(edition.html)
    assert page.find(["script", "i", "u"]) is None
    assert "49" not in re.sub("%%[A-Z]+-[0-9a-f]+%%", "", edition.text)
    assert "<b>{{ 7*7 }}</b> {% x %}" in edition.text
    headline = page.find(id="evil")
    assert headline is not None
    assert headline.get_text().startswith("<b>{{ 7*7 }}</b>")
    assert page.find("a", href="https://x.example/?a=1&b=2") is not None


def test_six_pictures_at_most_and_one_a_section_beyond(templates: Templates, tmp_path: Path) -> None:
    """While pictures are few all are shown; in a larger issue each section shows its first."""
    (tmp_path / "images").mkdir()
    Image.new("RGB", (1200, 675)).save(tmp_path / "images" / "a.png")
    image = {
        "file": "images/a.png",
        "credit": "Ana Ejemplo",
        "rights": "own",
        "alt": in_all("Arrecife"),
        "caption": in_all("Pie"),
    }

    def shown(count: int) -> int:
        sections = [
            (key, [make_item(name=f"{key}{number}", images=[image]) for number in range(count)]) for key in ("a", "b")
        ]
        issue = make_issue(*sections, folder=tmp_path, focus=make_item(name="lead", images=[image]))
        return len(soup(render_edition(issue, make_newsletter(), "de", templates).html).find_all("img")) - 2

    assert shown(3) == 6
    assert shown(4) == 2
