"""The power is cut at random moments of a campaign: what the ledger has acknowledged is on the disk."""

from __future__ import annotations

import asyncio
import os
import random
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.delivery.conftest import CAMPAIGN, Bench, people
from tests.servers.disk import Disk, disk, is_sound, mounted
from tests.servers.scripted import ScriptedServer

from iki_newsletter.delivery.engine import deliver
from iki_newsletter.delivery.order import Order
from iki_newsletter.delivery.world import World
from iki_newsletter.model.delivery import State
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from iki_newsletter.model.delivery import Claim, Move, Sum, Turn, Waiting

CUTS = int(os.environ.get("IKI_NEWS_TORTURE_CUTS", "30"))
PEOPLE = 4000
CONNECTIONS = 4
FINAL = {State.SENT, State.FAILED, State.UNCERTAIN}


class AcknowledgingLedger:
    """A real ledger; `acknowledged` keeps, outside of the disk, what it has said that it has kept."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.acknowledged: dict[int, State] = {}

    def advance(self, campaign_id: str, owner: str, at: dt.datetime, moves: Sequence[Move], claims: int = 0) -> Turn:
        """Pass on, and note it once it has come back."""
        turn = self._ledger.advance(campaign_id, owner, at, moves, claims)
        self.acknowledged |= {move.id: move.state for move in moves}
        return turn

    def waiting(self, campaign_id: str, at: dt.datetime) -> Waiting:
        """Pass on."""
        return self._ledger.waiting(campaign_id, at)

    def has_due(self, campaign_id: str, at: dt.datetime) -> bool:
        """Pass on."""
        return self._ledger.has_due(campaign_id, at)

    def sum(self, campaign_id: str) -> Sum:
        """Pass on."""
        return self._ledger.sum(campaign_id)

    def sent_since(self, since: dt.datetime) -> tuple[int, dt.datetime | None]:
        """Pass on."""
        return self._ledger.sent_since(since)


@dataclass(frozen=True)
class Cut:
    """A copy of the disk, what had been acknowledged before, and whose message the server had been given."""

    image: Path
    acknowledged: dict[int, State]
    dots: frozenset[str]

    def lost(self, folder: Path) -> list[str]:
        """Start the computer again; gives what is not as it was said to be."""
        with mounted(self.image, folder), Database.open(folder / "var" / "ledger.sqlite3") as database:
            kept = {
                number: (address, State(state))
                for number, address, state in database.rows("SELECT id, address, state FROM delivery")
            }
        assert is_sound(self.image)
        nothing = ("", None)
        gone = [
            f"{said} of {number}"
            for number, said in self.acknowledged.items()
            if not _is(said, kept.get(number, nothing)[1])
        ]
        begun = {address for address, state in kept.values() if state in FINAL | {State.SENDING}}
        return gone + [f"the dot of {address}" for address in self.dots - begun]


def _is(said: State, found: State | None) -> bool:
    """Tell whether a state is there, or one that comes after it."""
    return found in FINAL if said in FINAL else found in FINAL | {State.SENDING} if said is State.SENDING else True


def make(claim: Claim) -> bytes:
    """Write a message."""
    return f"To: {claim.subscriber.mailbox}\r\n\r\nHello, and goodbye.\r\n".encode()


def run_with_cuts(place: Disk, folder: Path, cuts: int, *, synchronous: str) -> list[Cut]:
    """Send a campaign and cut the power at random moments of it."""
    found: list[Cut] = []
    dice = random.Random(20170612)  # noqa: S311 - the same pauses each time
    with Database.open(place.folder / "var" / "ledger.sqlite3", check_place=lambda _: None) as database:
        database._connection.execute(f"PRAGMA synchronous = {synchronous}")
        bench = Bench(database, Ledger(database))
        bench.plan(*people(PEOPLE))
        ledger = AcknowledgingLedger(bench.ledger)

        async def go() -> None:
            async with ScriptedServer() as server:
                sender = "bounces@example.org"
                order = Order(CAMPAIGN, "here:1:ab", server.address, sender, connections=CONNECTIONS)
                run = asyncio.ensure_future(deliver(order, ledger, make, world=World(patience=0)))
                while len(found) < cuts and not run.done():
                    await asyncio.sleep(dice.uniform(0.02, 0.2))
                    image = folder / f"cut-{len(found)}.img"
                    # Taken before the copy: whatever was acknowledged by now must be in it.
                    before = Cut(image, dict(ledger.acknowledged), frozenset(who for who, _ in server.taken))
                    await asyncio.to_thread(place.cut_power, image)
                    found.append(before)
                await run

        asyncio.run(go())
        assert bench.ledger.sum(CAMPAIGN).sent == PEOPLE
    return found


def test_nothing_acknowledged_is_missing(tmp_path: Path) -> None:
    """Whenever the power is cut: each acknowledged row is there, and no dot went out that the disk does not know."""
    with disk(tmp_path) as place:
        cuts = run_with_cuts(place, tmp_path, CUTS, synchronous="FULL")
    lost = [each for cut in cuts for each in cut.lost(tmp_path / "after")]
    rows = sum(len(cut.acknowledged) for cut in cuts)
    sys.stderr.write(f"\n{len(cuts)} power cuts, {rows} acknowledged rows looked for, {len(lost)} missing\n")
    assert len(cuts) >= min(CUTS, 5)
    assert lost == []


def test_the_trial_can_fail(tmp_path: Path) -> None:
    """The same trial with SQLite's weaker setting does lose rows: so it would tell."""
    with disk(tmp_path) as place:
        cuts = run_with_cuts(place, tmp_path, 5, synchronous="NORMAL")
    lost = [each for cut in cuts for each in cut.lost(tmp_path / "after")]
    sys.stderr.write(f"\nsynchronous=NORMAL: {len(cuts)} power cuts, {len(lost)} rows missing\n")
    assert lost
