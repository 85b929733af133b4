from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.checks.letters import ROOT, sound_letter, with_edition

from iki_newsletter.checks.engine import find_in_letter, find_in_page
from iki_newsletter.errors import ConfigurationError, IkiNewsError
from iki_newsletter.render.templates import Templates, load_templates

ODD = (
    "<!DOCTYPE html>",
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1.dtd">',
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<?php echo 1 ?>",
    "<html>",
    "<html lang=es><head>",
    "<body>",
    "</body>",
    "</html>",
    "<frameset><frame src=a></frameset>",
    "<!-- a comment -->",
    "<!--[if mso]><table><tr><td><![endif]-->",
    "<![CDATA[x]]>",
    "<p>",
    "</p></p></div>",
    "<table><td width=3><th>",
    "<svg:rect/><o:p>x</o:p>",
    "<a href='https://[::1'>bad</a>",
    "<a href='https://exa mple.org:x/'>port</a><a href>none</a><a href='mailto:@'>m</a>",
    "<area href='http://[x'><img srcset=', ,' src='data:,'><img usemap='#' alt>",
    "<p style='color:rgb(300,0,0)'>red</p>",
    "<p style='color:#;background:url(;:{}'>css</p>",
    "<style>p{}</style>",
    "<meta charset=x><title></title>",
    "&#0;&#xD800;&#1114112;&nbsp;",
    "\x0b\x85\ufffe",
    "hello",
    "<h1 id=''><h2>",
    "<script>x</script>",
    "<input type=text required><form action=x>",
    "\u202e%%X%%",
)
"""Pieces of what an editor's hand, or another program, may leave in a template."""
pieces = st.lists(st.one_of(st.sampled_from(ODD), st.text(max_size=8)), max_size=8).map("".join)


@pytest.fixture(scope="module")
def templates() -> Templates:
    """Give the repository's templates."""
    return load_templates(ROOT / "templates")


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("", "nothing on the page"),
        ("<!-- nothing yet -->", "nothing on the page"),
        ("<?php echo 1 ?>", "nothing on the page"),
        ('<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html><html><body>x</body></html>', "XML declaration"),
        ("<!DOCTYPE html><html><frameset></frameset></html>", "no `<body>`"),
        ("<!DOCTYPE html><html><head><title>x</title></head></html>", "no `<body>`"),
    ],
)
def test_a_template_that_makes_no_page_is_told(templates: Templates, html: str, fault: str) -> None:
    """Nothing, no body, or XML: the template is named, with what to write."""
    with pytest.raises(ConfigurationError) as caught:
        templates.inlined(html)
    said = " ".join(caught.value.lines())
    assert "edition.html.j2" in said
    assert fault.lower() in said.lower()


@given(pieces)
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_odd_pages_are_judged_and_never_break(proof: Any, templates: Templates, html: str) -> None:
    """Whatever a template makes is refused with words, or every rule has its say."""
    try:
        page = templates.inlined(html)
    except IkiNewsError:
        return
    find_in_page(proof.page(page if "<html" in page else f"<html>{page}"))


@given(pieces)
@settings(max_examples=12, deadline=None)
def test_odd_parts_of_a_message_never_break(templates: Templates, odd: str) -> None:
    """The same among all that a message needs."""
    try:
        letter = with_edition(
            sound_letter(), html=lambda html: templates.inlined(html.replace("</body>", f"{odd}</body>"))
        )
    except IkiNewsError:
        return
    find_in_page(letter.page)
    find_in_letter(letter)
