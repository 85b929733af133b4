"""Opening a conversation: greeting, extensions, encryption, signing in, and why it may not go on."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.delivery.commands import STARTTLS, auth_answer, auth_login, auth_plain, auth_xoauth2, ehlo, helo
from iki_newsletter.delivery.connection import Connection, GarbledError, LostError
from iki_newsletter.delivery.server import Encryption
from iki_newsletter.errors import ServerRefusesError, ServerUnreachableError

if TYPE_CHECKING:
    from iki_newsletter.delivery.credentials import Credentials
    from iki_newsletter.delivery.deadlines import Deadlines
    from iki_newsletter.delivery.replies import Reply
    from iki_newsletter.delivery.server import Server

_READY, _SIGNED_IN, _CHALLENGE = 220, 235, 334
_WITH_PASSWORD: Final = ("PLAIN", "LOGIN")
"""What we can sign in with, best first; both show the password to the server, so never without encryption."""
_WITH_TOKEN: Final = ("XOAUTH2",)


class BusyError(LostError):
    """The server says "not now": the run backs off and tries again."""


@dataclass(frozen=True, slots=True)
class Offers:
    """The extensions that a server offers."""

    pipelining: bool = False
    eight_bit: bool = False
    smtputf8: bool = False
    starttls: bool = False
    sizes: bool = False
    """Whether it wants to know a message's size beforehand."""
    largest: int | None = None
    """Bytes of the largest message that it takes; None where it does not say."""
    auth: frozenset[str] = frozenset()

    @classmethod
    def of(cls, reply: Reply) -> Offers:
        """Read the answer to EHLO."""
        words = [line.upper().replace("AUTH=", "AUTH ").split() for line in reply.lines[1:]]
        said = {line[0]: line[1:] for line in words if line}
        size = next(iter(said.get("SIZE", ())), "")
        return cls(
            pipelining="PIPELINING" in said,
            eight_bit="8BITMIME" in said,
            smtputf8="SMTPUTF8" in said,
            starttls="STARTTLS" in said,
            sizes="SIZE" in said,
            largest=int(size) if size.isascii() and size.isdigit() and int(size) else None,
            auth=frozenset(said.get("AUTH", ())),
        )


@dataclass(frozen=True, slots=True)
class Session:
    """A conversation ready for messages."""

    connection: Connection
    offers: Offers


async def open_session(
    server: Server, credentials: Credentials | None, *, deadlines: Deadlines, tls: ssl.SSLContext | None
) -> Session:
    """Connect, encrypt and sign in as the server's URL says, never less; `tls` may be None where it says neither.

    Raises ServerRefusesError where trying again would not help, ServerUnreachableError where the host is not known,
    LostError where it might help later.
    """
    if server.encryption is not Encryption.NONE and tls is None:
        raise RuntimeError("an encrypted connection needs a context to verify the server with")
    try:
        connection = await Connection.open(server, deadlines=deadlines, tls=tls)
    except ssl.SSLError as error:
        raise _not_safe(server, error) from error
    except OSError as error:
        raise _unreachable(server, error) from error
    try:
        offers = await _greet(connection, server, tls)
        if credentials is not None:
            await _sign_in(connection, server, offers, credentials)
    except BaseException:
        connection.abort()
        raise
    connection.pipelining = offers.pipelining
    return Session(connection, offers)


