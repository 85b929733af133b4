"""An event's agenda, participants and materials, on their way through everything that handles contributions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from pydantic import TypeAdapter
from tests.intake.parcels import packed
from tests.translations.conftest import translate_docx

from iki_newsletter.content.loading import load_as_written
from iki_newsletter.model.contribution import Event
from iki_newsletter.workflow.translation_export import export
from iki_newsletter.workflow.translation_import import take_in
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

    from iki_newsletter.model.contribution import Contribution

DEMO = "klimaallianz-exchange-workshop"
LATER = """\
participants: [GIZ, Instituto de Muestra]
materials:
  # The minutes came by mail.
  - {file: materials/minutes.pdf, title: {es: Relatoría, de: Protokoll, en: Minutes}, languages: [es], on: 2017-07-03}
"""
EVENT: dict[str, Any] = {
    "kind": "event",
    "project": "biomar",
    "language": "es",
    "received_on": "2017-05-20",
    "title": "Un taller cuenta vaquitas",
    "teaser": "Tres proyectos muestran sus datos.",
    "starts_on": "2017-08-18",
    "timezone": "America/Mexico_City",
    "place": "La Paz",
    "sessions": [
        {"starts_at": "9:30", "title": "Bienvenida", "speakers": ["Ana Ejemplo, Instituto de Muestra"]},
        {"starts_at": "10:00", "ends_at": "11:00", "title": "Datos", "text": "Dos **mesas**.", "place": "Sala A"},
    ],
    "participants": ["WWF Germany"],
    "materials": [{"url": "https://www.example.org/a", "title": "Folleto", "languages": ["es"]}],
    "part_of": DEMO,
}


def put(workspace: Path, name: str, **more: Any) -> Path:
    """Lay the event into the demo's issue."""
    path = workspace / "issues" / "2017-06" / "contributions" / f"{name}.yaml"
    path.write_text(yaml.safe_dump(EVENT | more, allow_unicode=True, sort_keys=False), "utf-8")
    return path


def read(path: Path) -> Contribution:
    """Read a contribution as its file says it."""
    written = load_as_written(path)
    assert written is not None
    return written


def test_what_comes_after_sending_changes_no_edition(iki: Callable[..., Run], workspace: Path) -> None:
    """Agenda, participants and materials of a sent issue can come and go: every byte of its editions stays."""
    path = workspace / "issues" / "2017-06" / "contributions" / f"{DEMO}.yaml"
    text = path.read_text("utf-8")
    head, agenda = text.split("timezone:")
    without = head + agenda[agenda.index("images:") :]
    (workspace / "issues" / "2017-06" / "materials").mkdir()
    (workspace / "issues" / "2017-06" / "materials" / "minutes.pdf").write_bytes(b"%PDF-1.4\n")
    made = []
    for written in (without, text, text + LATER):
        path.write_text(written, "utf-8")
        assert iki("compile", "2017-06").code == 0
        made.append(_bytes_below(workspace / "build" / "2017-06"))
    assert made[0] == made[1] == made[2]
    assert any(name.endswith("manifest.json") for name in made[0])


def _bytes_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_comes_after_the_workshop_undoes_no_release(workspace: Path) -> None:
    """A project agrees to what mails show; minutes that come later leave its yes standing, another title does not."""
    plain = {key: value for key, value in EVENT.items() if key not in ("participants", "materials", "sessions")}
    event = TypeAdapter(Event).validate_python(plain)
    later = read(put(workspace, "counting"))

    assert later.digest == event.digest
    assert read(put(workspace, "counting", title="Otro título")).digest != event.digest


def test_being_part_of_an_event_changes_no_edition(iki: Callable[..., Run], workspace: Path) -> None:
    """Pages show it and mails do not."""
    path = workspace / "issues" / "2017-06" / "contributions" / "viclim-levels.yaml"
    made = []
    for more in ("", f"part_of: {DEMO}\n"):
        path.write_text(path.read_text("utf-8") + more, "utf-8")
        assert iki("compile", "2017-06").code == 0
        made.append(_bytes_below(workspace / "build" / "2017-06"))
    assert made[0] == made[1]


@pytest.mark.parametrize("kind", ["docx", "xliff", "xlsx"])
def test_its_texts_go_to_translators_and_come_back(workspace: Path, tmp_path: Path, kind: str) -> None:
    """Titles and texts of sessions and materials are in the file, under the same names each time; a room is none."""
    shop = Workspace(workspace)
    put(workspace, "zz-event")
    exports = [export(shop, "2017-06", "de", kind=kind, out=tmp_path / f"{number}.{kind}").sheet for number in (1, 2)]
    first, second = ([row.id for row in each.rows if row.id.item == "zz-event"] for each in exports)
    assert first == second
    assert list(dict.fromkeys(row.keys for row in first)) == [
        ("title",),
        ("teaser",),
        ("sessions", 0, "title"),
        ("sessions", 1, "title"),
        ("sessions", 1, "text"),
        ("materials", 0, "title"),
    ]


