"""Killing a sender at one exact system call of its life, with strace, and what must hold after it went on."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.servers.scripted import ScriptedServer
from tests.servers.sender import go_on
from tests.sums import adds_up

from iki_newsletter.model.delivery import State

if TYPE_CHECKING:
    from tests.delivery.conftest import Bench

CALLS = (
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "ftruncate",
    "sendto",
    "sendmsg",
    "recvfrom",
    "recvmsg",
    "close",
    "unlink",
    "rename",
)
"""What changes a file, the wire, or what we know of either."""
ROOT = Path(__file__).parents[2]
SENDER = Path(__file__).parent / "sender.py"
CAMPAIGN = "2017-06"


@dataclass(frozen=True)
class Point:
    """The nth time that a sender is about to make a system call."""

    call: str
    number: int

    def __str__(self) -> str:
        return f"{self.call} {self.number}"


def require_strace() -> str:
    """Give strace's path; skips the test by name where it is missing."""
    found = shutil.which("strace")
    if found is None or sys.platform != "linux":
        pytest.skip("strace is not installed (Debian: strace)")
    return found


class TracedSender:
    """A sender under strace; `await life(...)` lives one."""

    def __init__(self, ledger: Path, port: int, connections: int = 1) -> None:
        self._command = [sys.executable, str(SENDER), str(ledger), str(port), str(connections), "held"]

    async def life(self, *options: str) -> tuple[int, list[str]]:
        """Live once; gives how it ended and what strace wrote, line by line."""
        strace = require_strace()
        path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        sender = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        assert sender.stdout is not None
        assert sender.stdin is not None
        assert await sender.stdout.readline() == b"ready\n"
        tracer = await asyncio.create_subprocess_exec(
            strace, "-f", *options, "-p", str(sender.pid), stderr=asyncio.subprocess.PIPE
        )
        assert tracer.stderr is not None
        attached = (await tracer.stderr.readline()).decode()
        if "attached" not in attached:
            sender.kill()
            await sender.wait()
            pytest.skip(f"strace may not look at another process here: {attached.strip()}")
        sender.stdin.write(b"go\n")
        written = asyncio.ensure_future(tracer.stderr.read())
        code = await sender.wait()
        lines = (await written).decode(errors="replace").splitlines()
        await tracer.wait()
        return code, lines


async def points_of_a_life(bench: Bench, connections: int = 1) -> list[Point]:
    """Let one sender live undisturbed, and list every system call at which one could be killed."""
    async with ScriptedServer() as server:
        sender = TracedSender(bench.database.path, server.port, connections)
        code, lines = await sender.life("-e", f"trace={','.join(CALLS)}")
    assert code == 0
    made = Counter(line.partition("] ")[2].partition("(")[0] or line.partition("(")[0] for line in lines)
    return [Point(call, number) for call in CALLS for number in range(1, made[call] + 1)]


async def kill_and_go_on(bench: Bench, point: Point, connections: int = 1) -> bool:
    """Kill a sender at this point, let another go on, and hold the promises; gives whether it came to the kill."""
    path = bench.database.path
    async with ScriptedServer() as server:
        inject = f"inject={point.call}:signal=KILL:when={point.number}"
        code, _ = await TracedSender(path, server.port, connections).life("-e", inject)
        await go_on(path, server.port, connections)
        bench.reopen()
        _hold_promises(bench, server, point, connections)
    return code != 0


def _hold_promises(bench: Bench, server: ScriptedServer, point: Point, connections: int) -> None:
    total = bench.ledger.sum(CAMPAIGN)
    rows = bench.rows()
    dots = Counter(recipient for recipient, _ in server.taken)
    sent = {row.address for row in rows if row.state is State.SENT}
    doubtful = {row.address for row in rows if row.state is State.UNCERTAIN}
    where = f"killed before {point}"
    assert adds_up(total), where
    assert total.sent + total.uncertain == total.planned, where
    assert total.uncertain <= connections, where
    assert max(dots.values(), default=0) <= 1, where
    assert sent <= set(server.kept), where
    assert set(dots) <= sent | doubtful, where
