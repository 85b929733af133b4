"""What the tests of delivery share: a real ledger with a campaign in it, and a world in which nobody has to wait."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from iki_newsletter.delivery.deadlines import Deadlines
from iki_newsletter.delivery.engine import deliver
from iki_newsletter.delivery.order import Order
from iki_newsletter.delivery.world import World
from iki_newsletter.model.campaign import Campaign
from iki_newsletter.model.subscriber import Subscriber
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from iki_newsletter.delivery.credentials import Credentials
    from iki_newsletter.delivery.progress import Outcome, Progress
    from iki_newsletter.delivery.server import Server
    from iki_newsletter.model.delivery import Claim, Delivery

EDITION = b"an edition"
DIGEST = hashlib.sha256(EDITION).hexdigest()
CAMPAIGN = "2017-06"


def subscriber(mailbox: str) -> Subscriber:
    """Make a subscriber of the Spanish edition."""
    return Subscriber(address=mailbox, key=mailbox.casefold(), mailbox=mailbox, language="es")


def people(number: int) -> list[Subscriber]:
    """Make so many subscribers: person0@example.org and on."""
    return [subscriber(f"person{each}@example.org") for each in range(number)]


def letter(claim: Claim) -> bytes:
    """Write a small message; it has a line that begins with a dot."""
    head = f"To: {claim.subscriber.mailbox}\r\nMessage-ID: {claim.message_id}\r\n\r\n"
    return head.encode() + b"Hello,\r\n.dot\r\nand goodbye.\r\n"


@dataclass
class Bench:
    """A campaign, and how to run it against a server; the clock stands until it is moved, and sleep takes no time."""

    database: Database
    ledger: Ledger
    now: dt.datetime = dt.datetime(2017, 6, 12, 14, 0, tzinfo=dt.UTC)
    deadlines: Deadlines = field(default_factory=lambda: Deadlines(5, 5, 5, 5, 5, 5, 1))
    patience: int = 3
    slept: list[float] = field(default_factory=list)
    progress: list[Progress] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    owner: str = "here:1:ab"
    connections: int = 1
    time_passes: bool = False
    """Whether sleeping moves the clock."""
    order: dict[str, Any] = field(default_factory=dict)
    """What else the order says."""
    sleep: Callable[[float], Awaitable[None]] = field(init=False)

    def __post_init__(self) -> None:
        self.sleep = self._note_sleep

    async def _note_sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        if self.time_passes:
            self.now += dt.timedelta(seconds=seconds)
        await asyncio.sleep(0)

    def plan(self, *subscribers: Subscriber) -> None:
        """Begin the campaign."""
        campaign = Campaign(CAMPAIGN, CAMPAIGN, self.now, {"es": DIGEST})
        self.ledger.begin(campaign, {DIGEST: EDITION}, subscribers, lambda each: f"<{each.key}>")

    def reopen(self) -> None:
        """Open the ledger anew, as another process left it."""
        self.database = Database.open(self.database.path)
        self.ledger = Ledger(self.database)

    def states(self) -> list[str]:
        """Give each delivery's state, in the list's order."""
        return [each.state.value for each in self.ledger.deliveries(CAMPAIGN)]

    def rows(self) -> list[Delivery]:
        """Give the deliveries."""
        return list(self.ledger.deliveries(CAMPAIGN))

    async def run(
        self,
        server: Server,
        *,
        make: Callable[[Claim], bytes] = letter,
        stop: asyncio.Event | None = None,
        limit: int | None = None,
        per_connection: int | None = None,
        credentials: Credentials | None = None,
        world: World | None = None,
    ) -> Outcome:
        """Deliver what is due."""
        said: dict[str, Any] = {
            "limit": limit,
            "messages_per_connection": per_connection,
            "connections": self.connections,
            "waits_for_deferred": dt.timedelta(0),
        }
        order = Order(CAMPAIGN, self.owner, server, "bounces@example.org", **said | self.order)
        world = world or World(
            clock=lambda: self.now,
            sleep=self.sleep,
            random=random.Random(1),  # noqa: S311 - it spreads pauses, it guards nothing
            deadlines=self.deadlines,
            patience=self.patience,
        )
        return await deliver(
            order,
            self.ledger,
            make,
            credentials=credentials,
            stop=stop,
            on_progress=self.progress.append,
            world=world,
        )


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """Give a real ledger on disk with nothing in it yet."""
    database = Database.open(tmp_path / "var" / "ledger.sqlite3")
    bench = Bench(database, Ledger(database))
    yield bench
    bench.database.close()
