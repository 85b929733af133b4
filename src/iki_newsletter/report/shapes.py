"""From a chart to where its shapes stand: across in per cent of the width, so that the letters keep their size."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iki_newsletter.report.view import Chart

HEIGHT: Final = 220
"""Pixels from the top of the highest column to the foot of the lowest."""
ROOM: Final = 24
"""Pixels above the highest column, for its figure."""
FOOT: Final = 28
"""Pixels below, for the names of the places."""
HUES: Final = 6
_WIDEST: Final = 11.0
_FILLED: Final = 0.66
"""How much of its place a column takes."""
_TICKS: Final = 4
_FIGURES: Final = 12
"""Up to so many columns have their figure above them."""
_ON_PHONES: Final = 5
_ON_SCREENS: Final = 12
"""How many places are named at most."""
_CENTRED: Final = 10
"""Up to so many columns the newest one's name stands below its middle."""
_LEAST: Final = 1.5
"""Pixels: what is not nothing can be seen."""


@dataclass(frozen=True, slots=True)
class Block:
    """One series of one column; `x` and `width` in per cent, `y` and `height` in pixels."""

    x: str
    width: str
    y: str
    height: str
    hue: int
    """From 1; the same number has the same look in the legend."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A word in the drawing; `x` in per cent, `y` in pixels."""

    x: str
    y: str
    text: str
    is_for_screens: bool = False
    """Whether it stands only where there is room, not on a phone."""
    anchor: str = "middle"
    """Which part of the word stands at `x`, as in SVG."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart's shapes."""

    height: int
    zero: str
    """Where the line is that columns stand on, in pixels from the top."""
    blocks: tuple[Block, ...]
    figures: tuple[Mark, ...]
    """Above columns, or below those that hang."""
    ticks: tuple[Mark, ...]
    """The scale; `x` is not used."""
    places: tuple[Mark, ...]


def draw(chart: Chart, write: Callable[[int], str]) -> Drawing:
    """Lay a chart out; `write` writes its figures."""
    places = range(len(chart.places))
    up = max((chart.total(place) for place in places), default=0)
    down = max((chart.total(place, below=True) for place in places), default=0)
    step = nice_step(max(up, down, 1))
    top = max(step * math.ceil(up / step), step if not down else 0)
    bottom = step * math.ceil(down / step)
    scale = HEIGHT / (top + bottom)
    zero = ROOM + top * scale
    below = ROOM if chart.has_below else 0
    end = ROOM + HEIGHT + below
    return Drawing(
        end + FOOT,
        _pixels(zero),
        tuple(block for place in places for block in _column(chart, place, zero, scale)),
        tuple(_figures(chart, zero, scale, write)) if len(chart.places) <= _FIGURES else (),
        tuple(
            Mark("", _pixels(zero - value * scale), write(abs(value))) for value in range(-bottom, top + step, step)
        ),
        tuple(_names(chart, end)),
    )


def nice_step(most: int) -> int:
    """Give a step of 1, 2 or 5 times a power of ten of which a few reach `most`.

    >>> [nice_step(most) for most in (1, 7, 41, 420, 12_000)]
    [1, 2, 20, 200, 5000]
    """
    raw = most / _TICKS
    power = 10 ** max(math.floor(math.log10(raw)), 0)
    return next(int(factor * power) for factor in (1, 2, 5, 10) if factor * power >= raw)


def _column(chart: Chart, place: int, zero: float, scale: float) -> Iterator[Block]:
    x, width = _across(chart, place)
    above = below = zero
    for number, series in enumerate(chart.series):
        value = series.values[place]
        if not value:
            continue
        height = max(value * scale, _LEAST)
        if series.is_below:
            y, below = below, below + height
        else:
            y = above = above - height
        yield Block(_percent(x), _percent(width), _pixels(y), _pixels(height), number % HUES + 1)


def _figures(chart: Chart, zero: float, scale: float, write: Callable[[int], str]) -> Iterator[Mark]:
    for place in range(len(chart.places)):
        x, width = _across(chart, place)
        middle = _percent(x + width / 2)
        above, below = chart.total(place), chart.total(place, below=True)
        if place in chart.unknown:
            yield Mark(middle, _pixels(zero - 7), "?")
        elif above or not chart.has_below:
            yield Mark(middle, _pixels(zero - above * scale - 7), write(above))
        if below:
            yield Mark(middle, _pixels(zero + below * scale + 17), write(below))


def _names(chart: Chart, end: float) -> Iterator[Mark]:
    """Name as many places as there is room for, the newest in any case."""
    number = len(chart.places)
    many = math.ceil(number / _ON_SCREENS)
    few = many * math.ceil(number / many / _ON_PHONES)
    for place, name in enumerate(chart.places):
        from_end = number - 1 - place
        x, width = _across(chart, place)
        if not from_end and number > _CENTRED:
            # Where columns are narrow the last name would stick out.
            yield Mark("100", _pixels(end + 20), name, anchor="end")
        elif from_end % few == 0:
            yield Mark(_percent(x + width / 2), _pixels(end + 20), name)
        elif from_end % many == 0:
            yield Mark(_percent(x + width / 2), _pixels(end + 20), name, is_for_screens=True)


def _across(chart: Chart, place: int) -> tuple[float, float]:
    room = 100 / len(chart.places)
    width = min(room * _FILLED, _WIDEST)
    return place * room + (room - width) / 2, width


def _percent(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _pixels(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
