from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    "html",
    ["<h2>A</h2><h3>B</h3><h4>C</h4><h2>D</h2>", '<h2 id="a">A</h2><p><a href="#a">Ir a A</a></p>'],
)
def test_headings_in_order_and_places_that_are_there(proof: Any, html: str) -> None:
    """Headings go down by steps and up by any, and a link within the page finds its place."""
    assert proof.found(html) == []


@pytest.mark.parametrize(
    ("html", "code", "what"),
    [
        ("<h1>Otro</h1>", "E311", "“Otro” is a second `h1`."),
        ("<h3>A</h3>", "E312", "“A” is an `h3` and follows on an `h1`."),
        ("<h2>A</h2><h4>B</h4>", "E312", "“B” is an `h4` and follows on an `h2`."),
        ('<h2 id="a">A</h2><p id="a">B</p>', "E313", "The id `a` stands for 2 places."),
        ('<a href="#b">Ir a B</a>', "E314", "“Ir a B” leads to `#b`, which is not there."),
    ],
)
def test_headings_and_places_at_fault(proof: Any, html: str, code: str, what: str) -> None:
    """A second title, a level left out, an id given twice and a link to nowhere are each told."""
    assert proof.found(html) == [(code, what)]


def test_a_page_needs_a_title_of_its_own(proof: Any) -> None:
    """A page whose first heading is no `h1` lacks it, and leaves out a level."""
    assert proof.found_after("<h1>Horizontes</h1>", "<h2>Horizontes</h2>") == [
        ("E311", "The page has no `h1`."),
        ("E312", "“Horizontes” is an `h2` and is the first heading."),
    ]


def test_a_contribution_called_like_a_place_of_the_template(desk: Any, proof: Any) -> None:
    """Where an item's file has the name of an id in the template, the item's file is pointed at."""
    path = desk.put(name="in-focus")
    html = '<h2 id="in-focus">En foco</h2><h3 id="in-focus">Un arrecife</h3>'
    (problem,) = proof.problems(html)
    assert (problem.code, problem.position.path) == ("E313", path)


def test_a_level_is_mended_where_it_comes_from(desk: Any, proof: Any) -> None:
    """The template says which level an item's headline has; people say what heads a part of their text."""
    path = desk.put(name="item", body={"es": "Texto\n\n# Lo que sigue\n\nMás", "de": "Text", "en": "Text"})
    places = proof.places('<h2>Todo</h2><h4 id="item">Un arrecife</h4>')
    assert [place.partition(":")[0] for place in places] == ["edition.html.j2"]
    (problem,) = proof.problems("<h2>Todo</h2><h4>Lo que sigue</h4>")
    assert problem.position.path == path


def test_a_link_to_nowhere_is_the_templates(desk: Any, proof: Any) -> None:
    """Words that stand in a file as well do not lead there: no text can have such a link."""
    desk.put(name="item", title={"es": "Fechas", "de": "Termine", "en": "Dates"})
    assert [place.partition(":")[0] for place in proof.places('<a href="#b">Fechas</a>')] == ["edition.html.j2"]
