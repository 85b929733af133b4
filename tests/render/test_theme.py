from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.render.templates import load_templates

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.render.templates import Templates

ENOUGH = 4.5
"""WCAG 2.2, success criterion 1.4.3, level AA."""


def luminance(colour: str) -> float:
    """Compute a colour's relative luminance (WCAG 2.2)."""
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Compute the contrast of two colours (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_text_can_be_read(templates: Templates) -> None:
    """Each text colour stands out from its background by 4.5 to 1 at least, in light and in dark."""
    pairs = templates.theme.text_pairs()

    assert len(pairs) == 14
    assert {name: round(contrast(*pair), 2) for name, pair in pairs.items() if contrast(*pair) < ENOUGH} == {}


def test_areas_are_told_apart_by_more_than_hue(templates: Templates) -> None:
    """Each funding area has a mark and a name of its own."""
    areas = templates.theme.areas

    assert len({areas.of(key).mark for key in ("I", "II", "III", "IV")}) == 4
    for labels in templates.labels.values():
        assert len({labels.areas.of(key) for key in ("I", "II", "III", "IV")}) == 4


@pytest.mark.parametrize(
    ("good", "bad", "line"),
    [
        ('paper: "#fdfcf8"', "paper: white", 6),
        ("Georgia, 'Iowan", "Georgia;} body{x:'Iowan", 27),
        ("  I: {mark", "  V: {mark", 20),
        ("width: 600", "width: 6000", 31),
    ],
)
def test_a_wrong_theme_is_explained(own_templates: Path, good: str, bad: str, line: int) -> None:
    """A colour, font or key that cannot be is reported with its line."""
    path = own_templates / "theme.yaml"
    written = path.read_text(encoding="utf-8")
    assert good in written
    path.write_text(written.replace(good, bad, 1), encoding="utf-8")

    with pytest.raises(ConfigurationError) as caught:
        load_templates(own_templates)
    lines = caught.value.lines()
    assert any(f"theme.yaml:{line}:" in each for each in lines), lines
