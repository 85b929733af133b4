from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from iki_newsletter.model.position import Position


@pytest.mark.parametrize(
    ("link", "what"),
    [
        ("[aquí](http://ejemplo.mx/a)", "`http://ejemplo.mx/a` is asked for without encryption."),
        ("[aquí](http://192.168.0.1/x)", "`http://192.168.0.1/x` exists only inside your own network."),
        ("[aquí](#arriba)", "the link to `#arriba` is lost."),
        ("[aquí](plan.pdf)", "the link to `plan.pdf` is lost."),
        ("[aquí](/a/b)", "the link to `/a/b` is lost."),
        ("[aquí](www.ejemplo.mx/año)", "the link to `www.ejemplo.mx/año` is lost."),
        ("[aquí](javascript:alert)", "the link to `javascript:alert` is lost."),
        ("[aquí]()", "a link without an address is lost."),
        ("<ftp://ejemplo.mx/a>", "the link to `ftp://ejemplo.mx/a` is lost."),
        ("[aquí][1]\n\n[1]: http://ejemplo.mx/b", "`http://ejemplo.mx/b` is asked for without encryption."),
        ("Véase http://ejemplo.mx.", "`http://ejemplo.mx` is asked for without encryption."),
    ],
)
def test_a_link_that_would_be_lost_is_told(desk: Any, link: str, what: str) -> None:
    """It becomes plain words in every edition, which nobody notices who does not click on it."""
    desk.put(body={"es": f"Texto. {link}", "de": "Text", "en": "Text"})
    [problem] = desk.problems()
    assert (problem.code, problem.level, problem.what) == ("C521", "error", f"`body` in es: {what}")


@pytest.mark.parametrize(
    "text",
    [
        "[el programa](https://www.example.org/a_(b)) y [escríbanos](mailto:a@example.org)",
        "<https://www.example.org/a>",
        "La lista [1] sigue (véase ahí); `http://ejemplo.mx` es solo un ejemplo",
        "Nota: [sic] (2017)",
    ],
)
def test_links_that_lead_on_are_left_alone(desk: Any, text: str) -> None:
    """What is kept, and what is no link."""
    desk.put(body={"es": text, "de": "Text", "en": "Text"})
    assert desk.problems("C521") == []


def test_the_place_is_the_address_itself(desk: Any, shown: Callable[[Position], str]) -> None:
    """In a long text the line is what leads to the mistake, in the language that has it."""
    links = "[ahí](https://www.example.org) y\n[aquí](http://ejemplo.mx/a) y más"
    desk.put(body={"es": "Texto", "de": f"Ein Absatz.\n\nNoch einer.\n{links}", "en": "Text"})
    [problem] = desk.problems("C521")
    assert shown(problem.position).startswith("http://ejemplo.mx/a")
    assert problem.what.startswith("`body` in de")


def test_an_address_without_its_beginning_is_completed(desk: Any) -> None:
    """The most common slip has an exact cure."""
    desk.put(body="Véase [el programa](www.ejemplo.mx)")
    assert desk.problems("C521")[0].cure == "Write the whole address: `https://www.ejemplo.mx`."


@pytest.mark.parametrize(
    "mark",
    ["[el programa](http://ejemplo.mx)", "**gratis**", "__gratis__", "*gratis*", "_gratis_", "<b>", "<https://a.mx>"],
)
def test_markdown_in_a_plain_field_is_told(desk: Any, mark: str) -> None:
    """Readers would see the signs."""
    desk.put(teaser={"es": f"Venga y vea: {mark} y más", "de": "Kommen Sie", "en": "Come"})
    [problem] = desk.problems()
    what = f"`teaser` in es is plain text: readers would see `{mark}` as it is."
    assert (problem.code, problem.level, problem.what) == ("C522", "error", what)


def test_every_text_but_a_body_is_plain(desk: Any) -> None:
    """Titles, places, what pictures show, and the words of links."""
    links = [{"url": "https://example.org/reef", "text": "**Ver**"}]
    desk.put("event", title="# Curso", place="**La Paz**", links=links)
    desk.put(name="news", body="**Texto** [y más](https://www.example.org)")
    assert [what.split(" ")[0] for _, what in desk.said("C522")] == ["`title`", "`place`", "`links.text`"]


@pytest.mark.parametrize(
    "text",
    [
        "Forscher*innen und Bürger*innen",
        "2 * 3 * 4 son 24",
        "El archivo datos_del_arrecife_2017 ya está",
        "Nota [1] (véase ahí)",
        "La n.º # 3 y * al final *",
        "x < 3 y > 2",
    ],
)
def test_signs_that_set_nothing_are_left_alone(desk: Any, text: str) -> None:
    """A star inside a word, a number's sign, an underscore in a name."""
    desk.put(teaser={"es": text, "de": text + " ja", "en": text + " yes"})
    assert desk.problems("C522") == []
