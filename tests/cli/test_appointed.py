from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from tests.servers.postbox import Postbox

from iki_newsletter.cli import send

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"
NINE = dt.datetime(2017, 6, 12, 14, 0, tzinfo=dt.UTC)
AT = "2017-06-12 09:00 America/Mexico_City"


class World:
    """A clock and a sleep for the command; something may happen during the first sleep."""

    def __init__(self) -> None:
        self.now = NINE - dt.timedelta(hours=3)
        self.meanwhile: Callable[[], None] = lambda: None

    def sleep(self, seconds: float) -> None:
        """Pass the time."""
        self.now += dt.timedelta(seconds=seconds)
        self.meanwhile()
        self.meanwhile = lambda: None


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Give the command a clock that only sleep moves."""
    world = World()
    monkeypatch.setattr(send, "_clock", lambda: world.now)
    monkeypatch.setattr("iki_newsletter.cli.send.time.sleep", world.sleep)
    return world


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """Give a real server to send to."""
    with Postbox() as box:
        yield box


@pytest.fixture
def command(workspace: Path, postbox: Postbox) -> tuple[str, ...]:
    """Give the command that sends to two people."""
    (workspace / "list.csv").write_text("email,status\na@example.org,\nb@example.org,\n", "utf-8")
    return ("send", ISSUE, "--to", "list.csv", "--smtp", postbox.url, "--yes")


def test_it_waits_and_then_sends(
    iki: Callable[..., Run], command: tuple[str, ...], world: World, postbox: Postbox
) -> None:
    """Nothing goes out before the time; the plan and the waiting say when it will."""
    before: list[int] = []
    world.meanwhile = lambda: before.append(len(postbox.received))
    run = iki(*command, "--at", AT)

    assert run.code == 0
    assert world.now == NINE
    assert before == [0]
    assert f"Waiting until {AT}" in " ".join(run.out.split())
    assert len(postbox.received) == 2


def test_who_unsubscribes_during_the_wait_gets_nothing(
    iki: Callable[..., Run], command: tuple[str, ...], world: World, postbox: Postbox, workspace: Path
) -> None:
    """The list is looked at once more, for people's own word."""
    listed = "email,status\na@example.org,\nb@example.org,baja\n"

    def unsubscribe() -> None:
        (workspace / "list.csv").write_text(listed, "utf-8")

    world.meanwhile = unsubscribe
    run = iki(*command, "--at", AT, "--json")

    assert sorted(each.recipient for each in postbox.received) == ["a@example.org"]
    assert (run.data["sent"], run.data["withdrawn"]) == (1, 1)


def test_an_old_appointment_is_refused(
    iki: Callable[..., Run], command: tuple[str, ...], world: World, postbox: Postbox, workspace: Path
) -> None:
    """Nothing is sent and no campaign begins."""
    world.now = NINE + dt.timedelta(hours=2)
    run = iki(*command, "--at", AT)

    assert run.code == 1
    assert "2 hours ago" in run.err
    assert postbox.received == []
    assert not (workspace / "var").exists()


def test_wrong_forms_and_what_does_not_fit(iki: Callable[..., Run], command: tuple[str, ...], world: World) -> None:
    """A wrong time, and a test at a time, are told before anything happens."""
    wrong = iki(*command, "--at", "tomorrow")
    test = iki(*command, "--at", AT, "--test", "me@example.org")

    assert (wrong.code, test.code) == (2, 2)
    assert "2017-06-12 09:00 America/Mexico_City" in wrong.err
