"""What must not be public yet is refused, and what pages are made from is known whole."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

import pytest
from tests.archive.made_site import REPORT, content, make_newsletter

import iki_newsletter
from iki_newsletter.errors import RefusedError
from iki_newsletter.workflow.approving import approve, propose
from iki_newsletter.workflow.fingerprint import Fingerprints, of_program
from iki_newsletter.workflow.publish import publish
from iki_newsletter.workspace.folder import Workspace

DAY = dt.datetime(2017, 6, 28, 12, tzinfo=dt.UTC)


def edit(path: Path, old: str, new: str) -> None:
    """Change a text in a file."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_an_issue_that_nobody_approved_is_not_published(tmp_path: Path) -> None:
    """Where settings ask for approval, naming an issue asks for it too: for the editions as they are now."""
    root = make_newsletter(tmp_path / "newsletter")
    workspace = Workspace(root)
    edit(root / "newsletter.yaml", "approval: optional", "approval: required")
    with pytest.raises(RefusedError, match="approved by nobody") as refused:
        publish(workspace, named=["2017-06"])
    assert "iki-news approve 2017-06" in refused.value.instead
    assert not (root / "published.yaml").exists()
    publish(workspace, is_draft=True)
    approve(propose(workspace, "2017-06", "Ana Muster"), DAY)
    publish(workspace, named=["2017-06"])
    edit(root / "issues/2017-06/issue.yaml", "se dan cita en junio", "se ven en junio")
    with pytest.raises(RefusedError, match="changed since Ana Muster"):
        publish(workspace, named=["2017-06"])


def test_an_embargo_holds_before_its_day(tmp_path: Path) -> None:
    """An issue that is published before it is sent tells nothing before its day; afterwards the clock has no say."""
    root = make_newsletter(tmp_path / "newsletter")
    workspace = Workspace(root)
    report = root / "issues/2017-07/contributions/workshop-report.yaml"
    report.write_text(REPORT + "embargo_until: 2017-06-28\n", "utf-8")
    for _ in range(2):  # the second time its cards are remembered
        with pytest.raises(RefusedError, match=r"2017-07/workshop-report \(until 2017-06-28\)"):
            publish(workspace, named=["2017-07"], now=DAY - dt.timedelta(days=1))
    assert not (root / "build/site").exists()
    assert not (root / "published.yaml").exists()
    publish(workspace, is_draft=True, now=DAY - dt.timedelta(days=1))
    first = content(publish(workspace, named=["2017-07"], now=DAY).folder)
    assert content(publish(workspace, now=DAY + dt.timedelta(days=900)).folder) == first


def test_an_event_of_a_later_issue_counts(tmp_path: Path) -> None:
    """Once an event that something is part of is there, or gone, the issue that names it is made again."""
    root = make_newsletter(tmp_path / "newsletter")
    workspace = Workspace(root)
    second = root / "issues/2017-07/contributions"
    edit(
        root / "issues/2017-06/contributions/klimaallianz-exchange-workshop.yaml",
        "kind: event\n",
        "kind: event\npart_of: 2017-07/ecovalor-accounts\n",
    )
    before = publish(workspace, named=["2017-06", "2017-07"], is_draft=False)
    assert "2017-06/klimaallianz-exchange-workshop" not in before.hidden
    edit(
        second / "ecovalor-accounts.yaml",
        "kind: event\n",
        "kind: event\npart_of: 2017-06/klimaallianz-exchange-workshop\n",
    )
    made = publish(workspace, is_draft=True)
    assert made.hidden.keys() > before.hidden.keys()
    shutil.rmtree(root / "build/cache")
    assert publish(workspace, is_draft=True).hidden == made.hidden
    edit(second / "ecovalor-accounts.yaml", "part_of: 2017-06/klimaallianz-exchange-workshop\n", "")
    made = publish(workspace, is_draft=True)
    shutil.rmtree(root / "build/cache")
    assert publish(workspace, is_draft=True).hidden == made.hidden


def test_a_file_that_takes_anothers_place_is_told_from_it(tmp_path: Path) -> None:
    """With the same size and the same time, another file is another: its place or the time of the change differs."""
    path = tmp_path / "page.html"
    path.write_bytes(b"one")
    long_ago = 1_500_000_000
    os.utime(path, (long_ago, long_ago))
    cache = tmp_path / "files.json"

    def known(prints: Fingerprints) -> str:
        about = path.stat()
        digest = prints.of_file(path)
        stamp = [about.st_mtime_ns, about.st_ctime_ns, about.st_size, about.st_ino]
        prints._kept[str(path)] = [*stamp, digest]  # as if it had been there for long
        prints.keep()
        return digest

    first = known(Fingerprints(cache))
    assert Fingerprints(cache).of_file(path) == first
    other = tmp_path / "other.html"
    other.write_bytes(b"two")
    os.utime(other, (long_ago, long_ago))
    other.replace(path)
    assert Fingerprints(cache).of_file(path) != first


@pytest.mark.parametrize("file", ["workflow/web_issue.py", "mail/personal.py", "store/receipt.py"])
def test_every_part_of_the_program_counts(tmp_path: Path, file: str) -> None:
    """Another version of any file of the program, code or data, is another program."""
    seen: list[Path] = []

    class Seeing(Fingerprints):
        def of_file(self, path: Path) -> str:
            seen.append(path)
            return super().of_file(path)

    of_program(Seeing(tmp_path / "files.json"))
    package = Path(iki_newsletter.__file__).parent
    assert package / file in seen
    data = {path for path in package.rglob("*") if path.suffix in (".yaml", ".json", ".html") and path.is_file()}
    assert data <= set(seen)
    assert not any(path.suffix == ".pyc" for path in seen)
