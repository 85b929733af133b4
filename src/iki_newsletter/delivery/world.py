"""What the engine finds around it: clock, sleep, chance, patience and trust; tests give it another one."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import ssl
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from iki_newsletter.delivery.deadlines import Deadlines

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class World:
    """What the engine finds around it."""

    clock: Callable[[], dt.datetime] = _now
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: random.Random = field(default_factory=random.Random)
    deadlines: Deadlines = field(default_factory=Deadlines)
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
    """Makes what the server's certificate is verified with."""
    patience: int = 5
    """How many conversations in a row may fail before the run gives up."""
