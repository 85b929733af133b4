"""The words of the report on the portfolio, in three languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from rich.console import Console
from tests.conftest import ROOT
from tests.report.portfolio.made import AS_OF, make_portfolio
from tests.report.test_words import keys_of, sentences_of

from iki_newsletter.cli.report_page import pieces
from iki_newsletter.errors import ConfigurationError
from iki_newsletter.report.portfolio.labels import load_portfolio_labels
from iki_newsletter.workflow.portfolio_report import Asked, report_portfolio

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
