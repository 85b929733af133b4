from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    "words",
    [
        "Guía de humedales (PDF)",
        "Más sobre los humedales",
        "Weiterlesen: die Auen",
        "giz.de",
        '<img src="cid:a" alt="Guía de humedales" width="1" height="1">',
    ],
)
def test_links_that_say_where_they_lead(proof: Any, words: str) -> None:
    """Words that name the target, a host by its name, and a picture's description say enough."""
    assert proof.found(f'<a href="https://giz.de/a">{words}</a>') == []


@pytest.mark.parametrize(
    "words", ["Aquí", "haga <b>clic</b> aquí", "» más …", "Hier", "weiterlesen →", "click here!"]
)
def test_links_that_say_nothing(proof: Any, words: str) -> None:
    """In each language, words that only say that this is a link are told, whatever stands around them."""
    ((code, what),) = proof.found(f'<a href="https://example.org">{words}</a>')
    assert code == "E321"
    assert what.endswith("does not say where it leads.")


@pytest.mark.parametrize(
    ("link", "what"),
    [
        ('<a href="https://example.org"> </a>', "The link to `https://example.org` has no words."),
        (
            '<a href="https://example.org/a">https://example.org/a</a>',
            "The link “https://example.org/a” is an address, which is read out letter by letter.",
        ),
        (
            '<a href="https://example.org/a" aria-label="aquí">La guía</a>',
            "The link “aquí” does not say where it leads.",
        ),
    ],
)
def test_links_without_words(proof: Any, link: str, what: str) -> None:
    """A link that is empty or an address is told; where a screen reader hears something else, that counts."""
    assert proof.found(link) == [("E321", what)]


def test_the_same_words_lead_to_one_place(proof: Any) -> None:
    """Links of the same words may lead to the same place twice, and not to two."""
    first, other = '<a href="https://example.org/a">La guía</a>', '<a href="https://example.org/b">la guía</a>'
    assert proof.found(first + first) == []
    assert proof.found(first + other) == [
        (
            "E322",
            "The link “la guía” leads to `https://example.org/b`, and the same words before to `https://example.org/a`.",
        )
    ]


def test_words_that_say_nothing_are_told_once(proof: Any) -> None:
    """Two links that say nothing are at fault for that alone."""
    links = '<a href="https://example.org/a">aquí</a> <a href="https://example.org/b">Aquí</a>'
    assert [code for code, _ in proof.found(links)] == ["E321", "E321"]
