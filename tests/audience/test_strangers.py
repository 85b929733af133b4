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
    assert told.what == (
        f"The column “{title}” seems to say who is subscribed, but it is not called status. It is read as the status "
        "all the same: whoever has left or is not active by it is left out."
    )
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


def left_out(reading: ListReading) -> list[tuple[int, str]]:
    """Give the lines of the rows that get nothing, and why."""
    return [(row.line, row.reason.value) for row in reading.excluded]


def codes(reading: ListReading) -> list[tuple[str, int]]:
    """Give the problems by code and line."""
    return [(problem.code, problem.position.line) for problem in reading.problems]


@pytest.mark.parametrize(
    "title",
    [
        "Activo", "Activa", "ACTIVO ", "Vigente", "Active", "Aktiv", "¿Activo?", "¿ Está activo ?", "Activo (sí/no)",
        "Activo sí/no", "is_active", "noch aktiv?", "Usuario activo", "Suscrito", "Newsletter", "Opt-in", "Alta",
        "Acepta recibir correos", "Autoriza", "¿Quiere recibir el boletín?", "Consiente", "Einwilligung (DSGVO)",
        "Möchte Newsletter", "¿Desea?", "Empfängt Rundbrief", "Accepts Marketing", "consents", "enviar", "Confirmado",
    ],
)  # fmt: skip
def test_any_title_that_asks_who_is_subscribed_is_heeded(title: str, tmp_path: Path) -> None:
    """A no below “Activo” leaves out as one below “Suscrito” does, and so does a word that nobody knows."""
    reading = read(tmp_path, *people(title, "sí", "no", "inactivo", "pendiente", "x", "quizá", "✗", "1"))

    assert left_out(reading) == [(line, "inactive") for line in (3, 4, 5, 7, 8)]
    assert codes(reading) == [("L107", 1), *(("L116", line) for line in (3, 4, 5, 7, 8))]


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Baja", "unsubscribed"),
        ("¿Baja?", "unsubscribed"),
        ("Fecha de baja", "unsubscribed"),
        ("Unsubscribed", "unsubscribed"),
        ("abgemeldet?", "unsubscribed"),
        ("No enviar", "unsubscribed"),
        ("No suscrito", "unsubscribed"),
        ("kein Newsletter", "unsubscribed"),
        ("do_not_email", "unsubscribed"),
        ("Widerruf", "unsubscribed"),
        ("Left", "unsubscribed"),
        ("Inactivo", "inactive"),
        ("gesperrt", "inactive"),
        ("Bounced", "inactive"),
    ],
)
def test_a_yes_to_who_left_leaves_out(title: str, reason: str, tmp_path: Path) -> None:
    """Below such a title a yes, a mark and a day say that somebody left; a no, a number and nothing do not."""
    reading = read(tmp_path, *people(title, "sí", "no", "", "x", "3.5.2017", "0", "ninguna", "4711", "n/a"))

    assert left_out(reading) == [(2, reason), (5, reason), (6, reason)]
    assert codes(reading) == [("L116", 2), ("L116", 5), ("L116", 6)]
    cure = next(iter(reading.problems)).cure
    assert "Call that column status" not in cure, "a yes in a column called status would make them active"


@pytest.mark.parametrize("title", ["Motivo de baja", "Unsubscribe reason", "Bloqueado"])
def test_a_reason_to_leave_leaves_out(title: str, tmp_path: Path) -> None:
    """Who has a reason below such a title is not written to, however long it is."""
    reading = read(tmp_path, *people(title, "", "cambió de trabajo", "nota " * 40))

    assert left_out(reading) == [(3, "inactive"), (4, "inactive")]


@pytest.mark.parametrize("title", ["Unsubscribe link", "unsub_token", "Abmelde-URL"])
def test_what_every_row_has_leaves_nobody_out(title: str, tmp_path: Path) -> None:
    """A link to unsubscribe with stands in every row of what other programs export."""
    assert not codes(read(tmp_path, *people(title, "https://example.org/u/1", "https://example.org/u/2")))


