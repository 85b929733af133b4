"""The protocol's steps in their order: what is committed before what is written, and in how many round trips."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from tests.delivery.conftest import CAMPAIGN, letter, people
from tests.servers.scripted import HANG, ScriptedServer, at

from iki_newsletter.delivery.server import Server
from iki_newsletter.errors import LedgerError
from iki_newsletter.model.delivery import State

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from tests.delivery.conftest import Bench
    from tests.servers.scripted import Heard

    from iki_newsletter.model.delivery import Claim, Move, Sum, Turn, Waiting
    from iki_newsletter.store.ledger import Ledger

PIPELINED = ("PIPELINING",)
LOCK_STEP: tuple[str, ...] = ()


class Power:
    """The power of a computer: when it is cut, nothing more is written anywhere."""

    def __init__(self, *, cut_at: int = 0, after: bool = False) -> None:
        self.log: list[str] = []
        self.commits = 0
        self.is_cut = False
        self._cut_at = cut_at
        self._after = after

    def before_commit(self) -> None:
        """Fail where the power is cut before this commit, or was before."""
        self.commits += 1
        if self.is_cut or (self.commits == self._cut_at and not self._after):
            self.is_cut = True
            raise LedgerError("the power is cut before the commit")

    def after_commit(self) -> None:
        """Fail where the power is cut after this commit."""
        if self.commits == self._cut_at and self._after:
            self.is_cut = True
            raise LedgerError("the power is cut after the commit")


class WatchedLedger:
    """A real ledger whose commits are noted, and can be the last thing that happens."""

    def __init__(self, ledger: Ledger, power: Power) -> None:
        self._ledger = ledger
        self._power = power

    def advance(self, campaign_id: str, owner: str, at: dt.datetime, moves: Sequence[Move], claims: int = 0) -> Turn:
        """Pass on to the real ledger, and note it."""
        self._power.before_commit()
        turn = self._ledger.advance(campaign_id, owner, at, moves, claims)
        self._power.log += [f"commit {move.state} {move.id}" for move in moves]
        self._power.log += [f"claim {claim.id}" for claim in turn.claims]
        self._power.after_commit()
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


class CountingServer(asyncio.Protocol):
    """A server that answers all that one packet asks in one packet, and counts them."""

    def __init__(self, packets: list[bytes], replies: list[bytes]) -> None:
        self.packets = packets
        self.replies = replies
        self.rest = b""
        self.in_body = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(b"220 hello\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer what this packet completes, in one packet."""
        self.packets.append(data)
        self.rest += data
        words = b"".join(iter(self.answer, b""))
        if words:
            self.replies.append(words)
            self.transport.write(words)

    def answer(self) -> bytes:
        """Answer the next command or body that is complete; empty where there is none."""
        end = b"\r\n.\r\n" if self.in_body else b"\r\n"
        taken, found, rest = self.rest.partition(end)
        if not found:
            return b""
        self.rest = rest
        if self.in_body or taken != b"DATA":
            self.in_body = False
            return b"250-hello\r\n250 PIPELINING\r\n" if taken.startswith(b"EHLO") else b"250 ok\r\n"
        self.in_body = True
        return b"354 go on\r\n"


def test_one_round_trip_a_message(bench: Bench) -> None:
    """With PIPELINING a message costs one round trip: its dot and the next one's commands are one write."""
    bench.plan(*people(10))
    packets: list[bytes] = []
    replies: list[bytes] = []

    async def go() -> None:
        server = await asyncio.get_running_loop().create_server(
            lambda: CountingServer(packets, replies), "127.0.0.1", 0
        )
        async with server:
            await bench.run(Server("127.0.0.1", server.sockets[0].getsockname()[1]))

    asyncio.run(go())
    assert bench.states() == ["sent"] * 10
    # EHLO, the first group, ten dots (nine with the next group), QUIT.
    assert len(replies) == 13
    # What the server reads in one go may hold a body as well, but each dot but the last brings the next group.
    assert sum(b"\r\n.\r\nMAIL FROM:" in packet and packet.endswith(b"DATA\r\n") for packet in packets) == 9


@pytest.mark.parametrize("extensions", [PIPELINED, LOCK_STEP], ids=["pipelined", "lock-step"])
def test_commits_come_before_what_they_stand_for(bench: Bench, extensions: tuple[str, ...]) -> None:
    """A row is claimed before MAIL, `sending` is durable before the dot, `sent` before the next wait."""
    bench.plan(*people(4))
    power = Power()
    bench.ledger = WatchedLedger(bench.ledger, power)  # type: ignore[assignment]

    def script(heard: Heard) -> None:
        if heard.step in {"MAIL", "DOT"}:
            power.log.append(f"{heard.step} {heard.number}")

    async def go() -> None:
        async with ScriptedServer(script, extensions) as server:
            await bench.run(server.address)

    asyncio.run(go())
    order = power.log.index
    for number in range(1, 5):
        assert order(f"claim {number}") < order(f"MAIL {number}")
        assert order(f"commit sending {number}") < order(f"DOT {number}") < order(f"commit sent {number}")
        if number < 4:
            assert order(f"commit sent {number}") < order(f"DOT {number + 1}")


