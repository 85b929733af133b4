from __future__ import annotations

from typing import Any

import pytest

from iki_newsletter.model.federal_state import FEDERAL_STATES, OTHER_NAMES


def test_another_project_that_is_unknown_is_named_at_its_line(desk: Any) -> None:
    """A slip in `other_projects` is found, and the project that was meant is offered."""
    desk.put(other_projects=["dry-forest", "dry-forrest"])
    [problem] = desk.problems("C202")
    assert problem.what == "The portfolio has no project `dry-forrest`."
    assert problem.cure == "Did you mean `dry-forest`?"
    assert desk.said("C202")[0][0] == "- dry-forrest"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Michoacan", "Michoacán"),
        ("michoacán", "Michoacán"),
        ("Nuevo Leon", "Nuevo León"),
        ("CDMX", "Ciudad de México"),
        ("Distrito Federal", "Ciudad de México"),
        ("Mexiko-Stadt", "Ciudad de México"),
        ("México", "Estado de México"),
        ("Veracruz de Ignacio de la Llave", "Veracruz"),
        ("Baja California del Sur", "Baja California Sur"),
    ],
)
def test_a_state_has_one_spelling(desk: Any, written: str, meant: str) -> None:
    """Other spellings and names lead to the newsletter's."""
    desk.put(states=["Jalisco", written])
    [problem] = desk.problems("C203")
    assert f"`{written}`" in problem.what
    assert problem.cure == f"Did you mean `{meant}`?"
    assert problem.position.line == desk.problems("C203")[0].position.line
    assert desk.said("C203")[0][0] == f"- {written}"


def test_a_place_that_is_no_state_gets_the_rules_cure(desk: Any) -> None:
    """Where nothing comes near, the message says how states are written."""
    desk.put(states=["Bavaria"])
    [problem] = desk.problems("C203")
    assert "Spanish name with its accents" in problem.cure


def test_all_federal_states_are_known(desk: Any) -> None:
    """There are 32, and every one of them passes."""
    assert len(set(FEDERAL_STATES)) == 32
    assert set(OTHER_NAMES.values()) <= set(FEDERAL_STATES)
    desk.put(states=list(FEDERAL_STATES))
    assert desk.problems("C203") == []


def test_an_original_without_an_edition_is_noticed(desk: Any) -> None:
    """A contribution in Portuguese is in a foreign language for all readers."""
    desk.put(language="pt", title={"pt": "Um recife"}, teaser={"pt": "Para quem"}, body={"pt": "Texto"})
    line, what = desk.said("C204")[0]
    assert line == "language: pt"
    assert "editions in es, de, en" in what
