from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

WRAPPER = '<div lang="es" dir="ltr">'
AROUND = "The element around everything in `<body>`"


def test_a_sound_page_has_no_problem(proof: Any) -> None:
    """What is right is not complained about."""
    assert proof.found("<p>Hola</p>") == []


@pytest.mark.parametrize(
    ("code", "old", "new", "what"),
    [
        ("E101", '<html lang="es"', '<html lang="de"', 'The page has `lang="de"`.'),
        ("E101", WRAPPER, '<div dir="ltr">', f"{AROUND} has no `lang`."),
        ("E102", '<html lang="es" dir="ltr"', '<html lang="es"', "The page has no `dir` of ltr or rtl."),
        ("E102", WRAPPER, '<div lang="es" dir="auto">', f"{AROUND} has no `dir` of ltr or rtl."),
        ("E103", "<!DOCTYPE html>", "", "The page does not begin with `<!DOCTYPE html>`."),
        ("E104", "Un curso", " ", "The page has no title."),
        (
            "E105",
            '<meta charset="utf-8">',
            f'<meta name="x" content="{"x" * 1000}"><meta charset="utf-8">',
            '`<meta charset="utf-8">` is not among the page\'s first 1024 bytes.',
        ),
        ("E106", "width=device-width, ", "", "The page does not take the telephone's width."),
        ("E106", "initial-scale=1", "user-scalable=no", "The page cannot be enlarged."),
        ("E106", "initial-scale=1", "maximum-scale=1", "The page cannot be enlarged."),
        ("E111", "Y tres más", "Ver en el navegador", "The page does not begin with the preheader."),
        ("E111", ' aria-hidden="true"', "", "The preheader is read out."),
        ("E111", "display: none", "color: #000", "The preheader is shown."),
    ],
)
def test_what_holds_a_page_together_is_there(proof: Any, code: str, old: str, new: str, what: str) -> None:
    """Each part that a page cannot do without is missed, and nothing else is found."""
    assert proof.found_after(old, new) == [(code, what)]


@pytest.mark.parametrize("preheader", ["Y\N{NO-BREAK SPACE}tres más", "Y tres más &#847;&zwnj;&nbsp; &#847;"])
def test_a_preheader_may_be_set_and_filled_up(proof: Any, preheader: str) -> None:
    """No-break spaces and what keeps the next words out of sight are not the preheader's words."""
    assert proof.found_after("Y tres más", preheader) == []


@pytest.mark.parametrize(
    ("table", "is_found"),
    [
        ('<table role="presentation"><tr><td>Hola</td></tr></table>', False),
        ("<table role=presentation><tr><td>Hola</td></tr></table>", False),
        ("<table><tr><th>Estado</th></tr><tr><td>Oaxaca</td></tr></table>", False),
        ("<table><tr><td>Hola</td></tr></table>", True),
        ("<!--[if mso]><table><tr><td>Hola</td></tr></table><![endif]-->", True),
    ],
)
def test_layout_tables_say_so(proof: Any, table: str, *, is_found: bool) -> None:
    """A table without header cells is for the layout; what only Outlook reads counts, and tables of data do not."""
    what = "The layout's `<table>` is read as a table."
    assert proof.found(table) == ([("E107", what)] if is_found else [])


def test_a_fault_of_the_template_stands_at_its_tag(proof: Any, shown: Callable[[Any], str]) -> None:
    """The first tag in the template that lacks what is missed is pointed at."""
    tables = '<table role="presentation"><tr><td></td></tr></table>\n<p>Hola</p><table><tr><td></td></tr></table>'
    (problem,) = proof.problems(tables)
    assert problem.position.path.name == "edition.html.j2"
    assert shown(problem.position).startswith("<table><tr>")
