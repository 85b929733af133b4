from __future__ import annotations

from typing import Any

import pytest

IN_ALL = {"es": "Somos tres", "de": "Wir sind drei", "en": "We are three"}


@pytest.fixture(autouse=True)
def _one_item(desk: Any) -> None:
    desk.put()


@pytest.mark.parametrize(("code", "field"), [("I301", "subject"), ("I302", "preheader")])
def test_every_edition_has_its_subject_and_preheader(desk: Any, code: str, field: str) -> None:
    """Each language that is missing is named."""
    desk.plan[field] = {"es": "Un curso a la orilla"}
    assert [what for _, what in desk.said(code)] == [f"`{field}` is missing in de.", f"`{field}` is missing in en."]


def test_a_bare_subject_is_in_the_first_language(desk: Any) -> None:
    """One string cannot be the subject of three editions."""
    desk.plan["subject"] = "Un curso a la orilla"
    assert desk.said("I301") == [
        ("subject: Un curso a la orilla", "`subject` is missing in de."),
        ("subject: Un curso a la orilla", "`subject` is missing in en."),
    ]


def test_the_editorial_is_in_every_language(desk: Any) -> None:
    """Its text is asked for like the subject; a signature in one string is a name."""
    desk.plan["editorial"] = {"signed": "Ana Ejemplo", "text": {"es": "Somos tres", "en": "We are three"}}
    assert [what for _, what in desk.said("I303")] == ["`editorial.text` is missing in de."]
    desk.plan["editorial"] = {"signed": {"es": "El equipo"}, "text": IN_ALL}
    assert [what for _, what in desk.said("I303")] == [
        "`editorial.signed` is missing in de.",
        "`editorial.signed` is missing in en.",
    ]


def test_a_language_without_an_edition_is_noticed(desk: Any) -> None:
    """A subject in French is read by nobody."""
    desk.plan["subject"] |= {"fr": "Un cours au bord de la mer"}
    assert [what for _, what in desk.said("I304")] == [
        "`subject` is there in fr, and the newsletter has no edition in fr."
    ]


@pytest.mark.parametrize(("length", "good"), [(9, False), (10, True), (78, True), (79, False)])
def test_a_subject_has_10_to_78_characters(desk: Any, length: int, good: bool) -> None:
    """Both ends of the range are in it."""
    desk.plan["subject"]["de"] = "a" * length
    said = desk.said("I311")
    what = f"`subject` in de has {length} characters; 10 to 78 are meant for it."
    assert said == ([] if good else [(f"  de: {'a' * length}", what)])


@pytest.mark.parametrize(
    ("subject", "shouts"),
    [
        ("EIN KURS AM MEER", True),
        ("Ein Kurs! Am Meer!", True),
        ("Ein Kurs am Meer!", False),
        ("IKI 2017, 1–2/3", False),
        ("Die IKI trifft sich", False),
    ],
)
def test_a_subject_does_not_shout(desk: Any, subject: str, shouts: bool) -> None:
    """Capitals throughout and repeated exclamation marks are noticed, abbreviations are not."""
    desk.plan["subject"]["de"] = subject
    assert bool(desk.said("I312")) is shouts


def test_a_subject_that_mail_programs_would_decode_blocks(desk: Any) -> None:
    """`=?` could smuggle in a header on older systems, so nobody can allow it."""
    desk.plan["subject"]["en"] = "A course =?utf-8?q?by?= the sea"
    [problem] = desk.problems("I313")
    assert problem.level == "block"


@pytest.mark.parametrize("preheader", ["Ein Kurs am Meer", "  EIN KURS – am Meer. "])
def test_the_preheader_says_something_else(desk: Any, preheader: str) -> None:
    """Case and punctuation make no second sentence."""
    desk.plan["preheader"]["de"] = preheader
    assert [what for _, what in desk.said("I314")] == ["`preheader` in de repeats the subject."]
