"""A report in the terminal: a rule over each section, bars told apart without colour, tables, no boxes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich import box
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from iki_newsletter.cli.face import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from iki_newsletter.report.view import Cell, Chart, Head, Section, View

_WIDEST: Final = 120
_ROOMY: Final = 110
"""Columns from which on nothing is left out of the tables."""
_LOOKS: Final = (("█", "cyan"), ("▓", "red"), ("▒", "blue"), ("░", "magenta"), ("■", "green"), ("□", "dim"))
"""What each series is drawn with: a sign of its own, so that it can be told without its hue."""
_COURSE: Final = " ▁▂▃▄▅▆▇█"
_BAR: Final = 10
_LEAST_CHART: Final = 12


@dataclass(frozen=True)
class _Frame:
    """How much room there is."""

    width: int

    @property
    def is_roomy(self) -> bool:
        return self.width >= _ROOMY

    def shows(self, head: Head) -> bool:
        return self.is_roomy or not head.is_extra


def pieces(view: View, width: int) -> Iterator[RenderableType]:
    """Lay a report out for a terminal of so many columns, piece by piece."""
    frame = _Frame(min(width, _WIDEST))
    yield Text(safe(view.newsletter), style="dim")
    yield Text(safe(view.title), style="bold")
    yield Text(safe(view.as_of), style="dim")
    yield ""
    yield _facts(view)
    for note in view.notes:
        yield Text(safe(note))
    for section in view.sections:
        yield from _section(section, frame)
    yield Padding(Text(safe(view.nobody), style="dim"), (1, 0, 0, 0))


def _facts(view: View) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right", style="bold", no_wrap=True)
    table.add_column()
    for fact in view.facts:
        table.add_row(safe(fact.figure), safe(fact.label))
    return table


def _section(section: Section, frame: _Frame) -> Iterator[RenderableType]:
    title = Text(safe(section.title).upper(), style="bold")
    yield Padding(Rule(title, align="left", style="dim"), (1, 0, 0, 0))
    yield Text(safe(section.lead))
    if section.chart and not section.chart.has_below:
        yield Padding(_legend(section.chart), (1, 0, 0, 0))
    yield Padding(_table(section, frame), (1, 0, 0, 0))
    for note in section.notes:
        yield Text(safe(note), style="dim")


def _legend(chart: Chart) -> Text:
    legend = Text()
    for number, series in enumerate(chart.series):
        sign, hue = _LOOKS[number % len(_LOOKS)]
        legend.append(f"{sign * 2} ", hue).append(f"{safe(series.name)}   ")
    return legend


def _table(section: Section, frame: _Frame) -> Table:
    # Where the charts of a page go up and down, the terminal leaves it at the figures.
    chart = section.chart if section.chart and not section.chart.has_below else None
    shown = [place for place, head in enumerate(section.table.heads) if frame.shows(head)]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim")
    for place in shown:
        head = section.table.heads[place]
        table.add_column(
            safe(head.text), justify="right" if head.is_number else "left", overflow="fold", vertical="bottom"
        )
        if place == 0 and chart:
            table.add_column("", no_wrap=True)
    most = max((chart.total(each) for each in range(len(chart.places))), default=0) if chart else 0
    length = _room_for_bars(section, shown, frame)
    for number, row in enumerate(section.table.rows):
        cells: list[Text] = [_cell(row[place]) for place in shown]
        if chart:
            cells.insert(1, _stack(chart, number, most, length))
        table.add_row(*cells)
    return table


def _room_for_bars(section: Section, shown: list[int], frame: _Frame) -> int:
    """Give how long the longest bar may be: what the figures leave."""
    taken = 2
    for place in shown:
        cells = [len(row[place].text) for row in section.table.rows]
        words = [len(word) for word in section.table.heads[place].text.split()]
        taken += max([*cells, *words], default=0) + 2
    return max(min(frame.width - taken, 60), _LEAST_CHART)


def _stack(chart: Chart, place: int, most: int, length: int) -> Text:
    """Draw one column as a lying bar; what is not nothing is a sign at least."""
    bar = Text()
    for number, series in enumerate(chart.series):
        value = series.values[place]
        sign, hue = _LOOKS[number % len(_LOOKS)]
        if value and most:
            bar.append(sign * max(round(value / most * length), 1), hue)
    bar.truncate(length)
    return bar


def _cell(cell: Cell) -> Text:
    if cell.course:
        most = max(cell.course) or 1
        return Text("".join(_COURSE[round(number / most * 8)] for number in cell.course), "cyan")
    if cell.bar is not None:
        bar = "█" * max(round(cell.bar * _BAR), 1 if cell.bar else 0)
        return Text(f"{bar:>{_BAR}} ", "cyan") + Text(safe(cell.text), "default")
    return Text(safe(cell.text))
