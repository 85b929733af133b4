"""What the form's tests share: the form of the repository's own workspace, and a browser to fill it in with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from tests.form.chromium import Chromium
from tests.form.office import Office
from tests.judges.browser import browser
from tests.judges.tools import CHROMIUM, program

from iki_newsletter.workflow.form import write_form
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.judges.browser import Page

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def form_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the form of the June 2017 issue, once."""
    path = tmp_path_factory.mktemp("form") / "form.html"
    return write_form(Workspace(ROOT), "2017-06", path).path


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Give a tab of a browser that has no network."""
    with browser(program(*CHROMIUM, package="chromium"), tmp_path_factory.mktemp("profile")) as tab:
        tab.call("Network.enable")
        yield tab


@pytest.fixture
def office(page: Page, form_file: Path, tmp_path: Path) -> Office:
    """Open the form in a browser that has never seen it."""
    return Office(Chromium(page), form_file, tmp_path / "downloads")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """Give a photograph that says where it was taken, larger than it needs to be."""
    path = tmp_path / "Manglar de día.jpg"
    exif = Image.Exif()
    exif[0x010F] = "Cámara de ejemplo"
    exif[0x0112] = 6  # the camera was turned: the picture stands upright
    exif.get_ifd(0x8825).update({1: "N", 2: (18.0, 46.0, 12.0), 3: "W", 4: (95.0, 45.0, 30.0)})
    Image.effect_noise((3000, 2000), 40).convert("RGB").save(path, exif=exif, quality=60)
    with Image.open(path) as written:
        assert written.getexif().get_ifd(0x8825)
    return path
