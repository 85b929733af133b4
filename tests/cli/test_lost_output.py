"""Where nobody reads any more what `send` says: it goes on, is written down, and ends as the sending did."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console
from tests.servers.postbox import Postbox

from iki_newsletter.cli.face import Face
from iki_newsletter.cli.lasting import lasting_output
from iki_newsletter.cli.progress import shown_progress
from iki_newsletter.delivery.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

ISSUE = "2017-06"
PEOPLE = 20
PATIENCE = 60
"""Seconds after which a test gives up, not something it measures."""
FULL = Path("/dev/full")


@dataclass
class Hesitant(Postbox):
    """A server that takes the fifth message only when it is told to."""

    go_on: threading.Event = field(default_factory=threading.Event)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep the message."""
        if len(self.received) >= 5:
            await server.loop.run_in_executor(None, self.go_on.wait, PATIENCE)
        return await super().handle_DATA(server, session, envelope)


class Breaking(io.StringIO):
    """A stream that breaks after so many writes."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after = after

    def write(self, text: str) -> int:
        """Write, until it breaks."""
        self.after -= 1
        if self.after < 0:
            raise OSError(28, "No space left on device")
        return super().write(text)


def start(workspace: Path, url: str, *options: str, stdout: Any) -> subprocess.Popen[str]:
    """Begin to send to a list of twenty."""
    rows = "".join(f"p{number}@example.org\n" for number in range(PEOPLE))
    (workspace / "list.csv").write_text(f"email\n{rows}", "utf-8")
    arguments = ("send", ISSUE, "--to", "list.csv", "--smtp", url, "--yes", *options)
    return subprocess.Popen(
        [sys.executable, "-m", "iki_newsletter", *arguments],
        cwd=workspace,
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def assert_all_is_well(ended: subprocess.Popen[str], workspace: Path, server: Postbox) -> str:
    """Everybody has it, receipt and run log say so, and the exit code too; gives what stderr said."""
    _, err = ended.communicate(timeout=PATIENCE)
    assert ended.returncode == 0, err
    assert sorted(each.recipient for each in server.received) == sorted(f"p{n}@example.org" for n in range(PEOPLE))
    assert f"attempts: {PEOPLE}" in (workspace / "issues" / ISSUE / "campaign.yaml").read_text("utf-8")
    log = (workspace / "var" / "log" / f"{ISSUE}.log").read_text("utf-8")
    assert f" sent={PEOPLE} " in log
    assert log.rstrip().endswith("exit=0")
    assert "Traceback" not in err
    return " ".join(err.split())


def test_a_pipe_that_closes_ends_no_sending(workspace: Path) -> None:
    """With `send | head -1` everybody gets it, once, and stderr has the summary."""
    with Hesitant() as server:
        running = start(workspace, server.url, stdout=subprocess.PIPE)
        assert running.stdout is not None
        while " of 20" not in (line := running.stdout.readline()):
            assert line, "the program ended without a word"
        running.stdout.close()
        running.stdout = None
        server.go_on.set()
        said = assert_all_is_well(running, workspace, server)
    assert "could not be shown to its end" in said
    assert f"{PEOPLE} planned: {PEOPLE} sent" in said


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
def test_a_full_disk_for_its_output_changes_no_exit_code(workspace: Path) -> None:
    """When the object for programs cannot be written, the sending is done all the same, and says so."""
    with Postbox() as server, FULL.open("w", encoding="utf-8") as full:
        said = assert_all_is_well(start(workspace, server.url, "--json", stdout=full), workspace, server)
    assert "could not be shown to its end (No space left on device)" in said


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
def test_a_plan_that_nobody_can_read_sends_nothing(workspace: Path) -> None:
    """Where the output is broken from the beginning, it says so and leaves everything as it was."""
    with Postbox() as server, FULL.open("w", encoding="utf-8") as full:
        running = start(workspace, server.url, stdout=full)
        _, err = running.communicate(timeout=PATIENCE)
    assert running.returncode != 0
    assert "No space left on device" in err
    assert server.received == []


@pytest.mark.parametrize("terminal", [True, False], ids=["terminal", "file"])
@pytest.mark.parametrize("after", [0, 1, 4])
def test_progress_outlasts_its_stream(monkeypatch: pytest.MonkeyPatch, terminal: bool, after: int) -> None:
    """A bar or a line that cannot be drawn raises nothing, in the beginning, in the middle and at the end."""
    monkeypatch.setattr(sys, "stdout", Breaking(after))
    face = Face()
    face.out = Console(force_terminal=terminal, width=80, color_system=None, legacy_windows=False)
    with lasting_output() as lost:
        with shown_progress(face) as show:
            for done in range(21):
                show(Progress(done=done, total=20, reply="250 ok"))
        face.say("Done.")
    assert [error.errno for error in lost] == [28]


def test_output_is_as_it_was_afterwards(monkeypatch: pytest.MonkeyPatch, iki: Callable[..., Run]) -> None:
    """What is whole is written as ever, and nothing is swallowed any more after the work."""
    stream = Breaking(1)
    monkeypatch.setattr(sys, "stdout", stream)
    with lasting_output() as lost:
        sys.stdout.write("one")
    assert (stream.getvalue(), lost, sys.stdout) == ("one", [], stream)
    with pytest.raises(OSError, match="No space"):
        sys.stdout.write("two")
