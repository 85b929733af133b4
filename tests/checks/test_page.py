from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = """
<h2>Este número</h2>
<p>Saludo <a href="https://example.org/editorial">aquí</a></p>
<h2>En foco</h2>
<p>GIZ</p>
<h3 id="focus">Un arrecife</h3>
<p>Texto <a href="https://example.org/a">aquí</a></p>
<div><table role="presentation"><tr><td><h2>Todo</h2></td></tr>
<tr><td><h3 id="other">Un bosque</h3><p>Texto <a href="https://example.org/b">aquí</a></p></td></tr>
</table></div>
<p><a href="#">Darse de baja</a></p>
"""

PARTS = [
    *(
        "<p>",
        "</p>",
        "<h1>",
        "<h4 id='a'>",
        "<table><tr><td bgcolor=''>",
        "</table>",
        "<style>p{",
        "</style>",
        "<",
        "aquí",
    ),
    *("<a href='#'>", "<a href='https://[::1'>", "</a>", "<img>", "<!--[if mso]>", "<![endif]-->"),
]
"""Pieces of pages that are sound in some orders and broken in most."""


@pytest.fixture
def items(desk: Any) -> None:
    """Lay two contributions on the desk, and an editorial; each has a link that says nothing."""
    desk.plan["editorial"] = {"text": {"es": "Saludo [aquí](https://example.org/editorial)"}, "signed": "Ana"}
    desk.put(name="focus", body={"de": "Text", "es": "Primero.\n\nTexto [aquí](https://example.org/a)\n"})
    desk.put(name="other", title={"es": "Un bosque"}, links=[{"url": "https://example.org/b", "text": "aquí"}])


def test_each_element_belongs_to_the_item_around_it(items: None, proof: Any) -> None:
    """What stands with an item's heading is its item's, in a cell or among others; the rest is nobody's."""
    page = proof.page(PAGE)
    owners = [(link.get("href"), item.name if item else None) for link in page.links for item in [page.item_of(link)]]
    assert owners == [
        ("https://example.org/editorial", None),
        ("https://example.org/a", "focus"),
        ("https://example.org/b", "other"),
        ("#", None),
    ]
    assert [page.item_of(paragraph) is not None for paragraph in page.tree.iter("p")] == [
        *(False, True, True, True, False)
    ]


def test_a_fault_is_told_at_the_line_it_was_written_on(items: None, proof: Any, shown: Callable[[Any], str]) -> None:
    """A link at fault leads to issue.yaml, to its line in a long text, and to the address in a list of links."""
    found = [problem.position for problem in proof.problems(PAGE) if problem.code == "E321"]
    assert [position.path.name for position in found] == ["issue.yaml", "focus.yaml", "other.yaml"]
    assert [shown(position).split()[0] for position in found[1:]] == [
        "https://example.org/a)",
        "https://example.org/b",
    ]


def test_words_are_found_as_they_were_typed(desk: Any, proof: Any, shown: Callable[[Any], str]) -> None:
    """Quotation marks, soft hyphens and no-break spaces of the page lead to what stands in the file."""
    desk.put(name="focus", title={"de": "Ein Riff", "es": 'El "arrecife" de 5 km'})
    html = "<h2>Todo</h2><h4>El „arre\N{SOFT HYPHEN}cife“ de 5\N{NO-BREAK SPACE}km</h4>"
    (problem,) = proof.problems(html)
    assert problem.position.path.name == "focus.yaml"
    assert "El" in shown(problem.position)


def test_the_editions_own_words_lead_to_the_labels(proof: Any) -> None:
    """A word of the newsletter itself leads to its line in the labels, and an unknown one to the template."""
    page = proof.page('<a href="#">Darse de baja</a><a href="#">Otra cosa</a>')
    known, unknown = (page.place_of(link, " ".join(link.itertext())) for link in page.links)
    assert (known.path, known.line) == (page.labels, 2)
    assert (unknown.path, unknown.line) == (page.template, 14)


def test_a_template_that_cannot_be_read_is_named_alone(proof: Any) -> None:
    """Where the file is not there any more, its name has to do."""
    page = proof.page("<p>Hola</p>")
    page.template.unlink()
    assert (page.of_template("<p>").path, page.of_template("<p>").line) == (page.template, 0)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=12))
def test_whatever_the_page_is_it_is_judged(proof: Any, parts: list[str]) -> None:
    """No page makes a check stumble, however broken it is."""
    assert isinstance(proof.problems("".join(parts)), list)
