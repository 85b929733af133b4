"""Erasing, showing and taking back in where the list is not as it should be."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from iki_newsletter.store.database import Database
from iki_newsletter.store.people import History

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ANA, PETRA, PIT, JUANA = (f"{name}@readers.example" for name in ("ana", "petra", "pit", "juana"))
LIST = (
    f"Fragen an {ANA};;;;\r\n"
    "E-Mail;Name;Notiz;Status;Telefon\r\n"
    f'"{PETRA}; Pit <{PIT}>";Petra und Pit;;;+49 1\r\n'
    f"{JUANA};Juana;kennt {ANA.upper()};;+49 2\r\n"
    f"Muster;Ana;{ANA};;;+49 3\r\n"
    f"eva@readers.example;Eva;;abgemeldet;+49 4\r\n"
)


def listed(workspace: Path, text: str) -> Path:
    """Give the workspace a list of its own."""
    settings = workspace / "newsletter.yaml"
    said = settings.read_text("utf-8").replace("subscribers: subscribers.example.csv", "subscribers: subscribers.csv")
    settings.write_text(said, "utf-8")
    path = workspace / "subscribers.csv"
    path.write_bytes(text.encode("cp1252"))
    return path


def words_of(workspace: Path, key: str) -> list[tuple[str, str]]:
    """Give what the history has of somebody."""
    with Database.open(workspace / "var" / "ledger.sqlite3") as database:
        return [(said.what, said.words) for said in History(database).of(key)]


def test_of_a_shared_cell_only_the_one_goes(iki: Callable[..., Run], workspace: Path) -> None:
    """The other stays on the list, with the rest of the row, and it is said where that is."""
    path = listed(workspace, LIST)
    run = iki("subscribers", "erase", PETRA, "--yes")
    assert run.code == 0, run.out
    assert "Line 3 of subscribers.csv named others in the same cell" in " ".join(run.out.split())
    assert path.read_bytes().decode("cp1252") == LIST.replace(f'"{PETRA}; Pit <{PIT}>";', f"Pit <{PIT}>;")


def test_a_row_that_two_people_share_by_a_slip_is_left_to_do(iki: Callable[..., Run], workspace: Path) -> None:
    """The delimiter between their addresses was not quoted: whose the rest is, only an editor can tell."""
    text = f"email;name;status\r\n{PETRA}; {PIT};Petra und Pit;baja\r\n{ANA};{JUANA}\r\n"
    path = listed(workspace, text)
    assert [iki("subscribers", "erase", each, "--yes", "--json").data["rows_left"] for each in (PETRA, ANA)] == [
        [2],
        [3],
    ]
    assert PIT not in iki("subscribers", "export", PETRA).out
    assert iki("subscribers", "restore", PIT, "--because", "wrote").code == 1
    assert path.read_bytes() == text.encode()


def test_it_is_never_said_that_all_is_gone_while_the_list_names_them(
    iki: Callable[..., Run], workspace: Path
) -> None:
    """Above the head, in a column that nobody knows, in a row that slipped: those lines are left to do by hand."""
    path = listed(workspace, LIST)
    run = iki("subscribers", "erase", ANA, "--yes", "--json")
    assert run.code == 1
    assert run.data["rows_left"] == [1, 4, 5]
    assert path.read_bytes() == LIST.encode("cp1252")
    again = iki("subscribers", "erase", ANA, "--yes")
    assert "lines 1, 4, 5 of subscribers.csv still name them" in " ".join(again.out.split())
    path.write_text(LIST.replace(ANA, "").replace(ANA.upper(), ""))
    assert iki("subscribers", "erase", ANA, "--yes").code == 0


def test_a_person_gets_every_cell_that_the_list_has_of_them(iki: Callable[..., Run], workspace: Path) -> None:
    """By its own titles, in rows that slipped and shared cells too; others' addresses are not given away."""
    listed(workspace, LIST)
    held = json.loads(iki("subscribers", "export", ANA).out)
    assert [(row["line"], row["cells"]) for row in held["list_rows"]] == [
        (1, {"column 1": f"Fragen an {ANA}"}),
        (4, {"E-Mail": "(another address)", "Name": "Juana", "Notiz": f"kennt {ANA.upper()}", "Telefon": "+49 2"}),
        (5, {"E-Mail": "Muster", "Name": "Ana", "Notiz": ANA, "column 6": "+49 3"}),
    ]
    petra = iki("subscribers", "show", PETRA)
    assert "Telefon: +49 1" in " ".join(petra.out.split())
    assert PIT not in petra.out
    eva = json.loads(iki("subscribers", "export", "eva@readers.example").out)
    assert eva["list_says"] == "unsubscribed"
    assert eva["list_rows"][0]["cells"]["Telefon"] == "+49 4"


