from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iki_newsletter.content.remembered import read_heads, read_told
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from iki_newsletter.content.heads import Head
    from iki_newsletter.model.told import Told

ISSUE = "2017-06"
LONG_AGO = 1_490_000_000
NAMES = 16


@pytest.fixture
def here(workspace: Path) -> Workspace:
    """Give a workspace whose files were last changed long ago."""
    for path in (workspace / "issues").rglob("*.yaml"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    return Workspace(workspace)


def kept(here: Workspace) -> Path:
    """Give the file in which what was read is kept."""
    return here.build / "cache" / "contributions" / f"{ISSUE}.jsonl"


def item(here: Workspace, name: str) -> Path:
    """Give a contribution's file."""
    return here.issues / ISSUE / "contributions" / f"{name}.yaml"


def write(here: Workspace, name: str, text: str) -> None:
    """Write a contribution long ago."""
    item(here, name).write_text(text, "utf-8")
    os.utime(item(here, name), (LONG_AGO + 10, LONG_AGO + 10))


def told(here: Workspace) -> dict[str, Told]:
    """Read what the items are known by."""
    return {each.name: each for each in read_told(here, ISSUE)}


def heads(here: Workspace) -> dict[str, Head]:
    """Read the heads."""
    return {each.name: each for each in read_heads(here, [ISSUE])}


def forge(here: Workspace) -> None:
    """Change what is kept, so that whatever comes from there can be told from what is read in the files."""
    kept(here).write_text(kept(here).read_text("utf-8").replace('"viclim"', '"forged"'), "utf-8")


def test_what_was_read_once_is_not_read_again(here: Workspace) -> None:
    """Neither its head nor the rest, whichever was asked for first; and it is the same, item by item."""
    first_heads, first_told = heads(here), told(here)
    assert len(first_heads) == len(first_told) == NAMES
    assert {name: head.project for name, head in first_heads.items()} == {
        name: each.project for name, each in first_told.items()
    }
    assert (heads(here), told(here)) == (first_heads, first_told)
    forge(here)
    assert heads(here)["viclim-levels"].project == "forged"
    assert told(here)["viclim-levels"].project == "forged"


def test_what_is_read_whole_is_not_read_again_for_its_head(here: Workspace) -> None:
    """One reading serves both."""
    told(here)
    forge(here)
    assert heads(here)["viclim-levels"].project == "forged"


def test_a_file_that_changed_is_read_again(here: Workspace) -> None:
    """By its time or its size; the others are not."""
    told(here)
    path = item(here, "ecovalor-valuation")
    before = path.stat()
    path.write_text(path.read_text("utf-8").replace("project: ecovalor", "project: biomar"), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # another size alone
    forge(here)
    assert heads(here)["ecovalor-valuation"].project == "biomar"
    assert told(here)["ecovalor-valuation"].project == "biomar"
    assert told(here)["viclim-levels"].project == "forged"
    path.unlink()
    assert "ecovalor-valuation" not in told(here)
    assert "ecovalor-valuation" not in heads(here)


def test_what_was_written_just_now_is_not_believed_to_stay(here: Workspace) -> None:
    """Within one tick of a coarse clock a file can change once more without its time telling."""
    path = item(here, "viclim-levels")
    text = path.read_text("utf-8").replace("project: viclim", "project: biomar")
    path.write_text(text, "utf-8")
    stamp = path.stat()
    assert told(here)["viclim-levels"].project == heads(here)["viclim-levels"].project == "biomar"
    path.write_text(text.replace("project: biomar", "project: viclim"), "utf-8")
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert told(here)["viclim-levels"].project == heads(here)["viclim-levels"].project == "viclim"


def test_what_the_editors_left_out_was_not_seen(here: Workspace) -> None:
    """A decision in issue.yaml is heeded when it is made, though no contribution changed."""
    assert told(here)["viclim-levels"].is_shown
    plan = here.issues / ISSUE / "issue.yaml"
    plan.write_text(plan.read_text("utf-8") + "leave_out:\n  viclim-levels: It waits.\n", "utf-8")
    assert not told(here)["viclim-levels"].is_shown
    assert len(heads(here)) == NAMES


def test_a_file_that_cannot_be_used_has_a_head(here: Workspace) -> None:
    """Something came; but nobody would know it again."""
    write(here, "zz-broken", "project: viclim\nreceived_on: 2017-05-22\ntitle: [\n")
    write(here, "Wrong Name", "project: viclim\nreceived_on: 2017-05-22\n")
    for _ in range(2):
        assert {"zz-broken", "Wrong Name"}.isdisjoint(told(here))
        assert heads(here)["zz-broken"].project == heads(here)["Wrong Name"].project == "viclim"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for a privilege to make links")
def test_nothing_outside_of_the_issue_is_opened(here: Workspace, tmp_path: Path) -> None:
    """A link that leads out is none of its contributions, here as where they are loaded."""
    (tmp_path / "elsewhere.yaml").write_text("project: viclim\nreceived_on: 2017-05-22\n", "utf-8")
    item(here, "zz-link").symlink_to(tmp_path / "elsewhere.yaml")
    assert "zz-link" not in heads(here)
    assert "zz-link" not in told(here)


@pytest.mark.parametrize(
    "damage",
    [
        *("", "{", "[]\n[]\n", '{"version": 1}\n', '{"version": 1, "heads": 1}\n{}'),
        '{"version": 1, "heads": {"viclim-levels": [1]}}\n',
        '{"version": 1, "heads": {}}\n{"plan": 1, "told": 1}\n',
    ],
)
def test_a_damaged_memory_is_made_anew(here: Workspace, damage: str) -> None:
    """What lies in build/ can be made again."""
    first_heads, first_told = heads(here), told(here)
    good = kept(here).read_text("utf-8")
    kept(here).write_text(damage, "utf-8")
    assert (heads(here), told(here)) == (first_heads, first_told)
    assert kept(here).read_text("utf-8") == good


def test_what_is_told_of_a_damaged_item_is_made_anew(here: Workspace) -> None:
    """The second line is looked at as carefully as the first."""
    first = told(here)
    first_line = kept(here).read_text("utf-8").partition("\n")[0]
    plan = here.issues / ISSUE / "issue.yaml"
    stamp = f"[{plan.stat().st_mtime_ns}, {plan.stat().st_size}]"
    for broken in ('{"viclim-levels": 1}', '{"viclim-levels": {"titles": []}}', "[1]"):
        kept(here).write_text(f'{first_line}\n{{"plan": {stamp}, "told": {broken}}}\n', "utf-8")
        assert told(here) == first


JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
ANY_WORKSPACE: Final = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def places_in(value: Any, *keys: str | int) -> Iterator[tuple[str | int, ...]]:
    """Give the way to every value within a JSON value."""
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*keys, key)
            yield from places_in(part, *keys, key)


@ANY_WORKSPACE
@given(lines=st.lists(JSON, min_size=2, max_size=2))
def test_any_json_is_no_memory(here: Workspace, lines: list[Any]) -> None:
    """Whatever the two lines hold, it is made anew where it is not ours."""
    kept(here).unlink(missing_ok=True)
    first = heads(here), told(here)
    kept(here).write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    assert (heads(here), told(here)) == first


@ANY_WORKSPACE
@given(data=st.data())
def test_no_value_of_another_type_is_believed(here: Workspace, data: st.DataObject) -> None:
    """Nor does any end in a traceback, wherever in the two lines it stands and whichever is asked for first."""
    kept(here).unlink(missing_ok=True)
    first_told, first_heads = told(here), heads(here)
    lines = [json.loads(line) for line in kept(here).read_text("utf-8").splitlines()]
    way = data.draw(st.sampled_from(list(places_in(lines))))
    around: Any = lines
    for key in way[:-1]:
        around = around[key]
    before = around[way[-1]]
    of_another_type = JSON.filter(lambda new: new is not None and type(new) is not type(before))
    around[way[-1]] = data.draw(of_another_type | st.just("\ud800"))
    kept(here).write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    if data.draw(st.booleans()):
        assert heads(here) == first_heads
    assert told(here) == first_told
    assert heads(here) == first_heads


def test_without_a_place_to_keep_it_everything_is_read(here: Workspace) -> None:
    """A build/ that cannot be written stops nothing."""
    here.build.write_text("a file", "utf-8")
    assert len(told(here)) == len(heads(here)) == NAMES
