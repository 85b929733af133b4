"""What each answer means: every row of the table in docs, said by a real server at its place in the conversation."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from tests.delivery.conftest import letter, people, subscriber
from tests.servers.scripted import CLOSE, HANG, RESET, Heard, Say, ScriptedServer, Then, at

from iki_newsletter.delivery.progress import Stop
from iki_newsletter.errors import ServerRefusesError, ServerUnreachableError
from iki_newsletter.model.delivery import State

if TYPE_CHECKING:
    from tests.delivery.conftest import Bench

    from iki_newsletter.model.delivery import Claim

PIPELINED = ("PIPELINING", "SIZE 10000000", "8BITMIME")
LOCK_STEP = ("SIZE 10000000", "8BITMIME")
DRIBBLE = Say(b"2", Then.DRIBBLE)
"""An answer that does not end, byte by byte, each of them sooner than any deadline."""
TOO_LONG = 10.0
"""Seconds in which a server that dribbles has long been given up."""


@pytest.mark.parametrize("extensions", [PIPELINED, LOCK_STEP], ids=["pipelined", "lock-step"])
@pytest.mark.parametrize(
    ("step", "words", "state", "reason"),
    [
        ("RCPT", "450 4.2.0 greylisted", "deferred", "temporary"),
        ("RCPT", "451 try later", "deferred", "temporary"),
        ("RCPT", "452 4.2.2 mailbox full", "deferred", "full"),
        ("RCPT", "450 4.1.1 user unknown for now", "deferred", "temporary"),
        ("RCPT", "550 5.1.1 no such user", "failed", "dead"),
        ("RCPT", "556 5.1.10 null MX", "failed", "dead"),
        ("RCPT", "550 5.2.1 disabled", "failed", "dead"),
        ("RCPT", "552 5.2.2 over quota", "failed", "full"),
        ("RCPT", "550 5.7.1 user unknown to our spam filter", "failed", "refused"),
        ("RCPT", "550 mailbox unavailable", "failed", "refused"),
        ("RCPT", "550 no such user here", "failed", "dead"),
        ("RCPT", "501 bad address", "failed", "refused"),
        ("DATA", "451 4.3.0 later", "deferred", "temporary"),
        ("DATA", "554 5.7.1 no", "failed", "refused"),
        ("DOT", "452 4.3.1 no room", "deferred", "temporary"),
        ("DOT", "554 5.7.1 spam", "failed", "refused"),
        ("DOT", "550 5.1.1 gone after all", "failed", "dead"),
        ("DOT", "554 no such user", "failed", "refused"),
    ],
)
def test_answer_to_one_message(
    bench: Bench, step: str, words: str, state: str, reason: str, extensions: tuple[str, ...]
) -> None:
    """An answer counts for its own delivery alone, with its meaning and the server's own words; the rest goes out."""
    bench.plan(*people(4))

    async def go() -> ScriptedServer:
        async with ScriptedServer(at(**{step: {2: f"{words}\r\n".encode()}}), extensions) as server:
            await bench.run(server.address)
        return server

    server = asyncio.run(go())
    assert bench.states() == ["sent", state, "sent", "sent"]
    row = bench.rows()[1]
    assert (row.reason, row.reply) == (reason, words)
    assert server.kept == [f"person{each}@example.org" for each in (0, 2, 3)]
    assert server.connections == 1


@pytest.mark.parametrize("extensions", [PIPELINED, LOCK_STEP], ids=["pipelined", "lock-step"])
@pytest.mark.parametrize("number", [1, 2])
def test_sender_refused_stops_campaign(bench: Bench, extensions: tuple[str, ...], number: int) -> None:
    """MAIL 5xx stops everything in the server's words, and no subscriber is blamed."""
    bench.plan(*people(3))

    async def go() -> None:
        async with ScriptedServer(at(MAIL={number: b"550 5.7.1 who are you\r\n"}), extensions) as server:
            await bench.run(server.address)

    with pytest.raises(ServerRefusesError, match=r"bounces@example\.org: 550 5\.7\.1 who are you"):
        asyncio.run(go())
    assert bench.states() == ["sent"] * (number - 1) + ["pending"] * (4 - number)


