from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from iki_newsletter.workflow import earlier
from iki_newsletter.workflow.earlier import read_earlier
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.model.told import Told

LONG_AGO = 1_490_000_000


@pytest.fixture
def here(workspace: Path) -> Workspace:
    """Give a workspace whose files were last changed long ago."""
    for path in (workspace / "issues").rglob("*.yaml"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    return Workspace(workspace)


def kept(here: Workspace) -> Path:
    """Give the file in which what was read is kept."""
    return here.build / "cache" / "earlier" / "2017-06.json"


def told(here: Workspace) -> dict[str, Told]:
    """Read the earlier issue's items by their names."""
    return {each.name: each for each in read_earlier(here, "2017-07")["2017-06"]}


def test_what_was_read_once_is_not_read_again(here: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """And it is the same, item by item."""
    first = told(here)
    assert len(first) == 16
    monkeypatch.setattr(earlier, "load_as_written", lambda _: pytest.fail("read again"))
    assert told(here) == first


def test_a_file_that_changed_is_read_again(here: Workspace) -> None:
    """By its time or its size; the others are not."""
    told(here)
    path = here.issues / "2017-06" / "contributions" / "ecovalor-valuation.yaml"
    before = path.stat()
    path.write_text(path.read_text("utf-8").replace("project: ecovalor", "project: biomar"), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # another size alone
    assert told(here)["ecovalor-valuation"].project == "biomar"
    path.unlink()
    assert "ecovalor-valuation" not in told(here)


def test_what_was_written_just_now_is_not_believed_to_stay(here: Workspace) -> None:
    """Within one tick of a coarse clock a file can change once more without its time telling."""
    path = here.issues / "2017-06" / "contributions" / "viclim-levels.yaml"
    text = path.read_text("utf-8").replace("project: viclim", "project: biomar")
    path.write_text(text, "utf-8")
    stamp = path.stat()
    assert told(here)["viclim-levels"].project == "biomar"
    path.write_text(text.replace("project: biomar", "project: viclim"), "utf-8")
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert told(here)["viclim-levels"].project == "viclim"


def test_what_the_editors_left_out_was_not_seen(here: Workspace) -> None:
    """A decision in issue.yaml is heeded when it is made, though no contribution changed."""
    assert told(here)["viclim-levels"].is_shown
    plan = here.issues / "2017-06" / "issue.yaml"
    plan.write_text(plan.read_text("utf-8") + "leave_out:\n  viclim-levels: It waits.\n", "utf-8")
    assert not told(here)["viclim-levels"].is_shown


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", '{"version": 1}', '{"version": 1, "plan": 1, "at": 1, "items": 1}']
)
def test_a_damaged_memory_is_made_anew(here: Workspace, damage: str) -> None:
    """What lies in build/ can be made again."""
    first = told(here)
    good = json.loads(kept(here).read_text("utf-8"))
    kept(here).write_text(damage, "utf-8")
    assert told(here) == first
    assert json.loads(kept(here).read_text("utf-8"))["items"] == good["items"]


def test_without_a_place_to_keep_it_everything_is_read(here: Workspace) -> None:
    """A build/ that cannot be written stops no check."""
    here.build.write_text("a file", "utf-8")
    assert len(told(here)) == 16
