"""kill -9 at any moment: nobody is lost unreported, nobody gets two, and doubts are as few as kills."""

from __future__ import annotations

import asyncio
import random
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.delivery.conftest import CAMPAIGN, people
from tests.servers.scripted import HANG, Heard, Say, ScriptedServer
from tests.sums import adds_up

from iki_newsletter.model.delivery import State

if TYPE_CHECKING:
    from tests.delivery.conftest import Bench

SENDER = Path(__file__).parents[1] / "servers" / "sender.py"
KILLS = 13
STEPS_OF_A_LIFE = 22
LONGEST_LAG = 0.004


class Killer:
    """Lets a sender live until the server has heard so many steps, and a little longer."""

    def __init__(self, dice: random.Random, steps_of_a_life: int) -> None:
        self.left = -1
        self._steps = steps_of_a_life
        self._dice = dice
        self._process: asyncio.subprocess.Process | None = None

    def __call__(self, heard: Heard) -> None:
        """Count a step of the conversation."""
        self.left -= 1
        if self.left == 0 and self._process is not None:
            asyncio.get_running_loop().call_later(self._dice.uniform(0, LONGEST_LAG), self._kill)

    def aim(self, process: asyncio.subprocess.Process | None) -> None:
        """Take the next sender, or nobody."""
        self._process = process
        self.left = self._dice.randint(1, self._steps) if process is not None else -1

    def _kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()


async def start(ledger: Path, port: int, connections: int = 1) -> asyncio.subprocess.Process:
    """Start a sender."""
    words = (sys.executable, str(SENDER), str(ledger), str(port), str(connections))
    return await asyncio.create_subprocess_exec(*words, stderr=asyncio.subprocess.PIPE)


@pytest.mark.parametrize(
    ("extensions", "connections"),
    [(("PIPELINING",), 1), ((), 1), (("PIPELINING",), 4)],
    ids=["one", "lock-step", "four"],
)
def test_killed_at_random_points(bench: Bench, extensions: tuple[str, ...], connections: int) -> None:
    """After many kills and one undisturbed run, everybody was sent the message once, or is reported as uncertain."""
    number = 60 * connections
    bench.plan(*people(number))
    ledger = bench.database.path
    bench.database.close()
    steps = STEPS_OF_A_LIFE * connections
    killer = Killer(random.Random(20170612), steps)  # noqa: S311 - the same kills each time

    async def go() -> tuple[ScriptedServer, int]:
        killed = 0
        async with ScriptedServer(killer, extensions) as server:
            for _ in range(KILLS):
                process = await start(ledger, server.port, connections)
                killer.aim(process)
                killed += await process.wait() != 0
            killer.aim(None)
            process = await start(ledger, server.port, connections)
            assert await process.wait() == 0
        return server, killed

    server, killed = asyncio.run(go())
    assert killed >= KILLS // 2
    bench.reopen()
    total = bench.ledger.sum(CAMPAIGN)
    assert adds_up(total)
    assert total.sent + total.uncertain == total.planned == number
    assert total.uncertain <= killed * connections
    dots = Counter(recipient for recipient, _ in server.taken)
    assert max(dots.values()) == 1
    sent = {row.address for row in bench.rows() if row.state is State.SENT}
    assert sent <= set(server.kept)
    doubtful = {row.address for row in bench.rows() if row.state is State.UNCERTAIN}
    assert set(dots) <= sent | doubtful


def test_second_sender_is_told_who_sends(bench: Bench) -> None:
    """Two processes at once: the second says which process sends, ends as "run it again", and sends nothing."""
    bench.plan(*people(3))
    first_is_sending = asyncio.Event()

    def script(heard: Heard) -> Say | None:
        if heard.step == "DATA":
            first_is_sending.set()
            return HANG
        return None

    async def go() -> tuple[int | None, bytes, int, ScriptedServer]:
        async with ScriptedServer(script) as server:
            first = await start(bench.database.path, server.port)
            await first_is_sending.wait()
            second = await start(bench.database.path, server.port)
            _, words = await second.communicate()
            first.kill()
            await first.wait()
        return second.returncode, words, first.pid, server

    code, words, pid, server = asyncio.run(go())
    assert code == 75
    assert f"process {pid} on " in words.decode()
    assert server.connections == 1
    assert bench.states() == ["claimed", "pending", "pending"]
