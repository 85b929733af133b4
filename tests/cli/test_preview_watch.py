from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sends SIGINT to a process of its own")

ISSUE = "2017-06"
PATIENCE = 60
"""Seconds after which a test gives up, not something it measures."""


@contextmanager
def watching(workspace: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Run a real `preview --watch` for as long as the test looks; no browser is opened."""
    running = subprocess.Popen(
        [sys.executable, "-m", "iki_newsletter", "preview", ISSUE, "--language", "de", "--watch", *options],
        cwd=workspace,
        env=os.environ | {"BROWSER": "true", "COLUMNS": "80"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    try:
        yield running
    finally:
        if running.poll() is None:
            running.kill()
        running.communicate(timeout=PATIENCE)


def read_until(running: subprocess.Popen[str], wanted: str) -> str:
    """Read what it says up to a line with these words."""
    assert running.stdout is not None
    said = ""
    for line in running.stdout:
        said += line
        if wanted in line:
            return said
    raise AssertionError(f"it ended without saying {wanted!r}:\n{said}")


class Browser:
    """What a browser would do with the page."""

    def __init__(self, said: str) -> None:
        address = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
        assert address, said
        self.port = int(address[1])

    def get(self, path: str = "/", host: str = "") -> http.client.HTTPResponse:
        """Ask for something."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path, headers={"Host": host or f"127.0.0.1:{self.port}"})
        return connection.getresponse()

    def load(self) -> tuple[str, http.client.HTTPResponse]:
        """Load the page, and listen for its changes as its script does."""
        page = self.get().read().decode()
        stream = re.search(r'EventSource\("(/changes\?after=\d+)"\)', page)
        assert stream, page[-500:]
        return page, self.get(stream[1])


def wait_for_change(stream: http.client.HTTPResponse) -> None:
    """Wait for the event that makes the page reload; heartbeats are not it."""
    for line in stream:
        if line == b"event: changed\n":
            return
    raise AssertionError("the stream ended without a change")


def replace(path: Path, before: str, now: str) -> None:
    """Save a file as careful editors do: a new one takes the old one's place."""
    text = path.read_text("utf-8")
    assert before in text
    beside = path.with_name(f".{path.name}.saving")
    beside.write_text(text.replace(before, now), "utf-8")
    beside.replace(path)


def stop(running: subprocess.Popen[str]) -> str:
    """Press Ctrl-C and wait for the end."""
    running.send_signal(signal.SIGINT)
    out, _ = running.communicate(timeout=PATIENCE)
    return out


def test_the_browser_page_follows_every_save(workspace: Path) -> None:
    """A changed text, a changed template, a mistake and its mending each reload the page; Ctrl-C ends it with 0."""
    plan = workspace / "issues" / ISSUE / "issue.yaml"
    labels = workspace / "templates" / "labels" / "de.yaml"
    with watching(workspace, "--browser") as running:
        browser = Browser(read_until(running, "http://127.0.0.1"))
        page, stream = browser.load()
        assert "treffen sich" in page

        replace(plan, "treffen sich", "begegnen sich")
        wait_for_change(stream)
        page, stream = browser.load()
        assert "begegnen sich" in page

        replace(labels, "Im Fokus", "Im Brennpunkt")
        wait_for_change(stream)
        page, stream = browser.load()
        assert "Im Brennpunkt" in page

        template = workspace / "templates" / "mail" / "edition.html.j2"
        replace(template, "{% endmacro %}", "{% endmakro %}")
        wait_for_change(stream)
        page, stream = browser.load()
        assert "edition.html.j2" in page
        assert "Traceback" not in page
        replace(template, "{% endmakro %}", "{% endmacro %}")
        wait_for_change(stream)
        page, stream = browser.load()
        assert "Im Brennpunkt" in page

        replace(plan, "number: 1", "numbre: 1")
        wait_for_change(stream)
        page, stream = browser.load()
        assert "[I106]" in page
        assert "Traceback" not in page

        replace(plan, "numbre: 1", "number: 1")
        wait_for_change(stream)
        page, stream = browser.load()
        assert "begegnen sich" in page

        said = stop(running)

    assert running.returncode == 0, said
    assert "Traceback" not in said


def test_the_page_is_all_that_the_server_has(workspace: Path) -> None:
    """No path leads to a file, and a web site that points its own name here gets nothing."""
    with watching(workspace, "--browser") as running:
        browser = Browser(read_until(running, "http://127.0.0.1"))

        page = browser.get()
        assert page.status == 200
        assert "script-src 'nonce-" in (page.getheader("Content-Security-Policy") or "")
        assert browser.get(host=f"localhost:{browser.port}").status == 200
        for path in (
            "/newsletter.yaml",
            "/../newsletter.yaml",
            "/%2e%2e/newsletter.yaml",
            "//etc/passwd",
            "/var/secret",
        ):
            assert browser.get(path).status == 404
        for host in ("rebound.example", f"rebound.example:{browser.port}", "127.0.0.1"):
            assert browser.get(host=host).status == 403
            assert browser.get("/changes?after=0", host=host).status == 403

        stop(running)
    assert running.returncode == 0


def test_the_terminal_shows_it_anew(workspace: Path) -> None:
    """After a save the edition stands there again, or what is wrong; Ctrl-C ends it with 0 and without a word."""
    plan = workspace / "issues" / ISSUE / "issue.yaml"
    with watching(workspace) as running:
        assert "treffen sich" in read_until(running, "Watching for changes")
        replace(plan, "treffen sich", "begegnen sich")
        assert "begegnen sich" in read_until(running, "Watching for changes")
        replace(plan, "number: 1", "numbre: 1")
        wrong = read_until(running, "Watching for changes")
        assert "[I106]" in wrong
        assert "Traceback" not in wrong

        assert stop(running) == ""
    assert running.returncode == 0


def test_a_wrong_call_ends_at_once(iki: Callable[..., Run], workspace: Path) -> None:
    """No save would make a language of another one: there is nothing to watch."""
    assert iki("preview", ISSUE, "--watch", "--language", "fr").code == 2
    assert iki("preview", "2016-01", "--watch").code == 2
    assert iki("preview", ISSUE, "--watch", "--source").code == 2