def test_a_workbook_shows_and_names_all_of_its_rows(iki: Callable[..., Run], workspace: Path) -> None:
    """Of every sheet, hidden ones too; where only a note has the address, that is said."""
    listed(workspace, LIST)
    book = Workbook()
    sheet, old = book.worksheets[0], book.create_sheet("Old")
    old.sheet_state = "hidden"
    for row in (("email", "Tel"), (ANA, "1"), (PIT, "2"), (f"{PIT} {PETRA}", "3")):
        sheet.append(row)
    old.append(("x", f"mailto:{ANA}"))
    sheet["B3"].comment = Comment(f"ask {JUANA}", "us")
    book.save(workspace / "list.xlsx")
    settings = workspace / "newsletter.yaml"
    settings.write_text(settings.read_text("utf-8").replace("subscribers.csv", "list.xlsx"), "utf-8")

    rows = json.loads(iki("subscribers", "export", ANA).out)["list_rows"]
    assert rows == [
        {"line": 2, "cells": {"email": ANA, "Tel": "1"}},
        {"line": 1, "sheet": "Old", "cells": {"column 1": "x", "column 2": f"mailto:{ANA}"}},
    ]
    ana = iki("subscribers", "erase", ANA, "--yes")
    assert ana.code == 1
    assert "delete row 2 of list.xlsx" in ana.out
    assert "line 1 of the sheet “Old”" in ana.out
    juana = iki("subscribers", "erase", JUANA, "--yes")
    assert juana.code == 1
    assert "in a note, a link or a formula" in juana.out