def test_sender_deferred_backs_off(bench: Bench) -> None:
    """MAIL 4xx is the server's weariness: the run waits and goes on, nobody is deferred."""
    bench.plan(*people(2))

    async def go() -> ScriptedServer:
        async with ScriptedServer(at(MAIL={2: b"451 4.3.2 slow down\r\n"})) as server:
            await bench.run(server.address)
        return server

    server = asyncio.run(go())
    assert bench.states() == ["sent", "sent"]
    assert len(bench.slept) == 1
    assert server.connections == 2


@pytest.mark.parametrize("extensions", [PIPELINED, LOCK_STEP], ids=["pipelined", "lock-step"])
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_421_in_the_envelope_goes_on_elsewhere(bench: Bench, step: str, extensions: tuple[str, ...]) -> None:
    """A 421 before the dot leaves the delivery pending; another conversation goes on where it stopped."""
    bench.plan(*people(3))

    async def go() -> ScriptedServer:
        closing = Say(b"421 4.3.2 too many\r\n", Then.CLOSE)
        async with ScriptedServer(at(**{step: {2: closing}}), extensions) as server:
            await bench.run(server.address)
        return server

    server = asyncio.run(go())
    assert bench.states() == ["sent"] * 3
    assert sorted(server.kept) == sorted({recipient for recipient, _ in server.taken})
    assert len(server.taken) == 3
    assert server.connections == 2


@pytest.mark.parametrize("extensions", [PIPELINED, LOCK_STEP], ids=["pipelined", "lock-step"])
@pytest.mark.parametrize("then", [Then.CLOSE, Then.GO_ON], ids=["closes", "stays"])
def test_421_at_the_dot_defers_that_message(bench: Bench, then: Then, extensions: tuple[str, ...]) -> None:
    """A 421 answers the oldest command: at the dot it defers that message; what was behind it goes out elsewhere."""
    bench.plan(*people(3))

    async def go() -> ScriptedServer:
        script = at(DOT={2: Say(b"421 4.3.0 going down\r\n", then)})
        async with ScriptedServer(script, extensions) as server:
            await bench.run(server.address)
        return server

    server = asyncio.run(go())
    assert bench.states() == ["sent", "deferred", "sent"]
    assert server.connections == 2


@pytest.mark.parametrize("then", [Then.GO_ON, Then.CLOSE, Then.RESET])
def test_end_in_the_body_withholds_the_dot(bench: Bench, then: Then) -> None:
    """A 421 or an end that comes while the body goes out keeps the dot back: pending, then sent once."""
    bench.plan(*people(2))
    # More than the kernel's buffers hold, so that the server is certain to speak before the body has gone.
    bulk = (b"x" * 990 + b"\r\n") * 24_000

    def make(claim: Claim) -> bytes:
        return letter(claim) + (bulk if claim.id == 1 else b"")

    async def go() -> ScriptedServer:
        script = at(BODY={1: Say(b"421 4.3.0 stop\r\n", then)})
        async with ScriptedServer(script, ("PIPELINING",)) as server:
            await bench.run(server.address, make=make)
        return server

    server = asyncio.run(go())
    assert bench.states() == ["sent", "sent"]
    assert server.connections == 2
    assert [recipient for recipient, _ in server.taken] == ["person0@example.org", "person1@example.org"]
    assert [each.state for each in bench.ledger.attempts("2017-06", "person0@example.org")] == [State.SENT]


