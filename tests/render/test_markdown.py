from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.render.specimens import soup

from iki_newsletter.render.filters import wrap_prose
from iki_newsletter.render.labels import Typography
from iki_newsletter.render.markdown import MAX_BYTES, prose
from iki_newsletter.render.typography import Typesetter

SETTER = Typesetter(Typography(quotes="„“"))
ALLOWED = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "h4"}


def html_of(source: str) -> str:
    """Render as HTML."""
    return str(prose(source, SETTER).html)


def text_of(source: str) -> str:
    """Render as text."""
    return wrap_prose(prose(source, SETTER))


def elements(html: str) -> set[str]:
    """Name the elements of a page."""
    return {tag.name for tag in soup(html).find_all()}


def test_both_ways_from_one_source() -> None:
    """Paragraphs, emphasis, lists and quotations come out as HTML and as text that reads as well."""
    source = "Erst *dies*,\ndann **das**.\n\n- eins\n- zwei\n\n1. a\n2. b\n\n> zitiert"

    found = soup(html_of(source))

    assert [entry.get_text() for entry in found.find_all("li")] == ["eins", "zwei", "a", "b"]
    assert found.em is not None
    assert found.strong is not None
    assert text_of(source) == "Erst dies, dann das.\n- eins\n- zwei\n1. a\n2. b\n\n> zitiert"


def test_links_stand_below_as_text() -> None:
    """In the text, links are numbered, the same address once, and the addresses stand on lines of their own."""
    source = "Siehe [hier](https://a.example/x), [da](https://b.example) und [hier](https://a.example/x)."

    assert text_of(source) == "Siehe hier [1], da [2] und hier [1].\n\n[1] https://a.example/x\n[2] https://b.example"


def test_an_address_written_out_is_not_said_twice() -> None:
    """An address between angle brackets is a link in HTML and only its number in the running text."""
    assert text_of("Mehr: <https://a.example>") == "Mehr: [1]\n\n[1] https://a.example"
    assert soup(html_of("Mehr: <https://a.example>")).a is not None


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        '<img src="https://x.example/p.gif" onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](http://plain.example)",
        "[x](//other.example)",
        "[x](data:text/html;base64,AAAA)",
        "[x](relative/path)",
        "![pixel](https://track.example/p.gif)",
        '<svg onload="x">',
        "```\n{{ 7 * 7 }}\n```",
    ],
)
def test_what_is_not_wanted_becomes_words(source: str) -> None:
    """Raw HTML, scripts, pictures and links that are not https or mailto leave no element and no address behind."""
    found = soup(html_of(source))

    assert elements(str(found)) <= ALLOWED
    assert not found.find_all("a")


def test_pictures_become_their_description() -> None:
    """A picture in the running text is read out, not loaded."""
    assert html_of("Vor ![dem Riff](https://x.example/a.png) Ort") == "<p>Vor dem Riff Ort</p>"


def test_headings_stand_below_the_headline() -> None:
    """Whatever level a body's heading has, it comes below the item's own."""
    assert elements(html_of("# a\n\n### b\n\nc\n=")) == {"h4"}


def test_quotes_are_set_in_text_but_not_in_addresses() -> None:
    """Typography reaches words, not addresses."""
    found = soup(html_of('"So" [geht](https://a.example/it%27s)'))

    assert found.get_text() == "„So“ geht"
    assert found.a is not None
    assert found.a["href"] == "https://a.example/it%27s"


@pytest.mark.parametrize(
    "source", ["[" * 20_000, "![" * 10_000, "*a" * 10_000, "> " * 10_000, "- " * 9_000, "<a" * 10_000]
)
def test_hostile_text_costs_little(source: str) -> None:
    """Text made to be slow is rendered in less than a second."""
    before = time.process_time()

    prose(source, SETTER)

    assert time.process_time() - before < 1


def test_too_long_is_cut_at_a_word() -> None:
    """More than 20 KB is cut, visibly, between words and not inside a character."""
    long = html_of("Öde Wörter " * 4_000)

    assert len(long.encode()) < MAX_BYTES + 100
    assert long.endswith(("Öde …</p>", "Wörter …</p>"))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab*_[]()<>!#`-> \n:/.&\"'1", max_size=80))
def test_any_text_gives_only_what_is_allowed(source: str) -> None:
    """Whatever somebody types, no other element comes out, and no link that is not safe."""
    found = soup(html_of(source))

    assert elements(str(found)) <= ALLOWED
    assert all(str(link["href"]).startswith(("https://", "mailto:")) for link in found.find_all("a"))
    text_of(source)
