from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter

from iki_newsletter.content.merge import merge
from iki_newsletter.content.ordering import items_by_organisation
from iki_newsletter.model.contribution import Contribution
from iki_newsletter.model.issue import Issue, IssuePlan, LeftOut
from iki_newsletter.model.newsletter import Newsletter
from iki_newsletter.model.origin import Loaded, Origin
from iki_newsletter.model.portfolio import Portfolio

if TYPE_CHECKING:
    from iki_newsletter.model.problem import Problem

FOLDER = Path("issues/2017-06")
PORTFOLIO = TypeAdapter(Portfolio).validate_python(
    {
        "funding_areas": [{"key": "I", "de": "Minderung"}, {"key": "IV", "de": "Biologische Vielfalt"}],
        "organisations": [{"id": "Coral Institute"}, {"id": "Forest Office"}],
        "projects": [
            {"id": "reef", "area": "IV", "organisation": "Coral Institute", "scope": "bilateral"},
            {"id": "dry-forest", "signature": "12_IV+_016", "organisation": "Forest Office", "scope": "bilateral"},
            {"id": "stoves", "area": "I", "organisation": "Forest Office", "scope": "bilateral"},
            {"id": "interface", "organisation": "Coral Institute", "scope": "bilateral"},
        ],
    }
)
SECTIONS = [
    {
        "id": "biodiversity",
        "title": {"es": "Biodiversidad", "de": "Vielfalt"},
        "takes": {"kind": "news", "area": "IV"},
    },
    {"id": "events", "title": "Agenda", "takes": {"kind": "event"}},
    {"id": "calls", "title": "Convocatorias", "takes": {"kind": "call"}},
    {"id": "voices", "title": "Voces", "takes": {"kind": ["interview", "video"]}},
    {"id": "all-areas", "title": "Todo", "takes": {"area": ["I", "IV"]}},
]
OWN = {
    "news": {"body": "Texto"},
    "event": {"starts_on": "2017-06-20"},
    "call": {"deadline": "2017-07-01", "url": "https://example.org/call", "eligible": "Todos"},
    "profile": {},
    "video": {"url": "https://example.org/video", "duration": "4:30"},
}


def newsletter(*sections: dict[str, Any]) -> Newsletter:
    """Make a newsletter in two languages with these sections, else the usual ones."""
    return TypeAdapter(Newsletter).validate_python(
        {
            "title": "Horizons",
            "languages": ["es", "de"],
            "sender": {"name": "Horizons", "address": "news@example.org"},
            "list_id": "news.example.org",
            "sections": sections or SECTIONS,
        }
    )


def plan(**decided: Any) -> Loaded[IssuePlan]:
    """Make the plan of an issue that is sent on 12 June 2017."""
    fields = {"number": 1, "month": "2017-06", "sends_on": "2017-06-12", "subject": "Uno", "preheader": "Dos"}
    marks: dict[tuple[str | int, ...], tuple[int, int]]
    marks = {(key,): (line, 1) for line, key in enumerate(fields | decided, start=1)}
    marks |= {("order", "events", 0): (20, 12), ("leave_out", "reeff"): (30, 3)}
    return Loaded(TypeAdapter(IssuePlan).validate_python(fields | decided), Origin(FOLDER / "issue.yaml", marks))


def contribution(name: str = "item", kind: str = "news", **fields: Any) -> Loaded[Contribution]:
    """Make a contribution of the reef project, as loaded from a file of this name."""
    written = {
        "kind": kind,
        "project": "reef",
        "language": "es",
        "received_on": "2017-05-22",
        "title": "Un arrecife",
        "teaser": "Para quien lo cuida",
    }
    adapter: TypeAdapter[Contribution] = TypeAdapter(Contribution)
    value = adapter.validate_python(written | OWN[kind] | fields)
    origin = Origin(FOLDER / "contributions" / f"{name}.yaml", {("kind",): (2, 7), ("project",): (3, 10)})
    return Loaded(value, origin)


