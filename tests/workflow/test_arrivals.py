from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iki_newsletter.content.heads import Head
from iki_newsletter.model.issue import IssuePlan
from iki_newsletter.model.portfolio import Portfolio, Project
from iki_newsletter.model.roster import Arrival, ProjectState
from iki_newsletter.workflow.arrivals import find_arrivals, missing

PROJECTS = ("a", "b", "c", "d")
TODAY = dt.date(2017, 5, 30)


def portfolio(**terms: str) -> Portfolio:
    """Give a portfolio of these projects, each with its term where one is given."""
    plain = [
        {"id": each, "organisation": "Org", "scope": "bilateral"} | ({"term": terms[each]} if each in terms else {})
        for each in PROJECTS
    ]
    organisations = [{"id": "Org"}]
    return Portfolio.model_validate({"funding_areas": [], "organisations": organisations, "projects": plain})


def plan(deadline: str | None = "2017-05-24") -> IssuePlan:
    """Give the plan of June 2017."""
    plain = {"number": 1, "month": "2017-06", "sends_on": "2017-06-01", "subject": "S", "preheader": "P"}
    return IssuePlan.model_validate(plain | ({"deadline": deadline} if deadline else {}))


def arrivals(*heads: Head, deadline: str | None = "2017-05-24", **terms: str) -> dict[str, ProjectState]:
    """Find the arrivals of June 2017, by project."""
    found = find_arrivals(portfolio(**terms), plan(deadline), "2017-06", heads, TODAY)
    return {state.id: state for state in found}


days = st.dates(dt.date(2016, 1, 1), dt.date(2017, 6, 30))
heads = st.builds(
    Head,
    st.sampled_from(["2016-06", "2017-03", "2017-06"]),
    st.text("xyz", min_size=1, max_size=3),
    st.sampled_from([*PROJECTS, "unknown", ""]),
    st.none() | days,
)


@given(st.lists(heads, max_size=20), st.sampled_from(["2017-05-24", None]))
def test_a_project_is_in_exactly_one_place(found: list[Head], deadline: str | None) -> None:
    """Received, late or missing, whatever came when; silence stands beside it and never hides what came in time."""
    states = arrivals(*found, deadline=deadline)
    assert set(states) == set(PROJECTS)
    for project, state in states.items():
        ours = [head for head in found if head.issue == "2017-06" and head.project == project]
        assert (state.arrival is Arrival.MISSING) == (not ours)
        in_time = not deadline or any(head.received_on is None or str(head.received_on) <= deadline for head in ours)
        if ours and in_time and all(head.received_on for head in ours):
            assert state.arrival is Arrival.RECEIVED
        if state.is_silent:
            recent = [head for head in found if head.project == project and head.received_on]
            assert all(head.received_on < dt.date(2016, 11, 30) for head in recent if head.received_on)
    assert missing(states.values()) == [each for each in PROJECTS if states[each].arrival is Arrival.MISSING]


def test_the_day_of_the_deadline_is_in_time_and_the_next_is_late() -> None:
    """And who sent one thing in time and another later is not late."""
    on, after = dt.date(2017, 5, 24), dt.date(2017, 5, 25)
    states = arrivals(
        Head("2017-06", "x", "a", on),
        Head("2017-06", "y", "b", after),
        Head("2017-06", "z", "c", after),
        Head("2017-06", "w", "c", on),
    )
    assert [states[each].arrival.value for each in PROJECTS] == ["received", "late", "received", "missing"]


@pytest.mark.parametrize(
    ("term", "runs"),
    [
        ("2010/2017", True),
        ("2017-06/2017-06", True),
        ("2017-07/2020-01", False),
        ("2012/2017-05", False),
        ("2018/2020", False),
    ],
)
def test_only_projects_that_run_then_are_waited_for(term: str, runs: bool) -> None:
    """One that has ended or not begun is named only if it sent something all the same."""
    assert ("d" in arrivals(d=term)) == runs
    came = arrivals(Head("2017-06", "x", "d", dt.date(2017, 5, 1)), d=term)
    assert came["d"].runs == runs


def test_nobody_is_silent_while_the_newsletter_is_young_or_the_project_is() -> None:
    """Six months without a word are only known once there is a record of six months."""
    young = arrivals(Head("2017-03", "x", "a", dt.date(2017, 2, 1)))
    assert not any(state.is_silent for state in young.values())
    old = arrivals(Head("2016-06", "x", "a", dt.date(2016, 5, 1)), d="2017-01/2020-12")
    assert [project for project, state in old.items() if state.is_silent] == ["a", "b", "c"]


def test_a_project_without_a_term_runs() -> None:
    """What is not known does not end it; a start that lies ahead does."""
    base = {"id": "x", "organisation": "Org", "scope": "bilateral"}
    assert Project.model_validate(base).runs_in("2017-06")
    assert Project.model_validate(base | {"start": "2017"}).runs_in("2017-06")
    assert not Project.model_validate(base | {"start": "2018"}).runs_in("2017-06")
