from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from tests.form.texts import BODY, OF_KIND, TEASERS, TITLES, fields_of

from iki_newsletter.content.loading import load_contributions
from iki_newsletter.model.contribution import Kind
from iki_newsletter.reading.findings import Findings
from iki_newsletter.reading.scan import scan

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run
    from tests.form.office import Office
    from tests.judges.browser import Page

ROOT = Path(__file__).resolve().parents[2]
PROJECT = "mangroves-alvarado"
LANGUAGES = ("es", "de", "en")


def fill(office: Office, kind: str, language: str, project: str = PROJECT) -> None:
    """Choose project and kind, and write what the kind needs."""
    office.ask(f"speak({language!r})")
    office.choose_project(project)
    office.write(kind=kind)
    office.ask(f"(page.draft.original = {language!r}, render(null))")
    for path, value in fields_of(kind, language).items():
        office.write(**{path: value})


def unpack(parcel: Path, issue: Path, name: str) -> dict[str, Any]:
    """Lay a parcel's contribution and pictures into an issue's folder, and give what form.json says."""
    with zipfile.ZipFile(parcel) as archive:
        assert archive.testzip() is None
        (issue / "contributions" / f"{name}.yaml").write_bytes(archive.read("contribution.yaml"))
        for picture in (each for each in archive.namelist() if each.startswith("images/")):
            (issue / picture).write_bytes(archive.read(picture))
        said: dict[str, Any] = json.loads(archive.read("form.json"))
        return said


def empty_issue(workspace: Path) -> Path:
    """Give the folder of the June 2017 issue, without its contributions."""
    issue = workspace / "issues" / "2017-06"
    for path in [*(issue / "contributions").iterdir(), *(issue / "images").iterdir()]:
        path.unlink()
    plan = (issue / "issue.yaml").read_text("utf-8")
    (issue / "issue.yaml").write_text(re.sub(r"(?ms)^(focus|order|leave_out|allow):.*?(?=^\S|\Z)", "", plan), "utf-8")
    return issue


def test_every_kind_is_written_somewhere_here() -> None:
    """A new kind of contribution gets its texts here, and so its fields in the form."""
    assert set(OF_KIND) == {kind.value for kind in Kind}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_filled_in_and_compiles(
    office: Office, workspace: Path, iki: Callable[..., Run], language: str
) -> None:
    """What is saved of each kind unpacks, loads without a problem as it was typed, and compiles in an issue."""
    issue = empty_issue(workspace)
    for kind in OF_KIND:
        office.ask("newDraft().then(() => 1)")
        fill(office, kind, language)
        office.ask("page.saved = null")
        for old in office.downloads.iterdir():
            old.unlink()
        said = unpack(office.save(), issue, kind)
        assert (said["parcel"], said["issue"], said["language"]) == (1, "2017-06", language)
        assert re.fullmatch("[a-z2-7]{16}", said["id"])
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", said["saved_at"])
        assert [path.name for path in office.downloads.iterdir()] == [f"{PROJECT}-{kind}-{said['id'][:4]}.zip"]

    loaded, problems = load_contributions(issue)

    assert problems == []
    assert {each.value.kind for each in loaded} == set(OF_KIND)
    assert {each.value.title for each in loaded} == {TITLES[language]}
    assert {each.value.teaser for each in loaded} == {TEASERS[language]}
    news = next(each.value for each in loaded if each.name == "news")
    assert getattr(news, "body", "") == BODY
    run = iki("compile", "2017-06", "--json")
    assert [problem for problem in run.data["problems"] if problem["level"] in ("block", "error")] == []


