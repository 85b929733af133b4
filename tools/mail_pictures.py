"""Take the pictures of the mails in docs/images, in a Chromium that the judges of the tests use too."""

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
from tests.judges.browser import browser  # noqa: E402
from tests.judges.editions import known, write_all  # noqa: E402
from tests.judges.tools import CHROMIUM  # noqa: E402

if TYPE_CHECKING:
    from tests.judges.browser import Page


class Shot(NamedTuple):
    """A part of an edition: from the element with this id, or from the top."""

    name: str
    edition: str
    kind: str
    width: int
    mode: str
    anchor: str = ""
    height: int = 1600


SHOTS: Final = (
    Shot("mail-800-light", "2017-06-de", "page", 800, "light", height=2000),
    Shot("mail-360-dark", "2017-06-es", "page", 360, "dark"),
    Shot("mail-800-lists", "2018-03-de", "page", 800, "light", "section-events", 2000),
    Shot("mail-360-without-style", "2017-06-es", "bare", 360, "light", "section-in-brief"),
)


def take(page: Page, shot: Shot, folder: Path) -> None:
    """Show the edition and write its picture down."""
    page.show(getattr(known(folder, shot.edition), shot.kind), shot.width, shot.mode)
    top = 0
    if shot.anchor:
        top = int(page.ask(f"document.getElementById('{shot.anchor}').getBoundingClientRect().top")) - 40
    with Image.open(io.BytesIO(page.picture(top, shot.width, shot.height))) as image:
        # A third of the bytes; this way of choosing the colours keeps the areas' hues, which take few pixels.
        few = image.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(ROOT / "docs" / "images" / f"{shot.name}.png", optimize=True)


if __name__ == "__main__":
    program = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if program is None:
        sys.exit("Chromium is not installed.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_all(folder)
        with browser(program, folder / "profile") as tab:
            for each in SHOTS:
                take(tab, each, folder)
