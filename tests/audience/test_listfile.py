from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.audience.listfile import ListReading, read_list
from iki_newsletter.errors import FilesWrongError, NotThereError
from iki_newsletter.model.rulebook import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

LANGUAGES = ("es", "de", "en")
ROOT = Path(__file__).resolve().parents[2]

MESSY = """\
;;;;;;;
Verteiler Rundbrief, Stand Mai 2017;;;;;;;

Nachname;Vorname;E-Mail ;Sprache;Estado;Anrede;Einwilligung am;Status;;
Müller;Jutta; jutta@müller.example\u00a0;deutsch;NRW;Frau;3.5.2017;aktiv;;
Ejemplo;Ana;Ana Ejemplo <ANA@example.org>;español;Oaxaca;Estimada Ana:;22/05/2017;;ojo: llamar;
Ejemplo;Ana;ana@EXAMPLE.org;es;Oaxaca;;;;;
"O'Neill; Pat";;mailto:pat@gmial.com;englisch;;;;ACTIVO;;
Modelo;Óscar;oscar@example.org;es;;;;Baja;;
Muestra;"María
del Mar";mar@example.org;klingon;;;mañana;activo;;
;;;;;;;;;
=A1&B1;;formel@example.org;fr;;;;aktive;;
#N/A;;nombre@example.org;;;;;;;
Hinweis: Herr Beispiel ruft an;;;;;;;;;
Beispiel;Björn;bjoern(at)example.org;de;;;;;;
Beispiel;Uwe;uwe@example.org; birgit@example.org;de;;;;;;;
Prueba;Xi\u202emena;ximena@example.org;es;;;;;;
Prueba;Luz;josé@example.org;es;;;;;;
"""


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], ListReading]:
    """Give a function that writes a list and reads it."""

    def write_and_read(content: str) -> ListReading:
        path = tmp_path / "list.csv"
        path.write_bytes(content.encode())
        return read_list(path, LANGUAGES)

    return write_and_read


def told(reading: ListReading) -> list[tuple[str, int]]:
    """List the problems by code and line."""
    return [(problem.code, problem.position.line) for problem in reading.problems]


def test_a_messy_list_gives_everyone_their_due(read: Callable[[str], ListReading]) -> None:
    """A list as a person would have it after three years: the right rows are read, the rest is reported by line."""
    reading = read(MESSY.replace("\n", "\r\n"))

    assert reading.sentence == "UTF-8, semicolons, 13 rows"
    assert [(row.line, row.mailbox, row.name, row.salutation, row.language) for row in reading.subscribers] == [
        (5, "jutta@xn--mller-kva.example", "Jutta Müller", "", "de"),
        (6, "ANA@example.org", "Ana Ejemplo", "Estimada Ana:", "es"),
        (8, "pat@gmial.com", "O'Neill; Pat", "", "en"),
        (10, "mar@example.org", "María del Mar Muestra", "", "es"),
        (14, "nombre@example.org", "", "", "es"),
        (17, "uwe@example.org", "Uwe Beispiel", "", "es"),
        (18, "ximena@example.org", "", "", "es"),
        (19, "josé@example.org", "Luz Prueba", "", "es"),
    ]
    assert [(row.line, row.reason.value) for row in reading.excluded] == [
        (7, "duplicate"),
        (9, "unsubscribed"),
        (13, "inactive"),
        (15, "invalid"),
        (16, "invalid"),
    ]
    assert told(reading) == [
        ("L105", 2), ("L126", 5), ("L114", 7), ("L120", 8), ("L121", 10), ("L124", 10), ("L123", 13), ("L125", 14),
        ("L111", 15), ("L110", 16), ("L121", 17), ("L125", 18), ("L128", 19),
    ]  # fmt: skip
    assert [row.consent_at for row in list(reading.subscribers)[:2]] == [dt.date(2017, 5, 3), dt.date(2017, 5, 22)]


