"""A mail server of bytes that does at each step what a test tells it: answers, nonsense, silence, an end."""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Self

from iki_newsletter.delivery.server import Encryption, Server

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping
    from types import TracebackType


class Then(Enum):
    """What the server does after its words."""

    GO_ON = auto()
    HANG = auto()
    """Say nothing more and keep the connection."""
    DRIBBLE = auto()
    """Say the same again and again, a few milliseconds apart, without end."""
    CLOSE = auto()
    """Close it in good order."""
    RESET = auto()
    """Break it."""


@dataclass(frozen=True)
class Say:
    """A server's reaction; the words are bytes as they go out."""

    words: bytes = b""
    then: Then = Then.GO_ON


HANG = Say(then=Then.HANG)
CLOSE = Say(then=Then.CLOSE)
RESET = Say(then=Then.RESET)


@dataclass(frozen=True)
class Heard:
    """What the server has heard: `step` is a verb, `CONNECT`, `BODY` (a first byte of it) or `DOT`."""

    step: str
    line: str
    number: int
    """How many of this step it has heard so far, on all connections, from 1."""
    connection: int
    """Which connection, from 1."""


def at(**reactions: Say | bytes | Mapping[int, Say | bytes]) -> Callable[[Heard], Say | bytes | None]:
    """Write a script: for each step one reaction, or one for the step's nth time."""

    def script(heard: Heard) -> Say | bytes | None:
        reaction = reactions.get(heard.step)
        if reaction is None or isinstance(reaction, (Say, bytes)):
            return reaction
        return reaction.get(heard.number)

    return script


@dataclass
class ScriptedServer:
    """`async with ScriptedServer(script) as server:` on a port of its own; `server.address` is where."""

    script: Callable[[Heard], Say | bytes | None] = field(default=lambda _: None)
    extensions: tuple[str, ...] = ("PIPELINING", "SIZE 10000000", "8BITMIME")
    tls: ssl.SSLContext | None = None
    """What to encrypt with after STARTTLS, or at once where `implicit` is set."""
    implicit: bool = False
    heard: list[str] = field(default_factory=list)
    """Every line heard, the bodies left out, and `BODY` and `DOT` in their places."""
    chunks: list[bytes] = field(default_factory=list)
    """What came in, as it came."""
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    """Recipient and message, for each message whose dot was heard, unstuffed."""
    kept: list[str] = field(default_factory=list)
    """The recipients whose message was answered with a 2xx."""
    connections: int = 0
    open_now: int = 0
    most_open: int = 0
    """How many connections were open at the same time at most."""

    async def __aenter__(self) -> Self:
        self._steps: dict[str, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._server = await asyncio.start_server(
            self._begin, "127.0.0.1", 0, ssl=self.tls if self.implicit else None, limit=2**20
        )
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at_: TracebackType | None
    ) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()
        await asyncio.sleep(0)

    @property
    def address(self) -> Server:
        """Where it listens, as the engine wants it."""
        encryption = Encryption.NONE
        if self.tls is not None:
            encryption = Encryption.TLS if self.implicit else Encryption.STARTTLS
        return Server("localhost" if self.tls else "127.0.0.1", self.port, encryption)

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        task = asyncio.ensure_future(self._serve(_Talk(self, self.connections, reader, writer)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, talk: _Talk) -> None:
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                await talk.run()
            talk.writer.close()
        finally:
            self.open_now -= 1
            if not talk.writer.is_closing():
                talk.writer.transport.abort()

    def react(self, step: str, line: str, connection: int) -> Say | None:
        """Note what was heard and look up what to do."""
        self._steps[step] = self._steps.get(step, 0) + 1
        self.heard.append(line or step)
        reaction = self.script(Heard(step, line, self._steps[step], connection))
        return Say(reaction) if isinstance(reaction, bytes) else reaction


class _Talk:
    """One connection."""

    def __init__(
        self, server: ScriptedServer, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.server = server
        self.number = number
        self.reader = reader
        self.writer = writer
        self.recipient = ""
        self.open = False

    async def run(self) -> None:
        await self.step("CONNECT", "", b"220 scripted.example ESMTP\r\n")
        while raw := await self.reader.readuntil(b"\n"):
            self.server.chunks.append(raw)
            line = raw.decode().rstrip("\r\n")
            verb = line.split(" ")[0].upper()
            if verb == "QUIT":
                await self.step("QUIT", line, b"221 2.0.0 bye\r\n")
                return
            await self.command(verb, line)

    async def command(self, verb: str, line: str) -> None:
        if verb in {"MAIL", "RSET"}:
            self.recipient, self.open = "", verb == "MAIL"
        said = await self.step(verb, line, self.usual(verb, line))
        if verb == "RCPT" and said.startswith(b"2"):
            self.recipient = line.partition("<")[2].rstrip(">")
        if verb == "DATA" and said.startswith(b"354"):
            await self.body()
        if verb == "STARTTLS" and said.startswith(b"220") and self.server.tls is not None:
            await self.writer.start_tls(self.server.tls)

    def usual(self, verb: str, line: str) -> bytes:
        if verb == "EHLO":
            lines = ["scripted.example", *self.server.extensions]
            marks = ["-"] * (len(lines) - 1) + [" "]
            return "".join(f"250{mark}{each}\r\n" for mark, each in zip(marks, lines, strict=True)).encode()
        if verb == "DATA":
            return b"354 go on\r\n" if self.recipient else b"554 5.5.1 no valid recipients\r\n"
        if verb == "STARTTLS":
            return b"220 2.0.0 ready\r\n"
        if verb == "AUTH":
            return b"235 2.7.0 welcome\r\n"
        return b"250 2.0.0 ok\r\n"

    async def body(self) -> None:
        first = await self.reader.readexactly(1)
        if first != b".":
            await self.step("BODY", "", b"")
        raw = bytearray(first)
        while not (raw.endswith(b"\r\n.\r\n") or raw == b".\r\n"):
            raw += await self.reader.readuntil(b"\n")
        if raw != b".\r\n":
            message = bytes(raw).removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.")
            self.server.taken.append((self.recipient, message.removeprefix(b".") if first == b"." else message))
        said = await self.step("DOT", "", b"250 2.0.0 queued\r\n")
        if said.startswith(b"2") and raw != b".\r\n":
            self.server.kept.append(self.recipient)

    async def step(self, step: str, line: str, usual: bytes) -> bytes:
        """React to a step; gives the words said, and does not come back when they were the last."""
        say = self.server.react(step, line, self.number) or Say(usual)
        words = say.words or (usual if say.then is Then.GO_ON else b"")
        if words:
            self.writer.write(words)
            await self.writer.drain()
        while say.then is Then.DRIBBLE:
            await asyncio.sleep(0.005)
            self.writer.write(words)
            await self.writer.drain()
        if say.then is Then.HANG:
            await asyncio.Event().wait()
        if say.then is Then.RESET:
            linger = struct.pack("ii", 1, 0)
            with suppress(OSError):
                self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.writer.transport.abort()
        if say.then is not Then.GO_ON:
            raise ConnectionAbortedError
        return words
