from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING

import pytest
from rich.console import Console
from tests.report.made import NOW

from iki_newsletter.cli.report_page import pieces
from iki_newsletter.errors import AlreadyThereError
from iki_newsletter.workflow.audience_report import HEAD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.report.made import Made

    from iki_newsletter.workflow.audience_report import AudienceResult


def shown(result: AudienceResult, language: str, width: int, *, colour: bool = False) -> str:
    """Give what the terminal shows."""
    console = Console(width=width, emoji=False, highlight=False, force_terminal=colour, legacy_windows=False)
    with console.capture() as captured:
        for piece in pieces(result.view(language), width):
            console.print(piece, markup=False)
    return captured.get()


def test_no_output_holds_an_address_or_a_name(made: Made, result: AudienceResult, tmp_path: Path) -> None:
    """Of nobody who is, or ever was, on the list or in the ledger: not on the page, in a table or for programs."""
    result.write_csv(tmp_path / "report.csv")
    outputs = [json.dumps(result.as_json(), ensure_ascii=False), (tmp_path / "report.csv").read_text("utf-8-sig")]
    for language in ("es", "de", "en"):
        outputs += [result.page(language), shown(result, language, 80), shown(result, language, 140)]
    assert len(made.people) > 500
    for output in outputs:
        # The band is a picture in base64, which has no @; nor has the page's own style.
        style = {"@media", "@page", "@top-left", "@top-right", "@bottom-right"}
        words = set(re.findall(r"[\w.+-]*@[\w.-]*", output)) - style - {"@"}
        assert words == set()
        for person in made.people.values():
            assert person.key not in output
            assert person.name not in output


@pytest.mark.parametrize("language", ["es", "de", "en"])
@pytest.mark.parametrize("width", [40, 60, 80, 100, 140, 200])
def test_no_line_is_wider_than_the_terminal(result: AudienceResult, language: str, width: int) -> None:
    """No figure is cut off or broken either, with colour and without."""
    plain = shown(result, language, width)
    assert max(len(line) for line in plain.splitlines()) <= width
    assert "…" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", shown(result, language, width, colour=True)) == plain
    assert "\x1b" not in plain
    text = " ".join(plain.replace("\u00a0", " ").split())
    for section in result.view(language).sections:
        for row in section.table.rows:
            for head, cell in zip(section.table.heads, row, strict=True):
                assert head.is_extra or cell.text.replace("\u00a0", " ") in text


def test_series_are_told_apart_without_colour(result: AudienceResult) -> None:
    """Each has a sign of its own in the legend and in the bars."""
    plain = shown(result, "en", 80)
    assert "██ Spanish   ▓▓ German   ▒▒ English" in plain
    bars = re.search(r"^2018-06 +(█+)(▓+)(▒+) +423", plain, re.MULTILINE)
    assert bars is not None
    assert len(bars[1]) > len(bars[2]) > len(bars[3])


def test_a_spreadsheet_has_a_row_for_each_edition(result: AudienceResult, tmp_path: Path) -> None:
    """Its sums are those of the report; a file that is there is not overwritten."""
    path = tmp_path / "report.csv"
    number = result.write_csv(path)
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    assert tuple(rows[0]) == HEAD
    assert number == len(rows) == sum(len(each.languages) for each in result.report.campaigns) == 27
    for each in result.report.campaigns:
        own = [row for row in rows if row["campaign"] == each.id]
        assert sum(int(row["planned"]) for row in own) == each.total.planned
        returns = each.total.returns
        assert returns is not None
        assert sum(int(row["returned_of_sent"]) for row in own) == returns.number
        for row in own:
            assert int(row["failed"]) == sum(
                int(row[name]) for name in ("failed_dead", "failed_full", "failed_refused", "failed_otherwise")
            )
    with pytest.raises(AlreadyThereError):
        result.write_csv(path)
    with pytest.raises(AlreadyThereError):
        result.write_page("es", path)
    assert result.report.made_on == NOW.date()
