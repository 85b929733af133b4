"""A clock that jumps two hours, in a run or between two: nobody is given up early, and nobody tried early."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
from typing import TYPE_CHECKING

import pytest
from tests.delivery.conftest import CAMPAIGN, people
from tests.servers.scripted import ScriptedServer, at
from tests.sums import adds_up

from iki_newsletter.delivery.world import World

if TYPE_CHECKING:
    from tests.delivery.conftest import Bench

HOURS = pytest.mark.parametrize("hours", [2, -2])
JUMP = dt.timedelta(hours=1)
GREYLISTED = b"450 4.2.0 greylisted\r\n"


@HOURS
def test_jump_while_sending(bench: Bench, hours: int) -> None:
    """In the middle of a run the clock jumps: everybody gets it once, and the sum proves it."""
    bench.plan(*people(6))
    ticks = itertools.count()

    def clock() -> dt.datetime:
        return bench.now + (hours * JUMP if next(ticks) > 4 else dt.timedelta())

    async def go() -> ScriptedServer:
        async with ScriptedServer() as server:
            await bench.run(server.address, world=World(clock=clock, sleep=bench.sleep, deadlines=bench.deadlines))
        return server

    server = asyncio.run(go())
    assert next(ticks) > 6
    assert bench.states() == ["sent"] * 6
    assert len(server.taken) == len(set(server.taken)) == 6
    assert adds_up(bench.ledger.sum(CAMPAIGN))


def test_jump_back_makes_a_deferred_one_wait(bench: Bench) -> None:
    """Two hours back: who was put off is not due before the clock is there again, and is not lost."""
    asyncio.run(_defer_one(bench))
    bench.now -= 2 * JUMP
    assert bench.ledger.expire(CAMPAIGN, bench.now) == 0
    assert bench.ledger.waiting(CAMPAIGN, bench.now).due == 0
    bench.now += 2 * JUMP + dt.timedelta(minutes=6)
    asyncio.run(_run(bench))
    assert bench.states() == ["sent", "sent"]


def test_jump_forward_makes_a_deferred_one_due(bench: Bench) -> None:
    """Two hours forward: who was put off is tried, and 72 hours are not over for it."""
    asyncio.run(_defer_one(bench))
    bench.now += 2 * JUMP
    assert bench.ledger.expire(CAMPAIGN, bench.now) == 0
    asyncio.run(_run(bench))
    assert bench.states() == ["sent", "sent"]


@HOURS
def test_recovery_under_another_clock(bench: Bench, hours: int) -> None:
    """What a sender left at its dot is in doubt whatever the clock says, and the rest is sent."""
    bench.plan(*people(3))
    turn = bench.ledger.advance(CAMPAIGN, bench.owner, bench.now, (), 2)
    first, second = turn.claims
    bench.database.execute("UPDATE delivery SET state = 'sending' WHERE id = ?", first.id)
    bench.now += hours * JUMP
    (left,) = bench.ledger.recover(CAMPAIGN, bench.now)
    assert left.address == first.subscriber.address
    asyncio.run(_run(bench))
    assert bench.states() == ["uncertain", "sent", "sent"]
    assert second.subscriber.address == bench.rows()[1].address


async def _defer_one(bench: Bench) -> None:
    bench.plan(*people(2))
    async with ScriptedServer(at(RCPT={1: GREYLISTED})) as server:
        await bench.run(server.address)
    assert bench.states() == ["deferred", "sent"]


async def _run(bench: Bench) -> None:
    async with ScriptedServer() as server:
        await bench.run(server.address)
