from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from tests.conftest import ROOT

from iki_newsletter.content.loading import load_contributions
from iki_newsletter.model.contribution import Event

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

FENCED = re.compile(r"^```(?P<kind>\S+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_workshop_goes_as_it_is_written(iki: Callable[..., Run], workspace: Path) -> None:
    """Each piece added in turn to the files that the page names, nothing is wrong with them at any time."""
    page = (ROOT / "docs" / "how-to" / "keep-a-workshop-together.md").read_text("utf-8")
    assert iki("new", "issue", "2017-08").code == 0
    checked = 0
    for block in FENCED.finditer(page):
        if block["kind"] == "yaml":
            path = Path(block["file"])
            path.parent.mkdir(exist_ok=True)
            path.write_text((path.read_text("utf-8") if path.exists() else "") + block["text"], "utf-8")
            for file in re.findall(r"file: (materials/\S+)", block["text"]):
                (path.parents[1] / "materials").mkdir(exist_ok=True)
                (path.parents[1] / file).write_bytes(b"%PDF-1.4\n")
        for line in block["text"].splitlines() if block["kind"] == "console" else ():
            run = iki(*shlex.split(line.removeprefix("$ "))[1:])
            assert run.code == 0, run.err
            assert not set(re.findall(r"biomar-\S+\.yaml", run.err))
            checked += 1
    assert checked == 1

    for issue in ("2017-06", "2017-08"):
        found = iki("check", issue, "--json").data["problems"]
        assert not [each for each in found if "biomar-" in each["path"]]
    items = {each.name: each.value for each in load_contributions(workspace / "issues" / "2017-06")[0]}
    workshop = items["biomar-workshop"]
    assert isinstance(workshop, Event)
    assert [len(workshop.sessions), len(workshop.participants), len(workshop.materials)] == [3, 2, 2]
    assert items["biomar-call"].event_id("2017-06") == "2017-06/biomar-workshop"
