"""The words of the report on the portfolio, in three languages."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

import pytest
import yaml
from rich.console import Console
from tests.conftest import ROOT
from tests.report.portfolio.made import AS_OF, make_portfolio
from tests.report.test_words import keys_of, sentences_of

from iki_newsletter.cli.report import _NAMES
from iki_newsletter.cli.report_page import pieces
from iki_newsletter.errors import ConfigurationError, UsageError
from iki_newsletter.model.suggestion import folded
from iki_newsletter.report.portfolio.labels import load_portfolio_labels
from iki_newsletter.report.portfolio.material import Fate
from iki_newsletter.report.portfolio.period import read_period
from iki_newsletter.workflow.portfolio_report import Asked, day_for, report_portfolio

if TYPE_CHECKING:
    from pathlib import Path

LABELS = ROOT / "templates" / "report" / "portfolio"
LANGUAGES = ("es", "de", "en")


def test_the_languages_are_complete() -> None:
    """Each has exactly the labels of the others, all can be read, and no sentence is left in another language."""
    plain = [yaml.safe_load((LABELS / f"{language}.yaml").read_text("utf-8")) for language in LANGUAGES]
    assert keys_of(plain[0]) == keys_of(plain[1]) == keys_of(plain[2])
    for language in LANGUAGES:
        load_portfolio_labels(LABELS / f"{language}.yaml")
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert not sentences_of(plain[one]) & sentences_of(plain[other])


def test_wrong_labels_are_told_with_their_place(tmp_path: Path) -> None:
    """A sentence without what is to be filled in is found."""
    file = tmp_path / "xx.yaml"
    file.write_text(
        (LABELS / "en.yaml").read_text("utf-8").replace("more than {months} months", "too many months"), "utf-8"
    )
    with pytest.raises(ConfigurationError) as caught:
        load_portfolio_labels(file)
    assert "`sections.old_facts.lead` has not exactly {months} to fill in." in "\n".join(caught.value.lines())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [40, 80, 140])
def test_no_line_is_wider_than_the_terminal(tmp_path: Path, language: str, width: int) -> None:
    """No figure is cut off or broken; every one that can be seen at any width is there."""
    view = report_portfolio(make_portfolio(tmp_path / "newsletter", 2), Asked(AS_OF)).view(language)
    console = Console(width=width, emoji=False, highlight=False, legacy_windows=False)
    with console.capture() as captured:
        for piece in pieces(view, width):
            console.print(piece, markup=False)
    shown = captured.get()
    assert max(map(len, shown.splitlines())) <= width
    assert "…" not in shown
    text = " ".join(shown.replace("\u00a0", " ").split())
    for section in view.sections:
        for row in section.table.rows:
            for head, cell in zip(section.table.heads, row, strict=True):
                assert head.is_extra or not head.is_number or cell.text.replace("\u00a0", " ") in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_fit_an_ordinary_terminal(language: str) -> None:
    """Eighty columns are enough for the repository's own portfolio: its tables stay tables."""
    from iki_newsletter.cli.report_page import _fitting, _Frame  # noqa: PLC0415 - how they are laid out is the question
    from iki_newsletter.workspace.folder import Workspace  # noqa: PLC0415

    for section in report_portfolio(Workspace(ROOT), Asked(AS_OF)).view(language).sections:
        widths = _fitting(section, _Frame(80))[2]
        assert sum(widths) + 3 * (len(widths) - 1) <= 80, section.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_kinds_are_called_as_on_the_web(language: str) -> None:
    """Report, form and call have no words of their own for what readers of the newsletter know by a name."""
    templates = ROOT / "templates"
    site, report, form, call = (
        yaml.safe_load((folder / f"{language}.yaml").read_text("utf-8"))
        for folder in (templates / "site", LABELS, templates / "form", templates / "call")
    )
    kinds = site["kinds"]
    assert report["words"]["kind"] == kinds
    assert {kind: form["kinds"][kind] for kind in kinds} == kinds
    assert {kind: said["name"] for kind, said in call["kinds"].items()} == kinds


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 140])
def test_a_sum_says_of_how_many_it_is(language: str, width: int) -> None:
    """Wherever bilateral grants are added up, it stands beside them how many of them are known."""
    from iki_newsletter.cli.report_page import _fitting, _Frame  # noqa: PLC0415 - how they are laid out is the question
    from iki_newsletter.workspace.folder import Workspace  # noqa: PLC0415

    result = report_portfolio(Workspace(ROOT), Asked(AS_OF))
    heads = result._speaker(language).labels.heads
    sections = {section.id: section for section in result.view(language).sections}
    for name, known in (
        ("areas", heads.eur_known_bilateral),
        ("organisations", heads.eur_known_bilateral),
        ("scopes", heads.eur_known),
    ):
        shown = [sections[name].table.heads[place].text for place in _fitting(sections[name], _Frame(width))[0]]
        assert known in shown


