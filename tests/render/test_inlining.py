from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.render.specimens import soup

from iki_newsletter.render.inlining import StyleError, inline

if TYPE_CHECKING:
    from iki_newsletter.render.templates import Templates

PAGE = """<!DOCTYPE html>
<html lang="de"><head><title>x</title><style>{css}</style>
<style data-premailer="ignore">@media (prefers-color-scheme: dark) {{ p {{ color: #fff !important; }} }}</style>
<!--[if mso]><xml></xml><![endif]--></head>
<body><!--[if mso]><table><tr><td><![endif]-->
<p class="a" id="%%GREETING-0123456789ab%%">%%GREETING-0123456789ab%%</p>
<a href="%%UNSUBSCRIBE-0123456789ab%%" title="%%ADDRESS-0123456789ab%%">ü &amp; ñ &lt;</a>
<img src="cid:reef-1@list.example" width="600" height="150" alt="">
<!--[if mso]></td></tr></table><![endif]--></body></html>"""
CSS = "p { margin: 0; color: #111111; } p.a { color: #222222; } td { padding: 0; } img { width: 100%; height: auto; }"


def test_rules_reach_their_elements() -> None:
    """Rules stand in the elements, the more exact one wins, and only the sheet that cannot be inlined stays."""
    page = soup(inline(PAGE.format(css=CSS)))

    assert page.p is not None
    assert page.p["style"] == "margin:0; color:#222222"
    assert len(page.find_all("style")) == 1


def test_what_premailer_would_spoil_stays() -> None:
    """Placeholders, dark mode's `!important`, Outlook's comments, the doctype and pixel sizes survive."""
    html = inline(PAGE.format(css=CSS))

    assert html.startswith("<!DOCTYPE html>")
    assert html.count("%%GREETING-0123456789ab%%") == 2
    assert 'href="%%UNSUBSCRIBE-0123456789ab%%"' in html
    assert 'title="%%ADDRESS-0123456789ab%%"' in html
    assert "color: #fff !important" in html
    assert "data-premailer" not in html
    assert html.count("<!--[if mso]>") == html.count("<![endif]-->") == 3
    assert 'width="600" height="150"' in html
    assert 'src="cid:reef-1@list.example"' in html
    assert "ü &amp; ñ &lt;" in html


THEIRS = """
import logging, sys
from premailer import Premailer
html = sys.stdin.buffer.read().decode()
page = Premailer(html, keep_style_tags=False, strip_important=False, disable_validation=True,
    disable_basic_attributes=["width", "height"], allow_network=False, disable_link_rewrites=True,
    align_floating_images=False, cssutils_logging_level=logging.CRITICAL)
sys.stdout.buffer.write(page.transform(pretty_print=False).encode())
"""
"""premailer's own way, with its parser."""


def normal(html: str) -> list[tuple[str, dict[str, object]]]:
    """List the elements with their attributes; the same style written differently looks the same."""

    def plain(style: str) -> set[str]:
        spaced = re.sub(r"\s*([:;,!])\s*", r"\1", style.replace('"', "'").lower())
        short = re.sub(r"#(\w)\1(\w)\2(\w)\3\b", r"#\1\2\3", spaced)
        return set(re.split(";", re.sub(r"(?<![\d.])0(?=\.)", "", short)))

    return [
        (tag.name, {name: plain(str(value)) if name == "style" else value for name, value in tag.attrs.items()})
        for tag in soup(html).find_all()
    ]


@pytest.mark.parametrize(
    "css",
    [
        CSS,
        "p { font-family: 'A b', serif; color: red !important; }",
        "p { color: red } p.a, a { color: blue; } body p { color: green; padding: 1px } #x { margin: 0 }",
        "/* a {b} */ p{}\n a{margin:0;;padding : 0}",
        "",
    ],
)
def test_ours_is_what_premailer_gives(templates: Templates, css: str) -> None:
    """Reading the rules ourselves changes nothing but how values are written: premailer's parser says the same."""
    for sheet in (css, templates.inline_css):
        page = PAGE.format(css=sheet)
        theirs = subprocess.run([sys.executable, "-c", THEIRS], input=page.encode(), capture_output=True, check=True)
        assert normal(inline(page)) == normal(theirs.stdout.decode())


@pytest.mark.parametrize(
    "css",
    [
        '@import url("https://127.0.0.1:9/x.css"); p { margin: 0 }',
        "@media (max-width: 1px) { p { margin: 0 } }",
        "a:hover { color: red }",
        "* { margin: 0 }",
        "p { margin: 0",
        "margin: 0",
    ],
)
def test_other_than_plain_rules_are_refused(css: str) -> None:
    """What cannot be written into elements is refused rather than lost, and nothing is fetched."""
    with pytest.raises(StyleError):
        inline(PAGE.format(css=css))


def test_values_with_semicolons_stay_whole() -> None:
    """A semicolon in quotation marks or in an address does not end a value."""
    page = soup(
        inline(PAGE.format(css="p { font-family: 'A;b'; background: url(data:image/png;base64,AA); margin: 0 }"))
    )

    assert page.p is not None
    assert page.p["style"] == "font-family:'A;b'; background:url(data:image/png;base64,AA); margin:0"


def test_nothing_can_be_fetched() -> None:
    """A linked style sheet reaches nobody: the modules that could ask the network are not even loaded."""
    script = """
import sys
from iki_newsletter.render.inlining import inline
html = inline('<!DOCTYPE html><html><head><style>p { margin: 0 }</style>'
    '<link rel="stylesheet" href="https://127.0.0.1:9/y.css"></head><body><p>x</p></body></html>')
assert "margin:0" in html, html
assert not {"requests", "cssutils", "urllib.request", "http.client", "socket"} & set(sys.modules)
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_stand_ins_do_not_stay() -> None:
    """Whoever needs `requests` or `cssutils` after us gets the real ones."""
    ours = "from iki_newsletter.render.inlining import inline; inline('<p>x</p>')"
    theirs = "import requests, cssutils; requests.get; cssutils.log"

    assert subprocess.run([sys.executable, "-c", f"{ours}; {theirs}"], check=False).returncode == 0
