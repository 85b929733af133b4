"""kill -9 at many random points of large campaigns: 0 lost unreported, 0 twice, doubts at most kills × connections.

A thousand kills take minutes; `tests/delivery/test_kill.py` is the short form.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.servers.sender import CAMPAIGN
from tests.sums import adds_up

from iki_newsletter.model.campaign import Campaign
from iki_newsletter.model.delivery import State
from iki_newsletter.model.subscriber import Subscriber
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger

if TYPE_CHECKING:
    import random

SENDER = Path(__file__).parents[1] / "servers" / "sender.py"
EDITION = b"an edition"
DIGEST = hashlib.sha256(EDITION).hexdigest()
LONGEST_LIFE = 200
"""Messages that a sender lives for at most."""
LONGEST_LAG = 0.004
LONGEST_RUN = 900.0


class Postbox:
    """What a server has heard of one campaign, and the sender that it is to kill."""

    def __init__(self, dice: random.Random) -> None:
        self.dots: Counter[str] = Counter()
        self.accepted: Counter[str] = Counter()
        self._dice = dice
        self._left = 0
        self._victim: asyncio.subprocess.Process | None = None

    def aim(self, victim: asyncio.subprocess.Process | None) -> None:
        """Take the next sender, or nobody."""
        self._victim, self._left = victim, self._dice.randint(1, 4 * LONGEST_LIFE)

    def note_step(self) -> None:
        """Count what was heard: MAIL, RCPT, DATA or a dot; kill when it is time, or a little later."""
        self._left -= 1
        if self._left == 0 and self._victim is not None:
            asyncio.get_running_loop().call_later(self._dice.uniform(0, LONGEST_LAG), self._kill)

    def _kill(self) -> None:
        if self._victim is not None and self._victim.returncode is None:
            self._victim.kill()


class Talk(asyncio.Protocol):
    """One connection; commands and bodies are taken as fast as they come."""

    def __init__(self, postbox: Postbox) -> None:
        self.postbox = postbox
        self.rest = b""
        self.recipient = ""
        self.in_body = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(b"220 torture.example\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer what is complete."""
        self.rest += data
        words = b"".join(iter(self._answer, b""))
        if words:
            self.transport.write(words)

    def _answer(self) -> bytes:
        taken, found, rest = self.rest.partition(b"\r\n.\r\n" if self.in_body else b"\r\n")
        if not found:
            return b""
        self.rest = rest
        if self.in_body:
            self.in_body = False
            self.postbox.dots[self.recipient] += 1
            self.postbox.note_step()
            self.postbox.accepted[self.recipient] += 1
            return b"250 2.0.0 queued\r\n"
        verb = taken[:4].upper()
        if verb in {b"MAIL", b"RCPT", b"DATA"}:
            self.postbox.note_step()
        if verb == b"RCPT":
            self.recipient = taken.partition(b"<")[2].partition(b">")[0].decode()
        self.in_body = verb == b"DATA"
        return {b"DATA": b"354 go on\r\n", b"EHLO": b"250-hello\r\n250 PIPELINING\r\n"}.get(verb, b"250 ok\r\n")


async def torture(kills: int, messages: int, connections: int, dice: random.Random) -> str:
    """Run campaigns until so many senders were killed; gives the figures, or raises AssertionError."""
    killed = uncertain = campaigns = 0
    began = time.monotonic()
    while killed < kills and time.monotonic() - began < LONGEST_RUN:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "var", "ledger.sqlite3")
            plan(path, messages)
            postbox = Postbox(dice)
            here = await one_campaign(path, postbox, kills - killed, connections)
            uncertain += prove(path, postbox, messages, here * connections)
            killed, campaigns = killed + here, campaigns + 1
    return (
        f"{killed} kills in {campaigns} campaigns of {messages} over {connections} connections: "
        f"0 lost, 0 twice, {uncertain} uncertain, in {time.monotonic() - began:.0f} s"
    )


async def one_campaign(path: Path, postbox: Postbox, kills: int, connections: int) -> int:
    """Send one campaign to its end, killing senders on the way; gives how many were killed."""
    server = await asyncio.get_running_loop().create_server(lambda: Talk(postbox), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    killed = 0
    async with server:
        while True:
            words = (sys.executable, str(SENDER), str(path), str(port), str(connections))
            sender = await asyncio.create_subprocess_exec(*words)
            postbox.aim(sender if killed < kills else None)
            code = await sender.wait()
            postbox.aim(None)
            if code == 0:
                return killed
            assert code < 0, f"a sender ended by itself with {code}"
            killed += 1


def plan(path: Path, messages: int) -> None:
    """Begin a campaign."""
    names = (f"person{each}@example.org" for each in range(messages))
    people = (Subscriber(name, name, name, "es") for name in names)
    now = dt.datetime.now(dt.UTC)
    with Database.open(path) as database:
        campaign = Campaign(CAMPAIGN, CAMPAIGN, now, {"es": DIGEST})
        Ledger(database).begin(campaign, {DIGEST: EDITION}, people, lambda each: each.key)


def prove(path: Path, postbox: Postbox, messages: int, most_uncertain: int) -> int:
    """Compare the ledger with what the server heard; gives how many are uncertain."""
    with Database.open(path) as database:
        ledger = Ledger(database)
        total = ledger.sum(CAMPAIGN)
        states = {row.address: row.state for row in ledger.deliveries(CAMPAIGN)}
    assert adds_up(total)
    assert total.sent + total.uncertain == total.planned == messages, total
    assert max(postbox.dots.values()) == 1, "somebody got it twice"
    assert all(postbox.accepted[person] for person, state in states.items() if state is State.SENT), "lost"
    assert total.uncertain <= most_uncertain, total
    return total.uncertain
