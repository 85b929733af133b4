from __future__ import annotations

from typing import Any

import pytest

from iki_newsletter.checks.gender import INSTEAD


def _in_german(desk: Any, text: str) -> list[str]:
    desk.put(teaser={"es": "Los participantes y los expertos", "de": text, "en": "The experts"})
    return [problem.cure for problem in desk.problems("C641")]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Die Teilnehmer trafen sich.", "Teilnehmer"),
        ("Rund 40 junge Teilnehmer kamen.", "Teilnehmer"),
        ("Ein Kurs für Bürger der Stadt.", "Bürger"),
        ("Experten aus fünf Ländern", "Experten"),
        ("Zusammen mit Wissenschaftlern der Universität", "Wissenschaftler"),
        ("Viele Landwirte pflanzen Hecken.", "Landwirte"),
    ],
)
def test_a_plural_of_men_gets_an_alternative(desk: Any, text: str, word: str) -> None:
    """The word is named, and what to write instead."""
    assert _in_german(desk, text) == [f"Write, where it fits: {INSTEAD[word]}."]


@pytest.mark.parametrize(
    "text",
    [
        "Die Teilnehmenden trafen sich.",
        "Die Bürgerinnen und Bürger der Stadt",
        "Experten und Expertinnen aus fünf Ländern",
        "Für Landwirtinnen und viele Landwirte",
        "Die Teilnehmer*innen, die Bürger:innen, die Experten/-innen",
        "Die Bürgermeister, die Bürgerinitiative und die Leserbriefe",
        "José Pérez, Wissenschaftler am Institut",
        "Der Teilnehmer aus Oaxaca dankte dem Experten Juan Pérez.",
        "Das kam vom Experten Juan Pérez, zum Studenten Luis, beim jungen Kollegen.",
        "Ein Politiker sprach mit einem jungen Experten.",
        "Forscher Pérez berichtet.",
    ],
)
def test_what_is_fair_or_not_clear_is_passed_over(desk: Any, text: str) -> None:
    """Both named, one man, a compound: no false alarm."""
    assert _in_german(desk, text) == []


def test_only_german_is_judged(desk: Any) -> None:
    """“Los participantes” is right in Spanish, and English has one word for all."""
    desk.put(title={"es": "Los expertos", "de": "Ein Riff", "en": "Die Experten"})
    assert desk.problems("C641") == []