@pytest.mark.parametrize("extensions", [PIPELINED, LOCK_STEP], ids=["pipelined", "lock-step"])
@pytest.mark.parametrize("reaction", [CLOSE, RESET, HANG, DRIBBLE], ids=["close", "reset", "hang", "dribble"])
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_lost_before_the_dot_is_sent_once(
    bench: Bench, step: str, reaction: Say, extensions: tuple[str, ...]
) -> None:
    """A conversation that ends before the dot costs nothing: the delivery is made in the next one."""
    bench.plan(*people(3))
    bench.deadlines = bench.deadlines.__class__(5, 5, 0.05, 0.05, 5, 5, 1)

    async def go() -> ScriptedServer:
        async with ScriptedServer(at(**{step: {2: reaction}}), extensions) as server, asyncio.timeout(TOO_LONG):
            await bench.run(server.address)
        return server

    server = asyncio.run(go())
    assert bench.states() == ["sent"] * 3
    assert [recipient for recipient, _ in server.taken] == [f"person{each}@example.org" for each in range(3)]


@pytest.mark.parametrize("extensions", [PIPELINED, LOCK_STEP], ids=["pipelined", "lock-step"])
@pytest.mark.parametrize(
    "reaction",
    [CLOSE, RESET, HANG, DRIBBLE, Say(b"what?\r\n"), Say(b"250-half\r\n", Then.CLOSE), Say(b"354 again\r\n")],
    ids=["close", "reset", "hang", "dribble", "garbled", "half", "nonsense"],
)
def test_no_readable_answer_to_the_dot_is_uncertain(bench: Bench, reaction: Say, extensions: tuple[str, ...]) -> None:
    """Once the dot is handed over, anything but a readable answer leaves a doubt, never resolved by sending."""
    bench.plan(*people(3))
    bench.deadlines = bench.deadlines.__class__(5, 5, 5, 5, 5, 0.05, 1)

    async def go() -> ScriptedServer:
        async with ScriptedServer(at(DOT={2: reaction}), extensions) as server, asyncio.timeout(TOO_LONG):
            await bench.run(server.address)
            bench.ledger.recover("2017-06", bench.now)
            await bench.run(server.address)
        return server

    server = asyncio.run(go())
    assert bench.states() == ["sent", "uncertain", "sent"]
    assert bench.rows()[1].reason == "no-answer"
    assert [recipient for recipient, _ in server.taken].count("person1@example.org") == 1


@pytest.mark.parametrize("words", [b"what?\r\n", b"299\r\n", b"250-a\r\n550 b\r\n", b"x" * 5000])
def test_garbled_before_the_dot_falls_back_to_lock_step(bench: Bench, words: bytes) -> None:
    """A server that answers a group with nonsense is asked one thing at a time from then on."""
    bench.plan(*people(3))

    async def go() -> ScriptedServer:
        async with ScriptedServer(at(DATA={2: words})) as server:
            await bench.run(server.address)
        return server

    server = asyncio.run(go())
    assert set(bench.states()) == {"sent"}
    assert len(server.taken) == 3


@pytest.mark.parametrize(
    "script",
    [
        at(CONNECT=Say(b"421 4.3.2 busy\r\n", Then.CLOSE)),
        at(CONNECT=Say(b"554 5.7.1 go away\r\n", Then.CLOSE)),
        at(CONNECT=CLOSE),
        at(CONNECT=HANG),
        at(CONNECT=DRIBBLE),
        at(EHLO=DRIBBLE),
        at(EHLO=b"421 4.3.2 busy\r\n"),
        at(EHLO=RESET),
        at(EHLO=b"451 4.3.2 later\r\n"),
    ],
    ids=["421", "554", "close", "hang", "dribble", "ehlo dribble", "ehlo 421", "ehlo reset", "ehlo 451"],
)
def test_server_not_ready_backs_off_then_gives_up(bench: Bench, script: object) -> None:
    """A server that is not there for us is tried again with growing pauses; then the run ends, the ledger whole."""
    bench.plan(*people(2))
    bench.deadlines = bench.deadlines.__class__(5, 0.05, 0.05, 5, 5, 5, 1)

    async def go() -> None:
        async with ScriptedServer(script) as server, asyncio.timeout(TOO_LONG):  # type: ignore[arg-type]
            await bench.run(server.address)

    with pytest.raises(ServerUnreachableError, match="4 tries in a row"):
        asyncio.run(go())
    assert bench.states() == ["pending", "pending"]
    assert len(bench.slept) == bench.patience
    assert bench.slept[0] < 1
    assert bench.slept == sorted(bench.slept)


