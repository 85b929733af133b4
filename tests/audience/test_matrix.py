"""One list in every dialect × encoding × language of the head × quoting, and as a workbook: the same people."""

from __future__ import annotations

import codecs
from itertools import product
from typing import TYPE_CHECKING, Final

import openpyxl
import pytest

from iki_newsletter.audience.listfile import read_list

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from iki_newsletter.audience.listfile import ListReading

ENCODINGS: Final = {
    "UTF-8": ("utf-8", b""),
    "UTF-8 with BOM": ("utf-8", codecs.BOM_UTF8),
    "Windows-1252": ("cp1252", b""),
    "MS-DOS (code page 850)": ("cp850", b""),
    "Mac Roman": ("mac_roman", b""),
    "UTF-16 LE": ("utf-16-le", codecs.BOM_UTF16_LE),
    "UTF-16 BE": ("utf-16-be", codecs.BOM_UTF16_BE),
}
DELIMITERS: Final = {"commas": ",", "semicolons": ";", "tabs": "\t", "bars": "|"}
LINE_ENDS: Final = {"crlf": "\r\n", "lf": "\n", "cr": "\r"}
HEADS: Final = {
    "es": ("Correo electrónico", "Nombre", "Idioma", "Estatus", "Texto del consentimiento"),
    "de": ("E-Mail-Adresse", "Name", "Sprache", "Status", "Einwilligungstext"),
    "en": ("E-mail address", "Full name", "Preferred language", "Subscription status", "Consent wording"),
}
WORDS: Final = {
    "es": ("Alemán", "Español", "baja"),
    "de": ("Deutsch", "Spanisch", "abgemeldet"),
    "en": ("German", "Spanish", "unsubscribed"),
}
QUOTINGS: Final = ("minimal", "all", "none", "doubled", "line breaks")
LANGUAGES: Final = ("es", "de")


def rows_of(language: str, quoting: str, line_end: str = "\n") -> list[tuple[str, ...]]:
    """Give head and people; quotation marks or line breaks are in a name and a wording where they are asked for."""
    german, spanish, left = WORDS[language]
    name = {"doubled": 'Ana "la Ñ" Ñandú', "line breaks": f"Ana{line_end}Ñandú"}.get(quoting, "Ana Ñandú")
    wording = {"doubled": '"Sí", dije; ¿no?', "line breaks": f"Sí,{line_end}acepto"}.get(quoting, "Sí")
    return [
        HEADS[language],
        ("jutta@müller.example", "Jutta Größmann", german, "", ""),
        ("ana@example.org", name, spanish, "", wording),
        ("oscar@example.org", "Óscar", german, left, ""),
    ]


def written(rows: Sequence[Sequence[str]], quoting: str, delimiter: str, line_end: str) -> str:
    """Write rows by hand, so that the test does not lean on the module that reads them."""

    def cell(text: str) -> str:
        needs = quoting == "all" or any(mark in text for mark in f'{delimiter}"\r\n')
        return '"' + text.replace('"', '""') + '"' if needs and quoting != "none" else text

    return "".join(delimiter.join(map(cell, row)) + line_end for row in rows)


def assert_same_people(reading: ListReading, quoting: str) -> None:
    """Hold that those three were read as they are."""
    name = 'Ana "la Ñ" Ñandú' if quoting == "doubled" else "Ana Ñandú"
    wording = {"doubled": '"Sí", dije; ¿no?', "line breaks": "Sí, acepto"}.get(quoting, "Sí")
    assert [(row.key, row.name, row.language, row.consent_wording) for row in reading.subscribers] == [
        ("jutta@xn--mller-kva.example", "Jutta Größmann", "de", ""),
        ("ana@example.org", name, "es", wording),
    ]
    assert [(row.key, row.reason.value) for row in reading.excluded] == [("oscar@example.org", "unsubscribed")]
    assert not reading.problems


@pytest.mark.parametrize(("encoding", "delimiter", "line_end"), list(product(ENCODINGS, DELIMITERS, LINE_ENDS)))
def test_every_way_to_write_a_list_gives_the_same_people(
    encoding: str, delimiter: str, line_end: str, tmp_path: Path
) -> None:
    """Whatever program wrote it, in whatever language its head is and however it quotes."""
    codec, mark = ENCODINGS[encoding]
    path = tmp_path / "list.csv"
    for language, quoting in product(HEADS, QUOTINGS):
        rows = rows_of(language, quoting, LINE_ENDS[line_end])
        path.write_bytes(mark + written(rows, quoting, DELIMITERS[delimiter], LINE_ENDS[line_end]).encode(codec))

        reading = read_list(path, LANGUAGES)

        assert reading.sentence == f"{encoding}, {delimiter}, 3 rows", (language, quoting)
        assert_same_people(reading, quoting)


@pytest.mark.parametrize(("language", "quoting"), list(product(HEADS, ("minimal", "doubled", "line breaks"))))
def test_a_workbook_gives_the_same_people(language: str, quoting: str, tmp_path: Path) -> None:
    """XLSX is one more dialect."""
    book = openpyxl.Workbook()
    for row in rows_of(language, quoting):
        book.worksheets[0].append(row)
    path = tmp_path / "list.xlsx"
    book.save(path)

    assert_same_people(read_list(path, LANGUAGES), quoting)
