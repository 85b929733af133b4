from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from tests.archive.made_site import make_newsletter
from tests.cli.test_preview_watch import PATIENCE, Browser, read_until, replace, stop, wait_for_change
from tests.servers.postbox import Postbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"
LIST = "email,name,language,status\nana@example.org,Ana Ejemplo,es,active\n"


def test_an_issue_that_was_only_rehearsed_is_not_public(iki: Callable[..., Run], workspace: Path) -> None:
    """The sandbox sends nothing, and publishes nothing; the command says what to do, and ends with 1."""
    assert iki("send", ISSUE, "--smtp", "sandbox:", "--to", "subscribers.example.csv", "--yes").code == 0
    run = iki("publish")
    assert run.code == 1
    assert "--with 2017-06" in run.err
    assert not (workspace / "build/site").exists()


def test_what_was_sent_is_shown_as_it_was_sent(iki: Callable[..., Run], workspace: Path) -> None:
    """After a real sending the issue is public, in the words that were sent, though the files have others now."""
    people = workspace / "people.csv"
    people.write_text(LIST, "utf-8")
    with Postbox() as postbox:
        assert iki("send", ISSUE, "--to", people, "--smtp", postbox.url, "--yes").code == 0
    replace(workspace / "issues" / ISSUE / "issue.yaml", "se dan cita en junio", "se reúnen en junio")
    run = iki("publish", "--json")
    assert run.code == 0
    assert run.data["issues"] == [ISSUE]
    assert not any("not as it was sent" in note for note in run.data["notes"])
    page = (workspace / "build/site/2017-06/es.html").read_text("utf-8")
    assert "se dan cita en junio" in page
    assert "Buen día:" in page
    for secret in ("ana@example.org", "Ana Ejemplo"):
        assert secret not in page
    (workspace / "var").rename(workspace / "elsewhere")
    run = iki("publish", "--json")
    assert any("not as it was sent" in note for note in run.data["notes"])
    assert "se reúnen en junio" in (workspace / "build/site/2017-06/es.html").read_text("utf-8")


def test_a_picture_in_mails_comes_back_from_the_ledger(iki: Callable[..., Run], workspace: Path) -> None:
    """Where the old site is gone, and with it what was withdrawn, mails still find the pictures that they show."""
    people = workspace / "people.csv"
    people.write_text(LIST, "utf-8")
    with Postbox() as postbox:
        assert iki("send", ISSUE, "--to", people, "--smtp", postbox.url, "--yes").code == 0
    assert iki("publish").code == 0
    images = workspace / "build/site" / ISSUE / "images"
    before = {path.name: path.read_bytes() for path in images.iterdir()}
    assert any(name.startswith("selva-maya-") for name in before)
    (workspace / "redirects.yaml").write_text(f"{ISSUE}/selva-maya-monitoring: gone\n", "utf-8")
    shutil.rmtree(workspace / "build")
    assert iki("publish").code == 0
    assert {path.name: path.read_bytes() for path in images.iterdir()} == before


