"""The report's files: a workbook, a CSV file, a page and its print, each with the figures that programs get."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import os
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from tests.conftest import ROOT
from tests.report.portfolio.made import AS_OF, make_portfolio
from tests.report.portfolio.recount import Recount

from iki_newsletter.errors import AlreadyThereError, UsageError
from iki_newsletter.render.templates import load_templates
from iki_newsletter.report.grid import Unit
from iki_newsletter.report.overview import Entry, Overview
from iki_newsletter.report.portfolio.composing import MOST
from iki_newsletter.report.printing import print_page
from iki_newsletter.report.view import SHADES, Fact
from iki_newsletter.report.workbook import Sheet, write_workbook
from iki_newsletter.workflow.portfolio_report import Asked, report_portfolio

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.report.grid import Column, Value
    from iki_newsletter.workflow.portfolio_report import PortfolioResult

LANGUAGES = ("es", "de", "en")


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> PortfolioResult:
    """Give the report of a made portfolio."""
    return report_portfolio(make_portfolio(tmp_path_factory.mktemp("made") / "newsletter", 3), Asked(AS_OF))


def _plain(column: Column, value: Any) -> Value:
    """Take a cell of a workbook for what a grid holds."""
    if isinstance(value, dt.datetime) and column.unit in {Unit.MONTH, Unit.LAST_MONTH}:
        day = value + dt.timedelta(days=1) if column.unit is Unit.LAST_MONTH else value
        assert day.day == 1
        return f"{value:%Y-%m}"
    if isinstance(value, dt.datetime):
        return value.date()
    if column.unit is Unit.PERCENT and value is not None:
        assert 0 <= value <= 1
        return round(float(value) * 100, 1)
    plain: Value = value
    return plain


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_has_each_table(result: PortfolioResult, tmp_path: Path, language: str) -> None:
    """A sheet for each after the overview, in the reader's words; what is not known is an empty cell.

    Numbers, days and months are such, and a percentage is a fraction.
    """
    path = tmp_path / "report.xlsx"
    result.write_workbook(language, path)
    book = load_workbook(path)
    speaker = result._speaker(language)
    grids = [speaker.ordered(grid) for grid in result.report.grids.values()]
    assert len(book.sheetnames) == len(set(book.sheetnames)) == len(grids) + 1
    for grid, page in zip(grids, book.worksheets[1:], strict=True):
        rows = [list(row) for row in page.iter_rows(values_only=True)]
        assert rows[0] == [speaker.head(grid, column) for column in grid.columns]
        assert len(rows) - 1 == len(grid.rows)
        for found, row in zip(rows[1:], grid.rows, strict=True):
            for place, (column, value) in enumerate(zip(grid.columns, row, strict=True)):
                is_word = column.unit is Unit.WORD and (value is not None or not place)
                expected = speaker.word(column.key, value) if is_word else value
                assert _plain(column, found[place]) == expected, (grid.id, column.key)
        assert page.freeze_panes == "B2"
        for cells in page.iter_rows():
            assert not [cell for cell in cells if cell.data_type == "f"]
        widths = [page.column_dimensions[cell.column_letter].width for cell in page[1]]
        assert all(9 <= width <= 60 for width in widths)


def test_a_workbook_is_the_same_whenever_it_is_made(result: PortfolioResult) -> None:
    """The same figures give the same bytes on any day, so that a report can be compared with what was filed."""
    with time_machine.travel(dt.datetime(2018, 5, 4, 9, tzinfo=dt.UTC)):
        first = result._workbook("de")
    with time_machine.travel(dt.datetime(2021, 1, 2, 18, 30, tzinfo=dt.UTC)):
        assert result._workbook("de") == first
    assert load_workbook(io.BytesIO(first)).properties.modified == dt.datetime.combine(AS_OF, dt.time())


def test_no_cell_of_a_workbook_is_computed() -> None:
    """Text that looks like a formula is text, marked so that it stays so when edited, and comes back whole."""
    evil = [
        "=1+1",
        "+1",
        "-2+3",
        "@SUM(A1)",
        '=HYPERLINK("https://example.org")',
        "_x0041_",
        "a\x07b",
        "1",
        "2017-06",
    ]
    facts, entries = (Fact("=2", "+3"),), (Entry("evil", evil[3], evil[4]),)
    overview = Overview("first", evil[0], evil[1], evil[2], facts, "-4", ("@5",), "=6", entries)
    sheet = Sheet("evil", (("=head", Unit.TEXT),), [[each] for each in evil])
    book = load_workbook(io.BytesIO(write_workbook([sheet], AS_OF, overview)))
    assert not [cell for row in book["first"].iter_rows() for cell in row if cell.data_type == "f"]
    page = book["evil"]
    cells = [row[0] for row in page.iter_rows()]
    # Excel takes _x005F_ for an underscore; openpyxl leaves that to its users.
    values = [str(cell.value).replace("_x005F_", "_") for cell in cells]
    assert values == ["=head", *evil[:6], "ab", *evil[7:]]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [bool(cell.quotePrefix) for cell in cells[1:6]] == [True] * 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_begins_with_an_overview(result: PortfolioResult, tmp_path: Path, language: str) -> None:
    """It says whose report it is, of when, the large figures as numbers, what to mind, and leads to each sheet."""
    path = tmp_path / "report.xlsx"
    result.write_workbook(language, path)
    book, view = load_workbook(path), result.view(language)
    page = book.worksheets[0]
    first = [cell.value for cell in page["A"] if cell.value is not None]
    assert first[:3] == [view.newsletter, view.title, view.as_of]
    totals = result.report.totals
    assert first[3:6] == [totals.projects, totals.bilateral_eur, totals.contributions]
    assert first[6] == view.facts[3].figure
    assert view.closing in first
    links = [cell.hyperlink.location for cell in page["A"] if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]
    said = " ".join(str(cell.value) for cell in page["B"])
    for section in ("partners", "states", "goals", "scopes"):
        assert getattr(result._speaker(language).labels.sections, section).note in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_csv_file_has_each_project(result: PortfolioResult, tmp_path: Path, language: str) -> None:
    """A row for each with what its file says, in the words and with the marks that Excel reads in that language."""
    path = tmp_path / "report.csv"
    projects = Recount(result.register.workspace.root, AS_OF, AS_OF, AS_OF).projects
    assert result.write_csv(language, path) == len(projects)
    comma = language == "de"
    assert path.read_bytes().startswith(codecs.BOM_UTF8)
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines(), delimiter=";" if comma else ","))
    speaker = result._speaker(language)
    grid = speaker.ordered(result.report.grids["projects"])
    heads = {column.key: speaker.head(grid, column) for column in grid.columns}
    assert [list(row) for row in rows] == [list(heads.values())] * len(projects)
    for row, values in zip(rows, grid.dicts(), strict=True):
        project = projects[str(values["project"])]
        eur = str(float(project["eur"])) if "eur" in project else ""
        assert row[heads["eur"]] == (eur.replace(".", ",") if comma else eur)
        for column in grid.columns:
            written, value = row[heads[column.key]], values[column.key]
            word = speaker.word(column.key, value) if column.unit is Unit.WORD and value is not None else value
            if column.key != "eur":
                assert re.sub(r"^'(?=[=+@-])", "", written) == ("" if word is None else str(word))
            assert not written.startswith(("=", "+", "@"))


def test_no_file_is_overwritten(result: PortfolioResult, tmp_path: Path) -> None:
    """Each of them is refused where something is."""
    path = tmp_path / "report"
    path.touch()
    for write in (result.write_csv, result.write_page, result.write_workbook):
        with pytest.raises(AlreadyThereError):
            write("de", path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_the_figures_of_programs(result: PortfolioResult, language: str) -> None:
    """Each table of the page holds the numbers that programs get, as readers of its language write them."""
    data = result.as_json()["tables"]
    soup = BeautifulSoup(result.page(language), "html.parser")
    write = result._words.writer(language).number
    sections = soup.find_all("section")
    assert [str(section["aria-labelledby"]).replace("-", "_") for section in sections] == list(data)
    for section in sections:
        name = str(section["aria-labelledby"]).replace("-", "_")
        speaker = result._speaker(language)
        grid = speaker.ordered(result.report.grids[name])
        rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in section.select("tbody tr")]
        shown = list(grid.dicts())
        if name == "steps":
            busy = [place for place, row in enumerate(shown) if row["issues"] or row["received"]]
            shown = shown[busy[0] : busy[-1] + 1]
        if name in {"states", "goals"}:
            shown = [row for row in shown if row["projects"] or row["contributions"]]
        assert len(rows) == min(len(shown), MOST)
        heads = [cell.get_text() for cell in section.select("thead th")]
        for row, values in zip(rows, shown, strict=False):
            for column in grid.columns:
                if column.unit not in {Unit.NUMBER, Unit.EURO}:
                    continue
                cell = row[heads.index(speaker.head(grid, column))]
                value = values[column.key]
                figure = write(round(value)) if isinstance(value, int | float) else "–"
                assert cell == figure or cell.startswith(f"{figure}\u00a0"), (name, column.key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_needs_nothing_else(result: PortfolioResult, language: str) -> None:
    """No script, no address of the web, nothing that a browser would fetch; what a file says is text."""
    page = result.page(language)
    soup = BeautifulSoup(page, "html.parser")
    assert soup.html is not None
    assert soup.html["lang"] == language
    assert not soup.find_all(["script", "link", "iframe", "object", "a", "form"])
    assert re.findall(r"https?://|url\((?!#)|@import", page) == []
    assert len(soup.select(".place")) == 32
    assert len(soup.select("h2.part")) == 4
    assert result.report.material.portfolio.organisations[1].id in soup.get_text()


def test_the_map_can_be_read() -> None:
    """Letters on the darkest shade have a contrast of 4.5 to 1 at least, in light and in dark."""
    colours = load_templates(ROOT / "templates").theme.colours
    for palette in (colours.light, colours.dark):
        paper, ink, accent = (_channels(each) for each in (palette.paper, palette.ink, palette.accent))
        part = SHADES / 10
        shade = [above * part + below * (1 - part) for above, below in zip(accent, paper, strict=True)]
        high, low = sorted((_luminance(shade), _luminance(ink)), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5


def _channels(colour: str) -> list[float]:
    return [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]


def _luminance(channels: list[float]) -> float:
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_it_can_be_printed(result: PortfolioResult, tmp_path: Path) -> None:
    """Where WeasyPrint is there, the page becomes a PDF of several pages, and fetches nothing."""
    try:
        import weasyprint  # noqa: F401, PLC0415 - whether it is there is the question
    except (ImportError, OSError):
        message = "WeasyPrint is not installed: pip install 'iki-newsletter[pdf]'; Debian: libpangoft2-1.0-0"
        if os.environ.get("IKI_NEWS_TEST_REQUIRE_ALL"):
            pytest.fail(message)
        pytest.skip(message)
    path = tmp_path / "report.pdf"
    result.write_pdf("de", path)
    printed = path.read_bytes()
    assert printed.startswith(b"%PDF-")
    assert b"/Count " in printed or len(printed) > 20_000


def test_without_a_print_engine_it_says_what_to_install(
    result: PortfolioResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In two sentences, with another way that needs nothing; and no file is left."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(UsageError) as caught:
        result.write_pdf("de", tmp_path / "report.pdf")
    said = " ".join(caught.value.lines())
    assert "A PDF needs a print engine, and WeasyPrint is not installed." in said
    assert "pip install 'iki-newsletter[pdf]'" in said
    assert "--html" in said
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UsageError):
        print_page("<p>")


def test_on_paper_nothing_stands_alone(result: PortfolioResult) -> None:
    """The print has page numbers and a running head; small tables stay whole, and the annex lies across the page."""
    soup = BeautifulSoup(result.page("de"), "html.parser")
    style = str(soup.style)
    assert "counter(page)" in style
    assert "@top-left { content: string(newsletter); }" in style
    for section in soup.find_all("section"):
        table = section.find("div", {"class": "wide"})
        if table is not None:
            assert ("brief" in table["class"]) is (len(table.select("tbody tr")) <= 12)
    assert [section["aria-labelledby"] for section in soup.select("section.broad")] == ["projects"]
    assert soup.select_one("h2.broad + section.broad")
    assert soup.select_one("footer.broad")


def test_ends_are_the_last_days_of_their_months() -> None:
    """A filter by days finds what runs: a term begins with a month's first day and ends with its last."""
    heads = (("begins", Unit.MONTH), ("ends", Unit.LAST_MONTH), ("share", Unit.PERCENT))
    sheet = Sheet("terms", heads, [["2016-02", "2016-02", 58.6], ["2017", "2017-12", 100]])
    overview = Overview("first", "n", "t", "as of", (), "c", (), "tables", ())
    page = load_workbook(io.BytesIO(write_workbook([sheet], AS_OF, overview)))["terms"]
    assert [str(cell.value) for cell in page[2]] == ["2016-02-01 00:00:00", "2016-02-29 00:00:00", "0.586"]
    assert [str(cell.value) for cell in page[3]] == ["2017", "2017-12-31 00:00:00", "1"]
    assert [cell.number_format for cell in page[2]] == ["yyyy-mm", "yyyy-mm", "0.0%"]
