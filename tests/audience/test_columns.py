from __future__ import annotations

from pathlib import Path

import pytest

from iki_newsletter.audience.columns import Column, column_of, is_head, missing_head, read_head
from iki_newsletter.errors import FilesWrongError, IkiNewsError

LIST = Path("list.csv")


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("email", Column.EMAIL),
        ("E-Mail", Column.EMAIL),
        ("E-MAIL-ADRESSE", Column.EMAIL),
        (" e_mail ", Column.EMAIL),
        ("Correo electrónico", Column.EMAIL),
        ("correo electronico", Column.EMAIL),
        ("Correo (obligatorio)", Column.EMAIL),
        ("Sprache", Column.LANGUAGE),
        ("IDIOMA", Column.LANGUAGE),
        ("Vollständiger Name", Column.NAME),
        ("Nombre", Column.NAME),
        ("Vorname", Column.FIRST_NAME),
        ("Apellidos", Column.LAST_NAME),
        ("Organización", Column.ORGANISATION),
        ("organisation", Column.ORGANISATION),
        ("Anrede", Column.SALUTATION),
        ("Verteiler", Column.GROUPS),
        ("consent_source", Column.CONSENT_SOURCE),
        ("Fecha de consentimiento", Column.CONSENT_AT),
        ("Einwilligung am", Column.CONSENT_AT),
        ("Estatus", Column.STATUS),
        ("\u200bemail\u00a0", Column.EMAIL),
    ],
)
def test_titles_are_understood_in_three_languages(title: str, column: Column) -> None:
    """A title is known in any case, with or without accents, spaces, hyphens and remarks in brackets."""
    assert column_of(title) is column


@pytest.mark.parametrize("title", ["Estado", "Adresse", "Dirección", "Teléfono", "", "((((", "Ciudad", "Notizen"])
def test_other_titles_stay_unknown(title: str) -> None:
    """`Estado` is a federal state and an `Adresse` is where the post goes: neither may decide who gets mail."""
    assert column_of(title) is None


def test_columns_stand_in_any_order() -> None:
    """The head tells where each known column is; the others are left alone."""
    head = read_head(LIST, 3, ["Telefon", "Sprache", "E-Mail", "", ""])

    assert (head.line, head.width) == (3, 5)
    assert [head.places[column] for column in (Column.EMAIL, Column.LANGUAGE, Column.NAME)] == [2, 1, None]


def test_a_column_twice_is_an_error_that_names_both() -> None:
    """Of two columns of addresses nobody knows which is right; all such pairs are told at once."""
    with pytest.raises(FilesWrongError) as raised:
        read_head(LIST, 1, ["email", "Name", "Correo", "nombre"])

    told = raised.value.lines()
    assert told[0] == "list.csv:1: Two columns hold the email: “email” (column 1) and “Correo” (column 3). [L103]"
    assert "“Name” (column 2) and “nombre” (column 4)" in told[2]


def test_a_missing_column_of_addresses_names_those_found() -> None:
    """Who has no column of addresses reads which columns there are, and which of them might be meant."""
    error = missing_head(LIST, [(1, ["Nombre", "Email adres", "Idioma", ""]), (2, ["Ana", "", "es", ""])])

    assert not is_head(["Nombre", "Email adres"])
    assert error.lines()[:2] == [
        "list.csv:1: No column holds the addresses. The columns found are: Nombre, Email adres, Idioma. [L102]",
        "  Is it “Email adres”? Then call that column email.",
    ]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "L101"),
        ([(1, ["ana@example.org"]), (2, ["eva@example.org"])], "L104"),
        ([(1, ["a\x1b[31m", "=?utf-8?q?x?="])], "L102"),
    ],
)
def test_what_is_no_list_is_said_kindly(rows: list[tuple[int, list[str]]], code: str) -> None:
    """An empty file, a list without a head and a file of something else each have a sentence of their own."""
    error = missing_head(LIST, rows)

    assert isinstance(error, IkiNewsError)
    assert f"[{code}]" in error.lines()[0]
    assert "\x1b" not in "".join(error.lines())
