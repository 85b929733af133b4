"""A sender in a process of its own, to be killed: `sender.py LEDGER PORT CONNECTIONS` goes on with a campaign.

With `held` as a fourth word it says `ready` first and reads a line, so that a tracer can take hold of it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from iki_newsletter.delivery.engine import deliver
from iki_newsletter.delivery.order import Order
from iki_newsletter.delivery.server import Server
from iki_newsletter.delivery.world import World
from iki_newsletter.errors import LockHeldError
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.locks import hold_sender_lock

if TYPE_CHECKING:
    from iki_newsletter.model.delivery import Claim

CAMPAIGN = "2017-06"


def make(claim: Claim) -> bytes:
    """Write a message of some packets."""
    return f"To: {claim.subscriber.mailbox}\r\n\r\n".encode() + b"Hello, and goodbye.\r\n" * 800


async def go_on(path: Path, port: int, connections: int) -> None:
    """Recover what an earlier sender left, and send the rest."""
    with Database.open(path) as database, hold_sender_lock(path.parent, CAMPAIGN) as owner:
        ledger = Ledger(database)
        ledger.recover(CAMPAIGN, dt.datetime.now(dt.UTC))
        order = Order(CAMPAIGN, owner, Server("127.0.0.1", port), "bounces@example.org", connections=connections)
        await deliver(order, ledger, make, world=World(patience=0))


def main(path: Path, port: int, connections: int, *how: str) -> int:
    """Go on, at once or at a word."""
    if how == ("held",):
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
    try:
        asyncio.run(go_on(path, port, connections))
    except LockHeldError as error:
        sys.stderr.write("\n".join(error.lines()) + "\n")
        return int(error.exit_code)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:]))
