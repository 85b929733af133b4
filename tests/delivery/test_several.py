"""Several conversations at once: the same promises, one back-off, and as many as the server bears."""

from __future__ import annotations

import asyncio
import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from tests.delivery.conftest import CAMPAIGN, letter, people
from tests.delivery.test_steps import CountingServer, Power, WatchedLedger
from tests.servers.scripted import CLOSE, HANG, RESET, Heard, Say, ScriptedServer, Then, at

from iki_newsletter.delivery.progress import Stop
from iki_newsletter.delivery.server import Server
from iki_newsletter.errors import LedgerError, ServerRefusesError, ServerUnreachableError
from iki_newsletter.model.delivery import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.delivery.conftest import Bench

    from iki_newsletter.model.delivery import Claim

PERSON = "person5@example.org"
BUSY = Say(b"421 4.3.2 too many connections\r\n", Then.CLOSE)


def about(step: str, reaction: Say | bytes, person: str = PERSON) -> Callable[[Heard], Say | bytes | None]:
    """Write a script that reacts at a step, once, when the message is for this person."""
    recipients: dict[int, str] = {}
    done: list[bool] = []

    def script(heard: Heard) -> Say | bytes | None:
        if heard.step == "RCPT":
            recipients[heard.connection] = heard.line.partition("<")[2].rstrip(">")
        if heard.step == step and recipients.get(heard.connection) == person and not done:
            done.append(True)
            return reaction
        return None

    return script


def run(bench: Bench, script: Callable[[Heard], Say | bytes | None], **more: object) -> ScriptedServer:
    """Run the campaign once against a scripted server."""

    async def go() -> ScriptedServer:
        async with ScriptedServer(script) as server:
            await bench.run(server.address, **more)  # type: ignore[arg-type]
        return server

    return asyncio.run(go())


@pytest.mark.parametrize(
    ("step", "reaction", "state", "reason"),
    [
        ("RCPT", b"450 4.2.0 greylisted\r\n", "deferred", "temporary"),
        ("RCPT", b"452 4.2.2 mailbox full\r\n", "deferred", "full"),
        ("RCPT", b"550 5.1.1 no such user\r\n", "failed", "dead"),
        ("RCPT", b"550 5.7.1 no\r\n", "failed", "refused"),
        ("DATA", b"451 4.3.0 later\r\n", "deferred", "temporary"),
        ("DOT", b"452 4.3.1 no room\r\n", "deferred", "temporary"),
        ("DOT", b"554 5.7.1 spam\r\n", "failed", "refused"),
        ("DOT", Say(b"421 4.3.0 going down\r\n", Then.CLOSE), "deferred", "temporary"),
        ("DOT", CLOSE, "uncertain", "no-answer"),
        ("DOT", RESET, "uncertain", "no-answer"),
        ("DOT", b"what?\r\n", "uncertain", "no-answer"),
        ("RCPT", BUSY, "sent", ""),
        ("DATA", CLOSE, "sent", ""),
        ("RCPT", RESET, "sent", ""),
    ],
)
def test_answer_to_one_of_many(bench: Bench, step: str, reaction: Say | bytes, state: str, reason: str) -> None:
    """Whatever is said for one, on one of four connections, the others get theirs, once."""
    bench.connections = 4
    bench.plan(*people(24))
    server = run(bench, about(step, reaction))
    rows = {row.address: row for row in bench.rows()}
    assert rows.pop(PERSON).state.value == state
    assert {row.state for row in rows.values()} == {State.SENT}
    assert bench.rows()[5].reason == reason
    taken = [recipient for recipient, _ in server.taken]
    assert len(taken) == len(set(taken))
    assert set(rows) <= set(server.kept)
    assert server.most_open <= 4


def test_one_commit_serves_all(bench: Bench) -> None:
    """Eight conversations that stand at their dots share their commits."""
    bench.connections = 8
    bench.plan(*people(160))
    power = Power()
    bench.ledger = WatchedLedger(bench.ledger, power)  # type: ignore[assignment]

    async def go() -> None:
        server = await asyncio.get_running_loop().create_server(lambda: CountingServer([], []), "127.0.0.1", 0)
        async with server:
            await bench.run(Server("127.0.0.1", server.sockets[0].getsockname()[1]))

    asyncio.run(go())
    assert bench.progress[-1].done == 160
    assert power.commits <= 80


