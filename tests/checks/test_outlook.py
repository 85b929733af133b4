from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "html",
    [
        "<!--[if mso]><p>Outlook</p><![endif]-->",
        "<!--[if !mso]><!--><p>Los demás</p><!--<![endif]-->",
        '<!--[if mso]><table role="presentation"><tr><td><![endif]-->A<!--[if mso]></td></tr></table><![endif]-->',
        '<!--[if gte mso 9]><v:rect fill="true"><v:fill type="tile" /></v:rect><![endif]-->',
        "<!-- only a comment -->",
    ],
)
def test_whole_comments_are_left_alone(proof: Any, html: str) -> None:
    """Comments for Outlook, for all others, and around what both read are sound."""
    assert proof.found(html) == []


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ("<!--[if mso]><p>Hola</p> -->", "`<!--[if mso]>` is not closed."),
        ("<p>Hola</p><!--<![endif]-->", "`<!--<![endif]-->` closes nothing."),
        ("<!--[if mso]><p>Hola</p><!--<![endif]-->", "`<!--<![endif]-->` closes nothing."),
        ("<!--[if !mso]><p>Hola</p><![endif]-->", "`<!--[if !mso]>` is of a form that some programs show or skip."),
        (
            "<!--[if !mso]>--><p>Hola</p><![endif]-->",
            "`<!--[if !mso]>-->` is of a form that some programs show or skip.",
        ),
        (
            "<!--[if mso]><p>Hola</p><!--[if mso]><p>Hola</p><![endif]-->",
            "`<!--[if mso]>` is not closed before `<!--[if mso]>`.",
        ),
        (
            '<!--[if mso]><table role="presentation"><tr><td><![endif]--><!--[if mso]></td></table><![endif]-->',
            "`</table>` closes nothing in what Outlook reads.",
        ),
        ("<!--[if mso]><div><![endif]-->", "`<div>` is not closed in what Outlook reads."),
    ],
)
def test_comments_for_outlook_are_whole(proof: Any, html: str, what: str) -> None:
    """A comment that does not close, of another form, or with tags left open is told once."""
    assert proof.found(html) == [("E108", what)]


def test_bare_conditions_are_no_comments(proof: Any) -> None:
    """The form without dashes is told where it begins and where it ends."""
    assert proof.found("<![if !mso]><p>Hola</p><![endif]>") == [
        ("E108", "`<![if !mso]>` is no comment: some programs show it."),
        ("E108", "`<![endif]>` is no comment: some programs show it."),
    ]


def test_of_marks_that_read_alike_the_one_at_fault_is_pointed_at(proof: Any, shown: Callable[[Any], str]) -> None:
    """What stands behind a mark tells it from others; what it leaves open is not told again."""
    sound = "<!--[if mso]><p>Hola</p><![endif]-->"
    [problem] = proof.problems(f"{sound}\n<!--[if mso]><div>Adiós</div> -->")
    assert shown(problem.position).startswith("<!--[if mso]><div>")
