"""The server that shows a folder: what it gives for odd paths, and that every mistake reloads the page."""

from __future__ import annotations

import http.client
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from iki_newsletter.cli.live_site import LiveSite
from iki_newsletter.workflow.watching import watch_files
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def shown(folder: Path) -> Iterator[LiveSite]:
    """Serve a folder with a page in it."""
    (folder / "es").mkdir(parents=True)
    (folder / "es" / "index.html").write_text("<body>hola</body>", "utf-8")
    with LiveSite(folder) as site:
        site.show_folder(folder)
        yield site


def get(site: LiveSite, path: str) -> tuple[int, str]:
    """Ask for a path as it is written; gives the status, and where it leads."""
    port = int(site.url.rstrip("/").rpartition(":")[2])
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", f"127.0.0.1:{port}")
    connection.endheaders()
    answer = connection.getresponse()
    answer.read()
    return answer.status, answer.getheader("Location") or ""


@pytest.mark.parametrize(
    ("path", "status", "goal"),
    [
        ("/es/", 200, ""),
        ("/es", 301, "/es/"),
        ("//es", 301, "/es/"),
        ("/%00", 404, ""),
        (f"/{'x' * 5000}", 404, ""),
        ("/es/none.html", 404, ""),
        ("/..", 404, ""),
    ],
)
def test_odd_paths_get_an_answer(tmp_path: Path, path: str, status: int, goal: str) -> None:
    """A folder without its slash leads to the one with it; what can be no file's name is not there."""
    with shown(tmp_path / "site") as site:
        assert get(site, path) == (status, goal)


def test_the_same_mistake_is_shown_again(tmp_path: Path) -> None:
    """A mistake that was mended and made once more reloads the browser like the first."""
    with shown(tmp_path / "site") as site:
        site.show_wrong(["a mistake"])
        site.show_folder(tmp_path / "site")
        before = site._version
        site.show_wrong(["a mistake"])
        assert site._version == before + 1


def test_redirects_are_watched(workspace: Path) -> None:
    """What editors write into redirects.yaml changes the site as anything else does."""
    changes = watch_files(Workspace(workspace), "newsletter.yaml")
    next(changes)
    (workspace / "redirects.yaml").write_text("2016-01: gone\n", "utf-8")
    assert any(changed for changed, _ in zip(changes, range(300), strict=False))
