from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST = "p { margin: 0 }"
LAST = "@media print { p { margin: 0 !important } }"


FALLS_APART = "falls apart in Outlook for Windows and in several webmails."


@pytest.mark.parametrize(
    "css", [FIRST, "@media (max-width: 480px) { p { margin: 0 !important } }", "td, p.a { margin: 0 }"]
)
def test_plain_rules_may_stand_anywhere(proof: Any, css: str) -> None:
    """What every program understands needs no style element of its own."""
    assert proof.found_after(FIRST, css) == []


@pytest.mark.parametrize(
    "css",
    [
        ":root { color-scheme: light dark }",
        "[data-ogsc] .a { color: #fff !important }",
        "@media (prefers-color-scheme: dark) { .a, p > b { color: #fff !important } }",
        "@media print { p { margin: 0 !IMPORTANT } }",
        "@media (min-width: 480px) { td { display: flex !important } }",
    ],
)
def test_risky_rules_may_stand_in_the_last_element(proof: Any, css: str) -> None:
    """Dark mode in both ways, states, and a layout for programs that know it are sound there."""
    assert proof.found_after(LAST, css) == []


@pytest.mark.parametrize(
    ("code", "old", "css", "what"),
    [
        (
            "E202",
            LAST,
            "@media print { @media (color) { p { margin: 0 !important } } }",
            "`@media (color)` stands in `@media print`.",
        ),
        ("E203", FIRST, "a:hover { margin: 0 }", "`a:hover` stands before the last style element."),
        ("E203", FIRST, "[lang] { margin: 0 }", "`[lang]` stands before the last style element."),
        ("E203", FIRST, "@page { margin: 0 }", "`@page` stands before the last style element."),
        (
            "E203",
            FIRST,
            "@media (prefers-color-scheme: dark) { p { margin: 0 !important } }",
            "`@media (prefers-color-scheme: dark)` stands before the last style element.",
        ),
        ("E204", LAST, "@media print { p { margin: 0 } }", "`margin: 0` of `p` has no effect."),
        ("E204", LAST, "[data-ogsc] .a { top: 0 }", "`top: 0` of `[data-ogsc] .a` has no effect."),
        ("E211", FIRST, "td { display: flex }", f"`display: flex` {FALLS_APART}"),
    ],
)
def test_style_that_programs_throw_away(proof: Any, code: str, old: str, css: str, what: str) -> None:
    """Each rule that costs a style element, or has no effect, is told."""
    assert proof.found_after(old, css) == [(code, what)]


def test_style_has_a_limit(proof: Any) -> None:
    """Style elements of 16 KB together are kept by Gmail, one byte more is dropped."""
    most = f"/*{'x' * (16_384 - len(LAST) - 4)}*/"
    assert proof.found_after(FIRST, most) == []
    assert proof.found_after(FIRST, most + " ") == [("E201", "The style elements have 16,385 bytes, 1 too many.")]


@pytest.mark.parametrize(
    ("code", "html", "what"),
    [
        ("E211", '<p style="position:absolute">Hola</p>', f"`position: absolute` {FALLS_APART}"),
        ("E211", '<p style="display: GRID">Hola</p>', f"`display: GRID` {FALLS_APART}"),
        ("E212", "<form></form>", "`<form>` is taken out or does nothing."),
        ("E212", "<script>0</script>", "`<script>` is taken out or does nothing."),
        ("E212", '<p onclick="0">Hola</p>', "`onclick` runs a script, and is taken out."),
    ],
)
def test_what_no_mail_can_have(proof: Any, code: str, html: str, what: str) -> None:
    """Layouts, scripts and forms that mail programs do not know are told once, however often they stand there."""
    assert proof.found(html + html) == [(code, what)] * (2 if html.endswith(("</form>", "</script>")) else 1)
    assert proof.found('<p style="position: static; display: block">Hola</p>') == []


def test_a_fault_of_the_style_stands_where_it_is_written(proof: Any, shown: Callable[[Any], str]) -> None:
    """The line of the style sheet is pointed at, however its spaces run."""
    page = proof.page("<p>Hola</p>")
    sheet = page.template.with_name("inline.css.j2")
    sheet.write_text("td { top: 0; }\np { display:  flex; }\n", encoding="utf-8")
    (problem,) = proof.problems('<p style="display:flex">Hola</p>')
    assert (problem.position.path, problem.position.line) == (page.template, 14)
    page.template.write_text("", encoding="utf-8")
    assert page.of_template("display: flex").path == sheet
    assert shown(page.of_template("display: flex")).startswith("display:  flex")
