"""What the form's tests share: the form of the repository's own workspace, and a browser to fill it in with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
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
    return Office(page, form_file, tmp_path / "downloads")
