from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest

from iki_newsletter.content.blank import model_of
from iki_newsletter.content.loading import load_contributions, load_issue_plan
from iki_newsletter.errors import AlreadyThereError, FilesWrongError, NotThereError, UsageError
from iki_newsletter.model.contribution import Event, Kind
from iki_newsletter.model.placeholder import DAY
from iki_newsletter.workflow.build import merge_issue
from iki_newsletter.workflow.scaffold import new_contribution, new_issue
from iki_newsletter.workflow.sources import read_register
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from pathlib import Path

PORTFOLIO = """\
funding_areas:
  - {key: IV, de: Biologische Vielfalt, en: Biodiversity}
organisations:
  - {id: Coral Institute}
projects:
  - id: reef
    short: Reef
    area: IV
    organisation: Coral Institute
    scope: bilateral
    states: [Sinaloa, Sonora]
    sdg: [14]
    es: "Arrecifes: vida, pesca & «futuro» # 1"
  - {id: interface, organisation: Coral Institute, scope: bilateral}
"""
NEWSLETTER = """\
title: Horizons
languages: [es, de, en]
timezone: America/Mexico_City
sender: {name: Horizons, address: news@example.org}
list_id: news.example.org
sections:
  - {id: news, title: Noticias, takes: {kind: [news, profile, interview, video, publication]}}
  - {id: dates, title: Fechas, takes: {kind: [event, call]}}
"""


def noon() -> dt.datetime:
    """Stand in for the clock: three in the morning in UTC, the evening before in Mexico."""
    return dt.datetime(2017, 6, 20, 3, 0, tzinfo=dt.UTC)


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    """Give a workspace with two projects, three languages and no issue."""
    (tmp_path / "portfolio.yaml").write_text(PORTFOLIO, encoding="utf-8")
    (tmp_path / "newsletter.yaml").write_text(NEWSLETTER, encoding="utf-8")
    return Workspace(tmp_path)


def loaded(path: Path) -> Any:
    """Load the one contribution of an issue."""
    contributions, problems = load_contributions(path.parent.parent)
    assert problems == []
    return contributions[0].value


def test_a_new_issue_loads_with_its_number_and_dates(here: Workspace) -> None:
    """It is sent on the second Monday, and the deadline is twelve days before."""
    path = new_issue(here, "2017-07")
    assert path == here.root / "issues" / "2017-07" / "issue.yaml"
    plan, problems = load_issue_plan(path.parent)
    assert problems == []
    assert plan is not None
    assert (plan.value.number, plan.value.month) == (1, "2017-07")
    assert plan.value.sends_on == dt.date(2017, 7, 10)
    assert plan.value.deadline == dt.date(2017, 6, 28)
    assert list(dict(plan.value.subject)) == ["es", "de", "en"]  # type: ignore[arg-type] # it is no bare string
    assert (path.parent / "contributions").is_dir()
    assert (path.parent / "images").is_dir()
    assert here.issue_ids() == ["2017-07"]


@pytest.mark.parametrize(
    ("month", "second_monday"),
    [("2017-05", "2017-05-08"), ("2017-08", "2017-08-14"), ("2026-06", "2026-06-08"), ("2024-09", "2024-09-09")],
)
def test_the_second_monday_is_found_in_every_month(here: Workspace, month: str, second_monday: str) -> None:
    """Also in a month that begins on a Monday, or on a Sunday."""
    new_issue(here, month)
    plan, _ = load_issue_plan(here.issue(month))
    assert plan is not None
    assert str(plan.value.sends_on) == second_monday
    assert plan.value.sends_on.isoweekday() == 1


def test_the_number_follows_the_highest(here: Workspace) -> None:
    """Whatever the folders' names, no number is given twice."""
    path = new_issue(here, "2017-07")
    path.write_text(path.read_text(encoding="utf-8").replace("number: 1", "number: 41"), encoding="utf-8")
    plan, _ = load_issue_plan(new_issue(here, "2017-06").parent)
    assert plan is not None
    assert plan.value.number == 42


def test_an_issue_that_cannot_be_read_might_hold_the_last_number(here: Workspace) -> None:
    """Rather than guess, the number waits until that file is mended; its problems come along."""
    path = new_issue(here, "2017-06")
    path.write_text("number: one\n", encoding="utf-8")
    with pytest.raises(FilesWrongError, match="2017-06") as refused:
        new_issue(here, "2017-07")
    assert refused.value.problems
    assert here.issue_ids() == ["2017-06"]