@pytest.mark.parametrize("extensions", [PIPELINED, LOCK_STEP], ids=["pipelined", "lock-step"])
def test_sent_is_durable_while_the_server_thinks(bench: Bench, extensions: tuple[str, ...]) -> None:
    """A 250 is committed before the engine waits for anything else, however long that takes."""
    bench.plan(*people(2))

    async def go() -> None:
        async with ScriptedServer(at(MAIL={2: HANG}), extensions) as server:
            run = asyncio.ensure_future(bench.run(server.address))
            async with asyncio.timeout(4):
                while bench.states() != ["sent", "claimed"]:  # noqa: ASYNC110 - it happens in the ledger's file
                    await asyncio.sleep(0.005)
            run.cancel()
            with suppress(asyncio.CancelledError):
                await run

    asyncio.run(go())
    assert bench.states() == ["sent", "pending"]


def test_one_commit_a_message_with_pipelining(bench: Bench) -> None:
    """`sent`, the next `sending` and the claim behind it share a commit where their words came together."""
    bench.plan(*people(20))
    power = Power()
    bench.ledger = WatchedLedger(bench.ledger, power)  # type: ignore[assignment]

    async def go() -> None:
        server = await asyncio.get_running_loop().create_server(lambda: CountingServer([], []), "127.0.0.1", 0)
        async with server:
            await bench.run(Server("127.0.0.1", server.sockets[0].getsockname()[1]))

    asyncio.run(go())
    assert power.commits <= 22


@pytest.mark.parametrize(
    ("extensions", "connections"),
    [(PIPELINED, 1), (LOCK_STEP, 1), (PIPELINED, 3)],
    ids=["pipelined", "lock-step", "three connections"],
)
@pytest.mark.parametrize("after", [False, True], ids=["before the commit", "after it"])
@pytest.mark.parametrize("cut_at", range(1, 10))
def test_power_cut_at_every_commit(
    bench: Bench, cut_at: int, after: bool, extensions: tuple[str, ...], connections: int
) -> None:
    """Wherever the power is cut, the next run loses nobody, sends nothing twice, doubts one a connection at most."""
    number = 3 * connections
    bench.plan(*people(number))
    bench.connections = connections
    ledger, power = bench.ledger, Power(cut_at=cut_at, after=after)

    async def go() -> ScriptedServer:
        async with ScriptedServer(extensions=extensions) as server:
            bench.ledger = WatchedLedger(ledger, power)  # type: ignore[assignment]
            with suppress(LedgerError):
                await bench.run(server.address)
            bench.ledger, bench.owner = ledger, "here:2:cd"
            ledger.recover(CAMPAIGN, bench.now)
            await bench.run(server.address)
        return server

    server = asyncio.run(go())
    taken = [recipient for recipient, _ in server.taken]
    assert len(taken) == len(set(taken))
    states = dict(zip([f"person{each}@example.org" for each in range(number)], bench.states(), strict=True))
    assert {person for person, state in states.items() if state == "sent"} <= set(server.kept)
    assert set(states.values()) <= {"sent", "uncertain"}
    assert list(states.values()).count("uncertain") <= connections
    assert set(taken) | {person for person, state in states.items() if state == "uncertain"} == set(states)


def test_body_goes_out_dot_stuffed_once(bench: Bench) -> None:
    """The server gets exactly the message that was made, lines that begin with a dot and all."""
    bench.plan(*people(2))
    made: list[bytes] = []

    def make(claim: Claim) -> bytes:
        made.append(letter(claim))
        return made[-1]

    async def go() -> ScriptedServer:
        async with ScriptedServer() as server:
            await bench.run(server.address, make=make)
        return server

    assert [message for _, message in asyncio.run(go()).taken] == made
    assert all(b"\r\n.dot\r\n" in message for message in made)


def test_delivery_taken_by_somebody_else_stops_the_run(bench: Bench) -> None:
    """When another program has changed a row in hand, nothing more is sent of it: no dot for what is not ours."""
    bench.plan(*people(2))

    def steal(heard: Heard) -> None:
        if heard.step == "DATA":
            bench.database.execute("UPDATE delivery SET owner = 'somebody else' WHERE id = 1")

    async def go() -> ScriptedServer:
        async with ScriptedServer(steal) as server:
            with pytest.raises(LedgerError, match="Another program"):
                await bench.run(server.address)
        return server

    assert asyncio.run(go()).taken == []
    assert bench.rows()[0].state is State.CLAIMED
