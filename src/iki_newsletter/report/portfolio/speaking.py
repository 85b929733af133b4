"""The values of grids in the words of one language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final

from iki_newsletter.model.label import fill
from iki_newsletter.model.suggestion import folded
from iki_newsletter.report.grid import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iki_newsletter.model.portfolio import Portfolio, Project
    from iki_newsletter.report.grid import Column, Grid, Value
    from iki_newsletter.report.portfolio.labels import PortfolioLabels
    from iki_newsletter.report.writer import Writer

_RANKS: Final = {"silent": "last_on", "old_facts": "months", "projects": "area"}
"""Grids that list projects, and the column whose equal values stand beside each other in them."""


@dataclass(frozen=True)
class Speaker:
    """Says what grids hold: names of the register in the reader's language where it has them."""

    labels: PortfolioLabels
    writer: Writer
    portfolio: Portfolio
    languages: tuple[str, ...]
    """The reader's first, then the newsletter's."""
    areas: Mapping[str, str]
    """Short names of the funding areas in the reader's language, where there are any."""

    def head(self, grid: Grid, column: Column) -> str:
        """Say what stands over a column."""
        is_of_bilateral = column.key in {"eur", "eur_known"} and "bilateral" in (each.key for each in grid.columns)
        return self.labels.heads.of(f"{column.key}_bilateral" if is_of_bilateral else column.key)

    def ordered(self, grid: Grid) -> Grid:
        """Put projects that the grid itself puts beside each other in the order of what they are called."""
        rank = _RANKS.get(grid.id)
        if rank is None:
            return grid
        place = next(place for place, column in enumerate(grid.columns) if column.key == rank)
        rows = (
            row
            for _, beside in groupby(grid.rows, key=lambda row: row[place])
            for row in sorted(beside, key=lambda row: folded(self.word("project", row[0])))
        )
        return replace(grid, rows=tuple(rows))

    def word(self, key: str, value: Value) -> str:
        """Say a word of a column, or that it is not known."""
        if value is None:
            return str(getattr(self.labels.words.unknown, key, self.writer.labels.unknown))
        word = str(value)
        if key in {"language", "original"}:
            return self.writer.language(word)
        return self._vocabulary.get(key, {}).get(word, word)

    def value(self, column: Column, value: Value) -> str:
        """Say any value; what is not known is said so, but for numbers, of which nothing is said."""
        if column.unit is Unit.WORD:
            return self.word(column.key, value)
        if value is None:
            has_word = column.unit in {Unit.DAY, Unit.MONTH, Unit.LAST_MONTH}
            return self.word(column.key, None) if has_word else "–"
        if isinstance(value, dt.date):
            return self.writer.day(value)
        if isinstance(value, int | float):
            return self.writer.number(round(value))
        if column.unit is Unit.TONGUES:
            return ", ".join(map(self.writer.language, value.split(", ")))
        return self.time(value) if column.unit in {Unit.MONTH, Unit.LAST_MONTH} else value

    def time(self, written: str) -> str:
        """Say a year, a half of one or a month, given as `2017`, `2017-H1` or `2017-06`."""
        year, _, rest = written.partition("-")
        if not rest:
            return year
        if rest.startswith("H"):
            return fill(self.labels.words.half, half=rest[1:], year=year)
        return self.writer.month(written)

    def short_time(self, written: str) -> str:
        """Say the same for the foot of a chart."""
        year, _, rest = written.partition("-")
        if rest.startswith("H"):
            return fill(self.labels.words.short_half, half=rest[1:], year=year)
        return self.writer.short_month(written) if rest else year

    def _called(self, project: Project) -> str:
        """Call a project by its short name, or by its title where it has none."""
        name = project.short_name if project.short else project.name
        return name.in_order(self.languages).text

    @cached_property
    def _vocabulary(self) -> Mapping[str, Mapping[str, str]]:
        """Words by column and value; where there is none, the value is a name and stands for itself."""
        words, projects = self.labels.words, self.portfolio.projects
        areas = {area.key: area.name.in_order(self.languages).text for area in self.portfolio.funding_areas}
        return {
            # With its numeral, by which the ministry knows an area.
            "area": {key: f"{key} {self.areas.get(key, name)}".strip() for key, name in areas.items()},
            "project": {project.id: self._called(project) for project in projects},
            "scope": {**words.scope.model_dump(), "global": words.scope.worldwide},
            "status": words.status.model_dump(),
            "kind": words.kind.model_dump(),
            "component": words.component.model_dump(),
            "goal": {
                str(number): fill(words.goal_numbered, number=number, name=name)
                for number, name in enumerate(words.goal, start=1)
            },
        }
