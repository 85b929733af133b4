from __future__ import annotations

from typing import Any

import pytest

from iki_newsletter.checks.tongues import looks_like

SPANISH = "Cuarenta familias de la costa aprendieron en tres talleres a medir la salud del arrecife con sus manos"
GERMAN = "Vierzig Familien an der Küste haben gelernt, wie man die Gesundheit des Riffs mit einfachen Mitteln misst"
ENGLISH = "Forty families on the coast have learnt how to measure the health of the reef"
NAMES = "Reef Forest Coral Mangrove Lagoon"


def test_a_copy_of_the_original_is_told_where_the_translation_should_be(desk: Any) -> None:
    """The original stays: it is the other text that has to be written, whichever comes first in the file."""
    desk.put(teaser={"es": SPANISH, "de": SPANISH, "en": ENGLISH})
    assert desk.said("C405") == [
        (f"  de: {SPANISH}", "`teaser` in de is the text in es, word for word: it looks Spanish but stands under de.")
    ]
    desk.put(language="de", teaser={"es": GERMAN, "de": GERMAN, "en": ENGLISH})
    assert desk.said("C405") == [
        (f"  es: {GERMAN}", "`teaser` in es is the text in de, word for word: it looks German but stands under es.")
    ]


def test_a_wrong_language_of_the_original_is_told(desk: Any) -> None:
    """The German text is right where it is, although `language` calls the Spanish place the original's."""
    desk.put(language="es", teaser={"es": GERMAN, "de": GERMAN, "en": ENGLISH})
    [problem] = desk.problems("C405")
    assert problem.what == "`teaser` in es is the text in de, word for word: it looks German but stands under es."
    assert problem.cure == "Write it in Spanish; or put it under `de`, and `language: de` above."


def test_a_text_in_another_language_needs_no_copy_to_be_told(desk: Any) -> None:
    """Nothing stands under German, and the text that stands under Spanish is it."""
    desk.put(teaser=GERMAN)
    [(_, what)] = desk.said("C405")
    assert what == "`teaser` in es looks German but stands under es."
    desk.put(teaser={"es": SPANISH, "de": GERMAN, "en": GERMAN})
    assert [what for _, what in desk.said("C405")] == [
        "`teaser` in en is the text in de, word for word: it looks German but stands under en."
    ]


def test_titles_are_looked_at_too(desk: Any) -> None:
    """A German headline over a Spanish text is seen before anything else."""
    title = "Bäume für den Platz"
    desk.put(language="de", title={"es": title, "de": title, "en": "Trees"})
    [(line, what)] = desk.said("C405")
    assert line == f"  es: {title}"
    assert what.endswith("it looks German but stands under es.")


def test_where_the_language_cannot_be_told_the_original_is_right(desk: Any) -> None:
    """Word for word the same sentence in two languages is one translation too few."""
    desk.put(language="de", teaser={"es": NAMES, "de": NAMES, "en": ENGLISH})
    assert desk.said("C405") == [(f"  es: {NAMES}", "`teaser` in es is the text in de, word for word.")]


@pytest.mark.parametrize("field", ["title", "teaser"])
def test_names_are_the_same_in_all_languages(desk: Any, field: str) -> None:
    """A few words may be a name."""
    desk.put(**{field: {"es": "Initiative 20x20", "de": "Initiative 20x20", "en": "Initiative 20x20"}})
    assert desk.problems() == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (SPANISH, "es"),
        (GERMAN, "de"),
        (ENGLISH, "en"),
        ("In La Paz und El Salvador wird mit Las Palmas geredet", ""),
        ("El taller «Die Zukunft der Meere und das Klima» es para todos los que trabajan con las costas", ""),
        (
            "Der Workshop heißt „Manglares para todos“, und er ist für alle, die sich mit der Küste befassen",
            "de",
        ),
        ("", ""),
        ("Des maisons pour toutes les familles", ""),
    ],
)
def test_a_language_is_told_only_where_it_is_clear(text: str, language: str) -> None:
    """Names of places and titles of events bring their own language along."""
    assert looks_like(text) == language


def test_other_languages_are_left_alone(desk: Any) -> None:
    """A French or Portuguese text shares its small words with Spanish."""
    desk.newsletter["languages"] = ["es", "pt"]
    text = "O recife e as famílias do litoral que se reúnem por um futuro com mais peixe, como lo quieren"
    desk.put(language="pt", title="Um recife", teaser=text, body="Texto")
    assert desk.problems("C405") == []
