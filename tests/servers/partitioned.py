"""A campaign in a network of its own whose server falls silent at a step, as if a cable were cut.

It prints what came of it as JSON.
`partitioned.py LEDGER STEP`, in a network namespace of its own, with iptables: from the second time the server hears
STEP, every packet of the server's is dropped; when the run has given up, the cable is mended and another run goes on.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests.servers.scripted import ScriptedServer
from tests.servers.sender import CAMPAIGN, make

from iki_newsletter.delivery.deadlines import Deadlines
from iki_newsletter.delivery.engine import deliver
from iki_newsletter.delivery.order import Order
from iki_newsletter.delivery.world import World
from iki_newsletter.errors import ServerUnreachableError
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger

if TYPE_CHECKING:
    from tests.servers.scripted import Heard

    from iki_newsletter.delivery.server import Server

SOON = Deadlines(0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.1)


def cable(action: str, port: int) -> None:
    """Cut (`-A`) or mend (`-D`) the way from and to the server."""
    for direction in ("--sport", "--dport"):
        rule = ["OUTPUT", "-p", "tcp", direction, str(port), "-j", "DROP"]
        subprocess.run(["iptables", action, *rule], check=True)


async def main(path: Path, step: str) -> None:
    """Send, with the cable cut on the way, then with it mended."""
    cut: list[int] = []

    def script(heard: Heard) -> None:
        if heard.step == step and heard.number == 2 and not cut:
            cut.append(server.port)
            cable("-A", server.port)

    async def sleep(_seconds: float) -> None:
        await asyncio.sleep(0)

    with Database.open(path) as database:
        ledger = Ledger(database)

        async def send(address: Server) -> None:
            world = World(sleep=sleep, deadlines=SOON, patience=1)
            order = Order(CAMPAIGN, "here:1:ab", address, "bounces@example.org")
            await deliver(order, ledger, make, world=world)

        server = ScriptedServer(script)
        async with server:
            with suppress(ServerUnreachableError):
                await send(server.address)
            first = [row.state for row in ledger.deliveries(CAMPAIGN)]
            cable("-D", server.port)
            await send(server.address)
        second = [row.state for row in ledger.deliveries(CAMPAIGN)]
    dots = Counter(recipient for recipient, _ in server.taken)
    print(json.dumps({"cut": first, "mended": second, "dots": dots}))  # noqa: T201 - how it speaks to the test


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