def test_a_column_whose_words_are_a_status_is_one_from_the_first_row(tmp_path: Path) -> None:
    """Where only the words tell what a column is, it is known at the end; also those above are left out then."""
    reading = read(tmp_path, *people("Etapa", "pendiente", "no", "cancelado", "activo", "suspendida", "activo"))

    assert left_out(reading) == [(2, "inactive"), (3, "inactive"), (4, "unsubscribed"), (6, "inactive")]
    assert [row.line for row in reading.subscribers] == [5, 7]
    assert reading.rows == len(reading.subscribers) + len(reading.excluded)
    assert codes(reading) == [("L107", 1), *(("L116", line) for line in (2, 3, 4, 6))]


def test_what_comes_true_at_the_end_heeds_other_rows_of_the_address(tmp_path: Path) -> None:
    """A later row that says cancelled is the person's word; one that says pending is a duplicate, no more."""
    reading = read(
        tmp_path,
        "email,Etapa",
        "a@example.org,activo",
        "A@example.org,cancelado",
        "b@example.org,activo",
        "B@example.org,pendiente",
        "c@example.org,baja",
        "c@example.org,cancelado",
    )

    assert [row.line for row in reading.subscribers] == [4]
    assert left_out(reading) == [
        (2, "unsubscribed"), (3, "duplicate"), (5, "duplicate"), (6, "unsubscribed"), (7, "duplicate"),
    ]  # fmt: skip


@pytest.mark.parametrize(("title", "mark"), [("Newsletter", "x"), ("Suscrito", "sí"), ("¿Activo?", "✓")])
def test_who_is_not_marked_is_left_out_where_others_are(title: str, mark: str, tmp_path: Path) -> None:
    """Where the cells say yes or nothing, nothing is the no; the sentence at the head says so."""
    reading = read(tmp_path, *people(title, "", mark, "", mark))

    assert left_out(reading) == [(2, "inactive"), (4, "inactive")]
    assert codes(reading) == [("L107", 1), ("L116", 2), ("L116", 4)]
    assert "nothing is taken for a no" in of_columns(reading)[0].what


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        ("Asistió", ("no", "sí", "")),
        ("Comida", ("no", "no", "")),
        ("VIP", ("x", "", "x")),
        ("Taller", ("0", "1", "1")),
        ("", ("nein", "ja", "✗")),
    ],
)
def test_yes_and_no_below_an_unknown_title_is_told(title: str, cells: tuple[str, ...], tmp_path: Path) -> None:
    """What was asked nobody can know: everybody gets the newsletter, and a warning says that it was not heeded."""
    reading = read(tmp_path, *people(title, *cells))

    assert not reading.excluded
    assert codes(reading) == [("L108", 1)]
    assert "nobody is left out for it" in next(iter(reading.problems)).what


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        ("Hijos", ("0", "3", "1")),
        ("País", ("no", "México", "México")),
        ("Aktivität", ("hoch", "hoch", "niedrig")),
        ("Activos (MXN)", ("1200", "0", "300")),
        ("Estado", ("Oaxaca", "", "Puebla")),
        ("Suscrito", ("sí", "sí", "sí")),
        ("Suscrito el", ("2017-05-03", "", "3.5.2017")),
    ],
)
def test_other_columns_are_not_taken_for_answers(title: str, cells: tuple[str, ...], tmp_path: Path) -> None:
    """Numbers, places and days are nothing to wonder at."""
    reading = read(tmp_path, *people(title, *cells))

    assert not codes(reading)
    assert len(reading.subscribers) == len(cells)


def test_an_x_in_the_status_is_no_word_of_one(tmp_path: Path) -> None:
    """People mark with an x who stays, or who left: below status itself nobody can know, so nothing is sent."""
    reading = read(tmp_path, *people("status", "active", "x", ""))

    assert left_out(reading) == [(3, "inactive")]
    assert codes(reading) == [("L123", 3)]
