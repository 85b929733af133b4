from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("title", "loud"),
    [
        ("GRAN TALLER DE ARRECIFES", "GRAN TALLER DE ARRECIFES"),
        ("TALLER", "TALLER"),
        ("¡TALLER 2017!", "¡TALLER 2017!"),
        ("Ven al GRAN TALLER GRATUITO de la costa", "GRAN TALLER GRATUITO"),
        ("ÚLTIMO DÍA PARA inscribirse", "ÚLTIMO DÍA PARA"),
        ("El TALLER Y FERIA ANUAL empieza", "TALLER Y FERIA ANUAL"),
    ],
)
def test_a_title_in_capitals_is_told(desk: Any, title: str, loud: str) -> None:
    """As a whole, or three words of it one after the other."""
    desk.put(title={"es": title, "de": "Ein Riff", "en": "A reef"})
    [problem] = desk.problems()
    assert (problem.code, problem.level, problem.what) == ("C531", "warn", f"`title` in es shouts: “{loud}”.")
    assert problem.position.line == next(
        number for number, line in enumerate(problem.position.path.read_text("utf-8").splitlines(), 1) if loud in line
    )


def test_teasers_are_looked_at_too(desk: Any) -> None:
    """In every language."""
    desk.put(teaser={"es": "Para quien lo cuida", "de": "Nur FÜR ALLE LEUTE", "en": "For those who tend it"})
    assert [what for _, what in desk.said("C531")] == ["`teaser` in de shouts: “FÜR ALLE LEUTE”."]


@pytest.mark.parametrize(
    "title",
    [
        "Un Arrecife Nuevo Para Todos",
        "CORAL, LAGUNA y ANP trabajan juntos",
        "La CORAL FFI de la costa",
        "UNO, DOS, TRES",
        "FAO",
        "IKI NDC COP 23 en Bonn",
        "BIOMAR",
        "BIOMAR SELVA VIVA avanza",
        "2017: 5.000",
    ],
)
def test_names_and_abbreviations_may_have_capitals(desk: Any, title: str) -> None:
    """What the portfolio writes so is its name; a list of short names is none of shouting."""
    desk.portfolio["projects"][0] |= {"short": "BIOMAR", "partners": ["SELVA VIVA"]}
    desk.portfolio["organisations"].append({"id": "UNO DOS TRES"})
    desk.put(title={"es": title, "de": "Ein Riff", "en": "A reef"})
    assert desk.problems("C531") == []