def merged(
    *contributions: Loaded[Contribution],
    decided: Loaded[IssuePlan] | None = None,
    recent: dict[str, int] | None = None,
    unreadable: tuple[str, ...] = (),
    sections: tuple[dict[str, Any], ...] = (),
) -> tuple[Issue, list[Problem]]:
    """Merge these contributions into the issue of June 2017."""
    return merge(
        "2017-06", FOLDER, decided or plan(), contributions, PORTFOLIO, newsletter(*sections), recent, unreadable
    )


def placed(issue: Issue) -> dict[str, list[str]]:
    """Give the names of the items of each section."""
    return {section.id: [item.name for item in section.items] for section in issue.sections}


def said(problems: list[Problem]) -> list[tuple[str, str]]:
    """Give each problem's code and position."""
    return [(problem.code, str(problem.position)) for problem in problems]


def test_the_first_section_that_takes_an_item_has_it() -> None:
    """By kind, by area or by both, in the newsletter's order; empty sections are not in the issue."""
    issue, problems = merged(
        contribution("a-profile", "profile"),
        contribution("an-event", "event", area="I"),
        contribution("some-news"),
        contribution("stove-news", project="stoves"),
        contribution("a-video", "video"),
    )
    assert problems == []
    assert placed(issue) == {
        "biodiversity": ["some-news"],
        "events": ["an-event"],
        "voices": ["a-video"],
        "all-areas": ["a-profile", "stove-news"],
    }
    assert issue.left_out == ()


def test_an_items_own_area_goes_before_the_projects() -> None:
    """News of a mitigation project about biodiversity stand under biodiversity."""
    issue, _ = merged(contribution(project="stoves", area="IV"))
    assert placed(issue) == {"biodiversity": ["item"]}
    assert issue.items[0].area is PORTFOLIO.areas_by_key["IV"]


def test_the_area_can_come_from_the_signature() -> None:
    """12_IV+_016 is of area IV."""
    issue, _ = merged(contribution(project="dry-forest"))
    assert placed(issue) == {"biodiversity": ["item"]}


def test_an_item_that_no_section_takes_is_a_problem() -> None:
    """It is left out, and the editors are told at its kind."""
    issue, problems = merged(contribution(), contribution("lost", project="interface"))
    assert issue.left_out == (LeftOut("lost", "no section takes an item of kind news without a funding area"),)
    assert said(problems) == [("I203", "issues/2017-06/contributions/lost.yaml:2:7")]


def test_an_unknown_project_is_a_problem_and_no_item() -> None:
    """Without its project an item has no organisation; the project that was meant is offered."""
    issue, problems = merged(contribution(), contribution("typo", project="reeef"))
    assert [one.name for one in issue.left_out] == ["typo"]
    assert said(problems) == [("C201", "issues/2017-06/contributions/typo.yaml:3:10")]
    assert problems[0].cure == "Did you mean `reef`?"


def test_what_an_item_refers_to_is_looked_up() -> None:
    """Other projects that are known come along; the rest is the checks' matter."""
    issue, problems = merged(contribution(other_projects=["stoves", "nowhere"]))
    assert problems == []
    [item] = issue.items
    assert item.project.organisation == "Coral Institute"
    assert [project.id for project in item.other_projects] == ["stoves"]


