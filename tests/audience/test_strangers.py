from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from iki_newsletter.audience.listfile import ListReading, read_list

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.model.problem import Problem

LANGUAGES = ("es", "de")


def read(folder: Path, *rows: str) -> ListReading:
    """Write a list of these rows and read it."""
    path = folder / "list.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return read_list(path, LANGUAGES)


def people(title: str, *cells: str) -> list[str]:
    """Give a list's rows: one person for each of a column's cells."""
    return [f"email,{title}", *(f"p{number}@example.org,{cell}" for number, cell in enumerate(cells, 2))]


def of_columns(reading: ListReading) -> list[Problem]:
    """Give the problems that name a column."""
    return [problem for problem in reading.problems if problem.code == "L107"]


@pytest.mark.parametrize(
    ("title", "word", "reason"),
    [
        ("estado", "baja", "unsubscribed"),
        ("Estado", "cancelada", "unsubscribed"),
        ("Suscripción", "cancelada", "unsubscribed"),
        ("Newsletter", "nein", "inactive"),
        ("Boletín", "no", "inactive"),
        ("Abo", "gekündigt", "unsubscribed"),
        ("Bemerkung", "abgemeldet", "unsubscribed"),
        ("", "Dado de baja", "unsubscribed"),
        ("Notas", "\u200bBAJA 12/05/2017", "unsubscribed"),
        ("Baja", "sí", "unsubscribed"),
        ("Abgemeldet am", "3.5.2017", "unsubscribed"),
        ("UNSUB_TIME", "2017-05-03 10:22:00", "unsubscribed"),
    ],
)
def test_who_left_by_any_columns_word_is_left_out(title: str, word: str, reason: str, tmp_path: Path) -> None:
    """One mail too few is better than one to somebody who left, whatever the column is called; and it is told."""
    reading = read(tmp_path, *people(title, "", word, ""))

    assert [row.line for row in reading.subscribers] == [2, 4]
    assert [(row.line, row.reason.value, row.key) for row in reading.excluded] == [(3, reason, "p3@example.org")]
    (told,) = [problem for problem in reading.problems if problem.code == "L116"]
    assert told.position.line == 3
    assert told.what.startswith(f"p3@example.org is left out as {reason}, for “")


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Estado", "Baja California"),
        ("Estado", "Baja California Sur"),
        ("Notas", "no dar de baja sin preguntar"),
        ("Prioridad", "baja"),
        ("Asistió", "no"),
        ("Reunión", "cancelada"),
        ("Estado de la solicitud", "cancelada"),
        ("Mesa", "left"),
        ("Baja", "no"),
        ("Seite", "0"),
        ("Notizen", "abgemeldet " * 20),
    ],
)
def test_other_words_decide_nothing(title: str, word: str, tmp_path: Path) -> None:
    """Federal states, ranks, answers to other questions and notes keep nobody from the newsletter."""
    reading = read(tmp_path, *people(title, word, word, ""))

    assert len(reading.subscribers) == 3
    assert not reading.problems


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        ("estado", ("activo", "baja", "activo")),
        ("Suscripción", ("cancelada", "vigente", "")),
        ("Newsletter", ("ja", "nein", "ja")),
        ("Mitglied", ("inaktiv", "aktiv", "aktiv")),
    ],
)
def test_a_status_by_another_name_is_told_at_the_head(title: str, cells: tuple[str, ...], tmp_path: Path) -> None:
    """A column that holds a status and is not called so is an error that names it and says what to call it."""
    reading = read(tmp_path, *people(title, *cells))

    (told,) = of_columns(reading)
    assert told == next(iter(reading.problems))
    assert told.what == f"The column “{title}” seems to say who is subscribed, but it is not called status."
    assert (told.position.line, told.level.value) == (1, "error")
    assert "Call that column status" in told.cure


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        ("Estado", ("Oaxaca", "baja", "Puebla")),
        ("Newsletter", ("ja", "ja", "ja")),
        ("Asistió", ("no", "sí", "no")),
        ("Abgemeldet am", ("3.5.2017", "4.5.2017", "")),
    ],
)
def test_a_column_of_something_else_is_not_called_a_status(
    title: str, cells: tuple[str, ...], tmp_path: Path
) -> None:
    """Where most cells are no status, none speaks against sending, or the title asks the opposite, all is well."""
    assert not of_columns(read(tmp_path, *people(title, *cells)))


def test_beside_a_status_the_other_column_is_to_be_moved(tmp_path: Path) -> None:
    """Two columns called status would be refused, so the cure differs; an unsubscription in either counts."""
    reading = read(
        tmp_path,
        "email,status,Newsletter",
        "a@example.org,active,nein",
        "b@example.org,baja,ja",
        "c@example.org,inactive,abgemeldet",
        "d@example.org,was?,abgemeldet",
        "e@example.org",
    )

    assert [row.line for row in reading.subscribers] == [6]
    assert [row.reason.value for row in reading.excluded] == ["inactive", *["unsubscribed"] * 3]
    assert [(problem.code, problem.position.line) for problem in reading.problems] == [
        ("L107", 1), ("L116", 2), ("L116", 4), ("L116", 5),
    ]  # fmt: skip
    assert next(iter(reading.problems)).cure.startswith("Move what it says to the column status")
