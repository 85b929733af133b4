from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from iki_newsletter.audience.dialect import find_dialect, legacy_encoding
from iki_newsletter.audience.listfile import read_list

if TYPE_CHECKING:
    from pathlib import Path

ROWS = (
    ("Correo electrónico", "Nombre", "Idioma", "Estatus", "Notas"),
    ("jutta@müller.example", "Jutta Größmann", "Alemán", "alta", "a, b; c"),
    ("ana@example.org", "Ana Ñandú", "Español", "", "dos\nlíneas"),
    ("oscar@example.org", "Óscar", "Deutsch", "baja", ""),
)
LANGUAGES = ("es", "de")


def written(delimiter: str, line_end: str, *, before: str = "", after: str = "") -> str:
    """Write the rows as a spreadsheet does: quotation marks only where they are needed."""
    lines = []
    for row in ROWS:
        cells = [f'"{cell}"' if any(mark in cell for mark in f'{delimiter}\n"') else cell for cell in row]
        lines.append(delimiter.join(cells).replace("\n", line_end) + after)
    return before + line_end.join(lines) + line_end


def assert_read_right(path: Path, how: str) -> None:
    """Hold that the three rows were read as they are, whatever the file looks like."""
    reading = read_list(path, LANGUAGES)

    assert reading.sentence == f"{how}, 3 rows"
    assert [(row.address, row.name, row.language) for row in reading.subscribers] == [
        ("jutta@müller.example", "Jutta Größmann", "de"),
        ("ana@example.org", "Ana Ñandú", "es"),
    ]
    assert [(row.address, row.reason.value) for row in reading.excluded] == [("oscar@example.org", "unsubscribed")]
    assert not reading.problems


@pytest.mark.parametrize("order", ["le", "be"])
def test_utf_16_is_known_without_a_mark(order: str, tmp_path: Path) -> None:
    """UTF-16 without a byte order mark is told by where its zero octets are."""
    path = tmp_path / "list.csv"
    path.write_bytes(written(";", "\r\n").encode(f"utf-16-{order}"))

    assert_read_right(path, f"UTF-16 {order.upper()}, semicolons")


@pytest.mark.parametrize(
    "first",
    [
        "sep=;\r\n",
        '"sep=;"\r\n',
        "SEP=;\r\n",
        "\r\n\r\n",
        ";;;;\r\n;;;;\r\n",
        "\r\n \r\n",
    ],
)
def test_what_excel_writes_above_is_no_row(first: str, tmp_path: Path) -> None:
    """Excel's `sep=;` and empty lines above the head are passed over."""
    path = tmp_path / "list.csv"
    path.write_bytes(written(";", "\r\n", before=first).encode("cp1252"))

    assert_read_right(path, "Windows-1252, semicolons")


def test_empty_columns_at_the_right_are_no_cells(tmp_path: Path) -> None:
    """Excel writes the delimiters of empty columns: they mean nothing."""
    path = tmp_path / "list.csv"
    path.write_text(written(",", "\n", after=",,,"), encoding="utf-8")

    assert_read_right(path, "UTF-8, commas")


def test_the_sep_line_decides_against_the_looks(tmp_path: Path) -> None:
    """Where the first line says which delimiter it is, that one it is."""
    path = tmp_path / "list.csv"
    path.write_text("sep=;\nemail;name\nana@example.org;Ejemplo, Ana\n", encoding="utf-8")

    assert find_dialect(path).delimiter == ";"
    assert [row.name for row in read_list(path, LANGUAGES).subscribers] == ["Ejemplo, Ana"]


def test_a_list_of_addresses_alone_is_one_column(tmp_path: Path) -> None:
    """A head and addresses are enough."""
    path = tmp_path / "list.csv"
    path.write_text("email\nana@example.org\neva@example.org\n", encoding="utf-8")

    reading = read_list(path, LANGUAGES)

    assert reading.sentence == "UTF-8, one column, 2 rows"
    assert [row.language for row in reading.subscribers] == ["es", "es"]


def test_utf_8_with_a_broken_character_stays_utf_8(tmp_path: Path) -> None:
    """One broken octet does not turn all the other names into gibberish; the one it broke is not used."""
    path = tmp_path / "list.csv"
    good = "email,name\n" + "".join(f"p{number}@example.org,Jürgen Müller\n" for number in range(9))
    path.write_bytes(good.encode() + "oscar@example.org,Óscar\n".encode("cp1252"))

    reading = read_list(path, LANGUAGES)

    assert reading.sentence == "UTF-8 with broken characters, commas, 10 rows"
    assert [row.name for row in reading.subscribers] == ["Jürgen Müller"] * 9 + [""]
    assert [(problem.code, problem.position.line) for problem in reading.problems] == [("L127", 11)]


@pytest.mark.parametrize(
    "text", ["O’Neil", "l’eau", "– x –", "“Ana”", "Uwe…", "Ana—", "Größe", "Ñandú", "Müller; O’Neil"]
)
def test_a_small_file_is_in_windows_1252_unless_its_letters_say_another(text: str) -> None:
    """A single ’ is a letter in the encodings of old, and was taken for one."""
    assert legacy_encoding([f"email;name\r\na@example.org;{text}\r\n".encode("cp1252")]) == "cp1252"


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
@pytest.mark.parametrize("text", ["José Núñez", "Jutta Größmann", "José Peña", "Andrés; Zoë"])
def test_letters_tell_an_older_encoding(encoding: str, text: str) -> None:
    """Which are none of our languages, or none at all, in Windows-1252."""
    assert legacy_encoding([f"email;name\r\na@example.org;{text}\r\n".encode(encoding)]) == encoding
