from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.report.made import make_newsletter

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a newsletter with a year of issues."""
    folder = make_newsletter(tmp_path / "made").workspace.root
    monkeypatch.chdir(folder)
    return folder


def test_without_a_ledger_there_is_the_list_of_today(iki: Callable[..., Run], workspace: Path) -> None:
    """It says so in a sentence, and makes no ledger by looking; what the sandbox took counts for nothing."""
    assert iki("send", "2017-06", "--yes").code == 0
    run = iki("report", "audience")
    assert run.code == 0
    shown = " ".join(run.out.split())
    assert "Nothing has been sent for real from here yet; rehearsals in the sandbox do not count." in shown
    assert "How many receive it now." in shown
    assert "For how many each issue was planned" not in shown
    assert "BY LANGUAGE" in run.out
    data = iki("report", "audience", "--json").data
    assert (data["has_ledger"], data["campaigns"], data["months"]) == (False, [], [])
    assert data["today"]["active"] == sum(data["today"]["languages"].values()) > 0
    assert not (workspace / "var" / "ledger.sqlite3").exists()
    assert iki("report", "audience", "--html", "now.html").code == 0
    assert "los ensayos en el entorno de prueba no cuentan" in " ".join(Path("now.html").read_text("utf-8").split())


def test_a_ledger_without_an_issue_is_nothing_sent(iki: Callable[..., Run], workspace: Path) -> None:
    """Who only took somebody off by telephone has a ledger, and has sent nothing all the same, whatever the month."""
    assert iki("subscribers", "remove", "ana.ejemplo@manglar.example").code == 0
    for arguments in ((), ("--since", "2017-01")):
        shown = " ".join(iki("report", "audience", *arguments, "--language", "de").out.split())
        assert "noch nichts wirklich verschickt worden; Proben in der Sandbox zählen nicht" in shown
        assert "In diesem Zeitraum gibt es keine Ausgabe" not in shown


def test_a_year_is_meant_from_its_january(iki: Callable[..., Run], made: Path) -> None:
    """Who writes a year alone means all of it."""
    assert iki("report", "audience", "--since", "2018", "--json").data["since"] == "2018-01"


def test_programs_get_what_is_promised(iki: Callable[..., Run], made: Path) -> None:
    """The object and its parts have these keys, and no others; percentages come with their counts."""
    data = iki("report", "audience", "--json").data
    assert set(data) == {"made_on", "since", "has_ledger", "today", "campaigns", "months"}
    assert set(data["today"]) == {"active", "languages", "groups", "left_out"}
    tally = {
        "planned", "sent", "uncertain", "waiting", "withdrawn", "failed", "returned", "said", "left",
        "returned_of_sent", "left_of_sent",
    }  # fmt: skip
    campaign = data["campaigns"][1]
    assert set(campaign) == tally | {
        "campaign", "issue", "begun_on", "corrects", "some_groups_only", "audience", "excluded", "growth",
        "languages", "groups",
    }  # fmt: skip
    assert set(campaign["languages"]["es"]) == tally
    assert set(campaign["growth"]) == {"since", "before", "change", "percent"}
    assert set(campaign["returned_of_sent"]) == {"number", "of", "percent"}
    assert campaign["audience"] == campaign["planned"] + sum(campaign["excluded"].values())


def test_the_page_is_in_the_newsletters_first_language(iki: Callable[..., Run], made: Path) -> None:
    """Or in the one asked for; the terminal speaks English, as in all commands, unless another one is asked for."""
    assert iki("report", "audience", "--html", "one.html").out == "Wrote the report to one.html.\n"
    iki("report", "audience", "--html", "two.html", "--language", "de", "--csv", "two.csv")
    assert '<html lang="es">' in Path("one.html").read_text("utf-8")
    assert '<html lang="de">' in Path("two.html").read_text("utf-8")
    assert Path("two.csv").read_bytes().startswith(b"\xef\xbb\xbfcampaign,issue,")
    assert "READERS, ISSUE BY ISSUE" in iki("report", "audience").out
    assert "LECTORES, EDICIÓN POR EDICIÓN" in iki("report", "audience", "--language", "es").out


@pytest.mark.parametrize("language", ["es", "de", "en"])
def test_its_tables_fit_an_ordinary_terminal(iki: Callable[..., Run], made: Path, language: str) -> None:
    """Eighty columns are enough for the words of each language: no table is told row by row."""
    lines = iki("report", "audience", "--since", "2018-01", "--language", language).out.splitlines()
    assert max(map(len, lines)) <= 80
    assert not [line for line in lines if re.match(r"(?:\w+ (?:de )?\d{4}|\d{4}-\d\d): ", line)]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--since", "17"), "`17` is no month and no year."),
        (("--since", "2017-13"), "Write it as year and month: --since 2017-01"),
        (("--language", "fr"), "There are no words for a report in `fr`."),
        (("--html", "newsletter.yaml"), "newsletter.yaml exists already, and is not overwritten."),
        (("--csv", "newsletter.yaml"), "newsletter.yaml exists already, and is not overwritten."),
    ],
)
def test_what_cannot_be_done_is_explained(
    iki: Callable[..., Run], workspace: Path, arguments: tuple[str, ...], says: str
) -> None:
    """In a sentence with what to do instead, exit code 2, and nothing is written."""
    before = (workspace / "newsletter.yaml").read_bytes()
    run = iki("report", "audience", *arguments)
    assert run.code == 2
    assert says in run.err
    assert (workspace / "newsletter.yaml").read_bytes() == before


def test_without_a_list_it_says_where_one_comes_from(iki: Callable[..., Run], workspace: Path) -> None:
    """The list is not shared by git: whoever has none learns how to get one."""
    (workspace / "subscribers.example.csv").unlink()
    run = iki("report", "audience")
    assert run.code == 2
    assert "There is no list subscribers.example.csv." in run.err


def test_a_time_without_issues_has_today_all_the_same(iki: Callable[..., Run], made: Path) -> None:
    """It says that no issue falls into it, and ends well, on a page too."""
    run = iki("report", "audience", "--since", "2090-01")
    assert run.code == 0
    assert "There is no issue in this period." in run.out
    assert "READERS, ISSUE BY ISSUE" not in run.out
    assert iki("report", "audience", "--since", "2090-01", "--html", "later.html").code == 0
