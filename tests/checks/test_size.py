from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.checks.letters import said, sound_letter, with_edition

from iki_newsletter.checks.size import weigh_items

if TYPE_CHECKING:
    from iki_newsletter.checks.letter import Letter


MOST = 100_000


def of_size(size: int) -> Letter:
    """Give a letter whose HTML has so many bytes for the reader with the longest name."""
    letter = sound_letter()
    missing = size - len(letter.html_of_other.encode())
    return with_edition(letter, html=lambda html: html.replace("</body>", f"<!--{'x' * (missing - 7)}--></body>"))


@pytest.mark.parametrize(("size", "good"), [(MOST, True), (MOST + 1, False)])
def test_html_has_100000_bytes_at_most_for_the_longest_name(size: int, *, good: bool) -> None:
    """What counts is the HTML as stamped: names and addresses are in it."""
    letter = of_size(size)
    assert len(letter.html_of_other.encode()) == size
    assert len(letter.html.encode()) < size - 300
    assert bool(said(letter, "E401")) is not good


def test_what_weighs_most_is_named() -> None:
    """So that editors know what to shorten."""
    [(place, what)] = said(of_size(MOST + 5000), "E401")
    assert place.startswith("issue.yaml")
    assert "105,000 bytes, 5,000 too many. What weighs most: “" in what
    assert len(re.findall(r"” [\d,]+", what)) == 3


def test_an_item_weighs_what_stands_with_its_heading(desk: Any, proof: Any) -> None:
    """Nothing of what is around an item counts as its own."""
    desk.put(name="long")
    desk.put(name="short")
    page = proof.page(
        f"<p>{'x' * 60_000}</p><h2>Todo</h2><p>GIZ</p><h3 id='long'>Uno largo</h3><p>{'x' * 39_900}</p>"
        "<h3 id='short'>Uno corto</h3><p>x</p>"
    )
    weights = {title: weight for weight, title in weigh_items(page)}
    assert 39_900 < weights["Uno largo"] < 40_100
    assert weights["Uno corto"] < 100
