"""From the figures of the portfolio to what is said of them, in the words of one language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from iki_newsletter.model.label import fill
from iki_newsletter.model.tile_map import TILES
from iki_newsletter.report.grid import Column, Unit
from iki_newsletter.report.portfolio.material import Fate
from iki_newsletter.report.shares import Share
from iki_newsletter.report.view import SHADES, Cell, Chart, Fact, Head, Place, Section, Series, View, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from iki_newsletter.report.grid import Grid, Value
    from iki_newsletter.report.portfolio.counting import PortfolioReport
    from iki_newsletter.report.portfolio.speaking import Speaker

MOST: Final = 60
"""Rows that a table shows at most; spreadsheets and programs get all."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a grid is shown."""

    part: str = ""
    """The part of the report that begins with it."""
    bars: tuple[str, ...] = ()
    chart: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    """Columns that a narrow terminal can do without."""
    hidden: tuple[str, ...] = ()
    """Columns for spreadsheets and programs only."""
    counted: tuple[str, ...] = ()
    """Columns of which one at least must not be zero for a row to be shown."""
    trimmed_by: tuple[str, ...] = ()
    """The same, but only for rows at the beginning and at the end."""


_LAYOUTS: Final = {
    "areas": _Layout("portfolio", bars=("projects",), extras=("regional", "global")),
    "organisations": _Layout(bars=("projects",), extras=("regional", "global")),
    "scopes": _Layout(bars=("projects",)),
    "partners": _Layout(bars=("projects",)),
    "states": _Layout(bars=("projects", "contributions"), counted=("projects", "contributions")),
    "terms": _Layout(bars=("projects",)),
    "years": _Layout(chart=("run",)),
    "steps": _Layout(
        "activity",
        chart=("published",),
        extras=("unknown_project", "unreadable", "repeated"),
        trimmed_by=("issues", "received"),
    ),
    "kinds": _Layout(bars=("contributions",)),
    "goals": _Layout(bars=("projects", "contributions"), counted=("projects", "contributions")),
    "components": _Layout(bars=("projects", "contributions")),
    "silent": _Layout("gaps", extras=("area",)),
    "fair_organisations": _Layout(bars=("projects", "contributions"), extras=("heard",)),
    "fair_areas": _Layout(bars=("projects", "contributions"), extras=("heard",)),
    "translations": _Layout(),
    "backlog": _Layout(extras=("issue", "original")),
    "old_facts": _Layout(),
    "projects": _Layout(
        "annex",
        extras=("signature", "area", "scope", "begins", "ends"),
        hidden=("status", "last_on", "facts_as_of"),
    ),
}


def compose(
    report: PortfolioReport, speaker: Speaker, language: str, newsletter: str, marks: Mapping[str, str]
) -> View:
    """Say a report in the speaker's language; `marks` are the signs of the funding areas."""
    page, day, material = speaker.labels.page, speaker.writer.day, report.material
    period = material.period
    return View(
        language,
        newsletter,
        page.title,
        fill(page.as_of, date=day(material.as_of), first=day(period.first), last=day(period.last)),
        tuple(_facts(report, speaker)),
        tuple(_notes(report, speaker)),
        tuple(_Composer(report, speaker, marks).sections()),
        page.closing,
        page.region,
        page.see_table,
    )


def _facts(report: PortfolioReport, speaker: Speaker) -> Iterator[Fact]:
    labels, write, totals = speaker.labels.facts, speaker.writer, report.totals
    running = fill(labels.running, running=write.number(totals.running), maybe=write.number(totals.maybe_running))
    yield Fact(write.number(totals.projects), running, totals.projects)
    known, of = write.number(totals.bilateral_eur_known), write.number(totals.bilateral)
    eur = write.labels.unknown if totals.bilateral_eur is None else write.number(round(totals.bilateral_eur))
    yield Fact(eur, fill(labels.grants, known=known, of=of), totals.bilateral_eur)
    yield Fact(write.number(totals.contributions), labels.contributions, totals.contributions)
    yield Fact(write.share(Share(totals.heard, totals.expected)), labels.heard)


def _notes(report: PortfolioReport, speaker: Speaker) -> Iterator[str]:
    labels, material = speaker.labels.notes, report.material
    if not any(material.period.holds(day) for day in material.issues.values()):
        yield labels.no_issues
    if material.broken:
        yield fill(labels.unreadable_issues, issues=", ".join(material.broken))
    # A reminder is no loss: it counts in the issue that it was taken over from.
    if left_out := sum(each.fate not in (Fate.PUBLISHED, Fate.REPEATED) for each in material.came):
        yield speaker.writer.count(left_out, labels.left_out)


