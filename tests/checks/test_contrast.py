from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.checks.conftest import SOUND

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


DARK = (
    "<style>@media (prefers-color-scheme: dark) {{ body, .page {{ background-color: #15191a !important }} "
    "{rule} }}</style>"
)
DULL = "#555555 on #15191a: 2.4 to 1, and 4.5 is the least."


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("a, h2 { color: #555555 !important }", f"In dark mode `a, h2` is {DULL}"),
        ("a { color: #555555 !important } .quiet { color: #555555 !important }", f"In dark mode `a` is {DULL}"),
        ("a { color: #15191a !important; background: #555 !important }", "In dark mode `a` is #15191a on #555: 2.4"),
    ],
)
def test_colours_of_dark_mode_that_hardly_stand_out(proof: Any, rule: str, said: str) -> None:
    """They are judged on the body's background or their own; the same pair is told once."""
    ((code, what),) = proof.found_after("</head>", f"{DARK.format(rule=rule)}</head>")
    assert code == "E223"
    assert what.startswith(said)


@pytest.mark.parametrize(
    "rule",
    [
        "a { color: #ece8de !important }",
        "td { border-color: #15191a !important }",
        "a { color: inherit !important }",
        "a { color: #15191a !important; background: #fff !important }",
    ],
)
def test_colours_of_dark_mode_that_stand_out(proof: Any, rule: str) -> None:
    """Enough contrast, rules that are no text, and colours that cannot be computed are left alone."""
    assert proof.found_after("</head>", f"{DARK.format(rule=rule)}</head>") == []


def test_the_file_to_mend_is_the_one_that_has_the_colour(proof: Any) -> None:
    """The cure names it; a colour that light mode has as well is shown where it is dark mode's."""
    html = SOUND.replace("</head>", f"{DARK.format(rule='a { color: #667788 !important }')}</head>")
    page = proof.page(html)
    template = page.template
    template.write_text("", encoding="utf-8")
    theme = template.parents[1] / "theme.yaml"
    theme.write_text('colours:\n  light:\n    ink: "#667788"\n  dark:\n    quiet: "#667788"\n', encoding="utf-8")
    (problem,) = proof.of(page)
    assert (problem.position.path, problem.position.line) == (theme, 5)
    assert problem.cure == "Choose a lighter text or a darker background in theme.yaml."
    (light,) = proof.problems('<p style="color: #999999">Hola</p>')
    assert light.cure == "Choose a darker text or a lighter background in edition.html.j2."


def test_the_same_colours_are_told_once(proof: Any) -> None:
    """A pair of colours is one fault, however much text has it, and it is told where the colour is written."""
    (problem,) = proof.problems('<p style="color: #999999">Hola</p>\n<p style="color: #999999">Adiós</p>')
    assert (problem.position.line, problem.what) == (
        14,
        "“Hola” is #999999 on #ffffff: 2.8 to 1, and 4.5 is the least.",
    )
