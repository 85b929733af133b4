from __future__ import annotations

from iki_newsletter.render.parts import read_parts

PAGE = """<!DOCTYPE html><html><head><title>No words</title><style>p { color: red }</style></head><body>
<h1>Mareas</h1><p>Hello <b>you</b></p>
<h2 id="in-focus">In focus</h2><h3 id="reef">A reef</h3><p>It grows.</p><p>Slowly.<br>Yes.</p>
<h2 id="section-news">News</h2>
<table><tr><td><p>River project</p><h3 id="river"><a href="https://www.example.org/">A river</a></h3>
<p>It flows.</p></td></tr>
<tr><td><p>Wood project</p><h3 id="wood">A wood</h3></td></tr></table>
<p>Goodbye</p></body></html>"""


def test_an_item_is_what_stands_around_its_heading() -> None:
    """Also what comes before the heading in the same cell; without a cell of its own, what follows it."""
    words = read_parts(PAGE).words
    assert words["reef"] == ("A", "reef", "It", "grows.", "Slowly.", "Yes.")
    assert words["river"] == ("River", "project", "A", "river", "It", "flows.")
    assert words["wood"] == ("Wood", "project", "A", "wood")
    assert words[""] == ("Mareas", "Hello", "you", "In", "focus", "News", "Goodbye")


def test_links_and_markup_are_apart() -> None:
    """Where a link leads is no matter of the look; styles are."""
    parts = read_parts(PAGE)
    assert parts.links == ("https://www.example.org/",)
    assert "a" in parts.markup
    assert "p { color: red }" in parts.markup


def test_a_page_without_headings_is_one_piece() -> None:
    """Whatever templates make of it, no word is lost."""
    assert read_parts("<p>One <b>two</p></i> three").words == {"": ("One", "two", "three")}
