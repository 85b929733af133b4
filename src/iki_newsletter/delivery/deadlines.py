"""How long to wait for a server, phase by phase (RFC 5321, 4.5.3.2)."""

from __future__ import annotations

from dataclasses import dataclass

from iki_newsletter.delivery.commands import Verb


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds; the defaults are the standard's minimums, where it has one."""

    connect: float = 60
    """To reach the server and to agree on encryption."""
    greeting: float = 300
    command: float = 300
    data: float = 120
    """To the 354."""
    block: float = 180
    """For the server to take what was written of a body."""
    dot: float = 600
    quit: float = 5
    """A courtesy: everything is committed by then."""

    def for_answer(self, verb: Verb) -> float:
        """Give how long to wait for the answer to a command."""
        match verb:
            case Verb.GREETING:
                return self.greeting
            case Verb.DATA:
                return self.data
            case Verb.DOT:
                return self.dot
            case Verb.QUIT:
                return self.quit
            case _:
                return self.command
