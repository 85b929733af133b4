"""The page of the made newsletter, compared byte by byte with a golden one in each language; `make golden`."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from tests.conftest import ROOT
from tests.report.made import NOW, make_newsletter

from iki_newsletter.errors import ConfigurationError, UsageError
from iki_newsletter.store.database import Database
from iki_newsletter.store.forgetting import Limits, forget
from iki_newsletter.store.moments import as_moment
from iki_newsletter.workflow.audience_report import TEMPLATE, report_audience
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from tests.report.made import Made

    from iki_newsletter.workflow.audience_report import AudienceResult

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = ("es", "de", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_golden_page(result: AudienceResult, language: str) -> None:
    """The same list and ledger at the same moment give the same bytes."""
    page, expected = result.page(language), GOLDEN / f"{language}.html"
    if os.environ.get("IKI_NEWS_GOLDEN") == "write":
        expected.write_text(page, "utf-8")
    assert page == expected.read_text("utf-8"), f"{language}.html differs: make golden, and look"


def test_it_is_the_same_of_a_newsletter_made_anew(result: AudienceResult, tmp_path: Path) -> None:
    """Nothing of it depends on where it lies, on when it was made, or on what is drawn at random."""
    again = make_newsletter(tmp_path / "elsewhere")
    assert report_audience(again.workspace, NOW).page("es") == result.page("es")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_needs_nothing_else(result: AudienceResult, language: str) -> None:
    """No script, no address of the web, nothing that a browser would fetch, and a policy that forbids it."""
    soup = BeautifulSoup(result.page(language), "html.parser")
    assert soup.html is not None
    assert soup.html["lang"] == language
    assert not soup.find_all(["script", "link", "iframe", "object", "a", "form"])
    for tag in soup.find_all():
        assert not [name for name in tag.attrs if name.startswith("on")]
        assert str(tag.get("src", "data:")).startswith("data:image/png;base64,") or not tag.get("src")
    assert re.findall(r"https?://|url\((?!#)|@import", str(soup)) == []
    assert "default-src 'none'" in str(soup.find("meta", {"http-equiv": "Content-Security-Policy"}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_chart_has_its_figures_in_a_table(result: AudienceResult, language: str) -> None:
    """A chart says what it shows to who cannot see it, and each of its values stands in the table of its section."""
    view = result.view(language)
    soup = BeautifulSoup(result.page(language), "html.parser")
    charts = 0
    for section in view.sections:
        part = soup.find("section", {"aria-labelledby": section.id})
        assert part is not None
        rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in part.find_all("tr")]
        assert rows[1:] == [[cell.text for cell in row] for row in section.table.rows]
        if section.chart:
            charts += 1
            drawn = part.find("div", {"role": "img"})
            assert drawn is not None
            assert str(drawn["aria-label"]).startswith(section.title)
            for place, row in enumerate(section.table.rows):
                figures = [cell.text for cell in row]
                for series in section.chart.series:
                    assert str(series.values[place]) in figures, (section.id, series.name, row[0].text)
    assert charts == 4


def test_a_workspace_made_before_has_the_programs_own_words(made: Made, tmp_path: Path) -> None:
    """Without templates/report the page is the same; a file of its own goes before the program's."""
    folder = tmp_path / "old"
    shutil.copytree(made.workspace.root, folder)
    whole = report_audience(Workspace(folder), NOW).page("de")
    shutil.rmtree(folder / "templates" / "report")
    assert report_audience(Workspace(folder), NOW).page("de") == whole

    own = folder / "templates" / "report" / "labels" / "de.yaml"
    own.parent.mkdir(parents=True)
    words = (ROOT / "templates" / "report" / "labels" / "de.yaml").read_text("utf-8")
    own.write_text(words.replace("Wie sich die Leserschaft entwickelt", "Unsere Leserschaft"), "utf-8")
    page = report_audience(Workspace(folder), NOW).page("de")
    assert "<h1>Unsere Leserschaft</h1>" in page
    assert report_audience(Workspace(folder), NOW).page("es") != page


