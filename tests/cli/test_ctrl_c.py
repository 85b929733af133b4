from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from tests.servers.postbox import Postbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"
PEOPLE = 30
CONNECTIONS = 4
"""What the workspace's settings leave at its default."""
PATIENCE = 60
"""Seconds after which a test gives up, not something it measures."""


@dataclass
class Hesitant(Postbox):
    """A server that takes what comes after the second message only when it is told to."""

    third: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep the message, the third one late."""
        if len(self.received) == 2:
            self.third.set()
            await server.loop.run_in_executor(None, self.go_on.wait, PATIENCE)
        return await super().handle_DATA(server, session, envelope)


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT to a process of its own")
def test_ctrl_c_finishes_the_message_in_hand_and_the_next_run_goes_on(
    iki: Callable[..., Run], workspace: Path
) -> None:
    """The run ends with 75, says what to do, and after the next run everybody has exactly one."""
    people = workspace / "list.csv"
    people.write_text("email\n" + "".join(f"p{number}@example.org\n" for number in range(PEOPLE)), "utf-8")
    with Hesitant() as server:
        arguments = ("send", ISSUE, "--to", str(people), "--smtp", server.url, "--yes", "--connections", "1")
        running = subprocess.Popen(
            [sys.executable, "-m", "iki_newsletter", *arguments],
            cwd=workspace,
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        assert server.third.wait(PATIENCE)
        running.send_signal(signal.SIGINT)
        assert running.stderr is not None
        while "Stopping" not in (line := running.stderr.readline()):
            assert line, "the program ended without a word"
        server.go_on.set()
        out, err = running.communicate(timeout=PATIENCE)
        in_between = [each.recipient for each in server.received]

        again = iki(*arguments)

    assert running.returncode == 75, err
    assert "Run the same command again" in " ".join(out.split())
    assert 3 <= len(in_between) < PEOPLE
    assert again.code == 0
    recipients = [each.recipient for each in server.received]
    assert sorted(recipients) == sorted(f"p{number}@example.org" for number in range(PEOPLE))


@pytest.mark.skipif(os.name != "posix", reason="kills a process of its own")
def test_after_a_kill_at_the_dot_the_one_in_doubt_is_not_sent_again(iki: Callable[..., Run], workspace: Path) -> None:
    """Who may have it is uncertain, one a connection at most, as soon as anybody looks; all others get it once."""
    people = workspace / "list.csv"
    people.write_text("email\n" + "".join(f"p{number}@example.org\n" for number in range(PEOPLE)), "utf-8")
    with Hesitant() as server:
        arguments = ("send", ISSUE, "--to", str(people), "--smtp", server.url, "--yes", "--connections", "1")
        running = subprocess.Popen(
            [sys.executable, "-m", "iki_newsletter", *arguments],
            cwd=workspace,
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        assert server.third.wait(PATIENCE)
        running.kill()
        running.wait(PATIENCE)
        server.go_on.set()

        left = iki("deliveries", ISSUE, "--json").data["sum"]
        again = iki(*arguments)
        rows = iki("deliveries", ISSUE, "--json").data

    assert 1 <= left["uncertain"] <= CONNECTIONS
    assert again.code == 1
    assert "deliveries 2017-06" in again.out
    assert rows["sum"]["uncertain"] == left["uncertain"]
    assert rows["sum"]["sent"] == PEOPLE - left["uncertain"]
    recipients = [each.recipient for each in server.received]
    assert len(recipients) == len(set(recipients))


def test_ctrl_c_at_a_question_stops_on_a_line_of_its_own(workspace: Path) -> None:
    """Whoever thinks better of it reads that nothing has happened, below the question and not behind it."""
    ours, theirs = _terminal()
    # Whoever runs the tests behind `&` has Ctrl-C ignored, and what they start inherits that; a handler ends at exec.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    running = subprocess.Popen(
        [sys.executable, "-m", "iki_newsletter", "send", ISSUE],
        cwd=workspace,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    signal.signal(signal.SIGINT, before)
    os.close(theirs)
    try:
        shown = _read_until(ours, "[y/N]")
        # Ctrl-C between the question and the wait for its answer is seen with the next key: so it is pressed again.
        while "changed" not in shown:
            running.send_signal(signal.SIGINT)
            shown += _read_until(ours, "changed", PATIENCE / 10)
        assert running.wait(PATIENCE) == 130
    finally:
        running.kill()
        running.wait(PATIENCE)
        os.close(ours)
    assert "Stopped. Nothing was sent or changed." in re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()


def _read_until(terminal: int, words: str, patience: float = PATIENCE) -> str:
    """Read what a terminal shows, until these words stand in it or nothing more comes."""
    shown = ""
    while words not in shown and select.select([terminal], [], [], patience)[0]:
        shown += os.read(terminal, 4096).decode("utf-8", "replace")
    return shown


def _terminal() -> tuple[int, int]:
    """Open a terminal: our end of it and a program's."""
    if sys.platform == "win32":
        pytest.skip("needs a terminal of its own")
    else:
        return os.openpty()