def test_no_more_conversations_than_messages(bench: Bench) -> None:
    """For two messages nobody opens four conversations."""
    bench.connections = 4
    bench.plan(*people(2))
    assert run(bench, at()).connections <= 2
    assert bench.states() == ["sent", "sent"]


def test_all_conversations_are_opened(bench: Bench) -> None:
    """While the first one waits at its dot, the others are opened and at work."""
    bench.connections = 4
    bench.plan(*people(8))
    everybody_there = asyncio.Event()

    def script(heard: Heard) -> Say | None:
        if heard.step == "DOT":
            if heard.number == 4:
                everybody_there.set()
            return HANG
        return None

    async def go() -> None:
        async with ScriptedServer(script) as server:
            task = asyncio.ensure_future(bench.run(server.address))
            async with asyncio.timeout(5):
                await everybody_there.wait()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    asyncio.run(go())
    # Ended in the middle: what was at its dot is in doubt, and nothing is left in anybody's hands.
    assert sorted(bench.states()) == ["pending"] * 4 + ["uncertain"] * 4


def test_stop_finishes_every_message_in_hand(bench: Bench) -> None:
    """Asked to stop, every conversation finishes its message, and the next run sends the rest."""
    bench.connections = 4
    bench.plan(*people(40))
    stop = asyncio.Event()

    def script(heard: Heard) -> None:
        if heard.step == "DOT" and heard.number == 9:
            stop.set()

    async def go() -> ScriptedServer:
        async with ScriptedServer(script) as server:
            assert (await bench.run(server.address, stop=stop)).stop is Stop.INTERRUPTED
            assert set(bench.states()) == {"sent", "pending"}
            assert bench.states().count("sent") <= 9 + 2 * 4
            await bench.run(server.address)
        return server

    server = asyncio.run(go())
    assert bench.states() == ["sent"] * 40
    assert len(server.taken) == 40
    assert server.heard.count("QUIT") == server.connections


@pytest.mark.parametrize("limit", [1, 3, 7])
def test_limit_counts_over_all(bench: Bench, limit: int) -> None:
    """A limit is a limit for all conversations together."""
    bench.connections = 4
    bench.plan(*people(12))
    run(bench, at(), limit=limit)
    assert bench.states().count("sent") == limit
    assert bench.states().count("pending") == 12 - limit


def test_messages_per_connection(bench: Bench) -> None:
    """No connection carries more than it may, however many there are, and nobody waits for the next one."""
    bench.connections = 3
    bench.plan(*people(20))
    carried: dict[int, int] = {}

    def script(heard: Heard) -> None:
        if heard.step == "MAIL":
            carried[heard.connection] = carried.get(heard.connection, 0) + 1

    run(bench, script, per_connection=2)
    assert bench.states() == ["sent"] * 20
    assert max(carried.values()) == 2
    assert bench.slept == []


def test_refusals_of_all_pause_the_campaign(bench: Bench) -> None:
    """Five refusals among the last twenty answers, on whatever connection, end the run."""
    bench.connections = 4
    bench.plan(*people(60))

    def script(heard: Heard) -> bytes | None:
        return b"554 5.7.1 blocked by policy\r\n" if heard.step == "DOT" and heard.number > 4 else None

    run(bench, script)
    assert bench.states().count("sent") == 4
    assert 5 <= bench.states().count("failed") <= 5 + 2 * 4
    assert bench.states().count("pending") >= 60 - 4 - 5 - 2 * 4


def test_message_that_cannot_be_made_ends_all_in_good_order(bench: Bench) -> None:
    """A fault in one conversation lets the others finish what they have in hand; then it is told."""
    bench.connections = 4
    bench.plan(*people(30))

    def make(claim: Claim) -> bytes:
        if claim.id == 10:
            raise KeyError("no such slot")
        return letter(claim)

    with pytest.raises(KeyError):
        run(bench, at(), make=make)
    assert set(bench.states()) == {"sent", "pending"}
    assert bench.states()[9] == "pending"