def test_a_template_made_before_is_still_understood(made: Made, tmp_path: Path) -> None:
    """A workspace's own template from when there was no page that reports share needs nothing of it."""
    folder = tmp_path / "before"
    shutil.copytree(made.workspace.root, folder)
    (folder / "templates" / "report" / "page.html.j2").unlink()
    template = folder / "templates" / "report" / TEMPLATE
    template.write_text("<!DOCTYPE html>\n<title>{{ view.title }}</title>\n<p>{{ view.nobody }}</p>\n", "utf-8")
    assert "und nennt niemanden" in report_audience(Workspace(folder), NOW).page("de")


def test_mistakes_in_a_template_of_ones_own_are_told(made: Made, tmp_path: Path) -> None:
    """With file and line, and what to do; there are no words for a language that nobody wrote."""
    folder = tmp_path / "own"
    shutil.copytree(made.workspace.root, folder)
    template = folder / "templates" / "report" / TEMPLATE
    template.write_text("<!DOCTYPE html>\n<title>{{ view.titel }}</title>\n", "utf-8")
    result = report_audience(Workspace(folder), NOW)
    with pytest.raises(ConfigurationError, match=r"report/audience\.html\.j2:2: .*titel"):
        result.page("es")
    template.write_text("<!DOCTYPE html>\n{% if %}\n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"report/audience\.html\.j2:2: "):
        result.page("es")
    with pytest.raises(UsageError, match="no words for a report in `fr`"):
        result.view("fr")


def test_issues_from_before_groups_were_counted_are_not_zero(made: Made, tmp_path: Path) -> None:
    """A ledger that began before it counted groups shows their course from the first issue on that has them."""
    folder = tmp_path / "older"
    shutil.copytree(made.workspace.root, folder)
    with Database.open(folder / "var" / "ledger.sqlite3") as database:
        database.execute("DELETE FROM campaign_group WHERE campaign < '2018'")
    groups = next(each for each in report_audience(Workspace(folder), NOW).view("en").sections if each.id == "groups")
    assert {len(row[2].course) for row in groups.table.rows} == {4}

    with Database.open(folder / "var" / "ledger.sqlite3") as database:
        database.execute("DELETE FROM campaign_group")
    groups = next(each for each in report_audience(Workspace(folder), NOW).view("en").sections if each.id == "groups")
    assert [head.text for head in groups.table.heads] == ["Group", "Now"]


def test_forgotten_people_are_not_nobody(made: Made, tmp_path: Path) -> None:
    """Who left after an issue whose people were forgotten is not known: in words, and above its place in a chart."""
    folder = tmp_path / "forgotten"
    shutil.copytree(made.workspace.root, folder)
    with Database.open(folder / "var" / "ledger.sqlite3") as database:
        database.execute("UPDATE campaign SET forgotten_at = begun_at WHERE id = '2017-07'")
    result = report_audience(Workspace(folder), NOW)
    left = next(each for each in result.view("en").sections if each.id == "left")
    assert [cell.text for cell in left.table.rows[1]] == ["2017-07", "not known", "not known", "not known"]
    assert left.notes == ("“Not known” stands where it has been deleted since, as the settings say.",)
    assert result.page("en").count('text-anchor="middle">?</text>') == 1


def test_reports_that_were_forgotten_still_count(made: Made, tmp_path: Path) -> None:
    """Whom they were about is gone after its time; how many of which kind stays, issue by issue and by language."""
    folder = tmp_path / "forgetting"
    shutil.copytree(made.workspace.root, folder)
    before = report_audience(Workspace(folder), NOW).report
    with Database.open(folder / "var" / "ledger.sqlite3") as database:
        half = database.row("SELECT at FROM feedback ORDER BY at LIMIT 1 OFFSET (SELECT count(*) / 2 FROM feedback)")
        assert half is not None
        for limit in (as_moment(half[0]), NOW):
            assert forget(database, Limits(feedback=limit), NOW).feedback
    assert report_audience(Workspace(folder), NOW).report.campaigns == before.campaigns


def test_what_is_written_in_a_list_or_title_is_text(made: Made, tmp_path: Path) -> None:
    """A group, a title or an issue that looks like HTML is shown as it is written."""
    folder = tmp_path / "hostile"
    shutil.copytree(made.workspace.root, folder)
    path = folder / "subscribers.example.csv"
    path.write_text(path.read_text("utf-8") + "x@example.org,X,es,<script>alert(1)</script>,active\n", "utf-8")
    page = report_audience(Workspace(folder), NOW).page("es")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
