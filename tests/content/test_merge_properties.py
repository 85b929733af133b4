"""What holds for every issue, whatever is in it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from iki_newsletter.content.merge import merge
from iki_newsletter.model.contribution import Contribution
from iki_newsletter.model.issue import Issue, IssuePlan
from iki_newsletter.model.newsletter import Newsletter
from iki_newsletter.model.origin import Loaded, Origin
from iki_newsletter.model.portfolio import Portfolio

if TYPE_CHECKING:
    from iki_newsletter.model.problem import Problem

FOLDER = Path("issues/2017-06")
NAMES = [f"item-{number}" for number in range(8)]
PROJECTS = ["reef", "stoves", "interface", "unknown"]
SECTIONS = ["mitigation", "biodiversity", "events", "calls"]
DAYS = st.dates(dt.date(2017, 6, 10), dt.date(2017, 6, 14))
PORTFOLIO = TypeAdapter(Portfolio).validate_python(
    {
        "funding_areas": [{"key": "I"}, {"key": "IV"}],
        "organisations": [{"id": "Coral Institute"}, {"id": "Forest Office"}],
        "projects": [
            {"id": "reef", "area": "IV", "organisation": "Coral Institute", "scope": "bilateral"},
            {"id": "stoves", "area": "I", "organisation": "Forest Office", "scope": "bilateral"},
            {"id": "interface", "organisation": "Coral Institute", "scope": "bilateral"},
        ],
    }
)
NEWSLETTER = TypeAdapter(Newsletter).validate_python(
    {
        "title": "Horizons",
        "languages": ["es"],
        "sender": {"name": "Horizons", "address": "news@example.org"},
        "list_id": "news.example.org",
        "sections": [
            {"id": "mitigation", "title": "M", "takes": {"kind": "news", "area": "I"}},
            {"id": "biodiversity", "title": "B", "takes": {"area": "IV"}},
            {"id": "events", "title": "E", "takes": {"kind": "event"}},
            {"id": "calls", "title": "C", "takes": {"kind": "call"}},
        ],
    }
)
ADAPTER: TypeAdapter[Contribution] = TypeAdapter(Contribution)


@st.composite
def contributions(draw: st.DrawFn, name: str) -> Loaded[Contribution]:
    """Draw a contribution of some kind and project, with days around the day of sending."""
    kind = draw(st.sampled_from(["news", "event", "call", "profile"]))
    own: dict[str, dict[str, Any]] = {
        "news": {"body": "x"},
        "event": {"starts_on": draw(DAYS)},
        "call": {"deadline": draw(DAYS), "url": "https://example.org", "eligible": "x"},
        "profile": {},
    }
    fields = {
        "kind": kind,
        "project": draw(st.sampled_from(PROJECTS)),
        "language": "es",
        "received_on": "2017-05-22",
        "title": "x",
        "teaser": "x",
        "weight": draw(st.integers(-1, 1)),
        "area": draw(st.sampled_from([None, None, "I", "IV"])),
        "embargo_until": draw(st.none() | DAYS),
        "expires_on": draw(st.none() | DAYS),
    }
    return Loaded(ADAPTER.validate_python(fields | own[kind]), Origin(FOLDER / "contributions" / f"{name}.yaml"))


@st.composite
def received(draw: st.DrawFn) -> list[Loaded[Contribution]]:
    """Draw contributions, each under a name of its own."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True))
    return [draw(contributions(name)) for name in names]


@st.composite
def plans(draw: st.DrawFn) -> Loaded[IssuePlan]:
    """Draw a plan that names items at will, whether they are there or not."""
    names = st.sampled_from([*NAMES, "nobody"])
    fields = {
        "number": 1,
        "month": "2017-06",
        "sends_on": "2017-06-12",
        "subject": "Uno",
        "preheader": "Dos",
        "focus": draw(st.none() | names),
        "order": draw(st.dictionaries(st.sampled_from([*SECTIONS, "nowhere"]), st.lists(names, max_size=4))),
        "leave_out": draw(st.dictionaries(names, st.just("Too long"), max_size=2)),
    }
    return Loaded(TypeAdapter(IssuePlan).validate_python(fields), Origin(FOLDER / "issue.yaml"))


def merged(plan: Loaded[IssuePlan], items: list[Loaded[Contribution]]) -> tuple[Issue, list[Problem]]:
    """Merge into the issue of June 2017, the Coral Institute having had two items lately."""
    return merge("2017-06", FOLDER, plan, items, PORTFOLIO, NEWSLETTER, {"Coral Institute": 2})


@settings(max_examples=150, deadline=None)
@given(plan=plans(), items=received())
def test_every_contribution_is_in_one_place_or_left_out(
    plan: Loaded[IssuePlan], items: list[Loaded[Contribution]]
) -> None:
    """Focus, sections and what is left out share the contributions out: none twice, none lost."""
    issue, _ = merged(plan, items)
    accounted = [item.name for item in issue.items] + [one.name for one in issue.left_out]
    assert Counter(accounted) == Counter(loaded.name for loaded in items)
    assert all(one.reason for one in issue.left_out)


@settings(max_examples=150, deadline=None)
@given(plan=plans(), items=received())
def test_what_nobody_decided_to_leave_out_is_a_problem(
    plan: Loaded[IssuePlan], items: list[Loaded[Contribution]]
) -> None:
    """An item that neither its dates nor the editors keep out is in the issue, or named in a problem."""
    issue, problems = merged(plan, items)
    blamed = {problem.position.path.stem for problem in problems if problem.code in {"C201", "I203"}}
    by_mistake = {
        one.name for one in issue.left_out if "portfolio" in one.reason or one.reason.startswith("no section")
    }
    assert blamed == by_mistake


@settings(max_examples=150, deadline=None)
@given(plan=plans(), items=received(), shuffled=st.randoms(use_true_random=False))
def test_the_order_of_contributions_does_not_matter(
    plan: Loaded[IssuePlan], items: list[Loaded[Contribution]], shuffled: Any
) -> None:
    """Two file systems that list a folder differently give the same issue and the same problems."""
    other = list(items)
    shuffled.shuffle(other)
    assert merged(plan, items) == merged(plan, other)


@settings(max_examples=150, deadline=None)
@given(plan=plans(), items=received())
def test_the_editors_order_holds(plan: Loaded[IssuePlan], items: list[Loaded[Contribution]]) -> None:
    """What they name in a section opens it, in the order in which they name it first."""
    issue, _ = merged(plan, items)
    for section in issue.sections:
        names = [item.name for item in section.items]
        wanted = [name for name in dict.fromkeys(plan.value.order.get(section.id, ())) if name in names]
        assert names[: len(wanted)] == wanted
