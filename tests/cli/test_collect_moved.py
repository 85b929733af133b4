from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cli.collecting import ISSUE, fates, received
from tests.intake.parcels import news, parcel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

JULY = "issues/2017-07"
NAME = "contributions/ecovalor-news.yaml"


@pytest.fixture
def moved(iki: Callable[..., Run], tmp_path: Path, workspace: Path) -> Path:
    """Collect a parcel for June, and move what came of it into July by hand; gives the parcel."""
    source = tmp_path / "a.zip"
    source.write_bytes(parcel())
    iki("collect", "2017-06", source)
    iki("new", "issue", "2017-07")
    (workspace / ISSUE / NAME).rename(workspace / JULY / NAME)
    (workspace / ISSUE / "images/reserva.jpg").rename(workspace / JULY / "images/reserva.jpg")
    return source


def test_what_was_moved_to_another_issue_is_taken_for_neither(
    iki: Callable[..., Run], moved: Path, workspace: Path
) -> None:
    """Its line in received.yaml comes along, and June's says where it is."""
    assert fates(iki("collect", "2017-07", moved, "--json")) == ["known"]
    assert received(workspace, JULY) == received(workspace)
    run = iki("collect", "2017-06", moved, "--json")
    assert fates(run) == ["elsewhere"]
    assert "in the issue 2017-07 already, as ecovalor-news" in run.data["collected"][0]["why"]
    assert not (workspace / ISSUE / NAME).exists()


def test_a_newer_version_of_what_was_moved_goes_where_it_is(
    iki: Callable[..., Run], moved: Path, workspace: Path
) -> None:
    """Although its form was made for the other issue."""
    moved.write_bytes(parcel(news(title="Once reservas"), saved_at="2017-05-21T08:00:00Z"))
    assert fates(iki("collect", "2017-07", moved, "--json")) == ["replaced"]
    assert "Once reservas" in (workspace / JULY / NAME).read_text("utf-8")
    assert fates(iki("collect", "2017-06", moved, "--json")) == ["elsewhere"]


def test_what_was_moved_and_edited_at_once_is_not_taken_anew(
    iki: Callable[..., Run], moved: Path, workspace: Path
) -> None:
    """Nothing says then that it is the same, and it is passed over all the same."""
    moved.write_bytes(parcel(issue=None))
    path = workspace / JULY / NAME
    path.write_bytes(path.read_bytes() + b"# seen by Hanna\n")
    run = iki("collect", "2017-07", moved, "--json")
    assert fates(run) == ["elsewhere"]
    assert "no longer there" in run.data["collected"][0]["why"]
    assert [each.name for each in (workspace / JULY / "contributions").glob("ecovalor*")] == ["ecovalor-news.yaml"]
