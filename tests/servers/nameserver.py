"""A tiny name server on loopback: answers about TXT records from a mapping, over UDP and, where long, over TCP."""

from __future__ import annotations

import socketserver
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Self

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest

if TYPE_CHECKING:
    from types import TracebackType

LONGEST_OVER_UDP: Final = 1232
_LONGEST: Final = 65535


@dataclass
class Nameserver:
    """A server to ask; `texts` has the TXT records, each as its strings, `aliases` the CNAMEs."""

    texts: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    is_broken: bool = False
    """Whether it says of everything that it failed."""
    at: tuple[str, int] = ("127.0.0.1", 0)
    """Where it listens; any free port for 0."""

    def __enter__(self) -> Self:
        self._streams, self._datagrams = self._bind()
        self.address = f"127.0.0.1:{self._streams.server_address[1]}"
        for server in (self._datagrams, self._streams):
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        for server in (self._datagrams, self._streams):
            server.shutdown()
            server.server_close()

    def answer(self, raw: bytes) -> dns.message.Message:
        """Answer one question."""
        query = dns.message.from_wire(raw)
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        if name in self.aliases:
            target = self.aliases[name]
            response.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "CNAME", f"{target}."))
            name = target
        if self.is_broken:
            response.set_rcode(dns.rcode.SERVFAIL)
        elif name in self.texts:
            written = [" ".join(f'"{each}"' for each in strings) for strings in self.texts[name]]
            if question.rdtype == dns.rdatatype.TXT and written:
                response.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "TXT", *written))
        else:
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response

    def _bind(self) -> tuple[socketserver.TCPServer, socketserver.UDPServer]:
        """Find a port that is free for both; what is free for one may be another test's for the other."""
        for _ in range(20):
            streams = socketserver.ThreadingTCPServer(self.at, self._handler(_Stream))
            try:
                return streams, socketserver.ThreadingUDPServer(streams.server_address, self._handler(_Datagram))
            except OSError:
                streams.server_close()
        pytest.fail("no port is free for both UDP and TCP")

    def _handler(self, base: type[socketserver.BaseRequestHandler]) -> type[socketserver.BaseRequestHandler]:
        return type("Handler", (base,), {"nameserver": self})


class _Datagram(socketserver.BaseRequestHandler):
    nameserver: Nameserver

    def handle(self) -> None:
        raw, asked = self.request
        response = self.nameserver.answer(raw)
        wire = response.to_wire(max_size=_LONGEST)
        if len(wire) > LONGEST_OVER_UDP:
            response.answer.clear()
            response.flags |= dns.flags.TC
            wire = response.to_wire()
        asked.sendto(wire, self.client_address)


class _Stream(socketserver.BaseRequestHandler):
    nameserver: Nameserver

    def handle(self) -> None:
        stream: Any = self.request
        length = int.from_bytes(stream.recv(2), "big")
        wire = self.nameserver.answer(stream.recv(length)).to_wire(max_size=_LONGEST)
        stream.sendall(len(wire).to_bytes(2, "big") + wire)
