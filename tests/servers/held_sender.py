"""A sender in a process of its own that waits for a word before it begins, so that a tracer can take hold of it.

`held_sender.py LEDGER PORT [CONNECTIONS]` says `ready`, reads a line, recovers what was left and goes on.
"""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import sys
from pathlib import Path
from typing import Any

from tests.servers.sender import CAMPAIGN, make

from iki_newsletter.delivery.engine import deliver
from iki_newsletter.delivery.order import Order
from iki_newsletter.delivery.server import Server
from iki_newsletter.delivery.world import World
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.locks import hold_sender_lock


def order_for(owner: str, server: Server, connections: int) -> Order:
    """Order the campaign over so many connections, or over one where the engine has only that."""
    values: dict[str, Any] = {
        "campaign_id": CAMPAIGN,
        "owner": owner,
        "server": server,
        "sender": "bounces@example.org",
    }
    if can_have_connections():
        values["connections"] = connections
    return Order(**values)


def can_have_connections() -> bool:
    """Tell whether the engine takes a number of connections."""
    return any(field.name == "connections" for field in dataclasses.fields(Order))


async def go_on(path: Path, port: int, connections: int) -> None:
    """Recover what an earlier sender left, and send the rest."""
    with Database.open(path) as database, hold_sender_lock(path.parent, CAMPAIGN) as owner:
        ledger = Ledger(database)
        ledger.recover(CAMPAIGN, dt.datetime.now(dt.UTC))
        order = order_for(owner, Server("127.0.0.1", port), connections)
        await deliver(order, ledger, make, world=World(patience=0))


def main(path: Path, port: int, connections: int) -> None:
    """Wait for the word, then go on."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    asyncio.run(go_on(path, port, connections))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
