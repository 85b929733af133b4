"""A server far away: it answers all that has come in one packet, each answer a round trip later."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Self

from iki_newsletter.delivery.server import Server

if TYPE_CHECKING:
    from types import TracebackType


class SlowServer:
    """`async with SlowServer(0.04) as server:`; the way there and back takes that many seconds."""

    def __init__(self, round_trip: float, extensions: tuple[str, ...] = ("PIPELINING",)) -> None:
        self.round_trip = round_trip
        self.extensions = extensions
        self.taken = 0
        self.connections = 0

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Far(self), "127.0.0.1", 0, backlog=256)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._server.close()
        await self._server.wait_closed()

    @property
    def address(self) -> Server:
        """Where it listens."""
        return Server("127.0.0.1", self.port)


class _Far(asyncio.Protocol):
    def __init__(self, server: SlowServer) -> None:
        self.server = server
        self.rest = b""
        self.in_body = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.server.connections += 1
        self._answer_later(b"220 far.example\r\n")

    def data_received(self, data: bytes) -> None:
        if self.in_body and b"\r\n." not in self.rest[-4:] + data:
            self.rest = (self.rest + data)[-4:]
            return
        self.rest += data
        words = b"".join(iter(self._answer, b""))
        if words:
            self._answer_later(words)

    def _answer_later(self, words: bytes) -> None:
        asyncio.get_running_loop().call_later(self.server.round_trip, self._write, words)

    def _write(self, words: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(words)

    def _answer(self) -> bytes:
        taken, found, rest = self.rest.partition(b"\r\n.\r\n" if self.in_body else b"\r\n")
        if not found:
            return b""
        self.rest = rest
        if self.in_body:
            self.in_body = False
            self.server.taken += 1
            return b"250 2.0.0 queued\r\n"
        if taken == b"DATA":
            self.in_body = True
            return b"354 go on\r\n"
        if taken.startswith(b"EHLO"):
            lines = ["far.example", *self.server.extensions]
            return "".join(f"250{'-' if each != lines[-1] else ' '}{each}\r\n" for each in lines).encode()
        return b"221 bye\r\n" if taken == b"QUIT" else b"250 ok\r\n"


async def main(round_trip: float) -> None:
    """Serve in a process of its own, so that it takes no time of the sender's; prints its port."""
    async with SlowServer(round_trip) as server:
        sys.stdout.write(f"{server.port}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
