from __future__ import annotations

import io
import json
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pytest
from PIL import Image
from tests.form.firefox import firefox
from tests.form.office import Office
from tests.form.test_filling import PROJECT, fill
from tests.form.texts import OF_KIND, TITLES
from tests.form.webkit import WebKit, webkit
from tests.servers.program import require

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Run
    from tests.form.tab import Tab


@contextmanager
def in_firefox(folder: Path) -> Iterator[Tab]:
    """Give a tab of Firefox."""
    with firefox(require("firefox-esr", "firefox-esr"), folder) as tab:
        yield tab


@contextmanager
def in_webkit(folder: Path) -> Iterator[Tab]:
    """Give a tab of Safari's engine."""
    driver, display = require("WebKitWebDriver", "webkit2gtk-driver"), require("Xvfb", "xvfb")
    with webkit(driver, display, folder) as tab:
        yield tab


BROWSERS: Final = {"firefox": in_firefox, "webkit": in_webkit}


@pytest.fixture(params=BROWSERS)
def office(request: pytest.FixtureRequest, form_file: Path, tmp_path: Path) -> Iterator[Office]:
    """Open the form in a browser that has never seen it."""
    with BROWSERS[request.param](tmp_path / "profile") as tab:
        yield Office(tab, form_file, tmp_path / "downloads")


def add_picture(office: Office, picture: Path, language: str) -> None:
    """Add a picture, and say of it what has to be said."""
    office.give_files("add-picture", picture)
    office.until("page.draft.fields.images?.length")
    told = {f"images.0.alt.{language}": "Un manglar", "images.0.credit": "Ana Ejemplo", "images.0.rights": "own"}
    office.write(**told)


def test_what_is_saved_is_collected_and_compiles(
    office: Office, iki: Callable[..., Run], workspace: Path, picture: Path
) -> None:
    """A contribution is taken, its photograph made small, upright and silent about its place by the browser."""
    fill(office, "news", "es")
    add_picture(office, picture, "es")
    saved = office.save()

    assert saved.name == f"{PROJECT}-news-{office.ask('page.draft.id')[:4]}.zip"
    with zipfile.ZipFile(saved) as archive:
        assert archive.testzip() is None
        raw = archive.read("images/manglar-de-dia.jpg")
    shown = Image.open(io.BytesIO(raw))
    assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (1600, 2400), {})
    assert b"ejemplo" not in raw
    run = iki("collect", "2017-06", saved, "--json")
    (told,) = run.data["collected"]
    assert (told["fate"], told["kind"], told["languages"]) == ("taken", "news", ["es"])
    assert not any(problem["level"] == "block" for problem in told["problems"]), told["problems"]
    assert iki("compile", "2017-06").code == 0
    assert TITLES["es"] in " ".join(iki("preview", "2017-06", "--language", "es", "--plain").out.split())


def test_what_is_missing_is_told_in_words(office: Office) -> None:
    """Nothing is saved; the summary has the focus, and each of its lines leads to a field that says the same."""
    fill(office, "event", "de")
    office.write(**{"title.de": "", "ends_on": "2017-01-01", "online": "www.example.org"})
    office.ask("document.getElementById('save').click()")

    lines = office.until("[...document.querySelectorAll('#summary a')].map((each) => [each.hash, each.innerText])")
    assert [address for address, _ in lines] == ["#f-title-de", "#f-ends_on", "#f-online"]
    for number, (address, words) in enumerate(lines):
        office.ask(f"document.querySelectorAll('#summary a')[{number}].click()")
        assert office.ask("`#${document.activeElement.id}`") == address
        said = office.ask(f"document.getElementById({address[1:]!r} + '-problem').innerText")
        assert len(said) > 10
        assert said in words
    assert list(office.downloads.iterdir()) == []


def test_a_draft_with_its_picture_outlives_the_page(office: Office, picture: Path) -> None:
    """Loaded anew, texts and picture are as they were, and can be saved."""
    fill(office, "interview", "en")
    add_picture(office, picture, "en")
    kept = office.ask("JSON.stringify([page.draft.id, page.draft.fields])")

    office.open()

    assert office.ask("JSON.stringify([page.draft.id, page.draft.fields])") == kept
    assert office.ask("document.querySelector('figure img').decode().then(() => true)")
    assert office.wrong == []
    with zipfile.ZipFile(office.save()) as archive:
        assert "images/manglar-de-dia.jpg" in archive.namelist()


def test_a_draft_outlives_firefox(form_file: Path, picture: Path, tmp_path: Path) -> None:
    """Whoever closes the browser for the night finds texts and picture in the morning."""
    with in_firefox(tmp_path / "profile") as tab:
        office = Office(tab, form_file, tmp_path / "downloads")
        fill(office, "news", "es")
        add_picture(office, picture, "es")
        kept = office.ask("JSON.stringify([page.draft.id, page.draft.fields])")

    with in_firefox(tmp_path / "profile") as tab:
        tab.show(form_file, 1280)
        assert tab.ask("page.ready.then(() => JSON.stringify([page.draft.id, page.draft.fields]))") == kept
        assert tab.ask("[document.querySelector('figure img').src.startsWith('blob:'), page.lost]") == [True, []]


