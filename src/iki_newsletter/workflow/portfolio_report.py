"""What the whole portfolio does: register and issues, counted; for people, for spreadsheets and for programs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.errors import UsageError
from iki_newsletter.model.suggestion import did_you_mean
from iki_newsletter.report.grid import Unit
from iki_newsletter.report.portfolio.composing import compose
from iki_newsletter.report.portfolio.counting import PortfolioReport
from iki_newsletter.report.portfolio.labels import load_portfolio_labels
from iki_newsletter.report.portfolio.material import Material
from iki_newsletter.report.portfolio.overview import overview_of
from iki_newsletter.report.portfolio.period import Period, read_period
from iki_newsletter.report.portfolio.speaking import Speaker
from iki_newsletter.report.printing import print_page
from iki_newsletter.report.workbook import Sheet, write_workbook
from iki_newsletter.workflow.arrivals import SILENT_AFTER, months_before
from iki_newsletter.workflow.contributed import last_heard, read_contributed, read_plans
from iki_newsletter.workflow.report_words import ReportWords, write_new
from iki_newsletter.workflow.reported import last_reported
from iki_newsletter.workflow.sources import read_register
from iki_newsletter.workflow.table import write_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from iki_newsletter.report.grid import Grid
    from iki_newsletter.report.view import View
    from iki_newsletter.workflow.sources import Register
    from iki_newsletter.workspace.folder import Workspace

TEMPLATE: Final = "portfolio.html.j2"
FIRST_CHOICE: Final = "de"
"""The ministry's language, where the newsletter has it."""
SINCE_LAST: Final = "since-last"
FACTS_OLDER_THAN: Final = 12
"""Months."""
_LABELS: Final = "portfolio"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for."""

    as_of: dt.date
    period: str = ""
    """As `read_period` reads it, or `since-last`; empty for all of the time."""
    since: dt.date | None = None
    """The first day, instead of a period."""
    facts_older_than: int = FACTS_OLDER_THAN


@dataclass(frozen=True)
class PortfolioResult:
    """The report on the portfolio, and what it takes to say it in a language."""

    report: PortfolioReport
    register: Register

    @property
    def language(self) -> str:
        """The language that it is in where nobody says another: German, or else the newsletter's first."""
        languages = self.register.newsletter.languages
        return FIRST_CHOICE if FIRST_CHOICE in languages else languages[0]

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return self.report.as_json()

    def view(self, language: str, only: Sequence[str] = ()) -> View:
        """Say it in a language, or only the sections of these names, without the large figures at the top.

        Raises UsageError where there are no words for it, or no such section.
        """
        view = compose(self.report, self._speaker(language), language, self._title(language), self._words.marks)
        if not only:
            return view
        known = [section.id for section in view.sections]
        for name in only:
            if name not in known:
                raise UsageError(
                    f"The report has no table `{name}`.",
                    instead=did_you_mean(name, known) or f"Its tables are: {', '.join(known)}.",
                )
        return replace(view, facts=(), sections=tuple(each for each in view.sections if each.id in only))

    def page(self, language: str) -> str:
        """Make one page of HTML of it that needs nothing else; raises UsageError, and ConfigurationError."""
        return self._words.page(self.view(language), TEMPLATE)

    def write_page(self, language: str, path: Path) -> None:
        """Write the page into a new file; raises AlreadyThereError rather than overwrite one."""
        write_new(path, lambda: self.page(language))

    def write_pdf(self, language: str, path: Path) -> None:
        """Print the page into a new file; raises UsageError without a print engine, AlreadyThereError."""
        write_new(path, lambda: print_page(self.page(language)))

    def write_workbook(self, language: str, path: Path) -> None:
        """Write a new workbook in this language, an overview and a sheet for each table; raises AlreadyThereError."""
        write_new(path, lambda: self._workbook(language))

    def write_csv(self, language: str, path: Path) -> int:
        """Write a row for each project as Excel reads it where this language is spoken, and give how many.

        Raises AlreadyThereError.
        """
        speaker = self._speaker(language)
        sheet = _sheet(self.report.grids["projects"], speaker)
        mark = speaker.writer.decimal_mark
        return write_table(path, [head for head, _ in sheet.heads], sheet.rows, decimal_mark=mark)

    def _workbook(self, language: str) -> bytes:
        speaker = self._speaker(language)
        sheets = [_sheet(grid, speaker) for grid in self.report.grids.values()]
        overview = overview_of(self.view(language), speaker.labels)
        return write_workbook(sheets, self.report.material.as_of, overview)

    def _speaker(self, language: str) -> Speaker:
        labels = load_portfolio_labels(self._words.labels(language, _LABELS))
        languages = (language, *self.register.newsletter.languages)
        areas = self._words.area_names(language)
        return Speaker(labels, self._words.writer(language), self.register.portfolio, languages, areas)

    def _title(self, language: str) -> str:
        newsletter = self.register.newsletter
        return str(newsletter.local(newsletter.title).in_order((language, *newsletter.languages)))

    @cached_property
    def _words(self) -> ReportWords:
        return ReportWords(self.register.workspace)