def test_server_that_comes_back_is_used(bench: Bench) -> None:
    """Backing off ends with the first conversation that works."""
    bench.plan(*people(2))

    async def go() -> None:
        async with ScriptedServer(at(CONNECT={1: CLOSE, 2: CLOSE})) as server:
            await bench.run(server.address)

    asyncio.run(go())
    assert bench.states() == ["sent", "sent"]


def test_nobody_listens(bench: Bench) -> None:
    """A refused connection ends as "run it again", in words that name the server."""
    bench.plan(*people(1))

    async def go() -> None:
        async with ScriptedServer() as server:
            address = server.address
        await bench.run(address)

    with pytest.raises(ServerUnreachableError, match=r"127\.0\.0\.1:\d+ cannot be reached"):
        asyncio.run(go())
    assert bench.states() == ["pending"]


def test_helo_where_ehlo_is_unknown(bench: Bench) -> None:
    """A server of the old kind gets HELO, and one command at a time."""
    bench.plan(*people(2))

    async def go() -> ScriptedServer:
        async with ScriptedServer(at(EHLO=b"502 5.5.2 what\r\n")) as server:
            await bench.run(server.address)
        return server

    server = asyncio.run(go())
    assert bench.states() == ["sent", "sent"]
    assert "HELO [127.0.0.1]" in server.heard
    assert "MAIL FROM:<bounces@example.org>" in server.heard


def test_refused_recipient_with_354_gets_a_lone_dot(bench: Bench) -> None:
    """Where the server asks for a body although it took nobody, it gets a dot and never the body."""
    bench.plan(*people(3))

    async def go() -> ScriptedServer:
        script = at(
            RCPT={2: b"550 5.1.1 no\r\n"}, DATA={2: b"354 go on anyway\r\n"}, DOT={2: b"554 no recipients\r\n"}
        )
        async with ScriptedServer(script) as server:
            await bench.run(server.address)
        return server

    server = asyncio.run(go())
    assert bench.states() == ["sent", "failed", "sent"]
    assert [recipient for recipient, _ in server.taken] == ["person0@example.org", "person2@example.org"]
    assert server.connections == 1


def test_last_recipient_refused_with_354(bench: Bench) -> None:
    """The lone dot is sent also when nobody comes after."""
    bench.plan(*people(1))

    async def go() -> ScriptedServer:
        async with ScriptedServer(at(RCPT=b"550 5.1.1 no\r\n", DATA=b"354 go on anyway\r\n")) as server:
            await bench.run(server.address)
        return server

    server = asyncio.run(go())
    assert bench.states() == ["failed"]
    assert server.heard[-2:] == ["DOT", "QUIT"]


def test_nothing_is_said_behind_a_refusal_in_lock_step(bench: Bench) -> None:
    """Where commands go one by one, DATA is not said for a recipient who was refused."""
    bench.plan(*people(2))

    async def go() -> ScriptedServer:
        async with ScriptedServer(at(RCPT={1: b"550 5.1.1 no\r\n"}), LOCK_STEP) as server:
            await bench.run(server.address)
        return server

    assert asyncio.run(go()).heard.count("DATA") == 1
    assert bench.states() == ["failed", "sent"]


def test_quit_does_not_matter(bench: Bench) -> None:
    """Everything is committed before QUIT, so whatever the server makes of it is ignored."""
    bench.plan(*people(1))

    async def go() -> None:
        async with ScriptedServer(at(QUIT=RESET)) as server:
            outcome = await bench.run(server.address)
            assert outcome.stop is Stop.DONE

    asyncio.run(go())
    assert bench.states() == ["sent"]


