"""Runs of the engine: how they stop, go on, and what they tell."""

from __future__ import annotations

import asyncio
import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.delivery.conftest import CAMPAIGN, Bench, letter, people
from tests.servers.scripted import CLOSE, HANG, RESET, Say, ScriptedServer, Then, at
from tests.sums import adds_up

from iki_newsletter.delivery.progress import Stop
from iki_newsletter.errors import IkiNewsError, RefusedError
from iki_newsletter.model.audience import Reason
from iki_newsletter.model.delivery import State
from iki_newsletter.model.suppression import Suppression
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.suppressions import Suppressions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.servers.scripted import Heard

    from iki_newsletter.delivery.progress import Outcome
    from iki_newsletter.model.delivery import Claim, Move, Turn, Waiting

BOTH = pytest.mark.parametrize("extensions", [("PIPELINING",), ()], ids=["pipelined", "lock-step"])


@BOTH
def test_stop_finishes_the_message_in_hand(bench: Bench, extensions: tuple[str, ...]) -> None:
    """Asked to stop, the run begins nothing new; what is under way is finished, and the next run sends the rest."""
    bench.plan(*people(6))
    stop = asyncio.Event()

    def script(heard: Heard) -> None:
        if heard.step == "DOT" and heard.number == 2:
            stop.set()

    async def go() -> ScriptedServer:
        async with ScriptedServer(script, extensions) as server:
            assert (await bench.run(server.address, stop=stop)).stop is Stop.INTERRUPTED
            # With PIPELINING the third message's commands went out with the second's dot.
            assert bench.states()[:2] == ["sent", "sent"]
            assert bench.states()[3:] == ["pending"] * 3
            assert (await bench.run(server.address)).stop is Stop.DONE
        return server

    server = asyncio.run(go())
    assert bench.states() == ["sent"] * 6
    assert len(server.taken) == 6


def test_stop_before_anything_connects_to_nobody(bench: Bench) -> None:
    """A run that is stopped before it begins says nothing to the server."""
    bench.plan(*people(1))
    stop = asyncio.Event()
    stop.set()

    async def go() -> ScriptedServer:
        async with ScriptedServer() as server:
            await bench.run(server.address, stop=stop)
        return server

    assert asyncio.run(go()).connections == 0
    assert bench.states() == ["pending"]


def test_stop_ends_the_back_off(bench: Bench) -> None:
    """Ctrl-C while the run waits for a server does not have to wait as well."""
    bench.plan(*people(1))
    stop = asyncio.Event()

    async def forever(_seconds: float) -> None:
        stop.set()
        await asyncio.Event().wait()

    bench.sleep = forever

    async def go() -> None:
        async with ScriptedServer(at(CONNECT=CLOSE)) as server:
            assert (await bench.run(server.address, stop=stop)).stop is Stop.INTERRUPTED

    asyncio.run(go())


def test_limit(bench: Bench) -> None:
    """A limit counts the deliveries tried in this run; the next run goes on behind them."""
    bench.plan(*people(5))

    async def go() -> None:
        async with ScriptedServer(at(RCPT={1: b"550 5.1.1 no\r\n"})) as server:
            assert (await bench.run(server.address, limit=2)).stop is Stop.LIMIT
            assert bench.states() == ["failed", "sent", "pending", "pending", "pending"]
            assert (await bench.run(server.address, limit=5)).stop is Stop.DONE

    asyncio.run(go())
    assert bench.states() == ["failed"] + ["sent"] * 4


@BOTH
def test_messages_per_connection(bench: Bench, extensions: tuple[str, ...]) -> None:
    """No connection carries more messages than allowed; the next one goes on at once, without a pause."""
    bench.plan(*people(5))

    async def go() -> ScriptedServer:
        async with ScriptedServer(extensions=extensions) as server:
            await bench.run(server.address, per_connection=2)
        return server

    server = asyncio.run(go())
    assert bench.states() == ["sent"] * 5
    assert server.connections == 3
    assert server.heard.count("QUIT") == 3
    assert bench.slept == []


def test_server_that_limits_messages_per_connection(bench: Bench) -> None:
    """A server that closes after every second message is met with new connections, nobody is lost or deferred."""
    bench.plan(*people(7))

    def script(heard: Heard) -> Say | None:
        if heard.step == "MAIL" and heard.number % 3 == 0:
            return Say(b"421 4.7.0 too many messages\r\n", Then.CLOSE)
        return None

    async def go() -> ScriptedServer:
        async with ScriptedServer(script) as server:
            await bench.run(server.address)
        return server

    server = asyncio.run(go())
    assert bench.states() == ["sent"] * 7
    assert len(server.taken) == 7


def test_nothing_due_connects_to_nobody(bench: Bench) -> None:
    """When everybody has it, the server is not even greeted."""
    bench.plan(*people(1))

    async def go() -> ScriptedServer:
        async with ScriptedServer() as server:
            await bench.run(server.address)
            assert (await bench.run(server.address)).stop is Stop.DONE
        return server

    assert asyncio.run(go()).connections == 1


