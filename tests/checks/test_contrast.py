from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from iki_newsletter.checks.colours import BLACK, WHITE, contrast, read_colour

if TYPE_CHECKING:
    from iki_newsletter.checks.colours import Colour


@pytest.mark.parametrize(
    ("value", "colour"),
    [
        ("#fff", WHITE),
        ("#0B5A5E", (11, 90, 94)),
        ("rgb(11, 90, 94)", (11, 90, 94)),
        ("rgb(300, 0, 999)", (255, 0, 255)),
        ("White", WHITE),
        ("#0b5a5e url(cid:white.png) no-repeat", (11, 90, 94)),
        ("url(red.png) top / cover", None),
        ("transparent", None),
        ("rgba(0, 0, 0, 0.5)", None),
        ("linear-gradient(45deg, currentColor)", None),
    ],
)
def test_colours_are_read(value: str, colour: Colour | None) -> None:
    """Colours are read in the ways that mails write them; what cannot be computed is none."""
    assert read_colour(value) == colour


def test_contrast_is_computed_as_the_standard_says() -> None:
    """Black on white is the most, a colour on itself the least, and the order does not matter."""
    assert contrast(BLACK, WHITE) == contrast(WHITE, BLACK) == pytest.approx(21)
    assert contrast(WHITE, WHITE) == 1
    assert contrast((0x76, 0x76, 0x76), WHITE) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ('<p style="background: #fff">Hola</p>', "`<p>` has the background #fff, and no colour for the text on it."),
        (
            '<table role="presentation"><tr><td bgcolor="#ffffff">Hola</td></tr></table>',
            "`<td>` has the background #ffffff, and no colour for the text on it.",
        ),
    ],
)
def test_a_background_needs_a_text_colour(proof: Any, html: str, what: str) -> None:
    """A colour further out does not count: a mail program may change one of the two."""
    assert proof.found(f'<div style="color: #000">{html}</div>') == [("E221", what)]
    assert proof.found('<p style="background: #fff; color: #000">Hola</p>') == []
    assert proof.found('<p style="background: transparent">Hola</p>') == []


@pytest.mark.parametrize(
    ("html", "said", "ratio"),
    [
        ('<p style="color: #777">Hola</p>', "“Hola” is #777777 on #ffffff", "4.5"),
        (
            '<div style="color: #eee; background: #000"><p style="background: #fff; color: inherit">Hola</p></div>',
            "“Hola” is #eeeeee on #ffffff",
            "1.2",
        ),
        ('<div style="color: #fff; background: #333"><a href="#a" id="a">Hola</a></div>', "“Hola” is #0000ee", "1.3"),
        (
            '<div style="color: #fff"><img src="cid:a" alt="Un arrecife" width="1" height="1"></div>',
            "“Un arrecife” is #ffffff on #ffffff",
            "1.0",
        ),
        ('<div style="color: #999"><b style="color: #000">A</b> Hola</div>', "“Hola” is #999999 on #ffffff", "2.8"),
    ],
)
def test_text_that_hardly_stands_out(proof: Any, html: str, said: str, ratio: str) -> None:
    """Text is judged on the nearest background; links and descriptions of pictures are text as well."""
    ((code, what),) = proof.found(html)
    assert code == "E222"
    assert what.startswith(said)
    assert what.endswith(f"{ratio} to 1, and 4.5 is the least.")


@pytest.mark.parametrize(
    "html",
    [
        '<p style="color: #767676">Hola</p>',
        '<div style="display: none; color: #fff">Hola</div>',
        '<div style="color: #fff"><p style="color: #000">Hola</p></div>',
        '<p style="background: url(cid:a); color: #fff">Hola</p>',
    ],
)
def test_text_that_stands_out_or_cannot_be_judged(proof: Any, html: str) -> None:
    """Enough contrast, text that nobody sees, and text on a picture are left alone."""
    assert proof.found(html) == []


def test_the_same_colours_are_told_once(proof: Any) -> None:
    """A pair of colours is one fault, however much text has it, and it is told where the colour is written."""
    (problem,) = proof.problems('<p style="color: #999999">Hola</p>\n<p style="color: #999999">Adiós</p>')
    assert (problem.position.line, problem.what) == (
        14,
        "“Hola” is #999999 on #ffffff: 2.8 to 1, and 4.5 is the least.",
    )