WITH_KEYS = {
    "es": ("news", [("f-title-es", TITLES["es"]), ("f-teaser-es", TEASERS["es"]), ("f-body-es", BODY)]),
    "de": (
        "event",
        [
            ("f-title-de", TITLES["de"]),
            ("f-teaser-de", TEASERS["de"]),
            ("f-starts_on", "07072017"),
            ("f-place-de", "Haus der Kultur"),
        ],
    ),
    "en": (
        "call",
        [
            ("f-title-en", TITLES["en"]),
            ("f-teaser-en", TEASERS["en"]),
            ("f-deadline", "08082017"),
            ("f-url", "https://example.org"),
            ("f-eligible-en", "Towns"),
        ],
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_can_be_filled_in_by_keyboard_alone(office: Office, tmp_path: Path, language: str) -> None:
    """From the choice of the language to the saved file, nothing needs a mouse."""
    kind, texts = WITH_KEYS[language]
    office.tab_to(f"speak-{language}")
    office.press("Enter")
    office.tab_to("f-project")
    office.type("alvarado")
    office.tab_to("project")
    office.press("Space")
    office.tab_to("take-project")
    office.press("Enter")
    office.tab_to("f-kind")
    office.press("Space")
    while office.ask("page.draft.fields.kind") != kind:
        office.press("ArrowDown")
    for field, text in texts:
        office.tab_to(field)
        (office.digits if text.isdigit() else office.type)(text)
    office.tab_to("save")
    office.press("Enter")

    with zipfile.ZipFile(office.saved()) as archive:
        (tmp_path / "contributions").mkdir()
        (tmp_path / "contributions" / "x.yaml").write_bytes(archive.read("contribution.yaml"))
    loaded, problems = load_contributions(tmp_path)
    assert problems == []
    assert (loaded[0].value.kind, loaded[0].value.language, loaded[0].value.title) == (
        kind,
        language,
        TITLES[language],
    )
    assert office.ask("document.activeElement.id") == "done-head"


def test_what_is_typed_is_never_lost(office: Office) -> None:
    """Another kind, another original, another language of the page, and back: every text is where it was."""
    fill(office, "event", "es")
    before = office.ask("JSON.stringify(page.draft.fields)")

    for kind in ("news", "call", "profile", "interview", "event"):
        office.write(kind=kind)
    for language in ("de", "en", "es"):
        office.ask(f"document.getElementById('speak-{language}').click()")
        office.write(kind="event")
        office.choose("original", language)

    assert json.loads(office.ask("JSON.stringify(page.draft.fields)")) == json.loads(before)
    assert office.ask("document.getElementById('f-title-es').value") == TITLES["es"]


def test_a_draft_survives_the_browser(office: Office, picture: Path) -> None:
    """Whoever closes the page finds texts and pictures as they were, and other drafts beside them."""
    fill(office, "news", "es")
    office.give_files("add-picture", picture)
    office.until("page.draft.fields.images?.length")
    office.write(**{"images.0.alt.es": "Un manglar", "images.0.credit": "Ana", "images.0.rights": "own"})
    office.until("document.getElementById('picture-said').textContent")
    kept = office.ask("JSON.stringify([page.draft.id, page.draft.fields])")

    office.open()

    assert office.ask("JSON.stringify([page.draft.id, page.draft.fields])") == kept
    assert office.ask("document.querySelector('figure img').src.startsWith('blob:')")
    assert office.wrong == []
    office.ask("newDraft().then(() => 1)")
    office.choose_project("sicem")
    assert office.ask("drafts.all().length") == 2


AS_BEFORE = """new Promise((done, fail) => {
    const opening = indexedDB.open(`iki-news-form:${DATA.list}`);
    opening.onsuccess = () => {
        const key = `${page.draft.id}/${page.draft.fields.images[0].file}`;
        const change = opening.result.transaction("pictures", "readwrite");
        change.objectStore("pictures").put(pictures.blobOf(page.draft, page.draft.fields.images[0].file), key);
        change.oncomplete = () => (opening.result.close(), done(1));
        change.onabort = fail;
    };
})"""


def test_pictures_that_an_earlier_form_kept_are_found(office: Office, picture: Path) -> None:
    """A draft from before pictures were kept as bytes has its picture still."""
    fill(office, "news", "es")
    office.give_files("add-picture", picture)
    office.until("document.getElementById('picture-said').textContent.includes('1')")
    office.ask(AS_BEFORE)

    office.open()

    assert office.ask("page.lost") == []
    assert office.ask("document.querySelector('figure img').decode().then(() => true)")


def test_pictures_come_out_small_and_without_where_they_were_taken(
    office: Office, picture: Path, tmp_path: Path
) -> None:
    """A photograph with GPS is saved as JPEG, at most 2,400 pixels, upright, with no EXIF at all; and it loads."""
    fill(office, "news", "es")
    office.give_files("add-picture", picture)
    office.until("page.draft.fields.images?.length")
    office.write(**{"images.0.alt.es": "Un manglar", "images.0.credit": "Ana Ejemplo", "images.0.rights": "own"})

    with zipfile.ZipFile(office.save()) as archive:
        assert "images/manglar-de-dia.jpg" in archive.namelist()
        raw = archive.read("images/manglar-de-dia.jpg")
        for name in ("contributions", "images"):
            (tmp_path / "issue" / name).mkdir(parents=True)
        (tmp_path / "issue/contributions/x.yaml").write_bytes(archive.read("contribution.yaml"))
        (tmp_path / "issue/images/manglar-de-dia.jpg").write_bytes(raw)

    shown = Image.open(io.BytesIO(raw))
    assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (1600, 2400), {})
    assert b"Exif" not in raw
    assert b"ejemplo" not in raw
    loaded, problems = load_contributions(tmp_path / "issue")
    assert problems == []
    assert loaded[0].value.images[0].credit == "Ana Ejemplo"


def test_a_saved_file_fills_the_form_again(office: Office, picture: Path) -> None:
    """Opened in another browser, a parcel is what it was, pictures too; saved anew it has the same id."""
    fill(office, "interview", "de")
    office.give_files("add-picture", picture)
    office.until("page.draft.fields.images?.length")
    office.write(
        **{
            "images.0.alt.de": "Mangroven",
            "images.0.credit": "Ana",
            "images.0.rights": "own",
            "title.es": "Otro título",
        }
    )
    first = office.save()
    with zipfile.ZipFile(first) as archive:
        before, pixels = archive.read("contribution.yaml"), archive.read("images/manglar-de-dia.jpg")
        draft = json.loads(archive.read("form.json"))["id"]
    kept = first.with_suffix(".kept")
    first.rename(kept)
    again = kept.with_name("again.zip")
    with zipfile.ZipFile(kept) as source, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():  # as another program packs it
            target.writestr(name, source.read(name))
    opened = again.rename(office.downloads.parent / "again.zip")
    office.ask("drafts.all().forEach((each) => drafts.forget(each.id))")
    office.open()

    office.give_files("open-parcel", opened)
    office.until(f"page.draft.id === {draft!r}")

    with zipfile.ZipFile(office.save()) as archive:
        assert archive.read("contribution.yaml") == before
        assert archive.read("images/manglar-de-dia.jpg") == pixels
        assert json.loads(archive.read("form.json"))["id"] == draft


def test_what_is_no_parcel_is_told_and_changes_nothing(office: Office, tmp_path: Path) -> None:
    """Any other file is refused in a sentence, and the draft stays."""
    fill(office, "news", "es")
    other = tmp_path / "notas.zip"
    other.write_bytes(b"PK no")

    office.give_files("open-parcel", other)

    assert "notas.zip" in office.until("document.getElementById('open-said').textContent")
    assert office.ask("document.getElementById('f-title-es').value") == TITLES["es"]


def test_the_mail_is_written_already(office: Office) -> None:
    """After saving, a link opens a mail to the editors that names the file to attach."""
    fill(office, "news", "es")
    name = office.save().name
    link = office.until("document.getElementById('mail')?.href")
    assert link.startswith("mailto:redaccion@klimaallianz.example?subject=Horizontes%202017-06")
    assert name in link


def test_nothing_is_asked_of_any_network(office: Office, page: Page, form_file: Path) -> None:
    """All that these tests did made the browser load the file itself, and what the page had made."""
    fill(office, "news", "es")
    office.save()
    asked = {address.partition(":")[0] for address in page.requests}
    assert asked <= {"file", "blob", "data", "about"}
    files = {address for address in page.requests if address.startswith("file:")}
    assert {address.partition("#")[0] for address in files} == {form_file.as_uri()}


def test_contributions_of_the_newsletter_survive_the_form(office: Office) -> None:
    """What editors wrote by hand is the same after it was opened in the form, with keys that have no field."""
    for path in sorted((ROOT / "issues" / "2017-06" / "contributions").glob("*.yaml")):
        data = scan(path.read_text("utf-8"), Findings(path, "C")).data
        again = office.ask(
            f"""(() => {{
            const data = {json.dumps(data)};
            return drafts.contribution(drafts.of(data, {{id: "a".repeat(16)}}), data.received_on);
            }})()"""
        )
        assert again == stripped(data), path.name


def stripped(data: Any) -> Any:
    """Take space at the ends of texts away, as loading does."""
    if isinstance(data, dict):
        return {key: stripped(value) for key, value in data.items()}
    return [stripped(each) for each in data] if isinstance(data, list) else str(data).strip()


DROP = """(async () => {
    const box = document.createElement("canvas");
    box.width = box.height = 40;
    const blob = await new Promise((done) => box.toBlob(done, "image/png"));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([blob], "mapa.png", {type: "image/png"}));
    document.body.dispatchEvent(new DragEvent("drop", {dataTransfer, bubbles: true}));
})()"""


def test_pictures_can_be_dropped_anywhere(office: Office) -> None:
    """A picture that is let go over the page stands among the pictures, with what has to be said of it asked."""
    fill(office, "news", "es")
    office.ask(DROP)
    assert office.until("page.draft.fields.images?.[0].file") == "images/mapa.jpg"
    office.ask("document.getElementById('save').click()")
    told = office.until("[...document.querySelectorAll('#summary a')].map((each) => each.hash)")
    assert told == ["#f-images-0-alt-es", "#f-images-0-credit", "#f-images-0-rights"]


def test_what_is_no_picture_is_told(office: Office, tmp_path: Path) -> None:
    """A file that the browser cannot draw is named, and nothing else changes."""
    fill(office, "news", "es")
    file = tmp_path / "foto.heic"
    file.write_bytes(b"no picture")
    office.give_files("add-picture", file)
    assert "foto.heic" in office.until("document.getElementById('picture-said').textContent")
    assert office.wrong == []


def test_drafts_go_when_they_are_deleted_and_only_then(office: Office) -> None:
    """Several drafts lie beside each other; one is opened by its title, and deleted only after a question."""
    fill(office, "news", "es")
    office.ask("newDraft().then(() => 1)")
    fill(office, "call", "de")
    first = "[...document.querySelectorAll('.draft')].find((each) => each.textContent.includes('Doce'))"
    office.ask(f"{first}.click()")
    office.until("page.draft.fields.kind === 'news'")
    assert office.ask("document.getElementById('f-title-es').value") == TITLES["es"]

    office.ask("window.confirm = () => false")
    office.ask(f"{first}.nextElementSibling.click()")
    assert office.ask("drafts.all().length") == 2
    office.ask("window.confirm = () => true")
    office.ask(f"{first}.nextElementSibling.click()")

    office.until("drafts.all().length === 1")
    assert office.ask("drafts.all()[0].fields.kind") == "call"


def test_opening_the_draft_in_hand_loses_nothing(office: Office) -> None:
    """The list of drafts opens what was typed last, also where it was made before that was typed."""
    fill(office, "news", "es")
    office.write(**{"title.es": "Otro título"})
    office.ask("document.querySelector('.draft').click()")
    assert office.until("document.getElementById('f-title-es').value") == "Otro título"
    assert office.ask("drafts.all()[0].fields.title.es") == "Otro título"


def test_another_contribution_is_of_the_same_office(office: Office) -> None:
    """Whoever begins another one need not say again who they are; the text is empty."""
    fill(office, "news", "es")
    office.ask(
        "(() => { const f = document.getElementById('sender-name'); f.value = 'Ana';"
        " f.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
    office.ask("document.getElementById('new-draft').click()")
    office.until("!page.draft.fields.kind")
    assert office.ask("[page.draft.fields.project, page.draft.sender.name]") == [PROJECT, "Ana"]
    assert office.ask("page.draft.fields.title") is None