@pytest.mark.parametrize(
    ("kind", "fields", "reason"),
    [
        ("call", {"deadline": "2017-06-11"}, "the call closed on 2017-06-11"),
        ("event", {"starts_on": "2017-06-11"}, "the event ended on 2017-06-11"),
        ("event", {"starts_on": "2017-06-01", "ends_on": "2017-06-11"}, "the event ended on 2017-06-11"),
        ("news", {"expires_on": "2017-06-11"}, "held until 2017-06-11"),
        ("news", {"embargo_until": "2017-06-13"}, "not public before 2017-06-13"),
    ],
)
def test_what_does_not_fit_the_day_of_sending_is_left_out_with_the_reason(
    kind: str, fields: dict[str, str], reason: str
) -> None:
    """The reason names the day; that it stands among the problems is the checks' matter."""
    issue, problems = merged(contribution(), contribution("late", kind, **fields))
    assert issue.left_out == (LeftOut("late", f"{reason}; the issue is sent on 2017-06-12"),)
    assert problems == []


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("call", {"deadline": "2017-06-12"}),
        ("event", {"starts_on": "2017-06-12"}),
        ("event", {"starts_on": "2017-06-01", "ends_on": "2017-06-12"}),
        ("news", {"expires_on": "2017-06-12", "embargo_until": "2017-06-12"}),
    ],
)
def test_the_day_of_sending_itself_still_counts(kind: str, fields: dict[str, str]) -> None:
    """What ends or begins on that day is in the issue."""
    issue, _ = merged(contribution("just", kind, **fields))
    assert [item.name for item in issue.items] == ["just"]


def test_editors_leave_out_with_a_reason() -> None:
    """Their words are the reason, whatever else would have kept the item out."""
    issue, problems = merged(
        contribution(), contribution("weak", project="reeef"), decided=plan(leave_out={"weak": "Said in May already"})
    )
    assert issue.left_out == (LeftOut("weak", "Said in May already"),)
    assert problems == []


def test_the_focus_stands_before_the_sections_and_in_none() -> None:
    """Readers meet it once, first, even where no section would take it."""
    issue, problems = merged(contribution("b"), contribution("lead", project="interface"), decided=plan(focus="lead"))
    assert issue.focus is not None
    assert [item.name for item in issue.items] == ["lead", "b"]
    assert placed(issue) == {"biodiversity": ["b"]}
    assert problems == []


def test_a_focus_that_is_left_out_is_a_problem() -> None:
    """The editors counted on it, so they are told, with the reason."""
    issue, problems = merged(
        contribution(), contribution("fair", "event", starts_on="2017-06-01"), decided=plan(focus="fair")
    )
    assert issue.focus is None
    assert said(problems) == [("I205", "issues/2017-06/issue.yaml:6:1")]
    assert "the event ended on 2017-06-01" in problems[0].what


def test_names_that_are_no_contribution_are_found_wherever_they_stand() -> None:
    """In `focus`, in `order`, in `leave_out`: at their line, with the name that was meant."""
    decided = plan(focus="reff-news", order={"events": ["rief"]}, leave_out={"reeff": "Too long"})
    _, problems = merged(contribution("reef"), contribution("reef-news"), decided=decided)
    assert said(problems) == [
        ("I201", "issues/2017-06/issue.yaml:6:1"),
        ("I201", "issues/2017-06/issue.yaml:20:12"),
        ("I201", "issues/2017-06/issue.yaml:30:3"),
    ]
    assert [problem.cure for problem in problems] == [
        "Did you mean `reef-news`?",
        "Did you mean `reef`?",
        "Did you mean `reef`?",
    ]


def test_a_contribution_that_could_not_be_loaded_is_not_said_to_be_missing() -> None:
    """Its own problem says enough."""
    decided = plan(focus="broken", order={"events": ["broken"]})
    _, problems = merged(contribution(), decided=decided, unreadable=("broken",))
    assert problems == []
    assert merged(unreadable=("broken",))[1] == []


def test_an_order_for_an_unknown_section_is_a_problem() -> None:
    """Its names are not looked at twice."""
    _, problems = merged(contribution("fair", "event"), decided=plan(order={"event": ["fair"]}))
    assert [(problem.code, problem.cure) for problem in problems] == [("I202", "Did you mean `events`?")]


