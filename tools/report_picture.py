"""Take the pictures of the reports in docs/images: `make pictures`.

The readership is the one that the tests make, the portfolio the repository's own.
"""

from __future__ import annotations

import datetime as dt
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
from iki_newsletter.workflow.portfolio_report import Asked, report_portfolio  # noqa: E402
from iki_newsletter.workspace.folder import Workspace  # noqa: E402

WIDTH: Final = 900
HEIGHTS: Final = {"report-audience": 1500, "report-portfolio": 1130}
_DAY: Final = dt.date(2018, 1, 15)


def main(program: str, folder: Path) -> None:
    """Write both reports, show them, and write their upper parts down."""
    pages = {
        "report-audience": report_audience(make_newsletter(folder / "newsletter").workspace, NOW).page("en"),
        "report-portfolio": report_portfolio(Workspace(ROOT), Asked(_DAY)).page("de"),
    }
    with browser(program, folder / "profile") as tab:
        for name, html in pages.items():
            page = folder / f"{name}.html"
            page.write_text(html, "utf-8")
            tab.show(page, WIDTH)
            with Image.open(io.BytesIO(tab.picture(0, WIDTH, HEIGHTS[name]))) as image:
                few = image.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
                few.save(ROOT / "docs" / "images" / f"{name}.png", optimize=True)


if __name__ == "__main__":
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None:
        sys.exit("Chromium is not installed.")
    with tempfile.TemporaryDirectory() as name:
        main(found, Path(name))