def test_a_reading_takes_the_columns_as_they_are_named(read: Callable[[str], ListReading]) -> None:
    """All columns that are known arrive in the subscriber; unknown ones give nothing to it."""
    reading = read(
        "status,consent_at,consent_source,phone,groups,organisation,language,salutation,name,email\n"
        "active,2017-05-02,sign-up form,123,press; partners,Example Office,de,Liebe Eva,Eva Ejemplo,Eva@Example.org\n"
    )

    (eva,) = reading.subscribers
    assert (eva.address, eva.key, eva.mailbox) == ("Eva@Example.org", "eva@example.org", "Eva@example.org")
    assert (eva.language, eva.name, eva.salutation) == ("de", "Eva Ejemplo", "Liebe Eva")
    assert (eva.organisation, eva.groups) == ("Example Office", ("press", "partners"))
    assert (eva.consent_source, eva.consent_at, eva.line) == ("sign-up form", dt.date(2017, 5, 2), 2)


def test_who_unsubscribed_in_any_row_is_left_out(read: Callable[[str], ListReading]) -> None:
    """The first row of an address counts, but a later row that says unsubscribed is the person's own word."""
    reading = read(
        "email,status\nana@example.org,\neva@example.org,\nANA@example.org,baja\neva@example.org,inactive\n"
    )

    assert [row.address for row in reading.subscribers] == ["eva@example.org"]
    assert [(row.address, row.reason.value, row.line) for row in reading.excluded] == [
        ("ana@example.org", "unsubscribed", 2),
        ("ANA@example.org", "duplicate", 4),
        ("eva@example.org", "duplicate", 5),
    ]
    assert told(reading) == [("L114", 4), ("L115", 4), ("L114", 5)]


def test_a_row_that_slipped_is_not_used(read: Callable[[str], ListReading]) -> None:
    """With more cells than columns nobody knows which value is whose, so nothing is sent on its word."""
    reading = read("email,name,status\nana@example.org,Ejemplo, Ana,active\neva@example.org,Eva,active,\n")

    assert [row.address for row in reading.subscribers] == ["eva@example.org"]
    assert next(iter(reading.problems)).what == "ana@example.org: the row has 4 cells, but the list has 3 columns."


def test_an_unsubscription_outweighs_an_earlier_inactive(read: Callable[[str], ListReading]) -> None:
    """Whoever paused and then left has left: the first row's reason says so, for whoever keeps unsubscriptions."""
    reading = read("email,status\na@example.org,\nb@example.org,inactive\nB@example.org,unsubscribed\n")

    assert [(row.line, row.reason.value, row.key) for row in reading.excluded] == [
        (3, "unsubscribed", "b@example.org"),
        (4, "duplicate", "b@example.org"),
    ]
    assert told(reading) == [("L114", 4), ("L115", 4)]


@pytest.mark.parametrize("earlier", ["active", "inactive"])
def test_a_slipped_row_that_says_unsubscribed_is_believed(earlier: str, read: Callable[[str], ListReading]) -> None:
    """A cell too many does not unsay that somebody left: the earlier row is unsubscribed, with its key."""
    reading = read(f"email,name,status\na@example.org,A,{earlier}\na@example.org,A,baja,,x\nb@example.org,B,\n")

    assert [row.address for row in reading.subscribers] == ["b@example.org"]
    assert [(row.line, row.reason.value, row.key) for row in reading.excluded] == [
        (2, "unsubscribed", "a@example.org"),
        (3, "invalid", ""),
    ]
    assert told(reading) == [("L112", 3), ("L115", 3)]


def test_a_slipped_row_that_says_unsubscribed_counts_before_later_rows(read: Callable[[str], ListReading]) -> None:
    """Where the slipped row is the first of its address, it is the one that is unsubscribed."""
    reading = read("email,name,status\na@example.org,Ejemplo, A,Abgemeldet\na@example.org,A,active\n")

    assert not reading.subscribers
    assert [(row.line, row.reason.value, row.key) for row in reading.excluded] == [
        (2, "unsubscribed", "a@example.org"),
        (3, "duplicate", "a@example.org"),
    ]
    assert told(reading) == [("L112", 2), ("L114", 3)]


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_as_long_as_a_book_costs_only_its_row(quote: str, read: Callable[[str], ListReading]) -> None:
    """What is longer than Python's reader takes is one bad row with its line; an unsubscription in it counts."""
    book = quote + "0" * 300_000 + quote
    reading = read(
        f"email,notes,status\na@example.org,,\nb@example.org,{book},\n{book}\nc@example.org,{book},baja\n"
        "d@example.org,,\n"
    )

    assert [(row.address, row.line) for row in reading.subscribers] == [("a@example.org", 2), ("d@example.org", 6)]
    assert [(row.line, row.reason.value) for row in reading.excluded] == [
        (3, "invalid"),
        (4, "invalid"),
        (5, "unsubscribed"),
    ]
    assert told(reading) == [("L117", 3), ("L110", 4), ("L117", 5)]
    assert all(len(row.address) <= 1000 for row in reading.excluded)