def test_time_without_anything_is_left_out_at_the_ends(tmp_path: Path) -> None:
    """Before the first and after the last issue no row stands, in between each does; what it says is small print."""
    workspace = make_portfolio(tmp_path / "newsletter", 2)
    result = report_portfolio(workspace, Asked(AS_OF, since=dt.date(2009, 1, 1)))
    steps = next(section for section in result.view("de").sections if section.id == "steps")
    assert steps.chart is not None
    assert steps.chart.places == (
        "1. Hj. 2016",
        "2. Hj. 2016",
        "1. Hj. 2017",
        "2. Hj. 2017",
        "1. Hj. 2018",
        "2. Hj. 2018",
    )
    assert len(steps.table.rows) == 6
    assert result._speaker("de").labels.notes.quiet_ends in steps.notes
    assert len(result.report.grids["steps"].rows) == 20


def test_a_footnote_stands_with_its_column(tmp_path: Path) -> None:
    """What is small print about a column that a narrow terminal leaves out is left out with it."""
    result = report_portfolio(make_portfolio(tmp_path / "newsletter", 2), Asked(AS_OF))
    note = result._speaker("en").labels.notes.repeated
    for width, is_there in ((80, False), (140, True)):
        console = Console(width=width, emoji=False, highlight=False, legacy_windows=False)
        with console.capture() as captured:
            for piece in pieces(result.view("en", ["steps"]), width):
                console.print(piece, markup=False)
        assert (note in " ".join(captured.get().split())) is is_there
    assert note in result.page("en")


def test_a_reminder_is_not_called_unpublished(tmp_path: Path) -> None:
    """What was taken over counts in its first issue: only what no reader saw is told at the head of the report."""
    result = report_portfolio(make_portfolio(tmp_path / "newsletter", 2), Asked(AS_OF))
    fates = Counter(each.fate for each in result.report.material.came)
    assert fates[Fate.REPEATED]
    lost = sum(fates.values()) - fates[Fate.PUBLISHED] - fates[Fate.REPEATED]
    speaker = result._speaker("en")
    assert speaker.writer.count(lost, speaker.labels.notes.left_out) in result.view("en").notes


@pytest.mark.parametrize("language", LANGUAGES)
def test_projects_are_found_by_what_they_are_called(language: str) -> None:
    """Within an area they stand in the order of their names: short ones, or titles where there are no short ones."""
    from iki_newsletter.workspace.folder import Workspace  # noqa: PLC0415

    result = report_portfolio(Workspace(ROOT), Asked(AS_OF))
    speaker = result._speaker(language)
    rows = list(speaker.ordered(result.report.grids["projects"]).dicts())
    called = [(str(row["area"]), folded(speaker.word("project", row["project"]))) for row in rows]
    assert called == sorted(called)
    titles = {project.id: project.name.by_language.get("de") for project in result.register.portfolio.projects}
    if language == "de":
        assert speaker.word("project", "ciclim") == titles["ciclim"]


def test_one_table_is_shown_alone(tmp_path: Path) -> None:
    """Sections are chosen by name, in the report's order; a name that is none is answered with what was meant."""
    result = report_portfolio(make_portfolio(tmp_path / "newsletter", 2), Asked(AS_OF))
    assert [section.id for section in result.view("de", ["old-facts", "silent"]).sections] == ["silent", "old-facts"]
    with pytest.raises(UsageError) as caught:
        result.view("de", ["silnt"])
    assert "Did you mean `silent`?" in " ".join(caught.value.lines())
    known = ", ".join(section.id for section in result.view("de").sections)
    assert _NAMES.replace(" or ", ", ") == f"{known}."


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("", "2018-09-10"),
        ("since-last", "2018-09-10"),
        ("2017-H1", "2017-06-30"),
        ("2017-Q1", "2017-03-31"),
        ("2017-Q4", "2017-12-31"),
        ("2017-02..2017-03-15", "2017-03-15"),
        ("2018", "2018-09-10"),
        ("2018-09-10", "2018-09-10"),
        ("2020", "2018-09-10"),
    ],
)
def test_a_period_that_is_over_is_told_as_of_its_end(period: str, day: str) -> None:
    """Where nobody names a day, it is the last one of the period, and today for one that goes on."""
    assert day_for(period, AS_OF) == dt.date.fromisoformat(day)


def test_quarters() -> None:
    """The four of them are a year."""
    quarters = [read_period(f"2016-Q{number}") for number in range(1, 5)]
    assert [f"{each.first} {each.last}" for each in quarters] == [
        "2016-01-01 2016-03-31",
        "2016-04-01 2016-06-30",
        "2016-07-01 2016-09-30",
        "2016-10-01 2016-12-31",
    ]
    with pytest.raises(UsageError):
        read_period("2016-Q5")
