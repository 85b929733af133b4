"""Waiting that ends early when the user wants to stop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


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
    """Say a time to wait as people do.

    >>> in_words(0.4), in_words(89), in_words(300)
    ('1 s', '89 s', '5 min')
    """
    whole = max(1, round(seconds))
    return f"{whole} s" if whole < 100 else f"{round(whole / 60)} min"  # noqa: PLR2004 - then minutes say it better
