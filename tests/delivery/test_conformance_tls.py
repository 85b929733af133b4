"""Encryption with servers by other hands, Postfix and aiosmtpd: verified or nothing, in a clear line."""

from __future__ import annotations

import asyncio
import datetime as dt
import ssl
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from aiosmtpd.smtp import SMTP
from tests.delivery.conftest import Bench, letter, people
from tests.servers.postfix import postfix

from iki_newsletter.delivery.server import Encryption, Server
from iki_newsletter.delivery.world import World
from iki_newsletter.errors import ServerRefusesError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from iki_newsletter.model.delivery import Claim

LONG_AGO = dt.datetime(2017, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    """Give an authority that the tests' client trusts."""
    return trustme.CA()


def certificate(ca: trustme.CA, kind: str) -> trustme.LeafCert:
    """Issue a certificate that holds, or one that has a fault."""
    if kind == "expired":
        return ca.issue_cert("localhost", not_before=LONG_AGO, not_after=LONG_AGO + dt.timedelta(days=90))
    authority = trustme.CA() if kind == "unknown" else ca
    return authority.issue_cert("elsewhere.example" if kind == "wrong name" else "localhost")


def world(bench: Bench, ca: trustme.CA) -> World:
    """Trust this authority, strictly."""

    def trusting() -> ssl.SSLContext:
        context = ssl.create_default_context()
        ca.configure_trust(context)
        return context

    return World(clock=lambda: bench.now, sleep=bench.sleep, deadlines=bench.deadlines, tls=trusting, patience=1)


def bulky(claim: Claim) -> bytes:
    """Write a message of some 50 KB, several records of TLS."""
    return letter(claim) + (b"x" * 74 + b"\r\n") * 660


BAD = pytest.mark.parametrize(
    ("kind", "words"),
    [("wrong name", "mismatch"), ("expired", "expired"), ("unknown", "unable to get|self.signed")],
)


def tls_settings(folder: Path, leaf: trustme.LeafCert, level: str) -> dict[str, str]:
    """Give Postfix a certificate and say whether it insists on encryption."""
    chain = folder / "chain.pem"
    leaf.private_key_and_cert_chain_pem.write_to_path(chain)
    return {"smtpd_tls_chain_files": str(chain), "smtpd_tls_security_level": level}


def test_postfix_with_starttls(bench: Bench, ca: trustme.CA, tmp_path: Path) -> None:
    """Postfix that insists on encryption gets it, and everybody gets one message over it."""
    bench.plan(*people(20))
    with postfix(**tls_settings(tmp_path, certificate(ca, "good"), "encrypt"), smtpd_tls_loglevel="1") as server:
        address = Server("localhost", server.port, Encryption.STARTTLS)
        asyncio.run(bench.run(address, make=bulky, world=world(bench, ca)))
        passed_on = server.delivered()
        assert "TLS connection established" in server.log()
    assert bench.states() == ["sent"] * 20
    assert Counter(passed_on) == Counter(f"person{each}@example.org" for each in range(20))


def test_postfix_with_tls_from_the_first_byte(bench: Bench, ca: trustme.CA, tmp_path: Path) -> None:
    """The same behind smtps://."""
    bench.plan(*people(5))
    settings = tls_settings(tmp_path, certificate(ca, "good"), "encrypt")
    with postfix(**settings, smtpd_tls_wrappermode="yes") as server:
        address = Server("localhost", server.port, Encryption.TLS)
        asyncio.run(bench.run(address, make=bulky, world=world(bench, ca)))
        assert len(server.delivered()) == 5
    assert bench.states() == ["sent"] * 5


@BAD
def test_postfix_with_a_bad_certificate(bench: Bench, ca: trustme.CA, tmp_path: Path, kind: str, words: str) -> None:
    """A certificate with a fault stops the campaign in a clear line, and Postfix is told nothing of anybody."""
    bench.plan(*people(2))
    with postfix(**tls_settings(tmp_path, certificate(ca, kind), "may")) as server:
        address = Server("localhost", server.port, Encryption.STARTTLS)
        with pytest.raises(ServerRefusesError, match=f"cannot prove that it is localhost.*({words})"):
            asyncio.run(bench.run(address, world=world(bench, ca)))
        assert "mail=" not in server.log()
    assert bench.states() == ["pending", "pending"]


def test_postfix_without_encryption(bench: Bench, ca: trustme.CA) -> None:
    """Where STARTTLS is not offered, or was taken out on the way, nothing is said of anybody."""
    bench.plan(*people(2))
    with postfix() as server:
        address = Server("localhost", server.port, Encryption.STARTTLS)
        with pytest.raises(ServerRefusesError, match="does not offer encryption"):
            asyncio.run(bench.run(address, world=world(bench, ca)))
        assert "mail=" not in server.log()
    assert bench.states() == ["pending", "pending"]


class _Kept:
    """What aiosmtpd received, and whether it came encrypted."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, bytes, bool]] = []

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the message."""
        self.messages.append((envelope.rcpt_tos[0], envelope.original_content, session.ssl is not None))
        return "250 2.0.0 kept"


@asynccontextmanager
async def aiosmtpd(kept: _Kept, leaf: trustme.LeafCert, *, implicit: bool) -> AsyncIterator[int]:
    """Run aiosmtpd with a certificate; gives its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    loop = asyncio.get_running_loop()
    options: dict[str, Any] = {} if implicit else {"tls_context": context, "require_starttls": True}
    make: Callable[[], SMTP] = lambda: SMTP(kept, hostname="localhost", loop=loop, **options)  # noqa: E731
    server = await loop.create_server(make, "127.0.0.1", 0, ssl=context if implicit else None)
    async with server:
        yield server.sockets[0].getsockname()[1]


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "smtps"])
def test_aiosmtpd(bench: Bench, ca: trustme.CA, implicit: bool) -> None:
    """Each message arrives as it was made, once, in the list's order, encrypted."""
    bench.plan(*people(8))
    kept = _Kept()
    made: list[bytes] = []

    def make(claim: Claim) -> bytes:
        made.append(bulky(claim))
        return made[-1]

    async def go() -> None:
        async with aiosmtpd(kept, certificate(ca, "good"), implicit=implicit) as port:
            address = Server("localhost", port, Encryption.TLS if implicit else Encryption.STARTTLS)
            await bench.run(address, make=make, world=world(bench, ca))

    asyncio.run(go())
    assert bench.states() == ["sent"] * 8
    assert sorted(content for _, content, _ in kept.messages) == sorted(made)
    assert Counter(who for who, _, _ in kept.messages) == Counter(f"person{each}@example.org" for each in range(8))
    if not implicit:
        assert all(encrypted for _, _, encrypted in kept.messages)


@BAD
@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "smtps"])
def test_aiosmtpd_with_a_bad_certificate(bench: Bench, ca: trustme.CA, kind: str, words: str, implicit: bool) -> None:
    """The same faults at another server: nothing is sent."""
    bench.plan(*people(1))
    kept = _Kept()

    async def go() -> None:
        async with aiosmtpd(kept, certificate(ca, kind), implicit=implicit) as port:
            address = Server("localhost", port, Encryption.TLS if implicit else Encryption.STARTTLS)
            await bench.run(address, world=world(bench, ca))

    with pytest.raises(ServerRefusesError, match=f"cannot prove that it is localhost.*({words})"):
        asyncio.run(go())
    assert kept.messages == []
    assert bench.states() == ["pending"]
