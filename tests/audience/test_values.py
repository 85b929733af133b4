from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.audience.values import (
    Status,
    compose_name,
    fault_of_line,
    is_title,
    looks_misread,
    read_date,
    read_language,
    read_status,
    split_groups,
    tidy,
    unwrapped,
)
from iki_newsletter.mail.header_text import require_header_text

LANGUAGES = ("es", "de", "en")


@pytest.mark.parametrize(
    "cell",
    [
        " Ana Ejemplo ",
        "\u00a0Ana\u00a0Ejemplo",
        "\ufeffAna  Ejemplo\u200b",
        "Ana\r\nEjemplo\t",
        "\u200eAna\u3000Ejemplo",
    ],
)
def test_unseen_characters_around_a_value_are_taken_off(cell: str) -> None:
    """No-break spaces, zero-width characters and line breaks in a cell do not show, so they do not count."""
    assert tidy(cell) == "Ana Ejemplo"


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_a_name_without_fault_can_stand_in_a_header(cell: str) -> None:
    """Whatever a list says: a name that passes is one that a message's headers take."""
    text = tidy(cell)

    if not fault_of_line(text):
        assert require_header_text(text, "It") == text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Ana\x1b[31m", "ESCAPE"),
        ("Ana\u202enaA", "RIGHT-TO-LEFT OVERRIDE"),
        ("=?utf-8?q?Ana?=", "formula"),
        ("Ana =?utf-8?q?x?=", "=?"),
        ("=A2&B2", "formula"),
        ("#REF!", "compute"),
        ("a" * 201, "longer than 200"),
    ],
)
def test_a_name_that_cannot_stand_in_a_mail_is_said_why(text: str, says: str) -> None:
    """Controls, codes, formulas and whole stories are no names."""
    assert says in fault_of_line(text)


@pytest.mark.parametrize("text", ["Ana", "J. Müller = Chef", "#1 Team", "Zoë\u200d", "Nuñez & Söhne", "@ana"])
def test_an_ordinary_name_has_no_fault(text: str) -> None:
    """Signs that people use in names are left alone."""
    assert not fault_of_line(text)


@pytest.mark.parametrize(
    ("text", "misread"),
    [
        ("MÃ¼ller", True), ("MuÃ±oz", True), ("GroÃŸ", True), ("M\ufffdller", True), ("Ã‰cole", True),
        ("Â¿QuÃ©?", True), ("Müller", False), ("JOÃO", False), ("São", False), ("Ana", False),
    ],
)  # fmt: skip
def test_lost_letters_are_noticed(text: str, misread: bool) -> None:
    """Text that went through the wrong encoding shows; Portuguese does not look like it."""
    assert looks_misread(text) is misread


@pytest.mark.parametrize(
    ("cell", "language"),
    [
        ("es", "es"), ("ES", "es"), ("Español", "es"), ("espanol", "es"), ("Spanisch", "es"), ("es-MX", "es"),
        ("es_419", "es"), ("de-DE", "de"), ("de_AT", "de"), ("Deutsch", "de"), ("alemán", "de"), ("ALEMAN", "de"),
        ("English (US)", None), ("en-GB", "en"), ("inglés", "en"), ("fr", "fr"), ("Français", "fr"), ("xx", None),
        ("klingon", None),
    ],
)  # fmt: skip
def test_a_language_is_read_by_tag_or_name(cell: str, language: str | None) -> None:
    """Tags with a region and names in the languages of the house are known; an unknown word is None."""
    assert read_language(cell, LANGUAGES) == language


