"""Encryption: verified or nothing, whatever is on the way."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import ssl
import sys
from typing import TYPE_CHECKING

import pytest
import trustme
from tests.delivery.conftest import people
from tests.servers.scripted import CLOSE, RESET, Say, ScriptedServer, at

from iki_newsletter.delivery.credentials import Credentials, find_credentials
from iki_newsletter.delivery.server import Encryption, Server, parse_smtp_url
from iki_newsletter.delivery.world import World
from iki_newsletter.errors import ConfigurationError, ServerRefusesError, ServerUnreachableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.delivery.conftest import Bench
    from tests.servers.scripted import Heard

    from iki_newsletter.delivery.progress import Outcome
    from iki_newsletter.errors import IkiNewsError

LONG_AGO = dt.datetime(2017, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    """Give an authority that the tests' client trusts."""
    return trustme.CA()


def trusting(authority: trustme.CA) -> Callable[[], ssl.SSLContext]:
    """Make what the client verifies with, as strict as the default."""

    def make() -> ssl.SSLContext:
        context = ssl.create_default_context()
        authority.configure_trust(context)
        return context

    return make


def serving(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """Make what the server shows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def send(
    bench: Bench,
    ca: trustme.CA,
    certificate: trustme.LeafCert,
    *,
    implicit: bool = False,
    script: Callable[[Heard], Say | bytes | None] = lambda _: None,
    extensions: tuple[str, ...] = ("PIPELINING", "STARTTLS", "AUTH PLAIN LOGIN"),
    credentials: Credentials | None = None,
) -> tuple[Outcome, ScriptedServer]:
    """Send a campaign of two over a server with this certificate."""
    bench.plan(*people(2))
    seen: list[ScriptedServer] = []

    async def go() -> Outcome:
        async with ScriptedServer(script, extensions, serving(certificate), implicit) as server:
            seen.append(server)
            world = World(
                clock=lambda: bench.now, sleep=bench.sleep, deadlines=bench.deadlines, tls=trusting(ca), patience=1
            )
            return await bench.run(server.address, world=world, credentials=credentials)

    try:
        return asyncio.run(go()), seen[0]
    finally:
        bench.heard = seen[0].heard


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "smtps"])
def test_good_certificate(bench: Bench, ca: trustme.CA, implicit: bool) -> None:
    """With a certificate that holds, messages go out; only EHLO and STARTTLS went before the encryption."""
    _, server = send(bench, ca, ca.issue_cert("localhost"), implicit=implicit)
    assert bench.states() == ["sent", "sent"]
    assert len(server.kept) == 2
    if not implicit:
        assert [line.split(" ")[0] for line in server.heard[:4]] == ["CONNECT", "EHLO", "STARTTLS", "EHLO"]


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "smtps"])
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("name", r"cannot prove that it is localhost.*mismatch"),
        ("expired", r"cannot prove that it is localhost.*expired"),
        ("unknown", r"cannot prove that it is localhost.*(unable to get|self.signed)"),
    ],
)
def test_bad_certificate(bench: Bench, ca: trustme.CA, wrong: str, words: str, implicit: bool) -> None:
    """A certificate of another name, expired, or of an unknown authority stops the campaign in a clear line."""
    certificates = {
        "name": lambda: ca.issue_cert("elsewhere.example"),
        "expired": lambda: ca.issue_cert(
            "localhost", not_before=LONG_AGO, not_after=LONG_AGO + dt.timedelta(days=90)
        ),
        "unknown": lambda: trustme.CA().issue_cert("localhost"),
    }
    with pytest.raises(ServerRefusesError, match=words):
        send(bench, ca, certificates[wrong](), implicit=implicit)
    assert bench.states() == ["pending", "pending"]
    assert not any(line.startswith(("MAIL", "AUTH")) for line in bench.heard)


def test_self_signed_certificate(bench: Bench, ca: trustme.CA) -> None:
    """A server that signed its own certificate proves nothing."""
    alone = trustme.CA()
    bench.plan(*people(1))

    async def go() -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with alone.private_key_pem.tempfile() as key, alone.cert_pem.tempfile() as certificate:
            context.load_cert_chain(certificate, key)
        async with ScriptedServer(tls=context, implicit=True) as server:
            await bench.run(server.address, world=World(tls=trusting(ca), deadlines=bench.deadlines))

    with pytest.raises(ServerRefusesError, match="self-signed"):
        asyncio.run(go())


def test_stripped_starttls(bench: Bench, ca: trustme.CA) -> None:
    """Where somebody has taken the offer of encryption out, nothing is sent."""
    with pytest.raises(ServerRefusesError, match="does not offer encryption"):
        send(bench, ca, ca.issue_cert("localhost"), extensions=("PIPELINING",))
    assert bench.states() == ["pending", "pending"]
    assert not any(line.startswith(("MAIL", "AUTH")) for line in bench.heard)


def test_refused_starttls(bench: Bench, ca: trustme.CA) -> None:
    """Where encryption is offered and then not begun, nothing is sent either."""
    with pytest.raises(ServerRefusesError, match="does not begin it: 454"):
        send(bench, ca, ca.issue_cert("localhost"), script=at(STARTTLS=b"454 4.7.0 not now\r\n"))
    assert not any(line.startswith(("MAIL", "AUTH")) for line in bench.heard)


@pytest.mark.parametrize("more", [b"250 forged\r\n", b"25", b"250-forged\r\n"])
def test_plaintext_injected_before_the_handshake(bench: Bench, ca: trustme.CA, more: bytes) -> None:
    """Words that somebody slips in behind the 220 are not taken for the encrypted server's (RFC 3207, 6)."""
    with pytest.raises(ServerRefusesError, match="before the encryption began"):
        send(bench, ca, ca.issue_cert("localhost"), script=at(STARTTLS=b"220 ready\r\n" + more))
    assert bench.states() == ["pending", "pending"]


@pytest.mark.parametrize("reaction", [CLOSE, RESET], ids=["close", "reset"])
def test_connection_lost_at_starttls(bench: Bench, ca: trustme.CA, reaction: Say) -> None:
    """A connection that breaks there is tried again; never without encryption."""
    with pytest.raises(ServerUnreachableError):
        send(bench, ca, ca.issue_cert("localhost"), script=at(STARTTLS=reaction))
    assert not any(line.startswith(("MAIL", "AUTH")) for line in bench.heard)


def test_no_encryption_behind_smtps(bench: Bench, ca: trustme.CA) -> None:
    """A server that speaks in clear where encryption is expected gets a word about scheme and port."""
    bench.plan(*people(1))

    async def go() -> None:
        async with ScriptedServer() as server:
            address = Server("localhost", server.port, Encryption.TLS)
            await bench.run(address, world=World(tls=trusting(ca), deadlines=bench.deadlines))

    with pytest.raises(ServerRefusesError) as caught:
        asyncio.run(go())
    assert "465" in caught.value.instead


def test_password_goes_out_once_and_encrypted(bench: Bench, ca: trustme.CA) -> None:
    """One mechanism, once, after the encryption began."""
    _, server = send(bench, ca, ca.issue_cert("localhost"), credentials=Credentials("ana", "secret"))
    signing = [line for line in server.heard if line.startswith("AUTH")]
    assert signing == ["AUTH PLAIN AGFuYQBzZWNyZXQ="]
    assert server.heard.index(signing[0]) > server.heard.index("STARTTLS")


def test_login_where_plain_is_not_offered(bench: Bench, ca: trustme.CA) -> None:
    """LOGIN is the second choice, in its three steps."""

    def script(heard: Heard) -> bytes | None:
        steps = {"AUTH": b"334 VXNlcm5hbWU6\r\n", "YW5H": b"334 UGFzc3dvcmQ6\r\n", "C2VJCMV0": b"235 welcome\r\n"}
        return steps.get(heard.step)

    extensions = ("STARTTLS", "AUTH LOGIN XOAUTH2")
    _, server = send(
        bench,
        ca,
        ca.issue_cert("localhost"),
        script=script,
        extensions=extensions,
        credentials=Credentials("anG", "secret"),
    )
    assert [line for line in server.heard if line.startswith("AUTH")] == ["AUTH LOGIN"]
    assert bench.states() == ["sent", "sent"]


def test_wrong_password(bench: Bench, ca: trustme.CA) -> None:
    """535 stops in words, after one try, and the password is not in them."""
    with pytest.raises(ServerRefusesError, match=r"user ana.*535 5\.7\.8 no") as caught:
        send(
            bench,
            ca,
            ca.issue_cert("localhost"),
            script=at(AUTH=b"535 5.7.8 no\r\n"),
            credentials=Credentials("ana", "hunter2"),
        )
    assert "hunter2" not in "".join(caught.value.lines())
    assert len([line for line in bench.heard if line.startswith("AUTH")]) == 1


def test_sign_in_not_possible_now(bench: Bench, ca: trustme.CA) -> None:
    """454 is for later: the run backs off and ends as "run it again"."""
    with pytest.raises(ServerUnreachableError, match=r"454 4\.7\.0"):
        send(
            bench,
            ca,
            ca.issue_cert("localhost"),
            script=at(AUTH=b"454 4.7.0 later\r\n"),
            credentials=Credentials("ana", "secret"),
        )


def test_no_way_to_sign_in(bench: Bench, ca: trustme.CA) -> None:
    """A server with ways that are not known here is named with what it offers."""
    with pytest.raises(ServerRefusesError, match=r"it offers: CRAM-MD5, XOAUTH2"):
        send(
            bench,
            ca,
            ca.issue_cert("localhost"),
            extensions=("STARTTLS", "AUTH XOAUTH2 CRAM-MD5"),
            credentials=Credentials("ana", "secret"),
        )


def test_never_signs_in_without_encryption(bench: Bench) -> None:
    """Even when asked to, a password does not go out in clear."""
    bench.plan(*people(1))

    async def go() -> ScriptedServer:
        async with ScriptedServer(extensions=("AUTH PLAIN",)) as server:
            with pytest.raises(ServerRefusesError, match="without encryption"):
                await bench.run(server.address, credentials=Credentials("ana", "secret"))
            return server

    assert not any(line.startswith("AUTH") for line in asyncio.run(go()).heard)


# --- signing in with a token -------------------------------------------------------------------------------

TOKEN = "ya29.a0-secret_token"  # noqa: S105 - nobody's
PRINTS = (sys.executable, "-c", f"print('{TOKEN}')")
OFFERS = ("PIPELINING", "STARTTLS", "AUTH PLAIN LOGIN XOAUTH2")


def test_token_goes_out_once_for_each_conversation(bench: Bench, ca: trustme.CA) -> None:
    """With a token command the token is the one way to sign in, fetched anew for each conversation."""
    bench.order = {"messages_per_connection": 1}
    _, server = send(bench, ca, ca.issue_cert("localhost"), extensions=OFFERS, credentials=token_of(PRINTS))
    signing = [line.split(" ") for line in server.heard if line.startswith("AUTH")]
    assert [words[:2] for words in signing] == [["AUTH", "XOAUTH2"]] * 2
    assert base64.b64decode(signing[0][2]) == f"user=ana\x01auth=Bearer {TOKEN}\x01\x01".encode()
    assert bench.states() == ["sent", "sent"]


def test_token_that_the_server_refuses(bench: Bench, ca: trustme.CA) -> None:
    """The server's riddle is answered with an empty line, its no is told in words, the token in none of them."""
    riddle = base64.b64encode(b'{"status":"401"}')

    def script(heard: Heard) -> bytes | None:
        return {"AUTH": b"334 " + riddle + b"\r\n", "": b"535 5.7.3 no\r\n"}.get(heard.step)

    with pytest.raises(ServerRefusesError, match=r"user ana with this token: 535 5\.7\.3 no") as caught:
        send(bench, ca, ca.issue_cert("localhost"), script=script, extensions=OFFERS, credentials=token_of(PRINTS))
    assert TOKEN not in "".join(caught.value.lines())
    assert len([line for line in bench.heard if line.startswith("AUTH")]) == 1


@pytest.mark.parametrize(
    ("program", "kind", "words"),
    [
        ("import sys; sys.exit(3)", ServerUnreachableError, r"failed \(exit code 3\)"),
        ("", ConfigurationError, "prints nothing"),
        ("print('two words')", ConfigurationError, "something that is no token"),
        ("print('\\x01')", ConfigurationError, "something that is no token"),
    ],
)
def test_token_command_that_gives_none(
    bench: Bench, ca: trustme.CA, program: str, kind: type[IkiNewsError], words: str
) -> None:
    """A command that fails, or prints something else, ends the run in words that name it, and nothing was sent."""
    credentials = token_of((sys.executable, "-c", program))
    with pytest.raises(kind, match=words) as caught:
        send(bench, ca, ca.issue_cert("localhost"), extensions=OFFERS, credentials=credentials)
    assert "two words" not in "".join(caught.value.lines())
    assert bench.states() == ["pending", "pending"]


def test_token_command_that_is_not_there(bench: Bench, ca: trustme.CA) -> None:
    """The words go to no shell: a program that is not there is named."""
    with pytest.raises(ConfigurationError, match="`no-such-program; rm` cannot be run"):
        send(
            bench,
            ca,
            ca.issue_cert("localhost"),
            extensions=OFFERS,
            credentials=token_of(("no-such-program; rm", "x")),
        )


def test_server_that_takes_no_tokens(bench: Bench, ca: trustme.CA) -> None:
    """Where a token is the way and the server knows none, no other way is tried."""
    with pytest.raises(ServerRefusesError, match="it offers: LOGIN, PLAIN"):
        send(bench, ca, ca.issue_cert("localhost"), credentials=token_of(PRINTS))
    assert not any(line.startswith("AUTH") for line in bench.heard)


def test_wrong_password_is_tried_once_for_all(bench: Bench, ca: trustme.CA) -> None:
    """Four conversations do not try a wrong password four times: accounts are locked for less."""
    bench.connections = 4
    with pytest.raises(ServerRefusesError):
        send(
            bench,
            ca,
            ca.issue_cert("localhost"),
            script=at(AUTH=b"535 5.7.8 no\r\n"),
            credentials=Credentials("ana", "hunter2"),
        )
    assert len([line for line in bench.heard if line.startswith("AUTH")]) == 1


def token_of(words: tuple[str, ...]) -> Credentials | None:
    """Give the credentials of a newsletter with this token command."""
    return find_credentials(parse_smtp_url("smtps://ana@localhost"), {}, pytest.fail, words)
