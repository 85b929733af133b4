from __future__ import annotations

from typing import Any

import pytest

ZONE = {"timezone": "America/Mexico_City"}
TWO_DAYS = ZONE | {"starts_on": "2017-06-20", "ends_on": "2017-06-21"}


def session(starts_at: str, on: str | None = None, **more: Any) -> dict[str, Any]:
    """Write an entry of an agenda."""
    titles = {"es": "Bienvenida", "de": "Begrüßung", "en": "Welcome"}
    return ({"on": on} if on else {}) | {"starts_at": starts_at, "title": titles} | more


def test_a_sound_agenda_says_nothing(desk: Any) -> None:
    """Days and hours in order, one session after the other, two at once in two rooms."""
    desk.put(
        "event",
        sessions=[
            session("9:00", "2017-06-20", ends_at="9:30"),
            session("9:30", "2017-06-20", ends_at="11:00", place="Sala A"),
            session("9:30", "2017-06-20", ends_at="11:00", place="Sala B"),
            session("9:30", "2017-06-20", ends_at="11:00", online="https://example.org/room"),
            session("8:30", "2017-06-21"),
        ],
        **TWO_DAYS,
    )
    assert desk.problems() == []


@pytest.mark.parametrize("on", ["2017-06-19", "2017-06-22"])
def test_a_session_is_within_the_event(desk: Any, on: str) -> None:
    """The first and the last day are the event's; beyond them there is none."""
    desk.put("event", sessions=[session("9:00", on)], **TWO_DAYS)
    what = f"The session is on {on}, and the event is from 2017-06-20 to 2017-06-21."
    [(line, told)] = desk.said("C311")
    assert line.endswith(on.join("''"))
    assert told == what
    desk.put("event", sessions=[session("9:00", on)], **ZONE)
    assert desk.said("C311")[0][1] == f"The session is on {on}, and the event is on 2017-06-20."


@pytest.mark.parametrize(("ends_at", "is_wrong"), [("09:29", True), ("09:30", True), ("09:31", False)])
def test_a_session_ends_after_it_starts(desk: Any, ends_at: str, is_wrong: bool) -> None:
    """One without any length is a slip as well."""
    desk.put("event", sessions=[session("9:30", ends_at=ends_at)], **ZONE)
    told = f"The session starts at 09:30 and ends at {ends_at}."
    assert [what for _, what in desk.said("C312")] == ([told] if is_wrong else [])


def test_a_session_of_several_days_says_which(desk: Any) -> None:
    """In an event of one day there is nothing to say."""
    desk.put("event", sessions=[session("9:00")], **TWO_DAYS)
    [(line, what)] = desk.said("C313")
    assert line == "- starts_at: '9:00'"
    assert what == "The event is from 2017-06-20 to 2017-06-21: on which day is this session?"
    desk.put("event", sessions=[session("9:00")], **ZONE)
    assert desk.problems() == []


def test_sessions_stand_in_their_order(desk: Any) -> None:
    """By day, then by hour; the one that stands too low is named."""
    desk.put("event", sessions=[session("9:00", "2017-06-21"), session("10:00", "2017-06-20")], **TWO_DAYS)
    [(line, what)] = desk.said("C314")
    assert line == "  starts_at: '10:00'"
    assert what == "The session starts on 2017-06-20 at 10:00, and the one above it on 2017-06-21 at 09:00."


@pytest.mark.parametrize(
    ("first", "second", "is_told"),
    [
        ({"starts_at": "9:00", "ends_at": "10:00"}, {"starts_at": "9:59"}, True),
        ({"starts_at": "9:00", "ends_at": "10:00"}, {"starts_at": "10:00"}, False),
        ({"starts_at": "9:00"}, {"starts_at": "9:00"}, True),
        ({"starts_at": "9:00"}, {"starts_at": "9:01"}, False),
        ({"starts_at": "9:00", "ends_at": "10:00", "place": "A"}, {"starts_at": "9:30", "place": "A"}, True),
        ({"starts_at": "9:00", "ends_at": "10:00", "place": "A"}, {"starts_at": "9:30"}, False),
        ({"starts_at": "9:00", "ends_at": "10:00"}, {"starts_at": "9:30", "on": "2017-06-21"}, False),
    ],
)
def test_no_place_holds_two_sessions_at_once(
    desk: Any, first: dict[str, str], second: dict[str, str], is_told: bool
) -> None:
    """What follows at once does not overlap, and a session without an end holds nobody up; a session is told once."""
    day = {"on": "2017-06-20"}
    desk.put("event", sessions=[session(**day | first), session(**day | second)], **TWO_DAYS)
    said = desk.said("C315")
    assert len(said) is int(is_told)
    if is_told:
        assert said[0][0].strip() == f"starts_at: '{second['starts_at']}'"
        assert "the one in line" in said[0][1]
        assert said[0][1].endswith("is held in the same place.")


def test_hours_of_sessions_need_a_time_zone(desk: Any) -> None:
    """Where the event itself has no hour, the first session's is told."""
    desk.put("event", sessions=[session("9:00"), session("10:00")])
    assert desk.said("C307") == [("- starts_at: '9:00'", "A session starts at 09:00, but in which time zone?")]


def test_a_new_agenda_waits_to_be_written_and_no_more(desk: Any) -> None:
    """A day that is still to be written is no wrong day."""
    desk.put("event", sessions=[session("9:00", "1900-01-01")], **ZONE)
    assert {problem.code for problem in desk.problems()} == {"C501"}


def test_what_a_session_is_about_is_markdown(desk: Any) -> None:
    """Marks stand where they are rendered; a link that would be lost is told, and marks in its title are."""
    text = dict.fromkeys(("es", "de", "en"), "**Datos** y [más](www.example.org)")
    desk.put("event", sessions=[session("9:00", text=text)], **ZONE)
    assert [problem.code for problem in desk.problems()] == ["C521"] * 3
    assert desk.said("C521")[0][1].startswith("`sessions.text` in es: the link to `www.example.org` is lost")
    desk.put("event", sessions=[session("9:00") | {"title": "**Datos**"}], **ZONE)
    assert "C522" in {problem.code for problem in desk.problems()}


def test_a_title_that_is_not_translated_is_seen_on_pages(desk: Any) -> None:
    """No edition shows an agenda, so it is the pages' readers who see it in another language."""
    desk.put("event", sessions=[{"starts_at": "9:00", "title": "Bienvenida"}], **ZONE)
    assert [what for _, what in desk.said("C403")] == [
        "`sessions.title` is missing in de: readers of the page in de see it in es.",
        "`sessions.title` is missing in en: readers of the page in en see it in es.",
    ]


@pytest.mark.parametrize(
    ("handout", "what"),
    [
        ({}, "The material leads nowhere."),
        (
            {"url": "https://example.org/a", "file": "materials/a.pdf"},
            "The material has both a `url` and a `file`.",
        ),
        ({"url": "https://example.org/a"}, ""),
        ({"file": "materials/a.pdf"}, ""),
    ],
)
def test_a_material_is_in_one_place(desk: Any, handout: dict[str, str], what: str) -> None:
    """On the web or in the issue's folder: neither and both are mistakes."""
    if "file" in handout:
        (desk.folder / "materials").mkdir()
        (desk.folder / handout["file"]).write_bytes(b"%PDF-")
    titles = {"es": "Relatoría", "de": "Protokoll", "en": "Minutes"}
    desk.put("event", materials=[handout | {"title": titles, "languages": ["es"]}])
    assert [found for _, found in desk.said("C503")] == ([what] if what else [])
    assert len(desk.problems()) is int(bool(what))
