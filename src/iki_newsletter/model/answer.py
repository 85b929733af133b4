"""What became of asking the web for an address."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How an address answered."""

    THERE = "there"
    GONE = "gone"
    """The server says that there is no such page (404, 410)."""
    NOWHERE = "nowhere"
    """Nobody has a server of that name."""
    UNTRUSTED = "untrusted"
    """The server cannot prove that it is the one asked for, or cannot encrypt."""
    OPEN = "open"
    """It leads on to an address without encryption."""
    PRIVATE = "private"
    """It is in somebody's own network, and was not asked."""
    UNKNOWN = "unknown"
    """No answer, or one that says nothing about the page: later it may be there."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An address's answer, and in a few words why: "answers 404"."""

    outcome: Outcome
    why: str = ""
