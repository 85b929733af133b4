from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from iki_newsletter.content.loading import load_issue_plan, load_portfolio

if TYPE_CHECKING:
    from pathlib import Path

PORTFOLIO = """\
as_of: 2017-06
funding_areas:
  - {key: I, de: Minderung}
  - {key: IV, de: Vielfalt}
organisations:
  - {id: GIZ}
projects:
  - {id: reef-watch, organisation: GIZ, scope: bilateral, signature: 12_IV+_016, eur: 4750000}
"""
PLAN = """\
number: 1
month: 2017-06
sends_on: 2017-06-12
subject: {es: Hola, de: Hallo}
preheader: x
focus: reef
order: {events: [a, b]}
leave_out: {c: too late}
allow: {E304: {why: agreed, until: 2017-07-01}}
"""


def load(tmp_path: Path, text: str) -> list[tuple[str, int, str]]:
    """Read a portfolio and give its problems; there is a value exactly when there are none."""
    path = tmp_path / "portfolio.yaml"
    path.write_text(text, encoding="utf-8")
    loaded, problems = load_portfolio(path)
    assert (loaded is None) is bool(problems)
    return [(each.code, each.position.line, each.what) for each in problems]


def test_a_right_portfolio_is_given_with_its_places(tmp_path: Path) -> None:
    """The register is read as it stands."""
    path = tmp_path / "portfolio.yaml"
    path.write_text(PORTFOLIO, encoding="utf-8")
    loaded, problems = load_portfolio(path)
    assert problems == []
    assert loaded is not None
    assert loaded.value.projects_by_id["reef-watch"].funding_area == "IV"
    assert loaded.origin.at("projects", 0, "organisation").line == 8


PROJECT = "  - {id: %s, organisation: %s, scope: global%s}\n"
WRONG = [
    (PROJECT % ("reef-watch", "GIZ", ""), "W111", 9, "`reef-watch` stands in `projects` already, in line 8."),
    (PROJECT % ("a", "WWF", ""), "W112", 9, "`WWF` is not in `organisations`."),
    (PROJECT % ("a", "GIZ", ", area: III"), "W112", 9, "Area `III` is not in `funding_areas`."),
    (PROJECT % ("a", "GIZ", ", signature: 12_II_016"), "W112", 9, "Area `II` is not in `funding_areas`."),
    (PROJECT % ("a", "GIZ", ", other_areas: [I, II]"), "W112", 9, "Area `II` is not in `funding_areas`."),
    (PROJECT % ("a", "GIZ", ", eur: .inf"), "W108", 9, "`.inf` is no number of 0 or more."),
    (PROJECT % ("a", "GIZ", ", eur: inf"), "W108", 9, "`inf` is no number of 0 or more."),
    (PROJECT % ("a", "GIZ", ", eur: nan"), "W108", 9, "`nan` is no number of 0 or more."),
    (PROJECT % ("a", "GIZ", ", eur: -1"), "W108", 9, "`-1` is no number of 0 or more."),
    (PROJECT % ("a", "GIZ", ", signature: 12-IV-016"), "W108", 9, "`12-IV-016` is no signature."),
    (PROJECT % ("a", "GIZ", ", countries: [Mexico]"), "W108", 9, "`Mexico` is no country."),
    (PROJECT % ("a", "GIZ", ", organization: x"), "W106", 9, None),
]


@pytest.mark.parametrize(("line", "code", "number", "what"), WRONG)
def test_what_does_not_fit_together_is_told(
    tmp_path: Path, line: str, code: str, number: int, what: str | None
) -> None:
    """Ids given twice, references to nothing and impossible values are told at their lines."""
    ((found_code, found_line, found_what),) = load(tmp_path, PORTFOLIO + line)
    assert (found_code, found_line) == (code, number)
    if what is not None:
        assert found_what == what


def test_an_area_of_its_own_overrules_the_signature(tmp_path: Path) -> None:
    """A project whose topic differs from its signature's numeral needs only the area it says."""
    assert load(tmp_path, PORTFOLIO + PROJECT % ("a", "GIZ", ", area: I, signature: 12_II_016")) == []