@pytest.mark.parametrize(
    ("decided", "words"),
    [
        ({"order": {"events": ["news"]}}, "`news` is ordered in `events`, but stands in `biodiversity`."),
        ({"order": {"events": ["fair", "fair"]}}, "`fair` is named twice in the order of `events`"),
        ({"order": {"events": ["fair"]}, "focus": "fair"}, "`fair` is ordered in `events`, but stands in `focus`."),
    ],
)
def test_a_place_in_the_order_that_does_not_hold_is_noticed(decided: dict[str, Any], words: str) -> None:
    """Only the section that has the item can order it, and once."""
    _, problems = merged(contribution("news"), contribution("fair", "event"), decided=plan(**decided))
    assert [problem.code for problem in problems] == ["I204"]
    assert words in problems[0].what


def test_an_issue_without_an_item_is_a_problem() -> None:
    """There would be nothing to read."""
    issue, problems = merged()
    assert issue.items == ()
    assert said(problems) == [("I206", "issues/2017-06/issue.yaml")]


def test_the_plans_words_become_texts_per_language() -> None:
    """A bare string is in the newsletter's first language; an editorial may be missing."""
    editorial = {"signed": "Ana Ejemplo", "text": {"es": "Somos tres", "de": "Wir sind drei"}}
    issue, _ = merged(contribution(), decided=plan(editorial=editorial, subject={"es": "Uno", "de": "Eins"}))
    assert issue.subject.in_order(["de"]).text == "Eins"
    assert issue.preheader.in_order(["de"]).language == "es"
    assert issue.editorial is not None
    assert issue.editorial.in_order(["de"]).text == "Wir sind drei"
    assert issue.editorial_signed is not None
    assert issue.sections[0].title.in_order(["de"]).text == "Vielfalt"
    assert (issue.id, issue.folder, issue.number, issue.month) == ("2017-06", FOLDER, 1, "2017-06")
    assert issue.sends_on == dt.date(2017, 6, 12)
    assert merged(contribution())[0].editorial is None


def test_editors_order_first_then_events_by_date() -> None:
    """What is not named follows the rule: by day, then by hour."""
    issue, _ = merged(
        contribution("late", "event", starts_on="2017-06-30"),
        contribution("evening", "event", starts_on="2017-06-20", starts_at="18:00"),
        contribution("morning", "event", starts_on="2017-06-20", starts_at="9:00"),
        contribution("named", "event", starts_on="2017-12-31"),
        decided=plan(order={"events": ["named"]}),
    )
    assert placed(issue) == {"events": ["named", "morning", "evening", "late"]}


def test_calls_stand_by_deadline() -> None:
    """What closes first comes first."""
    issue, _ = merged(
        contribution("a", "call", deadline="2017-08-01"), contribution("b", "call", deadline="2017-07-01")
    )
    assert placed(issue) == {"calls": ["b", "a"]}


def test_others_stand_by_weight_then_by_who_was_heard_least_then_by_name() -> None:
    """Each step decides only where the one before leaves a tie."""
    issue, _ = merged(
        contribution("d", weight=-1),
        contribution("c", project="reef"),
        contribution("b", project="reef"),
        contribution("e", project="dry-forest"),
        contribution("f", weight=5),
        recent={"Coral Institute": 4, "Forest Office": 3},
    )
    assert placed(issue) == {"biodiversity": ["f", "e", "b", "c", "d"]}


def test_a_section_of_all_kinds_has_events_then_calls_then_the_rest() -> None:
    """Weight does not lift an item over a date that readers must not miss."""
    everything = {"id": "all", "title": "Todo", "takes": {}}
    issue, _ = merged(
        contribution("news", weight=100),
        contribution("call", "call"),
        contribution("event", "event"),
        sections=(everything,),
    )
    assert placed(issue) == {"all": ["event", "call", "news"]}


def test_earlier_issues_are_counted_by_organisation() -> None:
    """Contributions of all earlier issues add up; projects that the portfolio no longer has count for nobody."""
    may = [contribution("a"), contribution("b", project="stoves")]
    april = [contribution("a", project="interface"), contribution("b", project="long-gone")]
    received = [loaded.value.project for loaded in [*may, *april]]
    assert items_by_organisation(received, PORTFOLIO) == {"Coral Institute": 2, "Forest Office": 1}