async def _greet(connection: Connection, server: Server, tls: ssl.SSLContext | None) -> Offers:
    greeting = (await connection.next_answer()).reply
    if greeting.code != _READY:
        raise BusyError(f"said {greeting.text}", code=greeting.code)
    offers = await _introduce(connection)
    if server.encryption is not Encryption.STARTTLS or tls is None:
        return offers
    if not offers.starttls:
        raise ServerRefusesError(
            f"{server} does not offer encryption (STARTTLS), or somebody on the way has taken the offer out.",
            instead="Nothing was sent. Ask the server's administrator, or use smtps:// if the server has that.",
        )
    answer = (await connection.ask(STARTTLS)).reply
    if answer.code != _READY:
        raise ServerRefusesError(
            f"{server} offers encryption (STARTTLS) but does not begin it: {answer.text}",
            instead="Nothing was sent; without encryption nothing will be. Ask the server's administrator.",
        )
    try:
        await connection.start_tls(tls)
    except ssl.SSLError as error:
        raise _not_safe(server, error) from error
    except OSError as error:
        raise _unreachable(server, error) from error
    except GarbledError as error:
        raise ServerRefusesError(
            f"{server} {error}: it may not be the server that speaks.",
            instead="Nothing was sent. Ask the server's administrator.",
        ) from error
    return await _introduce(connection)


async def _introduce(connection: Connection) -> Offers:
    reply = (await connection.ask(ehlo(connection.own_name))).reply
    if reply.is_accepted:
        return Offers.of(reply)
    if reply.is_permanent:
        reply = (await connection.ask(helo(connection.own_name))).reply
        if reply.is_accepted:
            return Offers()
    raise BusyError(f"said {reply.text}", code=reply.code)


async def _sign_in(connection: Connection, server: Server, offers: Offers, credentials: Credentials) -> None:
    if not connection.is_encrypted:
        raise ServerRefusesError(f"Signing in to {server} without encryption would show the password to everybody.")
    known = _WITH_PASSWORD if credentials.token is None else _WITH_TOKEN
    mechanism = next((each for each in known if each in offers.auth), None)
    if mechanism is None:
        offered = ", ".join(sorted(offers.auth)) or "none"
        raise ServerRefusesError(
            f"{server} offers no way to sign in that can be used here (it offers: {offered}).",
            instead=f"Ask the server's administrator for a way to sign in with {' or '.join(known)}.",
        )
    if credentials.token is not None:
        reply = await _show_token(connection, credentials.user, await credentials.token())
    elif mechanism == "PLAIN":
        reply = (await connection.ask(auth_plain(credentials.user, credentials.password))).reply
    else:
        reply = await _log_in(connection, credentials)
    if reply.code == _SIGNED_IN:
        return
    if reply.is_transient:
        raise BusyError(f"said {reply.text}", code=reply.code)
    what = "password" if credentials.token is None else "token"
    raise ServerRefusesError(
        f"{server} does not accept the user {credentials.user} with this {what}: {reply.text}",
        instead="Check both; some services want a password made for programs, not the one for people."
        if credentials.token is None
        else "Check that the token command gives a token for this user and for sending mail.",
    )


async def _show_token(connection: Connection, user: str, token: str) -> Reply:
    reply = (await connection.ask(auth_xoauth2(user, token))).reply
    if reply.code == _CHALLENGE:
        # The server tells what is wrong, and wants an empty line before it says no.
        reply = (await connection.ask(auth_answer(""))).reply
    return reply


async def _log_in(connection: Connection, credentials: Credentials) -> Reply:
    reply = (await connection.ask(auth_login())).reply
    for secret in (credentials.user, credentials.password):
        if reply.code != _CHALLENGE:
            break
        reply = (await connection.ask(auth_answer(secret))).reply
    return reply


def _not_safe(server: Server, error: ssl.SSLError) -> ServerRefusesError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return ServerRefusesError(
            f"{server} cannot prove that it is {server.host}: {error.verify_message}.",
            instead="Nothing was sent. Check the server's name in the URL; else its administrator has to mend the "
            "certificate.",
        )
    return ServerRefusesError(
        f"Encryption with {server} does not come about ({error.reason or error}).",
        instead="Check scheme and port: smtps:// is mostly 465, smtp+starttls:// 587.",
    )


def _unreachable(server: Server, error: OSError) -> Exception:
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME:
        return ServerUnreachableError(
            f"Nobody knows a host called {server.host}.",
            instead="Check the server's name, and that this computer is online; then run the same command again.",
        )
    return LostError(f"cannot be reached ({error.strerror or error})")