def test_deferred_waits_its_time(bench: Bench) -> None:
    """A deferred delivery is not tried again before five minutes have passed, then once more in the next run."""
    bench.plan(*people(2))

    async def go() -> ScriptedServer:
        async with ScriptedServer(at(RCPT={1: b"450 4.7.1 greylisted\r\n"})) as server:
            await bench.run(server.address)
            assert bench.states() == ["deferred", "sent"]
            bench.now += dt.timedelta(minutes=4)
            await bench.run(server.address)
            assert bench.states() == ["deferred", "sent"]
            bench.now += dt.timedelta(minutes=2)
            await bench.run(server.address)
        return server

    server = asyncio.run(go())
    assert bench.states() == ["sent", "sent"]
    assert server.connections == 2
    attempts = bench.ledger.attempts(CAMPAIGN, "person0@example.org")
    assert [(each.state, each.reply) for each in attempts] == [
        (State.DEFERRED, "450 4.7.1 greylisted"),
        (State.SENT, "250 2.0.0 queued"),
    ]


def test_who_leaves_while_waiting_is_withdrawn(bench: Bench) -> None:
    """Whoever unsubscribes while the campaign runs gets nothing, and is reported as withdrawn."""
    bench.plan(*people(5))

    def script(heard: Heard) -> None:
        if heard.step == "DATA" and heard.number == 1:
            suppressions = Suppressions(bench.database)
            suppressions.add(Suppression("person3@example.org", Reason.UNSUBSCRIBED, bench.now))

    async def go() -> ScriptedServer:
        async with ScriptedServer(script) as server:
            outcome = await bench.run(server.address)
            assert outcome.sum.withdrawn == 1
            assert outcome.tried[State.WITHDRAWN] == 1
        return server

    server = asyncio.run(go())
    assert bench.states() == ["sent", "sent", "sent", "withdrawn", "sent"]
    assert bench.rows()[3].reason == "unsubscribed"
    assert "person3@example.org" not in "".join(server.heard)
    assert bench.progress[-1].done == 5


def test_dead_address_is_left_out_next_time(bench: Bench) -> None:
    """A dead mailbox is suppressed with the server's words; a refused one is not."""
    bench.plan(*people(2))

    async def go() -> None:
        async with ScriptedServer(at(RCPT={1: b"550 5.1.1 no such user\r\n", 2: b"550 5.7.1 no\r\n"})) as server:
            await bench.run(server.address)

    asyncio.run(go())
    kept = Suppressions(bench.database).all()
    assert list(kept) == ["person0@example.org"]
    assert kept["person0@example.org"].reason is Reason.DEAD
    assert kept["person0@example.org"].detail == "550 5.1.1 no such user"


def test_message_that_cannot_be_made_stops_the_run(bench: Bench) -> None:
    """When a message cannot be made, the run ends with that error and everybody not sent is pending."""
    bench.plan(*people(4))

    def make(claim: Claim) -> bytes:
        if claim.id == 3:
            raise KeyError("no such slot")
        return letter(claim)

    async def go() -> ScriptedServer:
        async with ScriptedServer() as server:
            with pytest.raises(KeyError):
                await bench.run(server.address, make=make)
        return server

    server = asyncio.run(go())
    assert bench.states() == ["sent", "pending", "pending", "pending"]
    assert len(server.taken) == 1


def test_unsafe_message_is_never_sent(bench: Bench) -> None:
    """A message with a bare line feed is refused in words, before anything of it is said."""
    bench.plan(*people(1))

    async def go() -> ScriptedServer:
        async with ScriptedServer() as server:
            with pytest.raises(RefusedError, match="bare CR or LF"):
                await bench.run(server.address, make=lambda _: b"Subject: x\n\nhello\r\n")
        return server

    assert "MAIL" not in "".join(asyncio.run(go()).heard)
    assert bench.states() == ["pending"]


def test_cancelled_run_leaves_nothing_in_hand(bench: Bench) -> None:
    """A run that is torn down settles what it had in hand: behind the dot a doubt, before it pending."""
    bench.plan(*people(3))
    heard_dot = asyncio.Event()

    def script(heard: Heard) -> Say | None:
        if heard.step == "DOT" and heard.number == 2:
            heard_dot.set()
            return HANG
        return None

    async def go() -> None:
        async with ScriptedServer(script) as server:
            task = asyncio.ensure_future(bench.run(server.address))
            await heard_dot.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(go())
    assert bench.states() == ["sent", "uncertain", "pending"]


