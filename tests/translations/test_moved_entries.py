"""What is known of translations when a list's entries are put in, taken out, or brought into another order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.translations.conftest import ISSUE, item_path, translate_docx

from iki_newsletter.model.text import LocalText
from iki_newsletter.model.translation import TranslationRecord
from iki_newsletter.workflow.translation_export import export
from iki_newsletter.workflow.translation_import import take_in
from iki_newsletter.workflow.translation_judging import Fate
from iki_newsletter.workflow.translation_status import accept, status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

    from iki_newsletter.model.fields import Keys
    from iki_newsletter.workspace.folder import Workspace

NAME = "zz-agenda"
EVENT: dict[str, Any] = {
    "kind": "event",
    "project": "biomar",
    "language": "es",
    "received_on": "2017-05-20",
    "title": {"es": "Un taller cuenta vaquitas", "de": "Ein Workshop zählt Vaquitas"},
    "teaser": {"es": "Tres proyectos muestran sus datos.", "de": "Drei Projekte zeigen ihre Daten."},
    "starts_on": "2017-08-18",
    "timezone": "America/Mexico_City",
    "place": "La Paz",
}


def session(hour: int, title: str | dict[str, str], text: str = "") -> dict[str, Any]:
    """Give an entry of the agenda."""
    return {"starts_at": f"{hour:02}:00", "title": title} | ({"text": text} if text else {})


def put(shop: Workspace, *sessions: dict[str, Any]) -> None:
    """Write the event with this agenda."""
    event = EVENT | {"sessions": list(sessions)}
    item_path(shop, NAME).write_text(yaml.safe_dump(event, allow_unicode=True, sort_keys=False), "utf-8")


def outdated(iki: Callable[..., Run], shop: Workspace) -> list[str]:
    """Name the event's texts whose source has changed, which status, check and the roster tell alike."""
    found = list(status(shop, ISSUE).items[NAME]["de"].outdated)
    told = [each for each in iki("check", ISSUE, "--select", "C406", "--json").data["problems"] if NAME in str(each)]
    assert len(told) == len(found)
    item = next(each for each in iki("status", ISSUE, "--json").data["items"] if each["item"] == NAME)
    in_german = item["languages"]["de"]
    assert (in_german["standing"] == "stale") is (bool(found) and not in_german["lacks"])
    return found


@pytest.fixture
def translated(shop: Workspace) -> list[dict[str, Any]]:
    """Lay an agenda of two sessions into the issue, whose translations hold; gives the sessions."""
    sessions = [
        session(9, {"es": "Bienvenida", "de": "Begrüßung"}),
        session(10, {"es": "Datos del golfo", "de": "Daten aus dem Golf"}),
    ]
    put(shop, *sessions)
    accept(shop, ISSUE, NAME, "de")
    return sessions


@pytest.mark.parametrize("first", ["Café", {"es": "Café", "de": "Kaffee"}])
def test_a_session_on_top_makes_no_translation_older(
    iki: Callable[..., Run], shop: Workspace, translated: list[dict[str, Any]], first: str | dict[str, str]
) -> None:
    """Neither the new session's nor those of the sessions behind it; a source that changes then is told as ever."""
    put(shop, session(8, first), *translated)
    assert outdated(iki, shop) == []
    translated[1]["title"]["es"] = "Datos del mar"
    put(shop, session(8, first), *translated)
    told = outdated(iki, shop)
    assert len(told) == 1
    if first == "Café":
        assert told == ["session 3 title"]


def test_a_session_that_was_taken_out_makes_no_translation_older(
    iki: Callable[..., Run], shop: Workspace, translated: list[dict[str, Any]]
) -> None:
    """The next one comes into its place, with what is known of it."""
    put(shop, translated[1])
    assert outdated(iki, shop) == []
    translated[1]["title"]["es"] = "Datos del mar"
    put(shop, translated[1])
    assert outdated(iki, shop) == ["session 1 title"]
    accept(shop, ISSUE, NAME, "de")
    assert outdated(iki, shop) == []


def test_a_translators_file_finds_the_sessions_where_they_are_now(shop: Workspace, tmp_path: Path) -> None:
    """What was sent out before the agenda changed goes to its own session; that of a deleted one is told."""
    old = [session(9, "Bienvenida"), session(10, "Datos", "Dos mesas.\n\nUn café."), session(12, "Comida")]
    put(shop, *old)
    path = tmp_path / "sent.docx"
    export(shop, ISSUE, "de", out=path)
    translate_docx(path, lambda row, source: f"DE {source}" if row.startswith(NAME) else None)
    put(shop, session(8, "Café"), old[1], session(11, "Pausa"), old[2])

    imported = take_in(shop, ISSUE, path)
    sessions = yaml.safe_load(item_path(shop, NAME).read_text("utf-8"))["sessions"]
    assert [each["title"] for each in sessions] == [
        "Café",
        {"es": "Datos", "de": "DE Datos"},
        "Pausa",
        {"es": "Comida", "de": "DE Comida"},
    ]
    assert sessions[1]["text"]["de"].strip() == "DE Dos mesas.\n\nDE Un café."
    assert [(each.item, each.fate) for each in imported.held_back] == [(NAME, Fate.SOURCE_CHANGED)]

    put(shop, old[1], old[2])
    imported = take_in(shop, ISSUE, path)
    assert [(each.item, each.fate) for each in imported.held_back] == [(NAME, Fate.UNKNOWN)]
    sessions = yaml.safe_load(item_path(shop, NAME).read_text("utf-8"))["sessions"]
    assert [each["title"]["de"] for each in sessions] == ["DE Datos", "DE Comida"]


TITLES = st.lists(st.text("abc", min_size=1, max_size=3), unique=True, min_size=1, max_size=6)


def texts_of(titles: list[str], translated: set[str]) -> list[tuple[Keys, LocalText]]:
    """Make a list's texts, with a translation where there is one."""
    return [
        (
            ("sessions", number, "title"),
            LocalText("es", {"es": each} | ({"de": f"DE {each}"} if each in translated else {})),
        )
        for number, each in enumerate(titles)
    ]


@given(before=TITLES, data=st.data())
def test_no_order_makes_a_translation_older(before: list[str], data: st.DataObject) -> None:
    """Whatever is put in untranslated, taken out or moved: only a text that changed is told, wherever it is now."""
    record = TranslationRecord()
    for keys, text in texts_of(before, set(before)):
        record = record.having("reef", keys, "de", "es", text.by_language["es"])
    more = data.draw(st.lists(st.sampled_from(["x", "y", "z"]), unique=True))
    after = data.draw(st.permutations([*data.draw(st.permutations(before)), *more]))
    kept = after[: data.draw(st.integers(0, len(after)))]
    assert not record.outdated_in("reef", texts_of(kept, set(before)))

    changed = data.draw(st.sampled_from(before))
    now = [f"{each}!" if each == changed else each for each in after]
    texts = texts_of(now, {*before, f"{changed}!"})
    moved = record.following("reef", texts)
    assert [text.by_language["es"] for keys, text in texts if moved.is_outdated("reef", keys, text, "de")] == [
        f"{changed}!"
    ]
