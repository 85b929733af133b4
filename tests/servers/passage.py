"""The way of a real mail: what we hand over on the wire, through a real Postfix, into mailboxes of a real Dovecot."""

from __future__ import annotations

import re
import socket
import socketserver
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from tests.servers.dovecot import dovecot
from tests.servers.postfix import postfix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers.dovecot import Dovecot
    from tests.servers.postfix import Postfix

_MAIL: Final = re.compile(rb"^RCPT TO:<([^>]+)>[^\r\n]*\r\nDATA\r\n(.*?\r\n)\.\r\n", re.DOTALL | re.MULTILINE)


class Passage:
    """One that is open: where to send to, what went over the wire, and what lies in the mailboxes."""

    def __init__(self, ear: Ear, server: Postfix, mailboxes: Dovecot) -> None:
        self.mailboxes = mailboxes
        self._ear = ear
        self._server = server

    @property
    def url(self) -> str:
        """The SMTP URL to send to."""
        return f"smtp://127.0.0.1:{self._ear.port}"

    def handed_over(self) -> dict[str, bytes]:
        """Give each recipient's message as it went over the wire; none of them begins a line with a dot."""
        return {
            recipient.decode().lower(): content
            for talk in self._ear.talks
            for recipient, content in _MAIL.findall(talk)
        }

    def arrived(self, address: str, count: int = 1) -> bytes:
        """Read the newest message in a mailbox, once Postfix has passed on this many in all."""
        self._server.delivered(count)
        return self.mailboxes.messages(address)[-1]


@contextmanager
def passage(*addresses: str, **settings: str) -> Iterator[Passage]:
    """Open a way to a mailbox for each of these addresses; `settings` are Postfix's."""
    with (
        dovecot(*addresses) as mailboxes,
        postfix(**(mailboxes.for_postfix | settings)) as server,
        Ear(server.port) as ear,
    ):
        yield Passage(ear, server, mailboxes)


class Ear(socketserver.ThreadingTCPServer):
    """A port that passes everything on to another and keeps what clients said."""

    def __init__(self, far: int) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.far = far
        self.talks: list[bytearray] = []
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def server_close(self) -> None:
        """Stop listening, then wait for the talks to end; leaving the `with` calls it."""
        self.shutdown()
        self._thread.join()
        super().server_close()


class _Talk(socketserver.BaseRequestHandler):
    """One connection."""

    server: Ear

    def handle(self) -> None:
        """Pass on what both sides say, until both have ended."""
        said = bytearray()
        self.server.talks.append(said)
        with socket.create_connection(("127.0.0.1", self.server.far)) as far:
            answers = threading.Thread(target=_pass_on, args=(far, self.request, bytearray()))
            answers.start()
            _pass_on(self.request, far, said)
            answers.join()


def _pass_on(source: socket.socket, target: socket.socket, said: bytearray) -> None:
    try:
        while heard := source.recv(65536):
            said += heard
            target.sendall(heard)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        # One side has hung up, which ends the talk as well as saying so.
        return
