"""kill -9 at random points of a campaign of 10,000: the long form of the test of kills."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.delivery.conftest import CAMPAIGN, people
from tests.servers.held_sender import can_have_connections
from tests.servers.scripted import ScriptedServer
from tests.sums import adds_up

from iki_newsletter.model.delivery import State

if TYPE_CHECKING:
    from tests.delivery.conftest import Bench
    from tests.servers.scripted import Heard

KILLS = int(os.environ.get("IKI_NEWS_TORTURE_KILLS", "200"))
PEOPLE = 10_000
CONNECTIONS = 4 if can_have_connections() else 1
MOST_STEPS = 120
LONGEST_LAG = 0.004
HELD_SENDER = Path(__file__).parents[1] / "servers" / "held_sender.py"
ROOT = Path(__file__).parents[2]


class Killer:
    """Lets a sender live until the server has heard so many steps, and a little longer."""

    def __init__(self) -> None:
        self._dice = random.Random(20170612)  # noqa: S311 - the same kills each time
        self._left = -1
        self._process: asyncio.subprocess.Process | None = None

    def __call__(self, _heard: Heard) -> None:
        """Count a step of the conversation."""
        self._left -= 1
        if self._left == 0 and self._process is not None:
            asyncio.get_running_loop().call_later(self._dice.uniform(0, LONGEST_LAG), self._kill)

    def aim(self, process: asyncio.subprocess.Process | None) -> None:
        """Take the next sender, or nobody."""
        self._process = process
        self._left = self._dice.randint(1, MOST_STEPS) if process is not None else -1

    def _kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()


async def live(ledger: Path, port: int, killer: Killer | None) -> bool:
    """Start a sender and let it live as long as it may; gives whether it was killed."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(HELD_SENDER),
        str(ledger),
        str(port),
        str(CONNECTIONS),
        stdin=asyncio.subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )
    if killer is not None:
        killer.aim(process)
    await process.communicate(b"go\n")
    if killer is not None:
        killer.aim(None)
    return process.returncode != 0


def test_killed_at_random_points(bench: Bench) -> None:
    """After all kills and one undisturbed run: nobody lost unreported, nobody twice, doubts ≤ kills × connections."""
    bench.plan(*people(PEOPLE))
    ledger = bench.database.path
    bench.database.close()
    killer = Killer()

    async def go() -> tuple[ScriptedServer, int]:
        async with ScriptedServer(killer) as server:
            killed = sum([await live(ledger, server.port, killer) for _ in range(KILLS)])
            assert not await live(ledger, server.port, None)
        return server, killed

    server, killed = asyncio.run(go())
    bench.reopen()
    total = bench.ledger.sum(CAMPAIGN)
    dots = Counter(recipient for recipient, _ in server.taken)
    rows = bench.rows()
    sent = {row.address for row in rows if row.state is State.SENT}
    doubtful = {row.address for row in rows if row.state is State.UNCERTAIN}
    sys.stderr.write(
        f"\n{killed} kills, {CONNECTIONS} connections, {PEOPLE} messages: {len(sent)} sent, "
        f"{len(doubtful)} in doubt, of which {len(doubtful & set(server.kept))} had arrived; 0 lost, 0 twice\n"
    )
    assert adds_up(total)
    assert total.sent + total.uncertain == total.planned == PEOPLE
    assert total.uncertain <= killed * CONNECTIONS
    assert max(dots.values()) == 1
    assert sent <= set(server.kept)
    assert set(dots) <= sent | doubtful
