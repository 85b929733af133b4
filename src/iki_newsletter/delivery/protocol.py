"""The client's half of SMTP without a socket: bytes in, events out; commands in, bytes out (RFC 5321, RFC 2920).

It pairs each reply with the oldest open command, and holds what may stand in a group: it never writes what a server
could read as something else.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from iki_newsletter.delivery.commands import GREETING, Command, Verb
from iki_newsletter.delivery.replies import START_BODY, Reply

_LINE: Final = re.compile(rb"([2-5][0-9]{2})(?:([ -])(.*))?", re.DOTALL)
_LONGEST_LINE: Final = 4096
"""Eight times what RFC 5321, 4.5.3.1.5 allows: servers with long stories are met in practice."""
_MOST_LINES: Final = 256
_SHOWN: Final = 80
_LAST_OF_GROUP: Final = frozenset(
    {Verb.GREETING, Verb.EHLO, Verb.HELO, Verb.STARTTLS, Verb.AUTH, Verb.DATA, Verb.QUIT}
)
"""Commands whose answer changes what may come next (RFC 2920, 3.1)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply, and the command that it answers; None where nothing was asked."""

    command: Command | None
    reply: Reply


@dataclass(frozen=True, slots=True)
class Garbled:
    """Bytes that are no reply; nothing that follows can be trusted."""

    what: str


Event = Answer | Garbled


class SmtpClient:
    """One conversation, from the greeting on."""

    def __init__(self) -> None:
        self.pipelining = False
        """Whether the server offers to take commands in groups."""
        self._open: deque[Command] = deque([GREETING])
        self._buffer = b""
        self._code = 0
        self._lines: list[str] = []
        self._garbled = False
        self._in_body = False
        self._body_written = False

    # --- what we say ---------------------------------------------------------------------------------------

    @property
    def open_commands(self) -> tuple[Command, ...]:
        """The commands that wait for their reply, oldest first."""
        return tuple(self._open)

    @property
    def oldest(self) -> Command | None:
        """The command that has waited longest for its reply."""
        return self._open[0] if self._open else None

    def may_send(self, command: Command) -> bool:
        """Tell whether a command may be written now, after what has been written already."""
        if self._in_body or command.verb is Verb.DOT:
            return self._in_body and command.verb is Verb.DOT
        if not self._open:
            return True
        return self.pipelining and self._open[-1].verb not in _LAST_OF_GROUP

    def send(self, *commands: Command) -> bytes:
        """Give the bytes of commands to write at once: one group where the server offers PIPELINING, else one alone.

        The dot may be followed by the next message's group. Raises RuntimeError for what SMTP forbids.
        """
        return b"".join([self._send_one(command) for command in commands])

    def send_what_may(self, commands: deque[Command]) -> bytes:
        """Give the bytes of as many commands as may be written now, and take them off."""
        group = []
        while commands and self.may_send(commands[0]):
            group.append(self._open_with(commands.popleft()))
        return b"".join(group)

    def send_body(self, body: bytes) -> bytes:
        """Give the bytes of a message's body, of `wire.Bodies`, once a 354 has asked for it."""
        if not self._in_body or self._body_written:
            raise RuntimeError("no body is asked for")
        self._body_written = True
        return body

    def _send_one(self, command: Command) -> bytes:
        if not self.may_send(command):
            raise RuntimeError(f"{command.verb} may not be sent now")
        return self._open_with(command)

    def _open_with(self, command: Command) -> bytes:
        self._open.append(command)
        if command.verb is not Verb.DOT:
            return command.line
        written, self._in_body, self._body_written = self._body_written, False, False
        return b"\r\n.\r\n" if written else b".\r\n"

    # --- what we hear --------------------------------------------------------------------------------------

    @property
    def has_rest(self) -> bool:
        """Tell whether bytes have arrived that are no whole reply: none may be there when encryption begins."""
        return bool(self._buffer or self._lines)

    def receive(self, data: bytes) -> list[Event]:
        """Take bytes as they arrive, split anywhere; gives the events that they complete."""
        events: list[Event] = []
        self._buffer += data
        while not self._garbled:
            end = self._buffer.find(b"\n")
            if end < 0 and len(self._buffer) <= _LONGEST_LINE:
                break
            if end < 0 or end > _LONGEST_LINE:
                events.append(self._give_up(b"a line without an end: " + self._buffer[:_SHOWN]))
                break
            line, self._buffer = self._buffer[:end], self._buffer[end + 1 :]
            event = self._receive_line(line.removesuffix(b"\r"))
            if event is not None:
                events.append(event)
        return events

    def _receive_line(self, line: bytes) -> Event | None:
        read = _read_line(line)
        if read is None or (self._code and read.code != self._code) or len(self._lines) >= _MOST_LINES:
            return self._give_up(line[:_SHOWN])
        reply = read.alone
        if read.goes_on or self._lines:
            self._code = read.code
            self._lines.append(read.text)
            if read.goes_on:
                return None
            reply = Reply.of(read.code, tuple(self._lines))
            self._code, self._lines = 0, []
        command = self._open.popleft() if self._open else None
        if command is not None and command.verb is Verb.DATA and reply.code == START_BODY:
            self._in_body = True
        return Answer(command, reply)

    def _give_up(self, shown: bytes) -> Garbled:
        self._garbled, self._buffer = True, b""
        return Garbled(_readable(shown))


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a reply, and the reply that it makes when it stands alone."""

    code: int
    goes_on: bool
    text: str
    alone: Reply


@lru_cache(maxsize=128)  # a server says the same few lines over and over again
def _read_line(line: bytes) -> _Line | None:
    found = _LINE.fullmatch(line)
    if not found:
        return None
    code, text = int(found[1]), _readable(found[3] or b"")
    return _Line(code, found[2] == b"-", text, Reply.of(code, (text,)))


def _readable(raw: bytes) -> str:
    """Decode what a server says; what could steer a terminal becomes U+FFFD."""
    text = raw.decode("utf-8", errors="replace")
    return text if text.isprintable() else "".join(char if char.isprintable() else "\ufffd" for char in text)