def test_translations_of_sessions_stand_where_they_belong(workspace: Path, tmp_path: Path) -> None:
    """Beside their originals, Markdown as it was; everything else of the event stays."""
    path = put(workspace, "zz-event")
    before = read(path)
    shop, file = Workspace(workspace), tmp_path / "de.docx"
    export(shop, "2017-06", "de", out=file)
    translate_docx(file, lambda _, source: f"DE {source}")
    take_in(shop, "2017-06", file)
    after = read(path).model_dump()
    assert after["sessions"][1]["title"] == {"es": "Datos", "de": "DE Datos"}
    assert after["sessions"][1]["text"] == {"es": "Dos **mesas**.", "de": "DE Dos **mesas**."}
    assert after["materials"][0]["title"] == {"es": "Folleto", "de": "DE Folleto"}
    same = ("participants", "part_of", "timezone", "place")
    assert {key: after[key] for key in same} == {key: before.model_dump()[key] for key in same}
    assert after["sessions"][0]["speakers"] == ("Ana Ejemplo, Instituto de Muestra",)


def test_it_survives_being_collected(iki: Callable[..., Run], workspace: Path, tmp_path: Path) -> None:
    """A parcel with all of it becomes a contribution with all of it."""
    source = tmp_path / "parcels"
    source.mkdir()
    text = yaml.safe_dump(EVENT, allow_unicode=True, sort_keys=False).encode()
    (source / "biomar-event-abcd.zip").write_bytes(packed({"contribution.yaml": text}))
    run = iki("collect", "2017-06", source)
    assert run.code == 0, run.err
    kept = read(workspace / "issues" / "2017-06" / "contributions" / "biomar-event.yaml").model_dump()
    sent = read(put(workspace, "zz-event")).model_dump()
    assert {key: value for key, value in kept.items() if key != "received_on"} == {
        key: value for key, value in sent.items() if key != "received_on"
    }


def test_a_reminder_leaves_agenda_and_materials_where_they_are(iki: Callable[..., Run], workspace: Path) -> None:
    """The next issue's copy has the words alone and is part of the first event, and so is the copy after it."""
    folder = workspace / "issues" / "2017-06"
    (folder / "materials").mkdir()
    (folder / "materials" / "brochure.pdf").write_bytes(b"%PDF-1.4\n")
    handout = {"file": "materials/brochure.pdf", "title": "Folleto", "languages": ["es"]}
    path = put(workspace, "biomar-event", materials=[*EVENT["materials"], handout])
    made = f"es {'0' * 64}"
    texts = {"title": made, "sessions.0.title": made, "materials.1.title": made}
    (folder / "translations.yaml").write_text(
        yaml.safe_dump({"translations": {"biomar-event": {"de": texts, "en": {"sessions.0.title": made}}}}), "utf-8"
    )
    before = path.read_bytes()
    assert iki("move", "2017-06", "biomar-event", "--first").code == 0
    assert path.read_bytes() == before

    for issue in ("2017-07", "2017-08"):
        assert "biomar-event" in iki("new", "issue", issue).out
        copy = workspace / "issues" / issue / "contributions" / "biomar-event.yaml"
        left = {"sessions": (), "participants": (), "materials": ()}
        assert read(copy) == read(path).model_copy(update={"part_of": "2017-06/biomar-event", **left})
        assert not (workspace / "issues" / issue / "materials").exists()
        record = yaml.safe_load((workspace / "issues" / issue / "translations.yaml").read_text("utf-8"))
        assert record == {"translations": {"biomar-event": {"de": {"title": made}}}}
        problems = iki("check", issue, "--json").data["problems"]
        assert not [each for each in problems if each["code"] in ("C205", "C206", "C503")]


def test_a_reminders_page_leads_to_the_events_own(iki: Callable[..., Run], workspace: Path) -> None:
    """In the web archive the agenda stands once, on the first event's page; the copy's page leads there."""
    put(workspace, "biomar-event")
    assert iki("new", "issue", "2017-07").code == 0
    assert iki("publish", "--drafts", "--json").data["issues"] == ["2017-06", "2017-07"]
    site = workspace / "build" / "site-drafts" / "es"
    first, copy = ((site / issue / "biomar-event.html").read_text("utf-8") for issue in ("2017-06", "2017-07"))
    assert ["Ana Ejemplo, Instituto de Muestra" in page for page in (first, copy)] == [True, False]
    assert 'href="../2017-06/biomar-event.html"' in copy


def test_the_new_file_of_an_event_offers_it_all(iki: Callable[..., Run], workspace: Path) -> None:
    """As comments, with what each key is for; no other kind has an agenda, and each can be part of an event."""
    made = {}
    for kind in ("event", "news"):
        assert iki("new", "contribution", "2017-06", "--project", "biomar", "--kind", kind).code == 0
        path = workspace / "issues" / "2017-06" / "contributions" / f"biomar-{kind}.yaml"
        made[kind] = path.read_text("utf-8")
        assert read(path).part_of is None
    lines = set(made["event"].splitlines())
    assert {"# sessions:", "# participants: [<write here> an organisation]", "# materials:"} <= lines
    assert "#     file: materials/file-name.pdf" in lines
    assert all("# part_of: event-file-name" in text.splitlines() for text in made.values())
    assert "sessions" not in made["news"]
