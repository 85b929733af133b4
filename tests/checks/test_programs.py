from __future__ import annotations

from typing import Any

import pytest

from iki_newsletter.checks.client_support import data_date
from iki_newsletter.model.rule import Level

TWO_ITEMS = """
<h2>Todo</h2>
<div><h3 id="focus">Un arrecife</h3><p>Texto</p></div>
<div><h3 id="other">Un bosque</h3><p>Texto</p></div>
"""


@pytest.mark.parametrize(
    "html",
    [
        '<table role="presentation"><tr><td style="padding: 8px">Hola</td></tr></table>',
        '<p style="margin: 0 0 12px">Hola</p>',
        '<a href="https://example.org" target="_blank">Un curso</a>',
    ],
)
def test_what_all_programs_show_is_left_alone(proof: Any, html: str) -> None:
    """Tables, padding of cells and the like are what mails are made of."""
    assert proof.found(html) == []


@pytest.mark.parametrize(
    ("html", "used", "named"),
    [
        ('<p style="box-shadow: 0 0 2px #000">Hola</p>', "box-shadow:0 0 2px #000", "Gmail on the web, "),
        ('<div style="padding: 8px">Hola</div>', "padding:8px", "Outlook for Windows (classic)"),
        ("<video></video><video></video>", "<video>", "Gmail on the web, "),
    ],
)
def test_what_some_programs_lack_is_told(proof: Any, html: str, used: str, named: str) -> None:
    """Once for a place, with the programs that matter here and the date of the data, and it stops sending."""
    (problem,) = proof.problems(html)
    assert (problem.code, problem.level, problem.editions) == ("E213", Level.ERROR, ("es",))
    assert problem.what.startswith(f"`{used}` is lacking in {named}")
    assert problem.what.endswith(f"(Can I Email, data of {data_date()}).")


def test_many_programs_are_counted(proof: Any) -> None:
    """Three are named, so that the line stays one."""
    (problem,) = proof.problems("<video></video>")
    assert problem.what.count(", ") == 3
    assert " more (Can I Email" in problem.what


@pytest.mark.parametrize("html", ["<form></form>", '<p style="display: flex">Hola</p>', "<script>0</script>"])
def test_a_fault_is_told_by_one_rule(proof: Any, html: str) -> None:
    """What E211 and E212 find for all programs is not told once more for some."""
    assert {code for code, _ in proof.found(html)} & {"E211", "E212", "E213"} in ({"E211"}, {"E212"})


def test_a_fault_of_the_template_stands_where_it_is_written(desk: Any, proof: Any) -> None:
    """However many items have it, the line of the template is the one to mend."""
    desk.put(name="focus")
    desk.put(name="other", title={"es": "Un bosque"})
    html = TWO_ITEMS.replace("<p>", '<p style="padding: 8px">')
    (problem,) = proof.problems(html)
    assert (problem.position.path.name, problem.position.line) == ("edition.html.j2", 16)


def test_a_fault_that_only_an_item_has_leads_to_its_file(desk: Any, proof: Any) -> None:
    """What stands in no template came with a contribution: it is the item around the place."""
    desk.put(name="focus")
    desk.put(name="other", title={"es": "Un bosque"})
    page = proof.page(TWO_ITEMS.replace("bosque</h3><p>", "bosque</h3><p><b>a</b><video>"))
    page.template.write_text("", encoding="utf-8")
    (problem,) = [problem for problem in proof.of(page) if problem.code == "E213"]
    assert problem.position.path.name == "other.yaml"


def test_a_fault_of_nothing_in_the_files_is_the_templates(proof: Any) -> None:
    """A rule of the style that no file has as it stands leads to the template as a whole."""
    page = proof.page("<style>p { box-shadow: 0 0 2px #000 }</style>")
    page.template.write_text("", encoding="utf-8")
    (problem,) = [problem for problem in proof.of(page) if problem.code == "E213"]
    assert (problem.position.path, problem.position.line) == (page.template, 0)