def test_a_language_with_a_region_is_matched_exactly_first() -> None:
    """Where the newsletter has `pt-BR`, both `pt-BR` and `pt` get it."""
    assert [read_language(cell, ["es", "pt-BR"]) for cell in ("pt-br", "pt", "Português")] == ["pt-BR"] * 3


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("", Status.ACTIVE), ("active", Status.ACTIVE), ("AKTIV", Status.ACTIVE), ("activa", Status.ACTIVE),
        ("sí", Status.ACTIVE), ("1", Status.ACTIVE), ("unsubscribed", Status.UNSUBSCRIBED),
        ("Abgemeldet", Status.UNSUBSCRIBED), ("baja", Status.UNSUBSCRIBED), ("De Baja", Status.UNSUBSCRIBED),
        ("opt-out", Status.UNSUBSCRIBED), ("gekündigt", Status.UNSUBSCRIBED), ("inaktiv", Status.INACTIVE),
        ("pendiente", Status.INACTIVE), ("no", Status.INACTIVE), ("???", Status.UNKNOWN), ("aktive", Status.UNKNOWN),
    ],
)  # fmt: skip
def test_a_status_is_read_in_three_languages(cell: str, status: Status) -> None:
    """An empty status is active; a word that nobody knows is never taken for active."""
    assert read_status(cell) is status


@pytest.mark.parametrize(
    "cell",
    [
        "2017-05-22", "2017-5-22", "2017/05/22", "22.05.2017", "22.5.17", "22. 5. 2017", "22/05/2017", "22-05-2017",
        "22/5/17", "2017-05-22 10:30", "2017-05-22T10:30:00", "22.05.2017, 10:30 Uhr", "22/05/2017 10:30:12 a. m.",
        "22-may-17", "22 de mayo de 2017", "22. Mai 2017", "22 May 2017", "22-may.-2017",
    ],
)  # fmt: skip
def test_a_date_is_read_as_it_is_written_here_and_there(cell: str) -> None:
    """ISO 8601, German and Mexican forms, with a time of day behind or a month's name, are the same day."""
    assert read_date(cell) == dt.date(2017, 5, 22)


@pytest.mark.parametrize(
    "cell", ["05/22/2017", "31.02.2017", "gestern", "2017", "42877", "0/0/0", "22 xyz 2017", "-"]
)
def test_no_date_is_guessed(cell: str) -> None:
    """The day comes before the month; what does not fit is no date rather than a wrong one."""
    assert read_date(cell) is None


def test_groups_are_split_and_kept_once() -> None:
    """Commas, semicolons and bars part groups; empty ones and repetitions fall away."""
    assert split_groups("press, partners;press| \u00a0projects ;;") == ("press", "partners", "projects")
    assert split_groups("") == ()


@pytest.mark.parametrize("salutation", ["Frau", "Herr", "Sra.", "Sr", "Dr.", "Ms."])
def test_a_title_alone_is_no_salutation(salutation: str) -> None:
    """A column `Anrede` often holds `Frau`: as a line of greeting that would be rude."""
    assert is_title(salutation)
    assert not is_title(f"{salutation} Ejemplo")


@pytest.mark.parametrize(
    ("first", "name", "last", "composed"),
    [
        ("Ana", "", "", "Ana"),
        ("", "", "Ejemplo", "Ejemplo"),
        ("Ana", "", "Ejemplo", "Ana Ejemplo"),
        ("Ana", "Ejemplo", "", "Ana Ejemplo"),
        ("", "Ana", "Ejemplo", "Ana Ejemplo"),
        ("Ana", "Ana Ejemplo", "Ejemplo", "Ana Ejemplo"),
        ("Ana", "Ana Ejemplo", "", "Ana Ejemplo"),
        ("", "Ana Ejemplo", "Ejemplo", "Ana Ejemplo"),
    ],
)
def test_a_name_is_composed_of_its_parts(first: str, name: str, last: str, composed: str) -> None:
    """Whether a list has the name or its parts, nobody is greeted twice over."""
    assert compose_name(first, name, last) == composed


@pytest.mark.parametrize(("cell", "value"), [('="0815"', "0815"), ('=""', '=""'), ("=A1", "=A1"), ("x", "x")])
def test_text_that_excel_was_told_to_keep_is_unwrapped(cell: str, value: str) -> None:
    """`="…"` is how a value is kept as text in a CSV file; other formulas stay what they are."""
    assert unwrapped(cell) == value
