"""One connection to a mail server over asyncio: the state machine's bytes on a socket, with deadlines and TLS."""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Self

from iki_newsletter.delivery.commands import GREETING, QUIT, Command
from iki_newsletter.delivery.kernel import input_of
from iki_newsletter.delivery.protocol import Answer, Garbled, SmtpClient
from iki_newsletter.delivery.server import Encryption

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from iki_newsletter.delivery.deadlines import Deadlines
    from iki_newsletter.delivery.protocol import Event
    from iki_newsletter.delivery.server import Server

_TURNS_TO_ARRIVE: Final = 3
"""Turns of the event loop that bytes in the kernel need to become events: one polls, the next delivers."""


class LostError(Exception):
    """The conversation is over before its end; `args[0]` says how, in words that follow "the server"."""

    def __init__(self, words: str, *, code: int = 0) -> None:
        super().__init__(words)
        self.code = code
        """The reply's, where it was one that ended the conversation."""


class GarbledError(LostError):
    """The server said something that is no answer."""


class SilentError(LostError):
    """The server said nothing for too long."""


class _Wire(asyncio.Protocol):
    """The socket's side: what has arrived, and whether what was written has gone."""

    def __init__(self, client: SmtpClient) -> None:
        self.client = client
        self.events: deque[Event] = deque()
        self.lost: LostError | None = None
        self.transport: asyncio.Transport | None = None
        self._loop = asyncio.get_running_loop()
        self._is_full = False
        self._waiter: asyncio.Future[None] | None = None
        self._deadline = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - a TCP connection gives no other
        self.transport = transport
        # Nothing may linger in a buffer of ours: only what the kernel has counts as handed over. asyncio's TLS takes
        # a limit of 0 for "always full".
        encrypted = transport.get_extra_info("sslcontext") is not None
        transport.set_write_buffer_limits(high=1 if encrypted else 0, low=0)

    def data_received(self, data: bytes) -> None:
        self.events.extend(self.client.receive(data))
        self._wake()

    def eof_received(self) -> bool:
        self._end(LostError("closed the connection"))
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(LostError(f"broke the connection ({exc})" if exc else "closed the connection"))
        if self._timer is not None:
            self._timer.cancel()

    def pause_writing(self) -> None:
        self._is_full = True

    def resume_writing(self) -> None:
        self._is_full = False
        self._wake()

    async def changed(self, seconds: float) -> None:
        """Wait until something has arrived or the connection has ended; raises TimeoutError."""
        # Once for all: a server that says something now and then, and never ends a reply, is silent too.
        until = self._loop.time() + seconds
        while not self.events and self.lost is None:
            await self._wait(until)

    async def gone(self, seconds: float) -> None:
        """Wait until the kernel has all that was written or the connection has ended; raises TimeoutError."""
        until = self._loop.time() + seconds
        while self._is_full and self.lost is None:
            await self._wait(until)

    async def _wait(self, until: float) -> None:
        if self._loop.time() >= until:
            raise TimeoutError
        self._deadline = until
        # One timer serves many waits: making and cancelling one for each would cost more than the waits themselves.
        if self._timer is None or self._timer.when() > self._deadline:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = self._loop.call_at(self._deadline, self._ring)
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _ring(self) -> None:
        self._timer = None
        if self._waiter is None or self._waiter.done():
            return
        if self._loop.time() < self._deadline:
            self._timer = self._loop.call_at(self._deadline, self._ring)
        else:
            self._waiter.set_exception(TimeoutError())

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _end(self, lost: LostError) -> None:
        self.lost = self.lost or lost
        self._wake()