def test_repeated_organisations_and_areas_are_told(tmp_path: Path) -> None:
    """All three registers have ids of their own."""
    text = PORTFOLIO.replace("  - {id: GIZ}\n", "  - {id: GIZ}\n  - {id: GIZ}\n").replace("key: IV", "key: I")
    assert [(code, line) for code, line, _ in load(tmp_path, text)] == [("W111", 4), ("W111", 7), ("W112", 9)]


def test_a_missing_portfolio_is_told(tmp_path: Path) -> None:
    """Without the file there is one problem, in the workspace's family."""
    loaded, problems = load_portfolio(tmp_path / "portfolio.yaml")
    assert loaded is None
    assert [each.code for each in problems] == ["W103"]


def test_a_plan_is_read(tmp_path: Path) -> None:
    """What editors decide is given with its places."""
    (tmp_path / "issue.yaml").write_text(PLAN, encoding="utf-8")
    loaded, problems = load_issue_plan(tmp_path)
    assert problems == []
    assert loaded is not None
    assert loaded.value.order == {"events": ("a", "b")}
    assert loaded.origin.at("leave_out", "c").line == 8


@pytest.mark.parametrize(
    ("line", "code", "what"),
    [
        ("editorial: {text: x}", "I107", "`signed` is missing in `editorial`."),
        ("deadline: soon", "I108", "`soon` is no date."),
        ("numbr: 2", "I106", "`numbr` is not a key that an issue has; did you mean `number`?"),
        ("number: 2", "I105", "`number` is given twice: first in line 1, again in line 10."),
        ("editorial: *x", "I101", "`*x` refers to another place."),
    ],
)
def test_a_wrong_plan_is_told_in_the_issues_family(tmp_path: Path, line: str, code: str, what: str) -> None:
    """The same reader, the codes of issues."""
    (tmp_path / "issue.yaml").write_text(f"{PLAN}{line}\n", encoding="utf-8")
    loaded, problems = load_issue_plan(tmp_path)
    assert loaded is None
    assert [(each.code, each.what) for each in problems] == [(code, what)]


def test_wrong_keys_of_plans_are_told(tmp_path: Path) -> None:
    """Section ids and file names are ids as well, not only what stands behind them."""
    text = PLAN.replace("{events: [a, b]}", "{Events: [a], calls: [A B]}").replace("{c: too", "{c.yaml: too")
    (tmp_path / "issue.yaml").write_text(text, encoding="utf-8")
    problems = load_issue_plan(tmp_path)[1]
    assert [each.what for each in problems] == ["`Events` is no id.", "`A B` is no id.", "`c.yaml` is no id."]


def test_an_issue_without_a_plan_is_told(tmp_path: Path) -> None:
    """The file that makes a folder an issue is missed by name."""
    loaded, problems = load_issue_plan(tmp_path)
    assert loaded is None
    assert [(each.code, each.position.path.name) for each in problems] == [("I103", "issue.yaml")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for a privilege to make links")
def test_a_plan_from_elsewhere_is_not_read(tmp_path: Path) -> None:
    """A link in place of issue.yaml that leads out of the issue's folder is told."""
    (tmp_path / "elsewhere.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "2017-06").mkdir()
    (tmp_path / "2017-06/issue.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    loaded, problems = load_issue_plan(tmp_path / "2017-06")
    assert loaded is None
    assert [each.code for each in problems] == ["C114"]


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        ("term: 2016-13/2017-99", "2016-13"),
        ("term: 2019/2017", "is before `2019`"),
        ("term: 2017-06/2017-05", "is before `2017-06`"),
        ("as_of: 2017-99", "2017-99"),
        ("start: 2017-00", "2017-00"),
    ],
)
def test_a_slip_in_a_term_is_told_at_its_line(tmp_path: Path, slip: str, said: str) -> None:
    """Months that no year has, and an end before the beginning, are problems of the file."""
    ((_, line, what),) = load(tmp_path, PORTFOLIO + PROJECT % ("slip", "GIZ", f", {slip}"))
    assert line == 9
    assert said in what


@pytest.mark.parametrize("term", ["2017/2017", "2017-06/2017", "2017/2017-01", "2015-01/2019"])
def test_a_term_may_begin_and_end_in_one_year(tmp_path: Path, term: str) -> None:
    """A year reaches from its first month to its last."""
    assert load(tmp_path, PORTFOLIO + PROJECT % ("right", "GIZ", f", term: {term}")) == []
