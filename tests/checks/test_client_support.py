from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.checks.client_support import HARMLESS, data_date, unsupported

ROOT = Path(__file__).resolve().parents[2]
DATA = json.loads((ROOT / "src" / "iki_newsletter" / "checks" / "caniemail.json").read_text("utf-8"))
GOLDEN = sorted((ROOT / "tests" / "golden").glob("*/expected/*.html"))
CLASSIC = "Outlook for Windows (classic)"


@pytest.mark.parametrize(
    ("html", "feature", "used"),
    [
        ('<div style="display:flex">x</div>', "css-display-flex", "display:flex"),
        ('<td style="display: grid;">x</td>', "css-display-grid", "display:grid"),
        ('<p style="position:absolute">x</p>', "css-position", "position:absolute"),
        ('<p style="color:var(--ink)">x</p>', "css-variables", "color:var(--ink)"),
        ('<p style="background:linear-gradient(red, blue)">x</p>', "css-linear-gradient", None),
        ('<td style="width:calc(50% - 8px)">x</td>', "css-unit-calc", None),
        ('<p style="margin:1rem 0">x</p>', "css-unit-rem", "margin:1rem 0"),
        ('<p style="width:max-content">x</p>', "css-intrinsic-size", None),
        ('<p style="font-family:system-ui, sans-serif">x</p>', "css-sytem-ui", None),
        ('<p style="margin:0 -8px">x</p>', "css-margin", "margin:0 -8px"),
        ('<p style="box-shadow:0 0 2px #000000">x</p>', "css-box-shadow", None),
        ("<video src='x.mp4'></video>", "html-video", "<video>"),
        ("<form><input></form>", "html-form", "<form>"),
        ("<section>x</section>", "html-semantics", "<section>"),
        ('<img src="https://example.org/x.webp?a" alt="">', "image-webp", "<img> of type webp"),
        ('<img src="data:image/png;base64,AA" alt="">', "image-base64", "<img> of type data"),
        ('<img srcset="x 2x" src="cid:x" alt="">', "html-srcset", "srcset"),
        ("<style>.x { display: flex }</style>", "css-display-flex", "display:flex"),
        ("<style>@import url(x.css); p { margin: 0 }</style>", "css-at-import", "@import"),
        ("<style>@font-face { font-family: x; src: url(x) }</style>", "css-at-font-face", "@font-face"),
        ("<style>@supports (gap: 1px) { p { margin: 0 } }</style>", "css-at-supports", "@supports"),
    ],
)
def test_what_programs_lack_is_found(html: str, feature: str, used: str | None) -> None:
    """A feature that one of our readers' programs lacks is named, with what stands there and who lacks it."""
    found = [each for each in unsupported(html) if each.feature == feature]

    assert len(found) == 1
    assert used in {None, found[0].used}
    assert found[0].clients
    assert found[0].title


@pytest.mark.parametrize(
    "html",
    [
        '<td style="padding:0 24px; border-top:1px solid #d8d4c8">x</td>',
        '<p style="margin:0 0 12px; font-size:16px; line-height:26px; color:#1d2421">x</p>',
        '<img src="https://example.org/x.png" width="552" alt="" style="width:100%; max-width:100%; border:0">',
        '<table role="presentation" width="100%" style="max-width:600px; margin:0 auto"><tr><td>x</td></tr></table>',
        "<style>@media (max-width: 480px) { .x { display: flex; position: sticky } }</style>",
        "<style>@media (min-width: 1px) { p { gap: 1rem } } [data-ogsc] .x { box-shadow: none }</style>",
        "<style>:root { color-scheme: light dark; }</style>",
        "<style>/* .x { display: flex } */</style>",
        '<!--[if mso]><v:rect style="position:absolute"></v:rect><video></video><![endif]-->',
        "<p style=\"font-family:Georgia, 'system-ui', serif\">calc(1rem), display:flex</p>",
        '<p style="background:#ffffff url(https://example.org/1rem.png)">x</p>',
    ],
)
def test_what_all_show_or_nobody_needs_is_silent(html: str) -> None:
    """Nothing is said of what is supported, of what media rules add, of comments, and of words in quotation marks."""
    assert unsupported(html) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('<td style="padding:8px">x</td>', '<div style="padding:8px">x</div>'),
        ('<td style="border-top:1px solid red">x</td>', '<p style="border-top:1px solid red">x</p>'),
        ('<table style="max-width:600px"></table>', '<div style="max-width:600px">x</div>'),
        ('<td style="width:72px">x</td>', '<div style="width:72px">x</div>'),
        ('<td style="height:8px">x</td>', '<p style="height:8px">x</p>'),
        ('<p style="border:0; padding:0 0px">x</p>', '<p style="border:1px solid; padding:1px">x</p>'),
    ],
)
def test_support_in_part_is_judged_by_the_element(right: str, wrong: str) -> None:
    """Outlook for Windows pads, rules and sizes some elements only: others are found."""
    assert unsupported(right) == []
    assert unsupported(wrong)
    assert all(CLASSIC in each.clients for each in unsupported(wrong))


