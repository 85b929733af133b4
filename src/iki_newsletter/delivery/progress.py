"""What a run of the engine tells while it goes on and when it ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iki_newsletter.model.delivery import State, Sum


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands; everything it says is in the ledger."""

    done: int
    """Deliveries of the campaign that need no further try, those of earlier runs with them."""
    total: int
    """All that are planned."""
    states: Mapping[State, int] = field(default_factory=dict)
    """What this run's deliveries came to."""
    reply: str = ""
    """The server's last words."""
    waiting: str = ""
    """What the run waits for and how long, as in `try 2 of 6, next in 4 s`; empty while it works."""
    connections: int = 0
    """How many conversations are at work."""


class Stop(StrEnum):
    """Why a run ended."""

    DONE = "done"
    """Nothing is left that may be tried now."""
    LIMIT = "limit"
    """As many as were asked for were tried."""
    INTERRUPTED = "interrupted"
    """The user stopped it; the messages in hand were finished."""
    PAUSED = "paused"
    """The server refuses too many."""
    DAY = "day"
    """As many as the server takes in a day were sent."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: the whole campaign's sum, why it stopped, and in words where that needs saying."""

    sum: Sum
    stop: Stop
    words: str = ""
    tried: Mapping[State, int] = field(default_factory=dict)
    """What this run's deliveries came to."""
