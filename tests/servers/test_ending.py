from __future__ import annotations

import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from tests.servers.postfix import postfix
from tests.servers.program import living_in, running

STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-c", "import os, time; os.setpgid(0, 0); time.sleep(600)"])
open(sys.argv[1], "w").close()
time.sleep(600)
"""


def names_in(session: int) -> set[str]:
    """Name the programs that live in a session."""
    names = set()
    for each in living_in(session):
        with suppress(OSError):  # it has ended meanwhile
            names.add(Path(f"/proc/{each}/comm").read_text("utf-8").strip())
    return names


@pytest.mark.parametrize("is_killed", [False, True])
def test_postfix_leaves_nobody_behind(is_killed: bool) -> None:
    """In the midst of a conversation, also where its master was killed and could tell nobody to end."""
    if sys.platform == "win32":
        pytest.skip("Windows has no Postfix")
    with postfix() as server, socket.create_connection(("127.0.0.1", server.port)) as conversation:
        conversation.recv(100)
        for _ in range(500):
            if names_in(server.session) >= {"master", "smtpd", "anvil"}:
                break
            time.sleep(0.02)
        else:
            pytest.fail("Postfix has not started what a conversation needs")
        if is_killed:
            os.kill(server.session, signal.SIGKILL)
    assert living_in(server.session) == []


def test_a_server_that_does_not_want_to_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what it has started in the same session, in whatever group that is."""
    if sys.platform != "linux":
        pytest.skip("processes are looked up in /proc")
    monkeypatch.setattr("tests.servers.program._ENDS_WITHIN", 20)
    with running([sys.executable, "-c", STUBBORN, str(tmp_path / "ready")]) as process:
        for _ in range(500):
            if (tmp_path / "ready").exists() and len(living_in(process.pid)) > 1:
                break
            time.sleep(0.02)
        assert len(living_in(process.pid)) > 1
    assert living_in(process.pid) == []
    assert process.returncode == -signal.SIGKILL
