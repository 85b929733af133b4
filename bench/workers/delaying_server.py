"""A mail server far away: it keeps nothing and answers each group of commands one round trip after it came.

`delaying_server.py MILLISECONDS` prints its port. PIPELINING is offered; a body costs no more than its bytes.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Final

_EHLO: Final = b"250-far.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 20000000\r\n"
_END: Final = b"\r\n.\r\n"


class Far(asyncio.Protocol):
    """One connection."""

    def __init__(self, round_trip: float) -> None:
        self._round_trip = round_trip
        self._rest = b""
        self._in_body = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._later(b"220 far.example ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer all that this packet completes, in one packet, a round trip later."""
        self._rest += data
        words = b"".join(iter(self._answer, b""))
        if words:
            self._later(words)

    def _answer(self) -> bytes:
        """Take the next command or body that is complete; empty where there is none."""
        if self._in_body:
            found = self._rest.find(_END)
            if found < 0:
                # Only the end can still matter, and it may have come in part.
                self._rest = self._rest[-len(_END) + 1 :]
                return b""
            self._rest, self._in_body = self._rest[found + len(_END) :], False
            return b"250 2.0.0 gone\r\n"
        line, found_line, rest = self._rest.partition(b"\r\n")
        if not found_line:
            return b""
        self._rest = rest
        verb = line[:4].upper()
        if verb == b"DATA":
            self._in_body = True
            # A body may begin with its end; the search wants a line end before the dot.
            self._rest = b"\r\n" + self._rest
        return {b"EHLO": _EHLO, b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}.get(verb, b"250 2.0.0 ok\r\n")

    def _later(self, words: bytes) -> None:
        asyncio.get_running_loop().call_later(self._round_trip, self._transport.write, words)


async def serve(round_trip: float) -> None:
    """Serve until somebody ends the process."""
    server = await asyncio.get_running_loop().create_server(lambda: Far(round_trip), "127.0.0.1", 0, backlog=100)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]) / 1000))
