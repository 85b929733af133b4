"""What the judges share: the editions, written once, one browser, and verdicts that are asked for once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock
from tests.judges.browser import browser
from tests.judges.editions import NAMES, known, write_all
from tests.judges.tools import CHROMIUM, program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.judges.browser import Page
    from tests.judges.editions import Sent


@pytest.fixture(scope="session")
def once(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Callable[[str, Callable[[Path], Any]], tuple[Path, Any]]:
    """Make something once for all workers of a run: give its folder, and what `make` gave when it filled it."""
    base = tmp_path_factory.getbasetemp()
    common = base.parent if hasattr(request.config, "workerinput") else base

    def get(name: str, make: Callable[[Path], Any]) -> tuple[Path, Any]:
        folder, note = common / name, common / f"{name}.json"
        with FileLock(common / f"{name}.lock"):
            if not note.exists():
                folder.mkdir(exist_ok=True)
                note.write_text(json.dumps(make(folder)), "utf-8")
        return folder, json.loads(note.read_text("utf-8"))

    return get


@pytest.fixture(scope="session")
def editions(once: Callable[..., tuple[Path, Any]]) -> dict[str, Sent]:
    """Give every edition that is judged, by its name."""
    folder, _ = once("editions", write_all)
    return {name: known(folder, name) for name in NAMES}


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Give a tab of a browser that has no network."""
    with browser(program(*CHROMIUM, package="chromium"), tmp_path_factory.mktemp("profile")) as tab:
        yield tab
