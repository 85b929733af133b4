"""Take the picture of the report in docs/images: `make pictures`. Its newsletter is the one that the tests make."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402 - the tests' modules are no package
from tests.judges.browser import browser  # noqa: E402
from tests.judges.tools import CHROMIUM  # noqa: E402
from tests.report.made import NOW, make_newsletter  # noqa: E402

from iki_newsletter.workflow.audience_report import report_audience  # noqa: E402

WIDTH: Final = 900
HEIGHT: Final = 1500


def main(program: str, folder: Path) -> None:
    """Write the made newsletter's report in English, show it, and write its upper part down."""
    page = folder / "report.html"
    page.write_text(report_audience(make_newsletter(folder / "newsletter").workspace, NOW).page("en"), "utf-8")
    with browser(program, folder / "profile") as tab:
        tab.show(page, WIDTH)
        with Image.open(io.BytesIO(tab.picture(0, WIDTH, HEIGHT))) as image:
            few = image.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
            few.save(ROOT / "docs" / "images" / "report-audience.png", optimize=True)


if __name__ == "__main__":
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None:
        sys.exit("Chromium is not installed.")
    with tempfile.TemporaryDirectory() as name:
        main(found, Path(name))