@pytest.mark.parametrize("extensions", [PIPELINED, LOCK_STEP], ids=["pipelined", "lock-step"])
def test_address_that_needs_smtputf8(bench: Bench, extensions: tuple[str, ...]) -> None:
    """An address that this server cannot take fails in words, is not suppressed, and costs the others nothing."""
    bench.plan(subscriber("jörg@example.org"), *people(2))

    async def go() -> None:
        async with ScriptedServer(extensions=extensions) as server:
            await bench.run(server.address)

    asyncio.run(go())
    assert bench.states() == ["failed", "sent", "sent"]
    assert bench.rows()[0].reason == "no-smtputf8"
    assert "SMTPUTF8" in bench.rows()[0].reply


def test_smtputf8_where_it_is_offered(bench: Bench) -> None:
    """The address goes out as it is, announced as RFC 6531 asks; others stay plain."""
    bench.plan(subscriber("jörg@example.org"), *people(1))

    async def go() -> ScriptedServer:
        async with ScriptedServer(extensions=(*PIPELINED, "SMTPUTF8")) as server:
            await bench.run(server.address)
        return server

    heard = asyncio.run(go()).heard
    assert bench.states() == ["sent", "sent"]
    assert "RCPT TO:<jörg@example.org>" in heard
    assert [line.endswith("SMTPUTF8") for line in heard if line.startswith("MAIL")] == [True, False]


def test_many_refusals_pause_the_campaign(bench: Bench) -> None:
    """Five refusals among the last twenty answers end the run: the rest of the list does not meet the same."""
    bench.plan(*people(30))

    def script(heard: Heard) -> bytes | None:
        return b"554 5.7.1 blocked by policy\r\n" if heard.step == "DOT" and heard.number > 4 else None

    async def go() -> None:
        async with ScriptedServer(script) as server:
            outcome = await bench.run(server.address)
            assert outcome.stop is Stop.PAUSED
            assert "554 5.7.1 blocked by policy" in outcome.words

    asyncio.run(go())
    # One more is on its way when the fifth refusal arrives: its commands go out with the fifth's dot.
    assert bench.states() == ["sent"] * 4 + ["failed"] * 6 + ["pending"] * 20


def test_dead_addresses_do_not_pause(bench: Bench) -> None:
    """An old list is no refusal: dead mailboxes are reported, and the rest goes out."""
    bench.plan(*people(12))

    def script(heard: Heard) -> bytes | None:
        return b"550 5.1.1 no such user\r\n" if heard.step == "RCPT" and heard.number <= 10 else None

    async def go() -> None:
        async with ScriptedServer(script) as server:
            await bench.run(server.address)

    asyncio.run(go())
    assert bench.states() == ["failed"] * 10 + ["sent"] * 2


def test_message_larger_than_the_server_takes(bench: Bench) -> None:
    """A message over the server's SIZE stops the campaign before anybody is refused it."""
    bench.plan(*people(2))

    async def go() -> None:
        async with ScriptedServer(extensions=("PIPELINING", "SIZE 50")) as server:
            await bench.run(server.address)

    with pytest.raises(ServerRefusesError, match="up to 50 bytes"):
        asyncio.run(go())
    assert bench.states() == ["pending", "pending"]


def test_delivery_the_server_chokes_on_does_not_block_the_others(bench: Bench) -> None:
    """A delivery over which the conversation breaks three times waits for a later run; those behind it go out."""
    bench.plan(*people(3))
    bench.patience = 5

    def script(heard: Heard) -> Say | None:
        return RESET if heard.step == "RCPT" and "person0" in heard.line else None

    async def go() -> None:
        async with ScriptedServer(script) as server:
            await bench.run(server.address)

    asyncio.run(go())
    assert bench.states() == ["deferred", "sent", "sent"]