class Connection:
    """A conversation: commands are submitted, answers come back one by one, in order.

    Where the server takes no groups, what is submitted is held back and goes out command by command.
    """

    def __init__(self, wire: _Wire, server: Server, deadlines: Deadlines) -> None:
        self._wire = wire
        self._server = server
        self._deadlines = deadlines
        self._held: deque[Command] = deque()
        self._has_input: Callable[[], bool] = lambda: True

    @classmethod
    async def open(cls, server: Server, *, deadlines: Deadlines, tls: ssl.SSLContext | None) -> Self:
        """Connect, encrypted at once where the server's URL says so; raises OSError, SilentError or ssl.SSLError."""
        encrypted = server.encryption is Encryption.TLS
        try:
            async with asyncio.timeout(deadlines.connect):
                _, wire = await asyncio.get_running_loop().create_connection(
                    lambda: _Wire(SmtpClient()),
                    server.host,
                    server.port,
                    ssl=tls if encrypted else None,
                    server_hostname=server.host if encrypted else None,
                    happy_eyeballs_delay=0.25,
                )
        except TimeoutError as error:
            raise SilentError("does not answer") from error
        connection = cls(wire, server, deadlines)
        plain = connection._transport.get_extra_info("socket")
        if plain is not None:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection._has_input = input_of(connection._transport)
        return connection

    async def start_tls(self, tls: ssl.SSLContext) -> None:
        """Encrypt from here on; raises GarbledError when anything came before (it could be forged: RFC 3207, 6)."""
        if self._wire.events or self._wire.client.has_rest:
            raise GarbledError("said more than it may before the encryption began")
        if self._wire.lost is not None:
            raise self._wire.lost
        try:
            async with asyncio.timeout(self._deadlines.connect):
                transport = await asyncio.get_running_loop().start_tls(
                    self._transport, self._wire, tls, server_hostname=self._server.host
                )
        except TimeoutError as error:
            raise SilentError("does not finish the encryption's handshake") from error
        if transport is None:
            raise LostError("closed the connection")
        self._wire.connection_made(transport)
        self._wire.client.pipelining = False

    # --- what the server is like ---------------------------------------------------------------------------

    @property
    def pipelining(self) -> bool:
        """Whether groups of commands go out at once."""
        return self._wire.client.pipelining

    @pipelining.setter
    def pipelining(self, offered: bool) -> None:
        self._wire.client.pipelining = offered

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody on the way can read along."""
        return self._transport.get_extra_info("sslcontext") is not None

    @property
    def own_name(self) -> str:
        """Our address as a literal (RFC 5321, 4.1.3): it is always true, and needs no look-up that could hang."""
        address = (self._transport.get_extra_info("sockname") or ("127.0.0.1",))[0]
        return f"[IPv6:{address.partition('%')[0]}]" if ":" in address else f"[{address}]"

    # --- talking -------------------------------------------------------------------------------------------

    @property
    def awaits_answers(self) -> bool:
        """Whether something submitted has not been answered."""
        return bool(self._wire.client.oldest or self._wire.events or self._held)

    @property
    def has_arrived(self) -> bool:
        """Whether `next_answer` would return without waiting."""
        return bool(self._wire.events) or self._wire.lost is not None

    def submit(self, *commands: Command) -> None:
        """Send commands, in one write where that may be.

        Raises LostError when nothing of them reached the kernel; after it returns, the server may have them.
        """
        self._held.extend(commands)
        self._write_held()

    def write_body(self, body: bytes) -> None:
        """Begin to write a message's body, which a 354 has asked for."""
        self._write(self._wire.client.send_body(body))

    async def body_gone(self) -> None:
        """Wait until the kernel has the whole body."""
        try:
            await self._wire.gone(self._deadlines.block)
        except TimeoutError as error:
            raise SilentError("does not take the message") from error

    async def look(self) -> None:
        """See whether the server has ended the conversation in the middle of a body; raises LostError if it has."""
        if not self.has_arrived and self._has_input():
            for _ in range(_TURNS_TO_ARRIVE):
                await asyncio.sleep(0)
        if self._wire.events:
            reply = self._take().reply
            raise LostError(f"said {reply.text}", code=reply.code)
        if self._wire.lost is not None:
            raise self._wire.lost

    def arrived_answer(self) -> Answer | None:
        """Give the reply to the oldest command if it is here; raises LostError or GarbledError."""
        return self._take() if self._wire.events else None

    async def next_answer(self) -> Answer:
        """Wait for the reply to the oldest command; raises LostError, GarbledError or SilentError."""
        if not self._wire.events:
            self._write_held()
            if not self._wire.events:
                await self._arrival()
        return self._take()

    async def _arrival(self) -> None:
        verb = (self._wire.client.oldest or GREETING).verb
        try:
            await self._wire.changed(self._deadlines.for_answer(verb))
        except TimeoutError as error:
            raise SilentError(f"does not answer to {verb}") from error
        if not self._wire.events:
            raise self._wire.lost or LostError("closed the connection")

    async def ask(self, command: Command) -> Answer:
        """Send one command and wait for its reply."""
        self.submit(command)
        return await self.next_answer()

    def drop_held(self) -> None:
        """Forget what was submitted and has not been written."""
        self._held.clear()

    # --- ending --------------------------------------------------------------------------------------------

    async def close(self) -> None:
        """Say goodbye where the conversation allows it; whatever happens then does not matter any more."""
        self.drop_held()
        with suppress(LostError, RuntimeError):
            if not self.awaits_answers and self._wire.lost is None:
                await self.ask(QUIT)
        self.abort()
        await asyncio.sleep(0)

    def abort(self) -> None:
        """Drop the connection at once: a body without its dot must not be completed."""
        self._transport.abort()

    @property
    def _transport(self) -> asyncio.Transport:
        assert self._wire.transport is not None  # noqa: S101 - create_connection has called connection_made
        return self._wire.transport

    def _write_held(self) -> None:
        if self._held:
            group = self._wire.client.send_what_may(self._held)
            if group:
                self._write(group)

    def _write(self, data: bytes) -> None:
        if self._wire.lost is not None:
            raise self._wire.lost
        self._transport.write(data)
        # asyncio reports a failed write later, but begins to close at once: then the kernel took nothing.
        if self._transport.is_closing():
            raise LostError("broke the connection")

    def _take(self) -> Answer:
        event = self._wire.events.popleft()
        if isinstance(event, Garbled):
            raise GarbledError(f"answers with something that is no SMTP: {event.what!r}")
        if event.command is None:
            raise LostError(f"said {event.reply.text}", code=event.reply.code)
        return event
