from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.report.portfolio.made import AS_OF, make_portfolio

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

DAY = ("--as-of", "2018-01-15")


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a made newsletter."""
    folder = make_portfolio(tmp_path / "made", 4).root
    monkeypatch.chdir(folder)
    return folder


def test_the_ministry_reads_german(iki: Callable[..., Run], workspace: Path) -> None:
    """The report is German where the newsletter has it, in another language when asked, else in its first."""
    run = iki("report", "portfolio", *DAY)
    assert run.code == 0
    assert "Das Portfolio auf einen Blick" in run.out
    assert "Stand: 15. Januar 2018. Berichtszeitraum: 1. Juni 2017 bis 15. Januar 2018" in run.out.replace(
        "\u00a0", " "
    )
    assert "The portfolio at a glance" in iki("report", "portfolio", *DAY, "--language", "en").out
    path = workspace / "newsletter.yaml"
    path.write_text(path.read_text("utf-8").replace("languages: [es, de, en]", "languages: [es, en]"), "utf-8")
    assert "La cartera de un vistazo" in iki("report", "portfolio", *DAY).out


def test_it_fits_an_ordinary_terminal(iki: Callable[..., Run], workspace: Path) -> None:
    """No line is wider than eighty columns."""
    for language in ("es", "de", "en"):
        lines = iki("report", "portfolio", *DAY, "--language", language).out.splitlines()
        assert max(map(len, lines)) <= 80


def test_files_are_written_once(iki: Callable[..., Run], workspace: Path) -> None:
    """A page, a workbook and a CSV file at once; no second run writes over them."""
    arguments = ("report", "portfolio", *DAY, "--html", "p.html", "--xlsx", "p.xlsx", "--csv", "p.csv")
    run = iki(*arguments)
    assert run.code == 0
    assert run.out == "Wrote the report to p.html.\nWrote the report to p.xlsx.\nWrote 31 rows to p.csv.\n"
    assert '<html lang="de">' in Path("p.html").read_text("utf-8")
    assert Path("p.csv").read_bytes().startswith(b"\xef\xbb\xbfProjekt;Signatur;")
    before = Path("p.html").read_bytes()
    run = iki(*arguments)
    assert run.code == 2
    assert "p.html exists already, and is not overwritten." in run.err
    assert Path("p.html").read_bytes() == before


def test_programs_get_what_is_promised(iki: Callable[..., Run], workspace: Path) -> None:
    """The object has these keys; nothing else is on stdout, also where files are written."""
    run = iki("report", "portfolio", *DAY, "--json", "--csv", "p.csv")
    data = json.loads(run.out)
    assert set(data) == {
        "as_of", "period", "silent_since", "facts_older_than", "unreadable_issues", "totals", "tables", "activities",
    }  # fmt: skip
    assert data["period"] == {"first": "2017-06-01", "last": "2018-01-15"}
    assert data["totals"]["contributions"] == 16


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2017", "2017-01-01", "2017-12-31"),
        ("2017-H1", "2017-01-01", "2017-06-30"),
        ("2017-H2", "2017-07-01", "2017-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2017-03..2017-09", "2017-03-01", "2017-09-30"),
        ("2016..2017-H1", "2016-01-01", "2017-06-30"),
        ("2017-03-05..2017-03-05", "2017-03-05", "2017-03-05"),
        ("2018", "2018-01-01", AS_OF.isoformat()),
    ],
)
def test_periods(iki: Callable[..., Run], made: Path, written: str, first: str, last: str) -> None:
    """Each form that the ministry asks in means these days, and none of them reaches beyond the day of the report."""
    run = iki("report", "portfolio", "--as-of", str(AS_OF), "--period", written, "--json")
    assert run.data["period"] == {"first": first, "last": last}


def test_a_period_that_is_over_is_told_as_of_its_last_day(iki: Callable[..., Run], made: Path) -> None:
    """Where projects stand and the period are of one time, unless somebody names another day."""
    run = iki("report", "portfolio", "--period", "2017-Q3", "--json")
    assert (run.data["as_of"], run.data["period"]["last"]) == ("2017-09-30", "2017-09-30")
    assert iki("report", "portfolio", "--period", "2017-Q3", *DAY, "--json").data["as_of"] == DAY[1]


def test_one_table_alone(iki: Callable[..., Run], made: Path) -> None:
    """The table that is asked for is shown, also beside a file, and no other; programs get all of them."""
    run = iki("report", "portfolio", *DAY, "--only", "silent", "--csv", "p.csv", "--language", "en")
    assert run.code == 0
    assert "SILENT PROJECTS" in run.out
    assert "ALL PROJECTS" not in run.out
    assert "projects" in iki("report", "portfolio", *DAY, "--only", "silent", "--json").data["tables"]
    run = iki("report", "portfolio", *DAY, "--only", "silence")
    assert run.code == 2
    assert "The report has no table `silence`." in run.err


def test_the_next_report_goes_on_from_the_last(iki: Callable[..., Run], made: Path) -> None:
    """It is remembered only when that is asked for; the file's comments stay, and its newest day counts."""
    since_last = ("report", "portfolio", "--period", "since-last", "--json")
    run = iki(*since_last, "--as-of", "2017-12-31")
    assert run.code == 2
    assert "No report on the portfolio is remembered here." in run.err
    assert iki("report", "portfolio", "--since", "2017-03-01", "--as-of", "2017-06-30", "--json").data["period"] == {
        "first": "2017-03-01",
        "last": "2017-06-30",
    }
    path = made / "reports.yaml"
    assert not path.exists()
    run = iki("report", "portfolio", "--period", "2017-H1", "--as-of", "2018-01-05", "--csv", "p.csv", "--remember")
    assert "Wrote into reports.yaml that the ministry has been told up to 2017-06-30." in run.out
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n") + b"  # by post\r\n")
    run = iki(*since_last, "--as-of", "2017-12-31", "--remember")
    assert run.data["period"] == {"first": "2017-07-01", "last": "2017-12-31"}
    assert path.read_bytes().endswith(b"  - 2017-06-30\r\n  # by post\r\n  - 2017-12-31\r\n")
    assert iki(*since_last, "--as-of", "2018-02-01").data["period"]["first"] == "2018-01-01"
    run = iki(*since_last, "--as-of", "2017-12-31")
    assert run.code == 2
    assert "The report would begin on 2018-01-01, after the day it is made for (2017-12-31)." in run.err


