"""A report in the terminal: a rule over each section, bars told apart without colour, tables, no boxes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from rich import box
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from iki_newsletter.cli.face import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from iki_newsletter.report.view import Cell, Chart, Head, Section, View

_WIDEST: Final = 120
_ROOMY: Final = 110
"""Columns from which on nothing is left out of the tables."""
_LOOKS: Final = (("█", "cyan"), ("▓", "red"), ("▒", "bright_blue"), ("░", "magenta"), ("■", "green"), ("□", "dim"))
"""What each series is drawn with: a sign of its own, so that it can be told without its hue."""
_COURSE: Final = " ▁▂▃▄▅▆▇█"
_BAR: Final = 10
_LONGEST: Final = 60
_SHORTEST: Final = 9
_GAP: Final = 3
"""Signs between the columns of a table."""


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
    if view.facts:
        yield ""
        yield _facts(view)
    for note in view.notes:
        yield Text(safe(note))
    for section in view.sections:
        yield from _section(section, frame)
    yield Padding(Text(safe(view.closing), style="dim"), (1, 0, 0, 0))


def _facts(view: View) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right", style="bold", no_wrap=True)
    table.add_column()
    for fact in view.facts:
        table.add_row(safe(fact.figure), safe(fact.label))
    return table


def _section(section: Section, frame: _Frame) -> Iterator[RenderableType]:
    title = Text(f"{safe(section.title).upper()} ", style="bold", no_wrap=True, overflow="ellipsis")
    yield ""
    if section.part:
        yield Padding(Text(safe(section.part), style="bold underline"), (1, 0, 1, 0))
    yield title.append("─" * (frame.width - title.cell_len), style="not bold dim")
    yield Text(safe(section.lead))
    notes = section.notes
    if section.table.rows:
        yield from _tabled(section, frame)
        notes += tuple(note for place in _fitting(section, frame)[0] if (note := section.table.heads[place].note))
    for note in notes:
        yield Text(safe(note), style="dim")


def _legend(chart: Chart) -> Text:
    legend = Text()
    for number, series in enumerate(chart.series):
        sign, hue = _LOOKS[number % len(_LOOKS)]
        legend.append(f"{sign * 2} ", hue).append(f"{safe(series.name)}   ")
    return legend


def _tabled(section: Section, frame: _Frame) -> Iterator[RenderableType]:
    """Lay a table out, its chart lying in it where there is room; figures are not broken, the words over them are.

    Where it is too wide, names are broken between words, then columns go that can be done without, the last first.
    """
    shown, columns, widths = _fitting(section, frame)
    room = min(frame.width - sum(widths) - _GAP * len(widths), _LONGEST)
    if room < -_GAP:
        yield from _told(section)
        return
    bars = _bars(section.chart, room) if section.chart and room >= _needed(section.chart) else None
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim")
    for place, width in zip(shown, widths, strict=True):
        head = section.table.heads[place]
        side: Literal["left", "right"] = "right" if head.is_number and not section.table.has_bars(place) else "left"
        table.add_column(Text(safe(head.text)), justify=side, vertical="bottom", width=width)
    for cells in zip(*columns, strict=True):
        table.add_row(*cells)
    if bars and section.chart:
        yield Padding(_legend(section.chart), (1, 0, 0, 0))
        table.columns.insert(1, Column(width=room, _index=len(columns), _cells=[*bars]))
    yield Padding(table, (1, 0, 0, 0))


def _fitting(section: Section, frame: _Frame) -> tuple[list[int], list[list[Text]], list[int]]:
    """Choose the columns that are shown, and give their places, cells and widths; these may still be too wide."""
    heads = section.table.heads
    shown = [place for place, head in enumerate(heads) if frame.shows(head)]
    columns, widths, lacking = _narrowed(section, shown, frame)
    while lacking and (extras := [place for place in shown if heads[place].is_extra]):
        shown.remove(extras[-1])
        columns, widths, lacking = _narrowed(section, shown, frame)
    return shown, columns, widths


def _narrowed(section: Section, shown: list[int], frame: _Frame) -> tuple[list[list[Text]], list[int], int]:
    """Give columns, their widths, as narrow as need be and words allow, and how much of the room they still lack."""
    columns = [_column(section, place) for place in shown]
    widths = [_width(section, place, cells) for place, cells in zip(shown, columns, strict=True)]
    spare = [width - _least(section, place, width) for place, width in zip(shown, widths, strict=True)]
    lacking = max(sum(widths) + _GAP * (len(widths) - 1) - frame.width, 0)
    for number in sorted(range(len(shown)), key=lambda number: -spare[number]):
        taken = min(lacking, spare[number])
        widths[number] -= taken
        lacking -= taken
    return columns, widths, lacking


def _least(section: Section, place: int, width: int) -> int:
    """Give how narrow a column can be: as its longest word where its cells may be broken."""
    head = section.table.heads[place]
    if not head.wraps:
        return width
    words = [word for row in section.table.rows for word in _marked(row[place]).split()]
    return min(max(map(len, [*words, *head.text.split()]), default=0), width)


def _told(section: Section) -> Iterator[RenderableType]:
    """Tell a table row by row, where the terminal is too narrow for it."""
    yield ""
    heads = section.table.heads
    for row in section.table.rows:
        told = [f"{head.text} {cell.text}" for head, cell in zip(heads[1:], row[1:], strict=True) if cell.text]
        said = ", ".join(told)
        yield Text(f"{safe(_marked(row[0]))}: ", style="bold").append(safe(said), style="not bold")


def _needed(chart: Chart) -> int:
    """Give the least room for bars: below it, the sign that each series has at least would tell untruths."""
    return max(_SHORTEST, 3 * len(chart.series))


def _column(section: Section, place: int) -> list[Text]:
    """Give the cells of a column; a bar stands beside its figure, all bars begin one below the other."""
    cells = [row[place] for row in section.table.rows]
    longest = max((len(cell.text) for cell in cells), default=0)
    return [_cell(cell, longest, wraps=section.table.heads[place].wraps) for cell in cells]


def _width(section: Section, place: int, cells: list[Text]) -> int:
    """Give how wide a column must be: for its figures, and for the longest word over them."""
    words = [len(word) for word in section.table.heads[place].text.split()]
    return max([*(cell.cell_len for cell in cells), *words], default=0)


def _bars(chart: Chart, length: int) -> list[Text]:
    """Lay a chart's columns down: what hangs below the line goes to the left of it, the rest to the right."""
    places = range(len(chart.places))
    down = max((chart.total(place, below=True) for place in places), default=0)
    most = max((chart.total(place) for place in places), default=0) + down
    # Each series is a sign at least, which must not push the last one out.
    length -= len(chart.series) + 1
    left = round(down / most * length) + 1 if down else 0
    bars = []
    for place in places:
        below, above = Text(), Text()
        for number, series in enumerate(chart.series):
            sign, hue = _LOOKS[number % len(_LOOKS)]
            value = series.values[place]
            (below if series.is_below else above).append(sign * _signs(value, most, length), hue)
        line = Text("│", "dim") if chart.has_below else Text()
        bars.append(Text(" " * max(left - len(below), 0), no_wrap=True) + below + line + above)
    return bars


def _signs(value: int, most: int, length: int) -> int:
    """Give how many signs a value is long; what is not nothing is one at least."""
    return max(round(value / most * length), 1) if value and most else 0


def _cell(cell: Cell, longest: int, *, wraps: bool) -> Text:
    if cell.course:
        most = max(cell.course) or 1
        signs = "".join(_COURSE[round(number / most * (len(_COURSE) - 1))] for number in cell.course)
        return Text(signs, "cyan", no_wrap=True)
    if cell.bar is not None:
        bar = "█" * max(round(cell.bar * _BAR), 1 if cell.bar else 0)
        return Text(f"{safe(cell.text):>{longest}} ", no_wrap=True).append(bar, "cyan")
    return Text(safe(_marked(cell)), no_wrap=not wraps, style="dim" if cell.is_nothing else "")


def _marked(cell: Cell) -> str:
    return f"{cell.mark} {cell.text}" if cell.mark else cell.text
