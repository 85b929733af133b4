from __future__ import annotations

from pathlib import Path

import pytest

from iki_newsletter.model.position import Position
from iki_newsletter.model.problem import Problem
from iki_newsletter.workflow.build import way_on


@pytest.mark.parametrize(
    ("codes", "offered"), [(["M102"], False), (["M102", "C601"], False), (["E222"], True), (["M102", "E222"], True)]
)
def test_only_what_can_be_allowed_is_offered(codes: list[str], *, offered: bool) -> None:
    """Where only blocks stop sending, no word of allowing: issue.yaml would refuse it."""
    problems = [Problem(code, Position(Path("a.yaml")), "Wrong.") for code in codes]
    assert ("allow an error" in way_on(problems)) is offered
    assert way_on(problems).startswith("Mend what is named above")
