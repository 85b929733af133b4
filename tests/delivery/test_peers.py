"""Servers by other hands: smtp-sink with its flags, and aiosmtpd with its strictness."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from aiosmtpd.smtp import SMTP, AuthResult
from tests.delivery.conftest import Bench, letter, people
from tests.servers.sink import smtp_sink

from iki_newsletter.delivery.credentials import Credentials
from iki_newsletter.delivery.server import Encryption, Server
from iki_newsletter.delivery.world import World
from iki_newsletter.errors import ServerRefusesError, ServerUnreachableError

if TYPE_CHECKING:
    from iki_newsletter.model.delivery import Claim


def bulky(claim: Claim) -> bytes:
    """Write a message of some 50 KB."""
    return letter(claim) + (b"x" * 74 + b"\r\n") * 660


async def to_sink(bench: Bench, *flags: str) -> None:
    """Run the campaign against a sink."""
    async with smtp_sink(*flags) as server:
        await bench.run(server, make=bulky)


def test_sink(bench: Bench) -> None:
    """A sink that offers PIPELINING takes everything."""
    bench.plan(*people(50))
    asyncio.run(to_sink(bench))
    assert bench.states() == ["sent"] * 50


@pytest.mark.parametrize(
    ("flags", "state"),
    [
        (("-r", "rcpt"), "deferred"),
        (("-f", "rcpt"), "failed"),
        (("-r", "data"), "deferred"),
        (("-f", "."), "failed"),
        (("-r", "."), "deferred"),
    ],
    ids=["rcpt later", "rcpt no", "data later", "dot no", "dot later"],
)
def test_sink_that_answers_no(bench: Bench, flags: tuple[str, ...], state: str) -> None:
    """What the sink says for each message is what the ledger says, in the sink's words."""
    bench.plan(*people(4))
    asyncio.run(to_sink(bench, *flags))
    assert bench.states() == [state] * 4
    assert all(row.reply.startswith(("4", "5")) for row in bench.rows())


def test_sink_that_refuses_the_sender(bench: Bench) -> None:
    """A refused MAIL stops the campaign."""
    bench.plan(*people(2))
    with pytest.raises(ServerRefusesError):
        asyncio.run(to_sink(bench, "-f", "mail"))
    assert bench.states() == ["pending"] * 2


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_sink_that_disconnects(bench: Bench, step: str) -> None:
    """A sink that drops every conversation at one step loses nobody: what was not sent is pending or deferred."""
    bench.plan(*people(2))
    with pytest.raises(ServerUnreachableError):
        asyncio.run(to_sink(bench, "-q", step))
    assert set(bench.states()) <= {"pending", "deferred"}


def test_sink_that_disconnects_at_the_dot(bench: Bench) -> None:
    """A sink that drops at the dot leaves doubts, as many as conversations and no more, and the run gives up."""
    bench.plan(*people(20))
    with pytest.raises(ServerUnreachableError):
        asyncio.run(to_sink(bench, "-q", "."))
    assert bench.states().count("uncertain") == bench.patience + 1
    assert set(bench.states()) == {"uncertain", "pending"}


def test_sink_of_the_old_kind(bench: Bench) -> None:
    """A server without ESMTP gets its messages one command at a time."""
    bench.plan(*people(5))
    asyncio.run(to_sink(bench, "-e"))
    assert bench.states() == ["sent"] * 5


class _Kept:
    """What aiosmtpd received."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, bytes]] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name for it
        """Keep the message."""
        self.messages.append((envelope.rcpt_tos[0], envelope.original_content))
        return "250 2.0.0 kept"


@pytest.mark.parametrize(("password", "accepted"), [("secret", True), ("wrong", False)])
def test_aiosmtpd_with_starttls_and_sign_in(bench: Bench, password: str, accepted: bool) -> None:
    """A server that insists on encryption and a password gets both, and its no is told in its words."""
    bench.plan(*people(5))
    ca = trustme.CA()
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("localhost").configure_cert(serving)
    kept = _Kept()

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        return AuthResult(success=(given.login, given.password) == (b"ana", b"secret"), handled=False)

    def trusting() -> ssl.SSLContext:
        context = ssl.create_default_context()
        ca.configure_trust(context)
        return context

    async def go() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: SMTP(
                kept,
                hostname="localhost",
                tls_context=serving,
                require_starttls=True,
                auth_required=True,
                authenticator=check,
                loop=loop,
            ),
            "127.0.0.1",
            0,
        )
        async with server:
            address = Server("localhost", server.sockets[0].getsockname()[1], Encryption.STARTTLS, "ana")
            world = World(tls=trusting, deadlines=bench.deadlines, clock=lambda: bench.now, sleep=bench.sleep)
            await bench.run(address, make=bulky, world=world, credentials=Credentials("ana", password))

    if not accepted:
        with pytest.raises(ServerRefusesError, match="535"):
            asyncio.run(go())
        assert bench.states() == ["pending"] * 5
    else:
        asyncio.run(go())
        assert bench.states() == ["sent"] * 5
        assert [recipient for recipient, _ in kept.messages] == [f"person{each}@example.org" for each in range(5)]
        assert len(kept.messages[0][1]) > 50_000
