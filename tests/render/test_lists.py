from __future__ import annotations

import unicodedata

import pytest
from babel import Locale

from iki_newsletter.render.lists import listed

SPANISH = Locale("es")


@pytest.mark.parametrize(
    ("last", "word"),
    [
        *(("Iniciativa", "e"), ("iniciativa", "e"), ("IKI", "e"), ("Índice", "e"), ("I", "e"), ("«Islas»", "e")),
        *(("Hidalgo", "e"), ("Híjar", "e"), ("HIDRO", "e"), ("Hía", "e"), ("Yguazú", "e"), ("Yvonne", "e")),
        *(("hielo", "y"), ("Hierba", "y"), ("HIENA", "y"), ("hiato", "y"), ("hioides", "y")),
        *(("yerba", "y"), ("Yucatán", "y"), ("Y", "y"), ("ya", "y")),
        *(("BioMar", "y"), ("Habitat", "y"), ("Uxmal", "y"), ("Oaxaca", "y"), ("20x20", "y"), ("", "y")),
    ],
)
def test_y_becomes_e_before_its_own_sound(last: str, word: str) -> None:
    """By the sound and not by the letter, however the last name is written and however many come before it."""
    for written in (last, unicodedata.normalize("NFD", last)):
        assert listed(["A", written], SPANISH) == f"A {word} {written}"
        assert listed(["I", "B", written], SPANISH) == f"I, B {word} {written}"


@pytest.mark.parametrize(
    ("last", "word"),
    [
        *(("Oaxaca", "u"), ("ópalo", "u"), ("ONU", "u"), ("hoja", "u"), ("Hónduras", "u"), ("8", "u"), ("11", "u")),
        *(("80", "u"), ("«Otro»", "u"), ("110", "o"), ("1", "o"), ("Uxmal", "o"), ("Iniciativa", "o")),
    ],
)
def test_o_becomes_u_before_its_own_sound(last: str, word: str) -> None:
    """As y does, figures as they are read."""
    assert listed(["A", "B", last], SPANISH, "or") == f"A, B {word} {last}"


@pytest.mark.parametrize(
    ("language", "all_of_them", "one_of_them"),
    [
        ("de", "A, B und Iniciativa", "A, B oder Iniciativa"),
        ("en", "A, B, and Iniciativa", "A, B, or Iniciativa"),
        ("es_MX", "A, B e Iniciativa", "A, B o Iniciativa"),
    ],
)
def test_other_languages_have_no_such_rule(language: str, all_of_them: str, one_of_them: str) -> None:
    """Their words stay; Spanish has it in every country."""
    names = ["A", "B", "Iniciativa"]
    assert listed(names, Locale.parse(language)) == all_of_them
    assert listed(names, Locale.parse(language), "or") == one_of_them


@pytest.mark.parametrize("names", [[], ["Iniciativa"], ["y", "Iniciativa y Otra"]])
def test_nothing_inside_a_name_changes(names: list[str]) -> None:
    """Only the program's own word does."""
    assert listed(names, SPANISH) == " e ".join(names)