def test_a_finding_says_where() -> None:
    """A finding names its element's line and column, and the nearest id: its own, or that of an element around."""
    html = (
        '<div id="mangroves">\n<br><p>x</p>\n  <p style="display:flex">y</p></div>\n'
        '<video id="own"></video><video></video>'
    )

    found = [(each.used, each.line, each.column, each.anchor) for each in unsupported(html)]

    assert found == [
        ("display:flex", 3, 3, "mangroves"),
        ("<video>", 4, 1, "own"),
        ("<video>", 4, 25, ""),
    ]


def test_webmails_of_our_readers_count() -> None:
    """GMX, WEB.DE and the others that matter here are among those who are asked."""
    (found,) = unsupported('<p style="box-shadow:0 0 1px red">x</p>')

    assert {"Gmail on the web", CLASSIC, "GMX on the web", "WEB.DE on the web"} <= set(found.clients)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_our_editions_use_nothing_that_is_lacking(path: Path) -> None:
    """The golden editions hold in all programs; the pictures in these files are there for the browser only."""
    html = re.sub(r'src="data:[^"]*"', 'src="cid:x"', path.read_text("utf-8"))

    assert unsupported(html) == []


@pytest.mark.parametrize("harmless", HARMLESS, ids=lambda harmless: harmless.feature)
def test_what_is_harmless_is_lacking(harmless: tuple[str, str, str]) -> None:
    """Each exception has a reason, a pattern that is one, and a program that lacks the feature."""
    feature, use, reason = harmless

    assert DATA["features"][feature]["none"] or DATA["features"][feature]["part"]
    assert re.compile(use).pattern == use
    assert reason


def test_the_data_say_where_they_come_from() -> None:
    """The copy names its date, its source and its licence, and every program by a name that readers know."""
    assert dt.date.fromisoformat(data_date()) >= dt.date(2026, 5, 13)
    assert "caniemail" in DATA["taken from"]
    assert "MIT License. Copyright" in DATA["licence"]
    lacking = {client for feature in DATA["features"].values() for client in feature["none"] + feature["part"]}
    assert lacking <= set(DATA["clients"])
    assert {client.partition(".")[0] for client in lacking} == {
        "apple-mail",
        "gmail",
        "gmx",
        "outlook",
        "samsung-email",
        "thunderbird",
        "web-de",
    }


TAGS = st.sampled_from(
    ["<p>", "</p>", "<div id='x'>", "</div>", "<br>", "<style>", "</style>", "<img src=", "<!--", "-->"]
)
SCRAPS = st.sampled_from(
    ["{", "}", ";", ":", '"', "'", "(", "@media", "a{b:c", " style='", "url(", "/*", "\n", "x", ">"]
)


@settings(max_examples=150)
@given(st.lists(TAGS | SCRAPS, max_size=30).map("".join))
def test_any_text_is_judged(html: str) -> None:
    """Broken markup and broken style raise nothing, and positions stay within the text."""
    lines = html.count("\n") + 1

    assert all(1 <= each.line <= lines and each.column >= 1 for each in unsupported(html))