@pytest.mark.parametrize("content", ["0" * 300_000, "\0" * 300_000])
def test_a_file_of_zeros_is_no_list(content: str, read: Callable[[str], ListReading]) -> None:
    """A damaged file ends in a sentence, however long its only line is."""
    with pytest.raises(FilesWrongError) as raised:
        read(content)

    assert len("".join(raised.value.lines())) < 1000


@pytest.mark.parametrize(
    ("error", "cure"),
    [(PermissionError(13, "Permission denied"), "Close it in Excel"), (OSError(5, "Input/output error"), "disk")],
)
def test_a_file_that_cannot_be_opened_is_said_so(
    error: OSError, cure: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows a list that is open in Excel is locked: the user reads what to close, not a traceback."""
    path = tmp_path / "list.csv"
    path.write_text("email\na@example.org\n", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FilesWrongError) as raised:
        read_list(path, LANGUAGES)

    (problem,) = raised.value.problems
    said = "\n".join(problem.lines())
    assert f"cannot be read: {error.strerror}. [L101]" in said
    assert cure in said


@pytest.mark.parametrize("rows", [3, 200, 20_000])
def test_an_open_quotation_mark_costs_nobody_their_issue(rows: int, read: Callable[[str], ListReading]) -> None:
    """Rows behind a quotation mark that is never closed are read all the same, however many, and it is told."""
    people = "".join(f'p{number}@example.org,"Prueba, {number}",es\n' for number in range(rows))

    reading = read(f'email,name,language\nana@example.org,"Ana,es\n{people}')

    assert reading.rows == rows + 1
    assert [row.address for row in list(reading.subscribers)[:3]] == [
        "ana@example.org",
        "p0@example.org",
        "p1@example.org",
    ]
    assert len(reading.subscribers) == rows + 1
    assert list(reading.subscribers)[-1].line == rows + 2
    assert told(reading) == [("L113", 2)]


def test_an_open_quotation_mark_without_another_behind_it_costs_nobody(read: Callable[[str], ListReading]) -> None:
    """Where no other quotation mark ends it, an open one would swallow more than a cell can hold."""
    people = "".join(f"p{number}@example.org,Prueba {number},es\n" for number in range(10_000))

    reading = read(f'email,name,language\nana@example.org,"Ana,es\n{people}')

    subscribers = list(reading.subscribers)
    assert [row.line for row in subscribers] == list(range(2, 10_003))
    assert subscribers[-1].name == "Prueba 9999"
    assert told(reading) == [("L113", 2)]


def test_a_language_without_an_edition_gets_the_first(read: Callable[[str], ListReading]) -> None:
    """Who reads French gets the first language's edition, and the editor is told."""
    reading = read("email,language\nana@example.org,Français\n")

    assert [row.language for row in reading.subscribers] == ["es"]
    assert [problem.what for problem in reading.problems] == [
        "ana@example.org: there is no edition in “Français”, so es is sent."
    ]


def test_a_head_too_far_down_is_no_head(read: Callable[[str], ListReading]) -> None:
    """Ten rows of something else, and the file is something else."""
    with pytest.raises(FilesWrongError):
        read("texto\n" * 10 + "email\nana@example.org\n")


def test_a_note_of_several_lines_is_one_cell(read: Callable[[str], ListReading]) -> None:
    """A line break in quotation marks is part of the cell, also with an address in it; lines are counted right."""
    reading = read(
        'email,notes,language\nana@example.org,"call\nluis@example.org\nsoon",es\neva@example.org,"a\r\n""b""",xx\n'
    )

    assert [(row.address, row.line) for row in reading.subscribers] == [
        ("ana@example.org", 2),
        ("eva@example.org", 5),
    ]
    assert told(reading) == [("L121", 5)]


def test_hostile_cells_do_no_harm(read: Callable[[str], ListReading]) -> None:
    """Header injection in a name costs the name or the line break; in an address it costs the row."""
    reading = read(
        "email,name,salutation\n"
        'a@example.org,"Ana\r\nBcc: todos@example.org",\n'
        "b@example.org,=?utf-8?q?Ana=0ABcc=3A_x?=,=cmd|' /C calc'!A0\n"
        "c@example.org,Ana\x00Ejemplo,\x1b[2J\n"
        '"d@example.org\nRCPT TO:<todos@example.org>",Ana,\n'
    )

    assert [(row.address, row.name, row.salutation) for row in reading.subscribers] == [
        ("a@example.org", "Ana Bcc: todos@example.org", ""),
        ("b@example.org", "", ""),
        ("c@example.org", "", ""),
    ]
    assert told(reading) == [("L125", 4), ("L125", 4), ("L125", 5), ("L125", 5), ("L110", 6)]
    assert "\x1b" not in "".join(line for problem in reading.problems for line in problem.lines())


cells = st.text(st.sampled_from("aA@.;,\"'\n\r\t =ü\u00a0\u200b\u202e\0<>"), max_size=12) | st.sampled_from(
    [
        "ana@example.org",
        "ANA@example.org",
        "eva@müller.example",
        "baja",
        "es",
        "",
        "x@gmial.com",
        '"',
        "josé@example.org",
    ]
)


@given(st.lists(st.lists(cells, max_size=6), max_size=12))
@settings(max_examples=200, deadline=None)
def test_every_row_is_someone_or_excluded(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    """Whatever stands in a list: each row that is not empty is one subscriber or one excluded row."""
    path = tmp_path_factory.getbasetemp() / "any.csv"
    content = "email,name,language,status\n" + "\n".join(",".join(row) for row in rows)
    path.write_bytes(content.encode())

    reading = read_list(path, LANGUAGES)

    assert reading.rows == len(reading.subscribers) + len(reading.excluded)
    keys = [row.key for row in reading.subscribers]
    assert len(set(keys)) == len(keys)
    lines = [row.line for row in reading.subscribers] + [row.line for row in reading.excluded]
    assert len(set(lines)) == len(lines)
    assert [row.line for row in reading.excluded] == sorted(row.line for row in reading.excluded)
    assert {problem.code for problem in reading.problems} <= set(RULES)


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_file_is_a_list_or_said_why(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """A photograph, a program, half a list: only the project's own error comes of it."""
    path = tmp_path_factory.getbasetemp() / "anything.csv"
    path.write_bytes(content)

    with pytest.raises(FilesWrongError) as raised:
        read_list(path, LANGUAGES)

    assert raised.value.problems


@pytest.mark.parametrize(
    ("content", "code"),
    [("", "L101"), ("\n\n", "L101"), ("Nombre;Idioma\nAna;es\n", "L102"), ("email;correo\na@example.org;\n", "L103"),
     ("ana@example.org\neva@example.org\n", "L104")],
)  # fmt: skip
def test_a_file_without_the_right_head_is_refused(
    content: str, code: str, read: Callable[[str], ListReading]
) -> None:
    """What makes a file unusable as a list is one error with its place and cure."""
    with pytest.raises(FilesWrongError) as raised:
        read(content)

    assert f"[{code}]" in raised.value.lines()[0]


def test_a_list_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """A misspelt path is the user's mistake, told in a sentence."""
    with pytest.raises(NotThereError, match="There is no list"):
        read_list(tmp_path / "lits.csv", LANGUAGES)


def test_the_example_list_is_clean() -> None:
    """The list that everybody tries first shows all columns and has no problem; one of its people left."""
    reading = read_list(ROOT / "subscribers.example.csv", LANGUAGES)

    assert reading.sentence == "UTF-8, commas, 14 rows"
    assert not reading.problems
    assert {row.language for row in reading.subscribers} == set(LANGUAGES)
    assert [row.reason.value for row in reading.excluded] == ["unsubscribed"]
    assert any(not row.address.isascii() and row.is_ascii for row in reading.subscribers)
    assert all(row.key.rpartition(".")[2] in {"example", "org"} for row in reading.subscribers)


def test_a_plain_list_needs_no_heavy_package(tmp_path: Path) -> None:
    """Reading a CSV file of plain addresses imports neither openpyxl nor email-validator."""
    path = tmp_path / "list.csv"
    path.write_text("email\nana@example.org\n", encoding="utf-8")
    program = (
        "import sys, pathlib; from iki_newsletter.audience.listfile import read_list;"
        f"read_list(pathlib.Path({str(path)!r}), ['es']);"
        "print(sorted({'openpyxl', 'email_validator', 'idna'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "[]"
