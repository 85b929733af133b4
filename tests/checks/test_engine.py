from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from iki_newsletter import checks
from iki_newsletter.checks import issue_dates
from iki_newsletter.checks.check import Check, Finding, run
from iki_newsletter.checks.engine import (
    EVERYTHING,
    LETTER_CHECKS,
    MATERIAL_CHECKS,
    ONLINE,
    ONLINE_CHECKS,
    PAGE_CHECKS,
)
from iki_newsletter.content import merge, named
from iki_newsletter.model.position import Position
from iki_newsletter.model.problem import Problem
from iki_newsletter.model.rulebook import RULES
from iki_newsletter.workflow import build, corrections

if TYPE_CHECKING:
    from types import ModuleType

CHECKS: tuple[Check[Any], ...] = (*MATERIAL_CHECKS, *PAGE_CHECKS, *LETTER_CHECKS, *ONLINE_CHECKS)
MODULES = tuple(
    importlib.import_module(f"{checks.__name__}.{found.name}") for found in pkgutil.iter_modules(checks.__path__)
)


@pytest.mark.parametrize("kind", ["news", "event", "call", "profile", "publication"])
def test_a_sound_issue_has_no_problem(desk: Any, kind: str) -> None:
    """What is right is not complained about."""
    desk.put(kind)
    assert desk.problems() == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_check_is_in_the_table(module: ModuleType) -> None:
    """A check that somebody writes also runs."""
    written = {name: value for name, value in vars(module).items() if isinstance(value, Check)}
    assert {name for name, check in written.items() if check not in CHECKS} == set()


def test_every_code_is_a_rule_and_stands_once() -> None:
    """Each check can be explained, and selecting a code selects one check."""
    codes = [check.code for check in CHECKS]
    assert len(codes) == len(set(codes))
    assert set(codes) <= set(RULES)
    assert {code[0] for code in codes} == set(EVERYTHING + ONLINE)


def test_every_rule_of_the_stage_is_looked_for() -> None:
    """No rule from C200 or I200 on, or of an edition or message, is only a promise."""
    sources = [
        Path(str(module.__file__)).read_text(encoding="utf-8") for module in (merge, named, build, corrections)
    ]
    allowances = Path(str(issue_dates.__file__)).with_name("allowances.py").read_text(encoding="utf-8")
    elsewhere = set(re.findall(r'"([CIM]\d{3})"', "".join([*sources, allowances])))
    looked_for = {check.code for check in CHECKS} | elsewhere
    assert {code for code in RULES if re.fullmatch(r"[CI][2-6]\d\d|[EMD]\d{3}", code)} <= looked_for


def test_what_was_found_before_is_given_back_in_the_files_order(desk: Any) -> None:
    """One call gives the problems of loading, merging and checking together, sorted for a reader of the files."""
    path = desk.put(received_on="2017-06-01", project="reef", name="b")
    desk.put(received_on="2017-06-01", name="a")
    earlier = Problem("C201", Position(path, 2, 10), "The portfolio has no project `reeef`.")
    problems = desk.problems(found=[earlier])
    assert earlier in problems
    assert [(problem.position.path.stem, problem.code) for problem in problems] == [
        ("a", "C302"),
        ("b", "C201"),
        ("b", "C302"),
    ]


def test_a_stage_to_come_can_bring_its_own_subject() -> None:
    """Checks of an edition or a message need nothing but a function over it."""
    here = Position(Path("build/es.html"))
    too_long: Check[str] = Check("C511", lambda words: [Finding(here, "Too long.")] if len(words) > 3 else [])
    assert run([too_long], "four") == [Problem("C511", here, "Too long.")]
    assert run([too_long], "one") == []


def test_what_stops_is_found_without_the_rest(desk: Any) -> None:
    """Asked only for what stops `send`, the same of it is found as when everything is looked for."""
    desk.put(
        title={"es": "UN TALLER ABIERTO", "de": "**Kurs**"},
        body={"es": "[Ver](www.example.org)", "de": "Text", "en": "Text"},
    )
    found = desk.problems()
    stopping = [problem for problem in found if problem.level.stops]
    assert {"C521", "C522"} <= {problem.code for problem in stopping} != {problem.code for problem in found}
    assert desk.problems(stopping=True) == stopping
