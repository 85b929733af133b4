"""Take the pictures of the web archive in docs/images: `make pictures`. Its newsletter is the demo."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402 - the tests' modules are no package
from tests.conftest import copy_workspace  # noqa: E402
from tests.judges.browser import browser  # noqa: E402
from tests.judges.tools import CHROMIUM  # noqa: E402

from iki_newsletter.workflow.publish import publish  # noqa: E402
from iki_newsletter.workspace.folder import Workspace  # noqa: E402

if TYPE_CHECKING:
    from tests.judges.browser import Page


class Shot(NamedTuple):
    """The upper part of a page."""

    name: str
    path: str
    width: int
    mode: str
    height: int


SHOTS: Final = (
    Shot("site-front", "es/index.html", 1280, "light", 1640),
    Shot("site-event-dark", "de/2017-06/klimaallianz-exchange-workshop.html", 360, "dark", 1640),
    Shot("site-states", "es/states/index.html", 1280, "dark", 900),
)


def take(page: Page, shot: Shot, site: Path) -> None:
    """Show the page and write its picture down, half as wide: pages are larger than the text they illustrate."""
    page.show(site / shot.path, shot.width, shot.mode)
    with Image.open(io.BytesIO(page.picture(0, shot.width, shot.height))) as image:
        shown = image.convert("RGB")
        if shot.width > 800:  # noqa: PLR2004
            shown = shown.resize((shot.width * 2 // 3, shot.height * 2 // 3), Image.Resampling.LANCZOS)
        few = shown.quantize(64, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(ROOT / "docs" / "images" / f"{shot.name}.png", optimize=True)


def main(program: str, folder: Path) -> None:
    """Publish the demo and take all pictures."""
    site = publish(Workspace(copy_workspace(ROOT, folder / "newsletter")), named=["2017-06"]).folder
    with browser(program, folder / "profile") as page:
        for shot in SHOTS:
            take(page, shot, site)


if __name__ == "__main__":
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None:
        sys.exit("Chromium is not installed.")
    with tempfile.TemporaryDirectory() as name:
        main(found, Path(name))
