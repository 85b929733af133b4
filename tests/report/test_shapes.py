from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from iki_newsletter.report.shapes import FOOT, HEIGHT, ROOM, draw
from iki_newsletter.report.view import Chart, Series


@st.composite
def charts(pick: st.DrawFn) -> Chart:
    """Make charts of a few series, some of which hang below the line."""
    number = pick(st.integers(1, 30))
    values = st.lists(st.integers(0, 10**6), min_size=number, max_size=number)
    series = [
        Series(f"s{place}", tuple(pick(values)), is_below=below)
        for place, below in enumerate(pick(st.lists(st.booleans(), min_size=1, max_size=4)))
    ]
    return Chart(tuple(f"p{place}" for place in range(number)), tuple(series))


@given(charts())
def test_everything_stands_within_the_field(chart: Chart) -> None:
    """Blocks, the scale and the line: nothing sticks out by more than the least height of a block."""
    drawing = draw(chart, str)
    slack = 1.5 * len(chart.series) + 0.2
    for block in drawing.blocks:
        assert float(block.x) >= 0
        assert float(block.x) + float(block.width) <= 100.01
        assert float(block.y) >= ROOM - slack
        assert float(block.y) + float(block.height) <= ROOM + HEIGHT + slack
    for tick in drawing.ticks:
        assert ROOM - 0.1 <= float(tick.y) <= ROOM + HEIGHT + 0.1
    assert float(drawing.zero) in {float(tick.y) for tick in drawing.ticks if tick.text == "0"}
    assert drawing.height >= ROOM + HEIGHT + FOOT


@given(charts())
def test_nothing_that_is_there_is_not_seen(chart: Chart) -> None:
    """Each value but zero has a block of its own, the newest place has its name, and the scale is no thicket."""
    drawing = draw(chart, str)
    assert len(drawing.blocks) == sum(value > 0 for series in chart.series for value in series.values)
    assert chart.places[-1] in [mark.text for mark in drawing.places]
    assert sum(not mark.is_for_screens for mark in drawing.places) <= 5
    assert 2 <= len(drawing.ticks) <= 12


def test_blocks_are_as_high_as_what_they_count() -> None:
    """Twice as many are twice as high, and stand on one another."""
    chart = Chart(("a", "b"), (Series("x", (10, 20)), Series("y", (5, 0))))
    first, second, third = draw(chart, str).blocks
    assert float(third.height) == 2 * float(first.height) == 4 * float(second.height)
    assert float(second.y) + float(second.height) == float(first.y)
    assert (first.hue, second.hue, third.hue) == (1, 2, 1)
