from __future__ import annotations

import importlib.util
import sys
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops, ImageStat
from tests.render.specimens import ROOT, TEMPLATES

from iki_newsletter.render.pictures import MAX_WIDTH

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from iki_newsletter.render.templates import Templates


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """Load the script that draws."""
    path = ROOT / "tools" / "draw.py"
    spec = importlib.util.spec_from_file_location("draw_for_tests", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_script_draws_what_is_kept(script: ModuleType, tmp_path: Path) -> None:
    """The art in the repository is what the script draws; only a palette may differ by a shade."""
    for name, draw in script.DRAWINGS.items():
        draw(tmp_path / "drawn.png")
        with Image.open(tmp_path / "drawn.png") as drawn, Image.open(ROOT / name) as kept:
            assert drawn.size == kept.size
            difference = ImageChops.difference(drawn.convert("RGBA"), kept.convert("RGBA"))
            assert max(ImageStat.Stat(difference).mean) < 1, name


def test_drawing_twice_gives_the_same_bytes(script: ModuleType, tmp_path: Path) -> None:
    """The script draws by no chance: twice on one machine gives the same files."""
    for name in ("one.png", "two.png"):
        script.draw_header(tmp_path / name)

    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


def test_art_is_light_and_sharp(script: ModuleType, templates: Templates) -> None:
    """The band is twice as dense as it is shown and weighs little; illustrations fit without being resized."""
    header = templates.theme.header
    with Image.open(TEMPLATES / "art" / header.file) as band:
        assert band.size == (2 * header.width, 2 * header.height)
        assert band.has_transparency_data
    assert len(templates.art) < 20_000
    for name in script.DRAWINGS:
        path = ROOT / name
        assert path.stat().st_size < 60_000
        with Image.open(path) as picture:
            assert picture.width == MAX_WIDTH