def test_an_issue_is_never_written_over(here: Workspace) -> None:
    """Its words stay, and the command says how to add to it."""
    path = new_issue(here, "2017-07")
    path.write_text("mine\n", encoding="utf-8")
    with pytest.raises(AlreadyThereError) as refused:
        new_issue(here, "2017-07")
    assert path.read_text(encoding="utf-8") == "mine\n"
    assert "iki-news new contribution 2017-07" in refused.value.instead


@pytest.mark.parametrize("name", ["2017-7", "2017-13", "july", "../2017-07", "2017-07/..", "", "2017-07-" + "x" * 60])
def test_an_issue_is_named_by_its_month(here: Workspace, name: str) -> None:
    """Other names, and ways out of the workspace, are refused before anything is made."""
    with pytest.raises(UsageError):
        new_issue(here, name)
    assert not (here.root / "issues").exists()


@pytest.mark.parametrize("kind", list(Kind))
def test_a_new_contribution_of_each_kind_loads(here: Workspace, kind: Kind) -> None:
    """It holds what its kind requires, and its name says what it is."""
    new_issue(here, "2017-07")
    path = new_contribution(here, "2017-07", "reef", kind.value, clock=noon)
    assert path.name == f"reef-{kind}.yaml"
    written = loaded(path)
    assert (written.kind, written.project, written.language) == (kind, "reef", "es")


@pytest.mark.parametrize("kind", list(Kind))
def test_a_new_file_cannot_be_sent_as_it_stands(here: Workspace, kind: Kind) -> None:
    """A check names what waits to be written, and finds nothing else wrong with a new file in time."""
    new_issue(here, "2017-07")
    new_contribution(here, "2017-07", "reef", kind.value, clock=noon)
    problems = merge_issue(read_register(here), "2017-07").problems
    of_the_file = [problem for problem in problems if problem.position.path.name == f"reef-{kind}.yaml"]
    assert {problem.code for problem in of_the_file} == {"C501"}
    assert {problem.level for problem in of_the_file} == {"error"}
    assert {problem.code for problem in problems if problem not in of_the_file} <= {"I305", "I206"}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_field_is_offered_and_loads_once_it_is_taken(here: Workspace, kind: Kind) -> None:
    """Taking all the marks of comment away gives a file that loads, with every field that the kind has."""
    new_issue(here, "2017-07")
    for file in ("images/file-name.jpg", *(["materials/file-name.pdf"] if kind is Kind.EVENT else [])):
        path = here.issue("2017-07") / file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    path = new_contribution(here, "2017-07", "reef", kind.value, clock=noon)
    text = path.read_text(encoding="utf-8")
    head, offered = text.split("# What else there is")
    taken = re.sub(r"^# (?!\()", "", offered, flags=re.MULTILINE).split("\n", 1)[1]
    path.write_text(head + taken, encoding="utf-8")
    assert loaded(path).model_fields_set == set(model_of(kind).model_fields)


def test_what_the_portfolio_knows_is_filled_in(here: Workspace) -> None:
    """Title, organisation and area stand above, states and goals are ready to be taken."""
    new_issue(here, "2017-07")
    text = new_contribution(here, "2017-07", "reef", "news", clock=noon).read_text(encoding="utf-8")
    top = text.splitlines()[:3]
    assert top[0] == "# yaml-language-server: $schema=../../../schemas/contribution.schema.json"
    assert top[1] == "# Reef: Arrecifes: vida, pesca & «futuro» # 1"
    assert top[2] == "# Coral Institute; area IV, Biologische Vielfalt"
    assert "# states: [Sinaloa, Sonora]" in text
    assert "# sdg: [14]" in text
    assert "# area: IV" in text


def test_the_original_language_comes_first(here: Workspace) -> None:
    """Placeholders follow for the newsletter's other languages, each with its own budget."""
    new_issue(here, "2017-07")
    written = loaded(new_contribution(here, "2017-07", "reef", "news", language="de", clock=noon))
    assert written.language == "de"
    assert list(written.title) == ["de", "es", "en"]
    assert "at most 95 characters" in written.title["de"]
    assert "at most 80 characters" in written.title["en"]


def test_the_day_is_the_teams_own(here: Workspace) -> None:
    """What comes in the evening in Mexico is received on that day, not on the next one of UTC."""
    new_issue(here, "2017-07")
    assert loaded(new_contribution(here, "2017-07", "reef", "news", clock=noon)).received_on == dt.date(2017, 6, 19)


