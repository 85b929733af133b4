from __future__ import annotations

import logging
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.render.specimens import soup

from iki_newsletter.render.inlining import inline

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
    """Rules stand in the elements, the more exact one wins, and the sheet stays for those who read it."""
    page = soup(inline(PAGE.format(css=CSS)))

    assert page.p is not None
    assert page.p["style"] == "margin:0; color:#222"
    assert len(page.find_all("style")) == 2


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


def test_quickened_premailer_gives_what_premailer_gives(templates: Templates) -> None:
    """What we spare premailer changes nothing: its own way gives the same bytes, also for values with semicolons."""
    odd = "p { font-family: 'A;B', serif; background: url(data:image/png;base64,AAAA); color: red !important; }"
    script = """
import logging, sys
from premailer import Premailer
html = sys.stdin.buffer.read().decode()
page = Premailer(html, keep_style_tags=True, strip_important=False, disable_validation=True,
    disable_basic_attributes=["width", "height"], allow_network=False, disable_link_rewrites=True,
    cssutils_logging_level=logging.CRITICAL)
sys.stdout.buffer.write(page.transform(pretty_print=False).encode())
"""
    for css in (CSS, odd, templates.inline_css):
        page = PAGE.format(css=css)
        theirs = subprocess.run([sys.executable, "-c", script], input=page.encode(), capture_output=True, check=True)
        assert inline(page) == theirs.stdout.decode()
        assert inline(page) == inline(page)


def test_nothing_is_fetched() -> None:
    """A style sheet that imports another one reaches nobody: even loading leaves the network's modules out."""
    script = """
import socket, sys
def refuse(*args, **kwargs): raise AssertionError("the network was asked")
socket.socket.connect = refuse
socket.create_connection = refuse
socket.getaddrinfo = refuse
from iki_newsletter.render.inlining import inline
html = inline('<!DOCTYPE html><html><head><style>@import url("https://127.0.0.1:9/x.css"); p { margin: 0 }</style>'
    '<link rel="stylesheet" href="https://127.0.0.1:9/y.css"></head><body><p>x</p></body></html>')
assert "margin:0" in html, html
assert "requests" not in sys.modules and "cssutils._fetch" not in sys.modules
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_stand_ins_do_not_stay() -> None:
    """Whoever needs `requests` after us gets the real one."""
    script = "from iki_newsletter.render.inlining import inline; inline('<p>x</p>'); import requests; requests.get"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_it_is_quiet(caplog: object) -> None:
    """Mail's own properties, which no CSS knows, cause no warnings."""
    inline(PAGE.format(css="p { mso-line-height-rule: exactly; mso-hide: all }"))

    assert logging.getLogger("CSSUTILS").level >= logging.CRITICAL
