from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.checks.names import Names, _fold

ORGANISATIONS = [
    "GIZ",
    "SEMARNAT",
    "CONANP",
    "Pronatura México",
    "Union for Ethical BioTrade",
    "Transparency International",
]


@pytest.fixture
def named_desk(desk: Any) -> Any:
    """Give a desk whose portfolio has names with capitals, accents and several words."""
    desk.portfolio["organisations"] += [{"id": name} for name in ORGANISATIONS]
    desk.portfolio["projects"][0] |= {"short": "BioMar", "partners": ["CAMe", "WRI"]}
    desk.portfolio["projects"][1] |= {"short": "IKI-IBA", "implementing_partners": ["OroVerde"]}
    return desk


def _in_english(desk: Any, text: str) -> list[str]:
    desk.put(teaser={"es": "Para quien lo cuida", "de": "Für alle", "en": text})
    return [problem.cure for problem in desk.problems("C631")]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Giz", "GIZ"),
        ("the Giz-team", "GIZ"),
        ("Semarnat", "SEMARNAT"),
        ("BIOMAR", "BioMar"),
        ("Pronatura Mexico", "Pronatura México"),
        ("Union for Ethical Biotrade", "Union for Ethical BioTrade"),
        ("Iki-Iba", "IKI-IBA"),
        ("Iki", "IKI"),
        ("Redd+", "REDD+"),
        ("SEMARNT", "SEMARNAT"),
        ("Oroverde", "OroVerde"),
        ("OroVerrde", "OroVerde"),
    ],
)
def test_a_name_in_other_letters_is_found(named_desk: Any, written: str, name: str) -> None:
    """Capitals, accents and one wrong letter of a long name; the portfolio's spelling is named."""
    assert _in_english(named_desk, f"With {written} at the coast.") == [f"Did you mean “{name}”?"]


@pytest.mark.parametrize(
    "text",
    [
        "GIZ, SEMARNAT, BioMar, IKI-IBA, OroVerde and Pronatura México met.",
        "SEMARNAT’s office, the SEMARNATs of this world",
        "They came; Came the day.",
        "CONAP of Guatemala met CONANP.",
        "See www.giz.de/Giz, Giz@example.org and https://example.org/Semarnat.",
        "a giz by any other name",
        "A TITLE IN CAPITALS WITH BIOMAR",
        "Transparency international rules",
        "OroVerdes",
    ],
)
def test_words_and_other_names_make_no_alarm(named_desk: Any, text: str) -> None:
    """Right names, their genitives, words, addresses, and others' names are passed over."""
    assert _in_english(named_desk, text) == []


def test_the_place_is_the_texts(named_desk: Any) -> None:
    """The text in its language, and what it says."""
    named_desk.put(title={"es": "La Giz", "de": "Ein Riff", "en": "A reef"})
    assert named_desk.said("C631") == [("  es: La Giz", "`title` in es says “Giz”; it is spelt “GIZ” elsewhere.")]


def test_a_ministry_has_the_name_of_the_time(desk: Any) -> None:
    """The funding notices know which name holds on the day of sending."""
    desk.newsletter["funding_notices"] = [
        {"from": "2016-01-01", "until": "2017-12-31", "text": "El BMUB apoya la IKI."},
        {"from": "2018-01-01", "text": "El BMU apoya la IKI."},
    ]
    desk.put(teaser={"es": "El BMUB lo paga, con la IKI", "de": "Das BMU zahlt", "en": "The BMUB pays"})
    [problem] = desk.problems("C632")
    assert problem.what == "`teaser` in de says BMU, a name of another time than 2017-06-12."
    assert "BMUB" in problem.cure
    desk.put(teaser={"es": "El BMUB lo paga, con la IKI", "de": "Das BMUB zahlt", "en": "The BMUB pays"})
    assert desk.problems("C632") == []


def test_without_a_notice_for_the_day_no_ministry_is_wrong(desk: Any) -> None:
    """What is not known is not judged."""
    desk.newsletter["funding_notices"] = [{"from": "2018-01-01", "text": "El BMU apoya la IKI."}]
    desk.put(teaser={"es": "El BMU lo paga", "de": "Das BMU zahlt", "en": "The BMU pays"})
    assert desk.problems("C632") == []


@given(st.text(max_size=40))
@settings(max_examples=100)
def test_any_text_can_be_read(text: str) -> None:
    """Letters of any script keep their places, and what is found stands in the text."""
    normal = unicodedata.normalize("NFC", text)
    assert len(_fold(normal)) == len(normal)
    names = Names(frozenset({"GIZ", "Pronatura México"}))
    assert all(written in normal for written, _ in names.misspelt(text))