def test_it_says_what_is_public_and_what_is_not(
    iki: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The figures, what is new, what waits and what is held back are told to people and to programs alike."""
    monkeypatch.chdir(make_newsletter(tmp_path / "newsletter"))
    run = iki("publish", "--with", "issues/2017-07/", "--out", "www", "--json")
    assert run.code == 0
    assert run.data["issues"] == ["2017-07"]
    assert run.data["not_public"] == ["2017-06"]
    assert "2017-07/workshop-report" in run.data["new"]
    assert "2017-09-01" in run.data["hidden"]["2017-07/held-back"]
    run = iki("publish", "--out", "www")
    said = " ".join(run.out.split())
    assert "Wrote issue 2017-07 to www" in said
    assert "Not public: 2017-06" in said
    assert "as they were" in said


@pytest.mark.parametrize(
    "options",
    [("--drafts", "--out", "www"), ("--serve", "--with", ISSUE), ("--serve", "--out", "www"), ("--port", "1")],
)
def test_options_that_contradict_each_other_are_refused(
    iki: Callable[..., Run], workspace: Path, options: tuple[str, ...]
) -> None:
    """Drafts go to no folder of one's own, and looking publishes nothing: exit 2, and nothing is written."""
    assert iki("publish", *options).code == 2
    assert not (workspace / "www").exists()
    assert not (workspace / "published.yaml").exists()


@contextmanager
def serving(workspace: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Run a real `publish --serve` for as long as the test looks; no browser is opened."""
    running = subprocess.Popen(
        [sys.executable, "-m", "iki_newsletter", "publish", "--serve", *options],
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


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT to a process of its own")
def test_the_site_follows_every_save(workspace: Path) -> None:
    """Pages and style are served, and reload when a file is saved; nothing outside is given, nothing published."""
    item = workspace / "issues" / ISSUE / "contributions" / "ecovalor-valuation.yaml"
    page = f"/de/{ISSUE}/ecovalor-valuation.html"
    with serving(workspace, "--drafts") as running:
        browser = Browser(read_until(running, "http://127.0.0.1"))
        html = browser.get(page).read().decode()
        assert "was Mexikos Schutzgebiete wert sind" in html
        assert "Entwurf" in html
        stream = re.search(r'EventSource\("(/changes\?after=\d+)"\)', html)
        assert stream
        assert browser.get("/assets/site.css").getheader("Content-Type") == "text/css"
        assert browser.get("/").read().startswith(b"<!DOCTYPE html>")
        assert browser.get("/de/").status == 200
        for path in ("/../../newsletter.yaml", "/%2e%2e/%2e%2e/newsletter.yaml", "/nothing.html"):
            assert browser.get(path).status == 404
        assert browser.get(page, host="news.example.org").status == 403
        changes = browser.get(stream[1])
        replace(item, "was Mexikos Schutzgebiete wert sind", "was Mexikos Parks wert sind")
        wait_for_change(changes)
        changes = browser.get(stream[1])
        while "Parks" not in browser.get(page).read().decode():
            wait_for_change(changes)
        stop(running)
        assert running.returncode == 0
    assert not (workspace / "published.yaml").exists()
    assert not (workspace / "build/site").exists()


def test_what_keeps_a_page_away_is_shown_where_it_is_missing(workspace: Path) -> None:
    """A contribution that cannot be read is told in the terminal, and on the page that its address leads to."""
    item = workspace / "issues" / ISSUE / "contributions" / "ecovalor-valuation.yaml"
    page = f"/de/{ISSUE}/ecovalor-valuation.html"
    replace(item, "project: ecovalor", "project: nobody")
    with serving(workspace, "--drafts") as running:
        said = read_until(running, "http://127.0.0.1")
        assert "ecovalor-valuation.yaml:" in said
        browser = Browser(said)
        missing = browser.get(page)
        assert missing.status == 404
        assert "ecovalor-valuation.yaml:" in missing.read().decode()
        stop(running)


def test_a_browser_may_ask_before_it_gets(workspace: Path) -> None:
    """A HEAD request is answered like GET, without the page; a name that is not loopback's is refused as well."""
    with serving(workspace, "--drafts") as running:
        port = int(re.search(r"127\.0\.0\.1:(\d+)", read_until(running, "http://127.0.0.1"))[1])  # type: ignore[index]
        for path, host, status in (
            ("/de/", "127.0.0.1", 200),
            ("/no.html", "127.0.0.1", 404),
            ("/", "evil.example", 403),
        ):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("HEAD", path, headers={"Host": f"{host}:{port}"})
            answer = connection.getresponse()
            assert (answer.status, answer.read()) == (status, b"")
        stop(running)


@pytest.mark.usefixtures("workspace")
def test_a_port_that_is_taken_is_told(iki: Callable[..., Run]) -> None:
    """A port that another program has ends with 2 and a sentence about the port; so does one that is none."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = iki("publish", "--drafts", "--serve", "--port", str(port))
    assert run.code == 2
    assert f"Another program has port {port}." in run.err
    assert "--port" in run.err
    assert iki("publish", "--drafts", "--serve", "--port", "99999").code == 2


def test_an_issue_that_send_would_refuse_is_refused(iki: Callable[..., Run], workspace: Path) -> None:
    """Exit 1, each problem at its place as `check` tells it; of a public issue the rest is published, and exit 1."""
    plan = workspace / "issues" / ISSUE / "issue.yaml"
    written = plan.read_text("utf-8")
    broken = re.sub(r"^subject:.*$", 'subject: "<write here>"', written, flags=re.MULTILINE)
    plan.write_text(re.sub(r'(subject: "<write here>"\n)(?:  .*\n)*', r"\1", broken), "utf-8")
    run = iki("publish", "--with", ISSUE)
    assert run.code == 1
    assert f"issues/{ISSUE}/issue.yaml:" in run.err
    assert "would stop `send`" in run.err
    assert not (workspace / "published.yaml").exists()
    plan.write_text(written, "utf-8")
    assert iki("publish", "--with", ISSUE).code == 0
    (workspace / "issues" / ISSUE / "contributions" / "new.yaml").write_text("kind: news\nproject: nobody\n", "utf-8")
    run = iki("publish")
    assert run.code == 1
    assert "new.yaml:" in run.err
    assert "public already" in run.err