def test_row_that_somebody_took_puts_no_other_in_doubt(bench: Bench) -> None:
    """When one row was changed by another program, the run ends, and what the others came to is kept."""
    bench.connections = 4
    bench.plan(*people(30))

    def steal(heard: Heard) -> None:
        if heard.step == "RCPT" and heard.line == f"RCPT TO:<{PERSON}>":
            bench.database.execute("UPDATE delivery SET owner = 'somebody else' WHERE id = 6")

    async def go() -> ScriptedServer:
        async with ScriptedServer(steal) as server:
            with pytest.raises(LedgerError, match="Another program"):
                await bench.run(server.address)
        return server

    server = asyncio.run(go())
    states = {row.address: row.state for row in bench.rows()}
    assert states.pop(PERSON) is State.CLAIMED
    assert {person for person, state in states.items() if state is State.SENT} == set(server.kept)
    assert set(states.values()) <= {State.SENT, State.PENDING}


# --- how many the server bears -----------------------------------------------------------------------------


def test_connection_that_is_one_too_many(bench: Bench) -> None:
    """A server that bears two conversations gets its mail over two; nobody is deferred for it."""
    bench.connections = 8
    bench.plan(*people(60))
    seen: list[ScriptedServer] = []

    def script(heard: Heard) -> Say | None:
        return BUSY if heard.step == "CONNECT" and seen[0].open_now > 2 else None

    async def go() -> None:
        async with ScriptedServer(script) as server:
            seen.append(server)
            await bench.run(server.address)

    asyncio.run(go())
    assert bench.states() == ["sent"] * 60
    assert len(seen[0].taken) == 60


def test_432_halves_the_conversations(bench: Bench) -> None:
    """Exchange says 432 at the dot: that message waits, and half of the conversations leave politely."""
    bench.connections = 4
    bench.plan(*people(60))
    seen: list[ScriptedServer] = []
    open_at: list[int] = []

    def script(heard: Heard) -> bytes | None:
        if heard.step == "DOT":
            open_at.append(seen[0].open_now)
            return b"432 4.3.2 Concurrent connections limit exceeded\r\n" if heard.number == 12 else None
        return None

    async def go() -> None:
        async with ScriptedServer(script) as server:
            seen.append(server)
            await bench.run(server.address)

    asyncio.run(go())
    assert bench.states().count("sent") == 59
    assert bench.states().count("deferred") == 1
    assert max(open_at[:12]) == 4
    assert max(open_at[24:]) == 2
    assert seen[0].heard.count("QUIT") == seen[0].connections == 4


def test_conversations_come_back_when_it_goes_well(bench: Bench) -> None:
    """After a hundred more answers one more conversation is tried, up to as many as were ordered."""
    bench.connections = 4
    bench.plan(*people(330))

    def script(heard: Heard) -> bytes | None:
        return b"432 4.3.2 too many\r\n" if heard.step == "DOT" and heard.number == 12 else None

    server = run(bench, script)
    assert server.connections == 4 + 2
    assert server.most_open == 4


def test_one_back_off_for_all(bench: Bench) -> None:
    """A server that breaks all conversations at once is given one rest, not four."""
    bench.connections = 4
    bench.plan(*people(40))
    broken: set[int] = set()

    def script(heard: Heard) -> Say | None:
        if heard.step == "RCPT" and heard.connection <= 4 and len(broken) < 4 and heard.number > 12:
            broken.add(heard.connection)
            return RESET
        return None

    run(bench, script)
    assert broken == {1, 2, 3, 4}
    assert bench.states() == ["sent"] * 40
    assert len(bench.slept) == 1
    assert bench.slept[0] <= 1