@pytest.mark.parametrize(
    "text", ['email;name\r\n"torn;Ana\r\n{ana};Ana\r\n', "email;email\r\n{ana};\r\n", "x;y\r\n{ana};\r\n"]
)
def test_a_list_that_cannot_be_read_stops_nothing_else(
    iki: Callable[..., Run], workspace: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ledger, sandbox and logs are done; what is wrong with the list is told, and which line still names them."""
    path = listed(workspace, f"email\r\n{ANA}\r\n")
    assert iki("-v", "send", "2017-06", "--yes").code == 0
    path.write_bytes(text.format(ana=ANA).encode())
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("typer.confirm", lambda *_, **__: True)
    run = iki("subscribers", "erase", ANA)
    assert run.code == 1
    assert f"line {3 if 'torn' in text else 2} of subscribers.csv still names them" in " ".join(run.out.split())
    files = [each for each in workspace.rglob("*") if each.is_file() and ANA.encode() in each.read_bytes()]
    assert files == [path]


def test_who_only_ends_alike_stays_in_the_logs(iki: Callable[..., Run], workspace: Path) -> None:
    """Ana goes, Juana stays; and who got what is its owner's alone, as a table too."""
    listed(workspace, f"email\r\n{ANA}\r\n{JUANA}\r\n")
    assert iki("-v", "send", "2017-06", "--yes").code == 0
    assert iki("subscribers", "erase", ANA, "--yes", "--json").data["log_lines"] == 1
    assert JUANA in (workspace / "var" / "log" / "2017-06.log").read_text("utf-8")
    assert iki("deliveries", "2017-06", "--csv", "rows.csv").code == 0
    assert (workspace / "rows.csv").stat().st_mode & 0o077 == 0


def test_pages_and_what_a_crash_left_go_too(iki: Callable[..., Run], workspace: Path) -> None:
    """A preview made for them, a half-written list, a half-imported ledger; others' stay."""
    path = listed(workspace, f"email\r\n{ANA}\r\n{JUANA}\r\n")
    (workspace / "build" / "preview").mkdir(parents=True)
    (workspace / "var").mkdir(exist_ok=True)
    pages = {name: workspace / "build" / "preview" / f"{name}-es.html" for name in ("ana", "juana")}
    for name, page in pages.items():
        page.write_text(f"<p>Este correo llegó a {name}@readers.example.</p>", "utf-8")
    half, other = path.with_name(".subscribers.csv.ab12_x9z"), path.with_name(".subscribers.csv.swp")
    half.write_text(f"email\n{ANA}\n", "utf-16")
    other.write_text(JUANA)
    (workspace / "var" / ".ledger.sqlite3.import").write_bytes(b"x")
    data = iki("subscribers", "erase", ANA, "--yes", "--json").data
    assert (data["pages"], data["leftovers"], data["is_done"]) == (1, 2, True)
    assert (pages["ana"].exists(), pages["juana"].exists(), half.exists(), other.exists()) == (
        False,
        True,
        False,
        True,
    )


def test_who_is_not_known_is_another_question(
    iki: Callable[..., Run], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody says yes to “all of this” where there is nothing."""
    asked: list[Any] = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)

    def say_yes(question: str, **_: Any) -> bool:
        asked.append(question)
        return True

    monkeypatch.setattr("typer.confirm", say_yes)
    run = iki("subscribers", "erase", "x@readers.example")
    assert "Nobody of the address x@readers.example is known here." in run.out
    assert asked == ["Bar x@readers.example from every list all the same? It cannot be undone."]
    assert (run.code, "nothing was known of them" in run.out) == (0, True)


def test_a_reader_keeps_the_log_and_the_command_says_so(iki: Callable[..., Run], workspace: Path) -> None:
    """As a report that is open in another window: the same command, run again, finishes it."""
    listed(workspace, f"email\r\n{ANA}\r\n")
    iki("subscribers", "remove", ANA, "--because", "wrote")
    ledger = workspace / "var" / "ledger.sqlite3"
    with closing(sqlite3.connect(ledger, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM history").fetchall()
        run = iki("subscribers", "erase", ANA, "--yes")
        assert (run.code, "still in the log" in " ".join(run.out.split())) == (75, True)
    assert iki("subscribers", "erase", ANA, "--yes").code == 0
    assert not any(ANA.encode() in each.read_bytes() for each in (workspace / "var").rglob("*") if each.is_file())


def test_whom_the_list_calls_gone_is_active_again(iki: Callable[..., Run], workspace: Path) -> None:
    """An editor asks for it: the cell is written, the line is said, the word is kept; other rows keep every byte."""
    path = listed(workspace, LIST)
    run = iki("subscribers", "restore", "eva@readers.example", "--because", "on the phone")
    assert run.code == 0, run.out
    assert "line 6, said abgemeldet, and says active now" in " ".join(run.out.split())
    assert path.read_bytes() == LIST.replace("abgemeldet", "active").encode("cp1252")
    assert words_of(workspace, "eva@readers.example") == [("restored", "an editor: on the phone")]
    assert iki("subscribers", "restore", "eva@readers.example", "--because", "again").code == 0
    assert len(words_of(workspace, "eva@readers.example")) == 2


def test_nobody_else_of_a_shared_cell_is_taken_back_in(iki: Callable[..., Run], workspace: Path) -> None:
    """They did not ask for it: the line is named, and the word is kept."""
    path = listed(workspace, LIST.replace("Petra und Pit;;;", "Petra und Pit;;baja;"))
    before = path.read_bytes()
    run = iki("subscribers", "restore", PIT, "--because", "wrote")
    assert (run.code, path.read_bytes()) == (1, before)
    assert "line 3, calls them unsubscribed" in " ".join(run.out.split())
    assert words_of(workspace, PIT) == [("restored", "an editor: wrote")]


def test_a_workbook_is_mended_by_hand(iki: Callable[..., Run], workspace: Path) -> None:
    """It is not written; the word is kept all the same."""
    listed(workspace, LIST)
    book = Workbook()
    for row in (("email", "status"), (ANA, "unsubscribed")):
        book.worksheets[0].append(row)
    book.save(workspace / "list.xlsx")
    settings = workspace / "newsletter.yaml"
    settings.write_text(settings.read_text("utf-8").replace("subscribers.csv", "list.xlsx"), "utf-8")
    run = iki("subscribers", "restore", ANA, "--because", "wrote")
    assert run.code == 1
    assert "list.xlsx, line 2, calls them unsubscribed" in " ".join(run.out.split())
    assert words_of(workspace, ANA) == [("restored", "an editor: wrote")]
