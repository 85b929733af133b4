from __future__ import annotations

from pathlib import Path

import pytest

from iki_newsletter.model.position import Position
from iki_newsletter.model.problem import Problem, by_position, fold

HERE = Position(Path("edition.html.j2"), 3, 1)


def in_edition(*languages: str, what: str = "The page has no title.", instead: str = "") -> Problem:
    """Give a problem of these editions."""
    return Problem("E104", HERE, what, instead, languages)


def test_the_same_in_several_editions_is_one_problem() -> None:
    """Its sentence begins with their languages, in alphabetical order."""
    (problem,) = fold([in_edition("es"), in_edition("de"), in_edition("en"), in_edition("de")])
    assert problem.sentence == "de, en, es: The page has no title."
    assert problem.lines()[0] == "edition.html.j2:3:1: de, en, es: The page has no title. [E104]"
    assert (problem.as_json()["what"], problem.as_json()["editions"]) == (
        "The page has no title.",
        ["de", "en", "es"],
    )


@pytest.mark.parametrize(
    "other",
    [
        in_edition("de", what="The page has another fault."),
        in_edition("de", instead="Write one."),
        Problem("E104", Position(HERE.path, 4, 1), "The page has no title.", "", ("de",)),
        Problem("E105", HERE, "The page has no title.", "", ("de",)),
    ],
)
def test_what_differs_stays_apart(other: Problem) -> None:
    """Another place, sentence, cure or rule is another problem."""
    assert fold([in_edition("es"), other]) == [in_edition("es"), other]


def test_what_is_about_no_edition_is_given_once() -> None:
    """A contribution's problem has no languages in front."""
    (problem,) = fold([in_edition(), in_edition()])
    assert problem.sentence == "The page has no title."
    assert by_position([in_edition("es"), problem]) == [problem, in_edition("es")]