def test_progress_tells_what_is_in_the_ledger(bench: Bench) -> None:
    """Progress grows by what has been committed, counts earlier runs, and carries the server's last words."""
    bench.plan(*people(4))

    async def go() -> None:
        async with ScriptedServer(at(DOT={3: b"451 4.3.0 later\r\n"})) as server:
            await bench.run(server.address, limit=1)
            await bench.run(server.address)

    asyncio.run(go())
    done = [each.done for each in bench.progress]
    assert done == sorted(done)
    assert bench.progress[0].done == 1
    assert bench.progress[-1].done == 3
    assert bench.progress[-1].total == 4
    assert bench.progress[-1].states == {State.SENT: 2, State.DEFERRED: 1}
    assert bench.progress[-1].reply == "250 2.0.0 queued"


REACTIONS = st.sampled_from(
    [
        None, None, None, CLOSE, RESET, b"421 4.3.2 x\r\n", b"450 4.2.0 x\r\n", b"550 5.1.1 x\r\n",
        b"554 5.7.1 x\r\n", b"nonsense\r\n", b"250 ok\r\n", b"354 go\r\n", Say(b"421 4.3.2 x\r\n", Then.CLOSE),
    ]
)  # fmt: skip
STEPS = ("CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "BODY", "DOT", "RSET")


def whim(reactions: list[Say | bytes | None]) -> Callable[[Heard], Say | bytes | None]:
    """Make a server that does something else each time; after that it behaves.

    One thing it does not do: answer in the middle of a body and then accept the message all the same. No client could
    tell that answer from the one to the dot.
    """
    left = iter(reactions)

    def script(heard: Heard) -> Say | bytes | None:
        reaction = next(left, None) if heard.step in STEPS else None
        ends = isinstance(reaction, Say) and reaction.then is not Then.GO_ON
        return reaction if ends or heard.step != "BODY" else None

    return script


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reactions=st.lists(REACTIONS, max_size=40), pipelining=st.booleans(), connections=st.sampled_from([1, 2, 4]))
def test_sum_proves_whatever_the_server_does(
    tmp_path_factory: pytest.TempPathFactory, reactions: list[Say | bytes | None], pipelining: bool, connections: int
) -> None:
    """Against any server: everybody is accounted for, nobody gets two, and whoever counts as sent was accepted."""
    folder = tmp_path_factory.mktemp("any")
    with Database.open(folder / "ledger.sqlite3") as database:
        bench = Bench(database, Ledger(database))
        bench.connections = connections
        bench.plan(*people(4 * connections))

        async def go() -> ScriptedServer:
            async with ScriptedServer(whim(reactions), ("PIPELINING",) if pipelining else ()) as server:
                for _ in range(3):
                    with suppress(IkiNewsError):
                        await bench.run(server.address)
                    bench.now += dt.timedelta(hours=2)
            return server

        server = asyncio.run(go())
        total = bench.ledger.sum(CAMPAIGN)
        assert adds_up(total)
        assert total.planned == 4 * connections
        states = {row.address: row.state for row in bench.rows()}
        assert not set(states.values()) & {State.CLAIMED, State.SENDING}
        bodies = [recipient for recipient, _ in server.taken]
        for person, state in states.items():
            if state is State.SENT:
                assert person in server.kept
            if person in server.kept:
                assert state in {State.SENT, State.UNCERTAIN}
            assert bodies.count(person) <= 1 or state is not State.UNCERTAIN
            assert server.kept.count(person) <= 1


class Reluctant(Ledger):
    """A ledger that says that something is due and never hands it out."""

    def advance(self, campaign_id: str, owner: str, at: dt.datetime, moves: Sequence[Move], claims: int = 0) -> Turn:
        """Keep everything."""
        return super().advance(campaign_id, owner, at, moves, 0 * claims)


def test_round_that_tried_nothing_is_not_repeated_at_once(bench: Bench) -> None:
    """Where something stays due and cannot be had, the run pauses longer each time and then ends."""
    bench.plan(*people(2))
    bench.ledger = Reluctant(bench.database)

    async def go() -> tuple[Outcome, ScriptedServer]:
        async with ScriptedServer() as server, asyncio.timeout(5):
            return await bench.run(server.address), server

    outcome, server = asyncio.run(go())
    assert outcome.stop is Stop.DONE
    assert bench.slept == [1, 2, 3]
    assert server.connections == 4
    assert bench.states() == ["pending"] * 2


class Counting(Ledger):
    """A ledger that notes how often all that waits is counted."""

    counted = 0

    def waiting(self, campaign_id: str, at: dt.datetime) -> Waiting:
        """Count, and note it."""
        self.counted += 1
        return super().waiting(campaign_id, at)


def test_end_of_a_conversation_does_not_count_the_list(bench: Bench) -> None:
    """However many conversations a run has, it goes through all rows at its beginning and end alone."""
    bench.plan(*people(30))
    bench.ledger = ledger = Counting(bench.database)

    async def go() -> ScriptedServer:
        async with ScriptedServer() as server:
            await bench.run(server.address, per_connection=1)
        return server

    assert asyncio.run(go()).connections == 30
    assert ledger.counted == 2