def test_a_saved_file_fills_the_form_again(office: Office, picture: Path) -> None:
    """A parcel that another program has packed anew is opened, and saved as what it was."""
    fill(office, "publication", "de")
    add_picture(office, picture, "de")
    first = office.save()
    again = office.downloads.parent / "again.zip"
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as target:
        files = {name: source.read(name) for name in source.namelist()}
        for name, raw in files.items():
            target.writestr(name, raw)
    first.unlink()
    draft = json.loads(files["form.json"])["id"]
    office.ask("drafts.all().forEach((each) => drafts.forget(each.id))")
    office.open()

    office.give_files("open-parcel", again)
    office.until(f"page.draft.id === {draft!r}")

    with zipfile.ZipFile(office.save()) as archive:
        kept = {name: archive.read(name) for name in archive.namelist() if name != "form.json"}
    assert kept == {name: raw for name, raw in files.items() if name != "form.json"}


def test_it_can_be_filled_in_by_keyboard_alone(office: Office) -> None:
    """From the choice of the language to the saved file, nothing needs a mouse."""
    office.tab_to("speak-es")
    office.press("Enter")
    office.tab_to("f-project")
    office.type("alvarado")
    office.tab_to("project")
    office.press("Space")
    office.tab_to("take-project")
    office.press("Enter")
    office.tab_to("f-kind")
    office.press("Space")
    while office.ask("page.draft.fields.kind") != "event":
        office.press("ArrowDown")
    texts = {"title-es": TITLES["es"], "teaser-es": "Un taller.", "starts_on": "07072017", "place-es": "Morelia"}
    for field, text in texts.items():
        office.tab_to(f"f-{field}")
        (office.digits if text.isdigit() else office.type)(text)
    office.tab_to("save")
    office.press("Enter")

    with zipfile.ZipFile(office.saved()) as archive:
        written = archive.read("contribution.yaml").decode()
    assert all(text in written for text in (TITLES["es"], "Un taller.", "2017-07-07", "Morelia"))
    assert office.until("document.activeElement.id === 'done-head'")


def test_half_a_day_is_told_until_it_is_taken_back(office: Office) -> None:
    """A date that is begun and left is told as such, needed or not; emptied, no more. It has a ring meanwhile."""
    office.choose_project(PROJECT)
    office.write(kind="event")
    for field in ("f-starts_on", "f-ends_on"):
        told = f"document.getElementById('{field}-problem').textContent"
        office.ask(f"document.getElementById('{field}').focus()")
        assert office.ask("getComputedStyle(document.activeElement).outline.includes('3px')")
        office.digits("07")
        office.ask("document.getElementById('save').focus()")
        assert office.ask(told) == office.ask("t('problems.date')")
        office.ask(f"document.getElementById('{field}').focus()")
        office.press("Backspace")
        office.ask("document.getElementById('save').focus()")
        assert office.ask(told) == ""


def test_an_empty_day_looks_empty_in_webkit(form_file: Path, tmp_path: Path) -> None:
    """Safari's engine would show today in it: nobody may believe that it is filled in; one who goes there sees it."""
    with in_webkit(tmp_path / "profile") as tab:
        assert isinstance(tab, WebKit)
        office = Office(tab, form_file, tmp_path / "downloads")
        office.choose_project(PROJECT)
        office.write(kind="event", ends_on="2017-07-07")
        assert office.ask("'empty' in document.getElementById('f-ends_on').dataset") is False
        office.ask("document.body.replaceChildren(document.getElementById('f-starts_on'))")

        assert seen(tab, lambda field, rest: len(rest) == 1) == 1
        office.ask("document.getElementById('f-starts_on').focus()")
        assert seen(tab, lambda field, rest: len(field) > 1) > 1


def seen(tab: WebKit, is_painted: Callable[[set[object], set[object]], bool]) -> int:
    """Give the number of colours within the day, its edge left out, once it and the rest of the page are painted."""
    place = tab.ask("document.getElementById('f-starts_on').getBoundingClientRect().toJSON()")
    for _ in range(100):
        with Image.open(io.BytesIO(tab.picture())) as window:
            left, top, right, bottom = (round(place[side]) for side in ("left", "top", "right", "bottom"))
            field = colours(window.crop((left + 6, top + 6, right - 6, bottom - 6)))
            rest = colours(window.crop((left, bottom + 6, right, window.height)))
        if is_painted(field, rest):
            return len(field)
    raise AssertionError("it is never painted")


def colours(picture: Image.Image) -> set[object]:
    """Give the colours of a picture."""
    return {colour for _, colour in picture.getcolors(picture.width * picture.height) or []}


def test_nothing_scrolls_sideways_on_a_phone(office: Office) -> None:
    """At 360 pixels every kind fits, with everything open, a link, and all that is missing told."""
    office.open(360, language="de")
    for kind in OF_KIND:
        office.ask("newDraft().then(() => 1)")
        office.choose_project(PROJECT)
        office.write(kind=kind)
        office.ask("document.getElementById('add-link').click()")
        office.ask("document.getElementById('save').click()")
        office.ask("document.querySelectorAll('details').forEach((each) => (each.open = true))")

        assert office.ask("[document.documentElement.scrollWidth <= innerWidth, innerWidth]") == [True, 360], kind