class _Composer:
    """Makes the sections."""

    def __init__(self, report: PortfolioReport, speaker: Speaker, marks: Mapping[str, str]) -> None:
        self.report = report
        self.speaker = speaker
        self.marks = marks

    def sections(self) -> Iterator[Section]:
        for name, layout in _LAYOUTS.items():
            yield self._section(self.speaker.ordered(self.report.grids[name]), layout)

    def _section(self, whole: Grid, layout: _Layout) -> Section:
        labels = getattr(self.speaker.labels.sections, whole.id)
        grid = _trimmed(whole, layout.trimmed_by)
        rows = [row for row in grid.dicts() if not layout.counted or any(row[key] for key in layout.counted)]
        shown = [
            column for column in grid.columns if column.unit is not Unit.PERCENT and column.key not in layout.hidden
        ]
        most = {key: max((_number(row[key]) for row in rows), default=0) for key in layout.bars}
        totals = {key: grid.sum(key) for key in _percents(grid)}
        cells = [[self._cell(column, row, most, totals) for column in shown] for row in rows[:MOST]]
        material = self.report.material
        lead = fill(
            labels.lead,
            date=self.speaker.writer.day(material.silent_since),
            months=self.speaker.writer.number(material.facts_older_than),
        )
        return Section(
            grid.id.replace("_", "-"),
            labels.title,
            lead if rows else labels.nothing or lead,
            table([self._head(grid, column, layout) for column in shown], cells),
            self._chart(grid, layout) if rows and layout.chart else None,
            how=(labels.map or "") if grid.id == "states" else "",
            notes=tuple(self._small_print(grid, labels.note, len(rows), is_trimmed=grid is not whole)),
            part=getattr(self.speaker.labels.page, layout.part) if layout.part else "",
            map=tuple(self._map(grid)) if grid.id == "states" else (),
        )

    def _small_print(self, grid: Grid, note: str | None, number: int, *, is_trimmed: bool) -> Iterator[str]:
        notes, write, material = self.speaker.labels.notes, self.speaker.writer, self.report.material
        if number > MOST:
            yield fill(notes.newest_only, shown=write.number(MOST), all=write.number(number))
        if note and number:
            yield note
        if is_trimmed and number:
            yield notes.quiet_ends
        if grid.id == "silent" and material.first_on and material.first_on > material.silent_since:
            yield fill(notes.short_memory, date=write.day(material.first_on))

    def _head(self, grid: Grid, column: Column, layout: _Layout) -> Head:
        return Head(
            self.speaker.head(grid, column),
            is_number=column.is_number,
            is_extra=column.key in layout.extras,
            wraps=not column.is_number and column.unit is not Unit.DAY,
            note=self.speaker.labels.notes.repeated if column.key == "repeated" else "",
        )

    def _cell(
        self, column: Column, row: Mapping[str, Value], most: Mapping[str, int], totals: Mapping[str, int]
    ) -> Cell:
        value = row[column.key]
        text = self.speaker.value(column, value)
        if column.key in totals:
            text = self.speaker.writer.share(Share(_number(value), totals[column.key]))
        bar = _number(value) / (most[column.key] or 1) if column.key in most and value is not None else None
        mark = self.marks.get(str(value), "") if column.key == "area" else ""
        # A bar has its row's colour where the row is about an area.
        subject = value if mark else next(iter(row.values())) if bar is not None and "area" in row else None
        hue = str(subject) if subject in self.marks else ""
        return Cell(text, bar, mark=mark, hue=hue)

    def _chart(self, grid: Grid, layout: _Layout) -> Chart:
        places = tuple(self.speaker.short_time(str(row[0])) for row in grid.rows)
        series = (
            Series(self.speaker.labels.heads.of(key), tuple(_number(value) for value in grid.values(key)))
            for key in layout.chart
        )
        return Chart(places, tuple(series))

    def _map(self, grid: Grid) -> Iterator[Place]:
        counted = {row[0]: _number(row[1]) for row in grid.rows}
        most = max((counted[name] for name in TILES), default=0) or 1
        for name, tile in TILES.items():
            number = counted[name]
            figure = self.speaker.writer.number(number) if number else ""
            yield Place(tile.column, tile.row, tile.code, name, figure, -(-number * SHADES // most))


def _percents(grid: Grid) -> set[str]:
    """Name the columns that another one says the percentage of."""
    return {column.key.removesuffix("_percent") for column in grid.columns if column.unit is Unit.PERCENT}


def _trimmed(grid: Grid, keys: tuple[str, ...]) -> Grid:
    """Leave the rows out at either end in which all of these columns are zero; the grid itself where none is."""
    busy = [place for place, row in enumerate(grid.dicts()) if any(row[key] for key in keys)] if keys else []
    rows = grid.rows[busy[0] : busy[-1] + 1] if busy else () if keys else grid.rows
    return grid if len(rows) == len(grid.rows) else replace(grid, rows=rows)


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0
