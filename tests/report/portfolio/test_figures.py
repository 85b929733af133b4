"""Each number of the report against another count of the same files."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from tests.conftest import ROOT, copy_workspace
from tests.report.portfolio.made import AS_OF, MONTHS, ORGANISATIONS, make_portfolio
from tests.report.portfolio.recount import FATES, KINDS, SCOPES, Recount

from iki_newsletter.workflow.portfolio_report import Asked, report_portfolio
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = range(8)


@dataclass(frozen=True)
class Both:
    """The report, and the other count."""

    data: dict[str, Any]
    recount: Recount

    def table(self, name: str) -> list[dict[str, Any]]:
        """Give a table of the report."""
        rows: list[dict[str, Any]] = self.data["tables"][name]
        return rows

    def by(self, name: str) -> dict[Any, dict[str, Any]]:
        """Give the rows of a table by their first value, which none of them shares."""
        rows = {next(iter(row.values())): dict(list(row.items())[1:]) for row in self.table(name)}
        assert len(rows) == len(self.table(name))
        return rows


def _count(workspace: Workspace, asked: Asked, first: dt.date, last: dt.date) -> Both:
    data = report_portfolio(workspace, asked).as_json()
    assert data["period"] == {"first": first.isoformat(), "last": last.isoformat()}
    return Both(data, Recount(workspace.root, asked.as_of, first, last, asked.facts_older_than))


@pytest.fixture(
    scope="module", params=["demo", *SEEDS, *(f"{seed} 2017" for seed in SEEDS[:4]), "3 2017-H2..2018-H1", "4 older"]
)
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Count the demo workspace, and made ones: over all of the time, a year, and other periods."""
    folder = tmp_path_factory.mktemp("counted") / "newsletter"
    if request.param == "demo":
        workspace = Workspace(copy_workspace(ROOT, folder))
        return _count(workspace, Asked(dt.date(2017, 12, 31)), dt.date(2017, 6, 1), dt.date(2017, 12, 31))
    seed, _, period = str(request.param).partition(" ")
    workspace = make_portfolio(folder, int(seed))
    if period == "older":
        day = dt.date(2018, 5, 28)
        return _count(workspace, Asked(day, since=dt.date(2017, 2, 9), facts_older_than=3), dt.date(2017, 2, 9), day)
    if period:
        first, last = {"2017": ("2017-01-01", "2017-12-31")}.get(period, ("2017-07-01", "2018-06-30"))
        asked = Asked(AS_OF, period)
        return _count(workspace, asked, dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    begun = min(Recount(workspace.root, AS_OF, dt.date.min, AS_OF).issues.values())
    return _count(workspace, Asked(AS_OF), begun, AS_OF)


def test_projects_by_area_and_organisation(both: Both) -> None:
    """Each group has its projects by scope, and the bilateral grants alone; together they are all projects."""
    recount = both.recount
    for name, key in (("areas", "area"), ("organisations", "organisation")):
        table = both.by(name)
        assert table == {value: recount.groups(key, value) for value in table}
        assert sum(row["projects"] for row in table.values()) == len(recount.projects)
        for row in table.values():
            assert row["projects"] == sum(row[scope] for scope in SCOPES)


def test_money_of_scopes_never_mixes(both: Both) -> None:
    """Each scope has a sum of its own; groups add up to the bilateral one, and no figure anywhere adds scopes up."""
    recount, table = both.recount, both.by("scopes")
    by_scope = {scope: [each for each in recount.projects.values() if each["scope"] == scope] for scope in SCOPES}
    assert table == {scope: {"projects": len(own), **recount.grants(own)} for scope, own in by_scope.items()}
    bilateral = table["bilateral"]
    totals = both.data["totals"]
    assert (totals["bilateral_eur"], totals["bilateral_eur_known"]) == (bilateral["eur"], bilateral["eur_known"])
    for name in ("areas", "organisations"):
        rows = both.table(name)
        assert sum(row["eur"] or 0 for row in rows) == pytest.approx(bilateral["eur"] or 0)
        assert sum(row["eur_known"] for row in rows) == bilateral["eur_known"]
        assert all((row["eur"] is None) == (not row["eur_known"]) for row in rows)
    every = round(sum(row["eur"] or 0 for row in table.values()))
    mixed = [table[one]["eur"] for one in SCOPES if table[one]["eur"]]
    if len(mixed) > 1:
        assert every not in {round(value) for value in _numbers(both.data)}


def _numbers(data: Any) -> list[float]:
    if isinstance(data, dict):
        return [number for value in data.values() for number in _numbers(value)]
    if isinstance(data, list):
        return [number for value in data for number in _numbers(value)]
    return [data] if isinstance(data, int | float) else []


def test_partners(both: Both) -> None:
    """A project counts once with each partner, whatever it is to it; those without any are counted, not forgotten."""
    projects = both.recount.projects.values()
    roles = {key: [set(each.get(key, [])) for each in projects] for key in ("partners", "implementing_partners")}
    either = [one | two for one, two in zip(*roles.values(), strict=True)]
    table = both.by("partners")
    alone = table.pop(None, {"projects": 0})
    assert alone["projects"] == sum(not each for each in either)
    assert table == {
        name: {
            "projects": sum(name in each for each in either),
            "political": sum(name in each for each in roles["partners"]),
            "implementing": sum(name in each for each in roles["implementing_partners"]),
        }
        for name in set().union(*either)
    }


def test_states_goals_and_components(both: Both) -> None:
    """Each is counted by what projects and contributions say themselves; nothing that is named is missing."""
    recount = both.recount
    counts = {"states": recount.states(), "goals": recount.goals(), "components": recount.components()}
    for name, counted in counts.items():
        table = both.by(name)
        assert set(counted) <= set(table)
        for value, row in table.items():
            assert [row["projects"], row["contributions"]] == counted.get(value, [0, 0]), (name, value)
    assert len(both.table("states")) >= 33
    assert len(both.table("goals")) == 18


def test_terms_and_years(both: Both) -> None:
    """Each project has one standing; years count those whose term is known at both ends."""
    recount = both.recount
    statuses = Counter(recount.status(each) for each in recount.projects.values())
    assert {value: row["projects"] for value, row in both.by("terms").items()} == {
        value: statuses[value] for value in ("begins", "running", "ended", "open", None)
    }
    totals = both.data["totals"]
    assert totals["running"] == statuses["running"]
    assert totals["maybe_running"] == statuses["open"] + statuses[None]
    known = [recount.span(each) for each in recount.projects.values()]
    spans = [(begin[:4], end[:4]) for begin, end in known if begin and end]
    years = range(int(min(spans)[0]), max(int(end) for _, end in spans) + 1)
    assert both.by("years") == {
        str(year): {
            "begin": sum(begin == str(year) for begin, _ in spans),
            "run": sum(begin <= str(year) <= end for begin, end in spans),
            "end": sum(end == str(year) for _, end in spans),
        }
        for year in years
    }


def test_what_came_and_what_became_of_it(both: Both) -> None:
    """All that came is published, left out, repeated, of an unknown project or unreadable, step by step."""
    recount = both.recount
    months = list(recount.months_of())
    steps = {
        month: month if len(months) <= 24 else f"{month[:4]}-H{1 if month[5:] < '07' else 2}" for month in months
    }
    expected = {
        step: {"issues": 0, "received": 0, **dict.fromkeys(FATES, 0)} for step in dict.fromkeys(steps.values())
    }
    for day in recount.issues.values():
        if recount.first <= day <= recount.last:
            expected[steps[f"{day:%Y-%m}"]]["issues"] += 1
    for each in recount.came:
        row = expected[steps[f"{each['day']:%Y-%m}"]]
        row["received"] += 1
        row[each["fate"]] += 1
    assert both.by("steps") == expected
    totals = both.data["totals"]
    assert (
        totals["received"] == len(recount.came) == sum(sum(row[fate] for fate in FATES) for row in expected.values())
    )
    assert totals["contributions"] == len(recount.published)


def test_kinds(both: Both) -> None:
    """All kinds are there, also those of which nothing came."""
    kinds = Counter(each["kind"] for each in both.recount.published)
    assert {value: row["contributions"] for value, row in both.by("kinds").items()} == {
        kind: kinds[kind] for kind in KINDS
    }


def test_silence(both: Both) -> None:
    """Silent is who ran six months ago and does so still, and sent nothing since; never comes first."""
    since = dt.date.fromisoformat(both.data["silent_since"])
    assert since == {"2017-12-31": dt.date(2017, 6, 30), "2018-05-28": dt.date(2017, 11, 28)}.get(
        both.data["as_of"], dt.date(2018, 3, 10)
    )
    expected = both.recount.silent(since)
    table = both.by("silent")
    assert {name: row["last_on"] for name, row in table.items()} == {
        name: day.isoformat() if day else None for name, day in expected.items()
    }
    days = [row["last_on"] for row in table.values()]
    assert days == sorted(days, key=lambda day: (day is not None, day or ""))
    assert both.data["totals"]["never"] == days.count(None)
    for name, row in table.items():
        assert row["status"] == both.recount.status(both.recount.projects[name])
        assert row["status"] in {"running", "open", None}


def test_fairness(both: Both) -> None:
    """Shares of projects and of contributions have their counts, and add up to all of them."""
    recount, expected = both.recount, both.recount.expected()
    told = {each["project"] for each in recount.published}
    organisation = {name: each["organisation"] for name, each in recount.projects.items()}
    for table, of_project, of_item in (
        ("fair_organisations", lambda each: each["organisation"], lambda each: organisation[each["project"]]),
        ("fair_areas", recount.area, recount.area_of),
    ):
        rows = both.by(table)
        for value, row in rows.items():
            projects = [each for each in expected if of_project(each) == value]
            items = [each for each in recount.published if of_item(each) == value]
            assert (row["projects"], row["contributions"]) == (len(projects), len(items))
            assert row["heard"] == sum(each["id"] in told for each in projects)
            for key, part, whole in (("projects", projects, expected), ("contributions", items, recount.published)):
                percent = round(len(part) / len(whole) * 100, 1) if len(whole) >= 20 else None
                assert row[f"{key}_percent"] == percent
        assert sum(row["projects"] for row in rows.values()) == len(expected) == both.data["totals"]["expected"]
        assert sum(row["contributions"] for row in rows.values()) == len(recount.published)


def test_translations(both: Both) -> None:
    """Each contribution stands in one way in each language, and what is to be done is listed by name."""
    recount = both.recount
    for language, row in both.by("translations").items():
        standings = Counter(recount.standing(each, language) for each in recount.published)
        assert {key: value for key, value in row.items() if key != "contributions"} == {
            key: standings[key] for key in ("original", "whole", "outdated", "missing")
        }
        assert row["contributions"] == len(recount.published) == standings.total()
    listed = {(row["issue"], row["item"]): (row["missing"], row["outdated"]) for row in both.table("backlog")}
    expected = {}
    for each in recount.published:
        by_standing = {
            key: ", ".join(language for language in recount.languages if recount.standing(each, language) == key)
            for key in ("missing", "outdated")
        }
        if any(by_standing.values()):
            expected[each["issue"], each["name"]] = tuple(value or None for value in by_standing.values())
    assert listed == expected
    assert both.data["totals"]["backlog"] == len(expected)


def test_old_facts(both: Both) -> None:
    """Facts are old after so many months; of unknown age comes last, and is no number."""
    table = both.by("old_facts")
    assert {name: row["months"] for name, row in table.items()} == both.recount.old()
    ages = [row["months"] for row in table.values()]
    assert ages == sorted(ages, key=lambda age: (age is None, -(age or 0)))


def test_each_project_is_listed(both: Both) -> None:
    """With its facts as the register says them, area by area, and what is not known is null."""
    recount = both.recount
    areas = [row["area"] or "V" for row in both.table("projects")]
    assert areas == sorted(areas)
    told = Counter(each["project"] for each in recount.published)
    assert both.by("projects") == {
        name: {
            "signature": each.get("signature"),
            "organisation": each["organisation"],
            "area": recount.area(each),
            "scope": each["scope"],
            "begins": recount.span(each)[0],
            "ends": recount.span(each)[1],
            "status": recount.status(each),
            "eur": float(each["eur"]) if "eur" in each else None,
            "contributions": told[name],
            "last_on": recount.heard[name].isoformat() if name in recount.heard else None,
            "facts_as_of": each.get("as_of") or recount.register.get("as_of"),
        }
        for name, each in recount.projects.items()
    }


def test_what_is_made_has_all_that_can_happen(tmp_path: Path) -> None:
    """The made portfolios hold every fate, standing and state of knowledge, so that these tests mean something."""
    fates, statuses, standings = Counter[str](), Counter[str | None](), Counter[str]()
    areas: set[str | None] = set()
    for seed in SEEDS:
        workspace = make_portfolio(tmp_path / str(seed), seed)
        recount = Recount(workspace.root, AS_OF, dt.date.min, AS_OF)
        fates.update(each["fate"] for each in recount.came)
        statuses.update(recount.status(each) for each in recount.projects.values())
        standings.update(recount.standing(each, language) for each in recount.published for language in ("de", "en"))
        areas |= {recount.area(each) for each in recount.projects.values()}
        assert set(recount.issues) == set(MONTHS)
        assert {each["organisation"] for each in recount.projects.values()} <= set(ORGANISATIONS)
    assert set(fates) == set(FATES)
    assert set(statuses) == {"begins", "running", "ended", "open", None}
    assert set(standings) == {"original", "whole", "outdated", "missing"}
    assert areas == {"I", "II", "III", "IV", None}


def test_the_same_day_gives_the_same(tmp_path: Path) -> None:
    """Nothing of the report depends on where it is made, or when."""
    one, two = (make_portfolio(tmp_path / name, 5) for name in ("one", "two"))
    results = [report_portfolio(each, Asked(AS_OF, "2017")) for each in (one, two)]
    assert results[0].as_json() == results[1].as_json()
    assert results[0].page("de") == results[1].page("de")


def test_an_issue_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """It does not stop the report, and is not passed over in silence."""
    result = report_portfolio(make_portfolio(tmp_path / "odd", 1), Asked(AS_OF))
    assert result.as_json()["unreadable_issues"] == ["2018-02"]
    assert "Nicht lesbar und deshalb nicht gezählt: 2018-02." in result.view("de").notes
