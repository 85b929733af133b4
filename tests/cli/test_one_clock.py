from __future__ import annotations

import datetime as dt
import os
import time
from typing import TYPE_CHECKING

import pytest

from iki_newsletter.workflow.clock import shown_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"
ZONE = "America/Mexico_City"


@pytest.fixture
def far_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the computer's own clock be half a day from the newsletter's."""
    if not hasattr(time, "tzset"):
        pytest.skip("the computer's time zone cannot be set here")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_all_times_are_on_the_newsletters_clock(iki: Callable[..., Run], workspace: Path, far_away: None) -> None:
    """The plan, the deliveries and the diff say one moment alike, and name the zone, whatever the computer's is."""
    assert os.environ["TZ"] == "Pacific/Auckland"
    (workspace / "list.csv").write_text("email\nana@example.org\nben@example.org\n", "utf-8")
    iki("send", ISSUE, "--to", "list.csv", "--yes", "--limit", "1")
    rows = iki("deliveries", ISSUE, "--json").data["deliveries"]
    at = next(row["at"] for row in rows if row["at"])
    shown = iki("deliveries", ISSUE)
    plan, diff = iki("send", ISSUE, "--to", "list.csv", "--dry-run"), iki("diff", ISSUE)

    day = shown_time(dt.datetime.fromisoformat(at), ZONE)[: len("2017-06-12")]
    assert f"{day} " in shown.out
    assert f"Times are those of {ZONE}." in shown.out
    for run in (plan, diff):
        said = " ".join(run.out.split())
        assert f"({ZONE})" in said
        assert f"{day} " in said


def test_deliveries_are_shown_also_while_the_settings_are_broken(iki: Callable[..., Run], workspace: Path) -> None:
    """Who got what is in the ledger; then the times are those of UTC, and it says so."""
    (workspace / "list.csv").write_text("email\nana@example.org\n", "utf-8")
    iki("send", ISSUE, "--to", "list.csv", "--yes")
    settings = workspace / "newsletter.yaml"
    settings.write_text(
        settings.read_text("utf-8").replace("timezone: America/Mexico_City", "timezone: Mexico"), "utf-8"
    )
    run = iki("deliveries", ISSUE)

    assert run.code == 0
    assert "Times are those of UTC." in run.out
