"""Waiting that ends early when the user wants to stop."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_NO_TIME: Final = 0.001
"""Seconds that clocks and floats lose, and that are no second more."""
_MINUTES_SAY_IT_BETTER: Final = 100
"""Seconds."""


async def pause(seconds: float, sleep: Callable[[float], Awaitable[None]], stop: asyncio.Event) -> None:
    """Sleep so many seconds, or until `stop` is set."""
    if stop.is_set():
        return
    waits = [asyncio.ensure_future(sleep(seconds)), asyncio.ensure_future(stop.wait())]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waits:
            each.cancel()


def in_words(seconds: float) -> str:
    """Say how long, as people do, in the two largest units that matter and never as nothing.

    >>> in_words(0.4), in_words(89), in_words(300), in_words(7500), in_words(90_000)
    ('1 s', '89 s', '5 min', '2 h 05 min', '1 day 1 h')
    """
    whole = max(1, math.ceil(seconds - _NO_TIME))
    if whole < _MINUTES_SAY_IT_BETTER:
        return f"{whole} s"
    hours, minutes = divmod(whole // 60, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} {'day' if days == 1 else 'days'} {hours} h"
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"