@pytest.mark.parametrize(
    ("written", "code", "says"),
    [
        ("portfolio: [2017-06-30]\n", 2, "written so that no line can be added at its end"),
        ("portfolio:\n  - soon\n", 1, "reports.yaml must be mended first"),
    ],
)
def test_a_file_of_reports_of_another_hand(
    iki: Callable[..., Run], made: Path, written: str, code: int, says: str
) -> None:
    """What cannot be added to, or read, stays as it is, and the reason is told."""
    path = made / "reports.yaml"
    path.write_text(written, "utf-8")
    run = iki("report", "portfolio", "--as-of", "2018-01-05", "--csv", "p.csv", "--remember")
    assert run.code == code
    assert says in " ".join(run.err.split())
    assert path.read_text("utf-8") == written


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--period", "2017-H3"), "`2017-H3` is no period."),
        (("--period", "2017-02-30"), "`2017-02-30` is no period."),
        (("--period", "2017..soon"), "Write it as 2017, 2017-H1, 2017-Q1, 2017-03, 2017-03..2017-09 or since-last."),
        (("--period", "2018..2017"), "`2018..2017` ends before it begins."),
        (("--period", "2017", "--since", "2017-01-01"), "--period and --since both say when the report begins."),
        (("--period", "2019"), "The report would begin on 2019-01-01"),
        (("--since", "2017"), "`2017` is no day."),
        (("--as-of", "0001-01-01"), "There is no report on the year 0001."),
        (("--since", "9999-12-31"), "There is no report on the year 9999."),
        (("--as-of", "20180115"), "Write it as year-month-day: --as-of 2017-06-30"),
        (("--language", "fr"), "There are no words for a report in `fr`."),
        (("--facts-older-than", "-1"), "Invalid value for '--facts-older-than'"),
    ],
)
def test_what_cannot_be_done_is_explained(
    iki: Callable[..., Run], workspace: Path, arguments: tuple[str, ...], says: str
) -> None:
    """In a sentence with what to do instead, and exit code 2."""
    day = () if "--as-of" in arguments else DAY
    run = iki("report", "portfolio", *day, *arguments)
    assert run.code == 2
    assert says in " ".join(run.err.split())


def test_a_newsletter_without_an_issue_has_its_register(iki: Callable[..., Run], workspace: Path) -> None:
    """It says so, and ends well in all forms."""
    plan = workspace / "issues" / "2017-06" / "issue.yaml"
    plan.rename(plan.with_name("later.txt"))
    run = iki("report", "portfolio", *DAY)
    assert run.code == 0
    assert "In diesem Zeitraum erschien keine Ausgabe." in run.out
    assert re.search(r"noch nie\b", run.out)
    assert iki("report", "portfolio", *DAY, "--html", "p.html", "--xlsx", "p.xlsx").code == 0


def test_a_register_that_cannot_be_read_is_told(iki: Callable[..., Run], workspace: Path) -> None:
    """With file and line, as everywhere."""
    path = workspace / "portfolio.yaml"
    path.write_text(path.read_text("utf-8").replace("scope: bilateral", "scope: bilingual", 1), "utf-8")
    run = iki("report", "portfolio", *DAY)
    assert run.code == 2
    assert re.search(r"portfolio\.yaml:\d+:\d+", run.err)