@pytest.mark.parametrize("step", ["CONNECT", "EHLO", "MAIL"])
def test_server_that_is_away_is_asked_by_one(bench: Bench, step: str) -> None:
    """Four conversations are as patient as one: the tries are counted for all, and told to the watcher."""
    bench.connections = 4
    bench.plan(*people(20))

    async def go() -> ScriptedServer:
        async with ScriptedServer(at(**{step: b"451 4.3.2 later\r\n"})) as server:
            with pytest.raises(ServerUnreachableError, match="4 tries in a row"):
                await bench.run(server.address)
        return server

    server = asyncio.run(go())
    assert bench.states() == ["pending"] * 20
    assert len(bench.slept) == bench.patience
    told = [each for each in bench.progress if each.waiting]
    assert [each.waiting.partition(",")[0] for each in told] == ["try 2 of 4", "try 3 of 4", "try 4 of 4"]
    assert all(", next in " in each.waiting for each in told)
    assert all("451 4.3.2 later" in each.reply for each in told)
    if step != "MAIL":
        assert server.connections == 4


def test_refused_sender_ends_all(bench: Bench) -> None:
    """MAIL 5xx on one conversation ends the run for all, and nobody is blamed."""
    bench.connections = 4
    bench.plan(*people(40))
    with pytest.raises(ServerRefusesError, match="who are you"):
        run(bench, at(MAIL={17: b"550 5.7.1 who are you\r\n"}))
    assert set(bench.states()) == {"sent", "pending"}


# --- waiting in the same run -------------------------------------------------------------------------------


def test_greylisted_is_tried_again_in_the_same_run(bench: Bench) -> None:
    """When all others are done, the run waits some minutes for those that the server wants to see again."""
    bench.connections, bench.time_passes = 4, True
    bench.order = {"waits_for_deferred": dt.timedelta(minutes=6)}
    bench.plan(*people(10))
    server = run(bench, about("RCPT", b"450 4.7.1 greylisted\r\n"))
    assert bench.states() == ["sent"] * 10
    assert server.kept[-1] == PERSON
    assert [round(seconds) for seconds in bench.slept] == [300]
    assert [each.waiting for each in bench.progress if each.waiting] == [
        "for 1 that the server wants to see later, next in 5 min"
    ]


def test_long_waits_are_for_another_run(bench: Bench) -> None:
    """A full mailbox, or a server that says later once more, is left to the next run."""
    bench.connections, bench.time_passes = 2, True
    bench.order = {"waits_for_deferred": dt.timedelta(minutes=6)}
    bench.plan(*people(6))

    def script(heard: Heard) -> bytes | None:
        if heard.step == "RCPT" and "person1" in heard.line:
            return b"450 4.7.1 greylisted\r\n"
        return b"452 4.2.2 full\r\n" if heard.step == "RCPT" and "person2" in heard.line else None

    run(bench, script)
    assert bench.states() == ["sent", "deferred", "deferred", "sent", "sent", "sent"]
    assert len(bench.ledger.attempts(CAMPAIGN, "person1@example.org")) == 2
    assert len(bench.ledger.attempts(CAMPAIGN, "person2@example.org")) == 1
    assert sum(bench.slept) <= 360


def test_clock_that_stands_still_does_not_hold_the_run(bench: Bench) -> None:
    """Waiting is bounded by what was slept, also where the clock says that nothing has passed."""
    bench.order = {"waits_for_deferred": dt.timedelta(minutes=6)}
    bench.plan(*people(2))
    run(bench, at(RCPT={1: b"450 4.7.1 greylisted\r\n"}))
    assert bench.states() == ["deferred", "sent"]
    assert sum(bench.slept) <= 360


def test_stop_ends_the_wait_for_greylisting(bench: Bench) -> None:
    """Ctrl-C while the run waits for a server's patience ends it at once."""
    bench.order = {"waits_for_deferred": dt.timedelta(minutes=6)}
    bench.plan(*people(2))
    stop = asyncio.Event()

    async def forever(_seconds: float) -> None:
        stop.set()
        await asyncio.Event().wait()

    bench.sleep = forever
    run(bench, at(RCPT={1: b"450 4.7.1 greylisted\r\n"}), stop=stop)
    assert bench.states() == ["deferred", "sent"]
