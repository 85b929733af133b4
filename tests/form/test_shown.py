from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.form.chromium import Chromium
from tests.form.office import Office
from tests.form.test_filling import LANGUAGES, fill
from tests.form.texts import OF_KIND, TITLES, fields_of
from tests.judges.test_reading import ALL, judge
from tests.judges.tools import from_npm

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run
    from tests.judges.browser import Page

LOOKS = [(width, mode) for width in (360, 1280) for mode in ("light", "dark")]
BREADTH = "[document.documentElement.scrollWidth, window.innerWidth]"
ALL_OPEN = "document.querySelectorAll('details').forEach((each) => (each.open = true))"


@pytest.fixture(scope="module")
def axe() -> str:
    """Give axe-core, as a script that a page can run."""
    return from_npm("axe-core/axe.min.js").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_scrolls_sideways_on_a_phone(office: Office, language: str) -> None:
    """At 360 pixels every kind fits, with everything open, a link, and all that is missing told."""
    office.open(360, language=language)
    for kind in OF_KIND:
        office.ask("newDraft().then(() => 1)")
        office.choose_project("mangroves-alvarado")
        office.write(kind=kind)
        office.ask("document.getElementById('add-link').click()")
        office.ask("document.getElementById('save').click()")
        office.ask(ALL_OPEN)

        assert office.ask(BREADTH) == [360, 360], kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_serious(office: Office, page: Page, axe: str, language: str) -> None:
    """axe-core finds nothing serious: empty, filled in, with problems; narrow and wide, light and dark."""
    office.open(language=language)
    office.ask(axe)
    look_at(page, "empty", LOOKS[:1])
    fill(office, "event", language)
    office.ask(f"document.getElementById('add-link').click(); {ALL_OPEN}")
    look_at(page, "before", LOOKS if language == "es" else LOOKS[:1])
    office.write(**{f"title.{language}": "", "online": "example.org"})
    office.ask("document.getElementById('save').click()")
    look_at(page, "with problems", LOOKS)


def look_at(page: Page, state: str, looks: list[tuple[int, str]]) -> None:
    """Have the page judged as it stands."""
    for width, mode in looks:
        page.look(width, mode)
        assert judge(page, ALL) == [], f"{state}, {mode} at {width} pixels"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_missing_is_told_at_the_field_and_above_the_button(office: Office, language: str) -> None:
    """The summary has the focus, each line of it leads to its field, and each field names its own problem."""
    office.open(360, language=language)
    fill(office, "event", language)
    other = "de" if language != "de" else "es"
    office.write(
        **{
            f"title.{language}": "",
            f"teaser.{other}": "**Doce**",
            "ends_on": "2017-01-01",
            "online": "www.example.org",
        }
    )

    office.ask("document.getElementById('save').click()")

    assert office.ask("document.activeElement.id") == "summary"
    assert "4" in office.until("document.getElementById('said').textContent")
    lines = office.ask("[...document.querySelectorAll('#summary a')].map((each) => each.hash)")
    assert lines == [f"#f-title-{language}", f"#f-teaser-{other}", "#f-ends_on", "#f-online"]
    for number, line in enumerate(lines):
        office.ask(f"document.querySelectorAll('#summary a')[{number}].click()")
        assert office.ask("`#${document.activeElement.id}`") == line
        assert office.ask("document.activeElement.getAttribute('aria-invalid')") == "true"
        told = office.ask(
            "document.activeElement.getAttribute('aria-describedby').split(' ')"
            ".map((id) => document.getElementById(id).textContent).at(-1)"
        )
        assert len(told) > 10
        assert "problems." not in told


def test_no_word_is_missing_on_the_page(office: Office) -> None:
    """Wherever one looks, in each language, a sentence stands and never its key."""
    for language in LANGUAGES:
        office.ask("newDraft().then(() => 1)")
        fill(office, "event", language)
        office.write(**{f"title.{language}": ""})
        for kind in OF_KIND:
            office.write(kind=kind)
            office.ask("document.getElementById('save').click()")
        assert office.ask("[...unsaid]") == []


def test_the_preview_shows_the_item_in_the_newsletters_words(office: Office) -> None:
    """Meta line, headline, day, place and links stand as the mail would have them, in the language chosen."""
    fill(office, "event", "de")
    shown = office.until("document.querySelector('.item .when') && document.querySelector('.item').innerText")
    for words in (
        "Alvarado",
        "Pronatura México",
        "Zwölf Gemeinden",
        "4.–6. Juli 2017",
        "Casa de la Cultura",
        "Anmeldung",
    ):
        assert words in shown, words


def test_a_newsletter_in_one_language_asks_for_one(
    page: Page, workspace: Path, iki: Callable[..., Run], tmp_path: Path
) -> None:
    """Without translations there is nothing to choose: one field for each text, and the file is saved."""
    settings = workspace / "newsletter.yaml"
    settings.write_text(settings.read_text("utf-8").replace("languages: [es, de, en]", "languages: [de]"), "utf-8")
    assert iki("form").code == 0

    office = Office(Chromium(page), workspace / "build" / "form.html", tmp_path / "downloads")
    office.ask("speak('en')")
    office.choose_project("mangroves-alvarado")
    office.write(kind="news")
    for path, text in fields_of("news", "de").items():
        office.write(**{path: text})

    assert office.ask("document.querySelectorAll('.tongues, .tab').length") == 0
    assert (
        office.ask("[...document.querySelectorAll('.pair textarea')].filter((each) => !each.offsetParent).length")
        == 0
    )
    assert office.save().name.startswith("mangroves-alvarado-news-")


def test_languages_keep_their_place_on_a_phone(office: Office, page: Page) -> None:
    """On a phone one language is shown at a time, on a screen the original and one more; what is typed stays."""
    fill(office, "news", "es")
    seen = "[...document.querySelectorAll('.pair textarea')].filter((each) => each.offsetParent)"
    shown = f"{seen}.map((each) => each.lang)"
    assert sorted(set(office.ask(shown))) == ["de", "es"]

    page.look(360, "light")
    office.until("document.getElementById('show-es').ariaPressed === 'true'")
    assert set(office.ask(shown)) == {"es"}
    office.ask("document.getElementById('show-en').click()")
    assert set(office.ask(shown)) == {"en"}

    page.look(1280, "light")
    office.until("document.getElementById('show-en').ariaPressed === 'true'")
    assert set(office.ask(shown)) == {"es", "en"}
    assert office.ask("document.getElementById('f-title-es').value") == TITLES["es"]