def test_an_event_asks_for_its_day_and_place(here: Workspace) -> None:
    """A place is not required by the shape, but an event without one is of no use."""
    new_issue(here, "2017-07")
    event = loaded(new_contribution(here, "2017-07", "reef", "event", clock=noon))
    assert isinstance(event, Event)
    assert event.starts_on == DAY
    assert event.place


def test_a_name_that_is_taken_gets_a_number(here: Workspace) -> None:
    """Three news of one project lie side by side."""
    new_issue(here, "2017-07")
    names = [new_contribution(here, "2017-07", "reef", "news", clock=noon).name for _ in range(3)]
    assert names == ["reef-news.yaml", "reef-news-2.yaml", "reef-news-3.yaml"]


def test_a_chosen_name_that_is_taken_is_refused(here: Workspace) -> None:
    """What stands in the file is not touched."""
    new_issue(here, "2017-07")
    path = new_contribution(here, "2017-07", "reef", "news", name="coral", clock=noon)
    path.write_text("mine\n", encoding="utf-8")
    with pytest.raises(AlreadyThereError):
        new_contribution(here, "2017-07", "reef", "news", name="coral", clock=noon)
    assert path.read_text(encoding="utf-8") == "mine\n"


def test_a_long_project_id_still_gives_a_name_that_loads(here: Workspace) -> None:
    """A file's name has 64 characters at most, since issue.yaml must be able to name it."""
    project = "-".join(["reef"] * 13)[:64].strip("-")
    text = PORTFOLIO.replace("id: interface", f"id: {project}")
    here.portfolio.write_text(text, encoding="utf-8")
    new_issue(here, "2017-07")
    for _ in range(2):
        path = new_contribution(here, "2017-07", project, "publication", clock=noon)
        assert len(path.stem) <= 64
        assert loaded(path).project == project


@pytest.mark.parametrize(
    ("wrong", "error", "help_given"),
    [
        ({"issue_id": "2017-08"}, NotThereError, "2017-07"),
        ({"project": "reeef"}, NotThereError, "Did you mean `reef`?"),
        ({"project": "zzz"}, NotThereError, "portfolio.yaml"),
        ({"kind": "evnt"}, UsageError, "Did you mean `event`?"),
        ({"kind": "zzz"}, UsageError, "news, event, publication"),
        ({"language": "fr"}, UsageError, "es, de, en"),
        ({"name": "../../reef"}, UsageError, "reef-course"),
        ({"name": "x" * 65}, UsageError, "reef-course"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(
    here: Workspace, wrong: dict[str, str], error: type[Exception], help_given: str
) -> None:
    """Each refusal says what to write instead, and nothing is made."""
    new_issue(here, "2017-07")
    right: dict[str, Any] = {"issue_id": "2017-07", "project": "reef", "kind": "news"}
    with pytest.raises(error) as refused:
        new_contribution(here, **right | wrong, clock=noon)
    assert help_given in getattr(refused.value, "instead", "")
    assert list((here.issue("2017-07") / "contributions").iterdir()) == []


@pytest.mark.parametrize(
    ("today", "deadline"),
    [
        ("2017-06-01", "2017-06-28"),
        ("2017-06-28", "2017-06-28"),
        ("2017-06-30", "2017-07-05"),
        ("2017-07-10", "2017-07-10"),
        ("2026-11-22", "2017-06-28"),
    ],
)
def test_a_new_issues_deadline_is_still_to_come(here: Workspace, today: str, deadline: str) -> None:
    """Where the usual one has passed it is halfway to the day of sending; an issue of long ago keeps its own."""
    new_issue(here, "2017-07", clock=lambda: dt.datetime.fromisoformat(f"{today}T18:00+00:00"))
    plan, _ = load_issue_plan(here.issue("2017-07"))
    assert plan is not None
    assert str(plan.value.deadline) == deadline


@pytest.mark.parametrize(
    ("today", "received"), [("2017-06-20", "2017-06-20"), ("2017-07-03", "2017-07-03"), ("2026-11-22", "2017-06-28")]
)
def test_who_writes_an_old_issue_down_is_not_late_for_it(here: Workspace, today: str, received: str) -> None:
    """After its day of sending a new file is dated on the deadline; before, it is dated today, late or not."""
    new_issue(here, "2017-07", clock=noon)
    written = dt.datetime.fromisoformat(f"{today}T18:00+00:00")
    path = new_contribution(here, "2017-07", "reef", "news", clock=lambda: written)
    assert str(loaded(path).received_on) == received
