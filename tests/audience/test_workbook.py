from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from iki_newsletter.audience.listfile import read_list
from iki_newsletter.errors import FilesWrongError

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("es", "de")
ROWS: list[list[Any]] = [
    [],
    ["Verteiler", None, None],
    ["Correo", "Nombre", "Idioma", "Fecha de consentimiento", "Grupos", "Estatus", "Tel."],
    [
        "ana@example.org",
        "Ana\nEjemplo",
        "Español",
        dt.datetime(2017, 5, 22, 10, 30),  # noqa: DTZ001 - Excel's times have no zone
        "prensa; socios",
        None,
        5215512345678.0,
    ],
    ["jutta@müller.example\u00a0", "Jutta", "de", dt.date(2017, 5, 3), 7, True, None],
    [None, None],
    ["oscar@example.org", "Óscar", None, None, None, "BAJA"],
    ["nadie", None, None, None, None, None, 12.5],
]


def write(path: Path, sheets: dict[str, list[list[Any]]], hidden: tuple[str, ...] = ()) -> Path:
    """Write a workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if title in hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path


def test_a_workbook_is_read_like_a_file_of_text(tmp_path: Path) -> None:
    """Dates, numbers and truth values arrive as what they say, rows keep their numbers."""
    reading = read_list(write(tmp_path / "list.xlsx", {"Lista": ROWS}), LANGUAGES)

    assert reading.sentence == "Excel workbook, sheet “Lista”, 4 rows"
    assert [(row.line, row.mailbox, row.name, row.language, row.consent_at) for row in reading.subscribers] == [
        (4, "ana@example.org", "Ana Ejemplo", "es", dt.date(2017, 5, 22)),
        (5, "jutta@xn--mller-kva.example", "Jutta", "de", dt.date(2017, 5, 3)),
    ]
    assert [row.groups for row in reading.subscribers] == [("prensa", "socios"), ("7",)]
    assert [(row.line, row.reason.value) for row in reading.excluded] == [(7, "unsubscribed"), (8, "invalid")]
    assert [problem.code for problem in reading.problems] == ["L105", "L110"]


def test_the_sheet_with_the_addresses_is_found(tmp_path: Path) -> None:
    """The list need not be the first sheet; hidden sheets are not read."""
    sheets = {"Notas": [["Hola"]], "Vieja": ROWS, "Lista": [["email"], ["eva@example.org"]]}

    reading = read_list(write(tmp_path / "list.xlsx", sheets, hidden=("Vieja",)), LANGUAGES)

    assert reading.sentence == "Excel workbook, sheet “Lista”, 1 row"


def test_the_name_of_the_file_does_not_matter(tmp_path: Path) -> None:
    """A workbook called .csv is a workbook."""
    path = write(tmp_path / "list.xlsx", {"Lista": [["email"], ["eva@example.org"]]})

    assert len(read_list(path.rename(tmp_path / "list.csv"), LANGUAGES).subscribers) == 1


def test_a_formula_is_what_excel_computed(tmp_path: Path) -> None:
    """A formula that Excel never computed has no value: the row without an address is told."""
    path = write(tmp_path / "list.xlsx", {"Lista": [["email"], ['=CONCATENATE("ana","@example.org")', "x"]]})

    reading = read_list(path, LANGUAGES)

    assert [(problem.code, problem.position.line) for problem in reading.problems] == [("L111", 2)]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old kind"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
        ("a zip of something else", "no Excel workbook"),
    ],
)
def test_other_files_of_offices_are_refused_kindly(content: bytes | str, says: str, tmp_path: Path) -> None:
    """Old or locked Excel files, damaged ones and other archives are named for what they are."""
    path = tmp_path / "list.xlsx"
    if isinstance(content, str):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        content = archive.getvalue()
    path.write_bytes(content)

    with pytest.raises(FilesWrongError) as raised:
        read_list(path, LANGUAGES)

    assert says in raised.value.lines()[0]
    assert "CSV UTF-8" in raised.value.lines()[1]


def test_a_workbook_that_unpacks_too_large_is_refused(tmp_path: Path) -> None:
    """A bomb is not opened: what it would unpack to is known before."""
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file, file.open("xl/sheet.xml", "w") as entry:
        for _ in range(513):
            entry.write(bytes(1024 * 1024))

    with pytest.raises(FilesWrongError) as raised:
        read_list(path, LANGUAGES)

    assert "more than any list needs" in raised.value.lines()[0]


def test_a_second_sheet_with_addresses_is_named(tmp_path: Path) -> None:
    """Whoever stands on it gets nothing, and the editor learns that before sending."""
    people = [["correo"], ["ana@example.org"]]
    path = write(tmp_path / "list.xlsx", {"Contactos": people, "Notas": [["nada"]], "Otros": people})

    reading = read_list(path, LANGUAGES)

    assert [(problem.code, problem.what) for problem in reading.problems] == [
        ("L106", "Nobody on the other sheets counts: “Otros”.")
    ]


def test_a_row_that_no_spreadsheet_can_have_is_refused_at_once(tmp_path: Path) -> None:
    """A few octets that name row two thousand million must not keep anybody waiting for all the rows above it."""
    path = write(tmp_path / "list.xlsx", {"List": [["email"], ["ana@example.org"]]})
    far = b'<row r="2147483647"><c r="A2147483647"><v>1</v></c></row></sheetData>'
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(b"</sheetData>", far))

    with pytest.raises(FilesWrongError) as refused:
        read_list(path, LANGUAGES)
    assert "below the last one of every spreadsheet" in str(refused.value.problems[0])