def day_for(period: str, today: dt.date) -> dt.date:
    """Give the day that a report is made for where nobody names one: the last of a period that is over, else today.

    So a report on 2017 says where projects stood when 2017 ended. Raises UsageError for a period that is none.
    """
    return today if period in ("", SINCE_LAST) else min(read_period(period).last, today)


def report_portfolio(workspace: Workspace, asked: Asked) -> PortfolioResult:
    """Count the register as it is, and what came for the issues of a period up to a day.

    Raises UsageError for a period that is none, that begins after the day, or that is to go on from a report of which
    nothing is remembered; ConfigurationError where the register cannot be read.
    """
    register = read_register(workspace)
    plans = read_plans(workspace)
    usable = {issue: plan for issue, plan in plans.items() if plan is not None}
    issues = {issue: plan.value.sends_on for issue, plan in usable.items()}
    period = _period(workspace, asked, min(issues.values(), default=asked.as_of))
    told = {issue: plan for issue, plan in usable.items() if period.holds(issues[issue])}
    heard, first_on = last_heard(workspace, asked.as_of)
    material = Material(
        portfolio=register.portfolio,
        as_of=asked.as_of,
        period=period,
        languages=register.newsletter.languages,
        issues=issues,
        came=tuple(read_contributed(register, told)),
        heard=heard,
        silent_since=months_before(asked.as_of, SILENT_AFTER),
        first_on=first_on,
        facts_older_than=asked.facts_older_than,
        broken=tuple(issue for issue, plan in plans.items() if plan is None),
    )
    return PortfolioResult(PortfolioReport(material), register)


def _period(workspace: Workspace, asked: Asked, first: dt.date) -> Period:
    if asked.period and asked.since:
        raise UsageError("--period and --since both say when the report begins.", instead="Use one of them.")
    if asked.period == SINCE_LAST:
        last = last_reported(workspace)
        if last is None:
            raise UsageError(
                "No report on the portfolio is remembered here.",
                instead="Say where this one begins (--since 2017-07-01); with --remember the next can go on from it.",
            )
        period = Period(last + dt.timedelta(days=1), asked.as_of)
    elif asked.period:
        period = read_period(asked.period)
    else:
        period = Period(asked.since or min(first, asked.as_of), asked.as_of)
    if period.first > asked.as_of:
        raise UsageError(
            f"The report would begin on {period.first}, after the day it is made for ({asked.as_of}).",
            instead="Name an earlier beginning, or a later day with --as-of.",
        )
    return Period(period.first, min(period.last, asked.as_of))


def _sheet(whole: Grid, speaker: Speaker) -> Sheet:
    """Make a grid a sheet: words in the reader's language, all else as it is; nothing where nothing is known."""
    grid = speaker.ordered(whole)
    heads = [(speaker.head(grid, column), column.unit) for column in grid.columns]
    rows = [
        [
            speaker.word(column.key, value)
            if column.unit is Unit.WORD and (value is not None or not place)
            else value
            for place, (column, value) in enumerate(zip(grid.columns, row, strict=True))
        ]
        for row in grid.rows
    ]
    return Sheet(getattr(speaker.labels.sections, grid.id).sheet, tuple(heads), rows)
