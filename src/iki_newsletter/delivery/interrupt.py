"""Ctrl-C as a wish to stop: the first lets the message in hand be finished, the second ends the program."""

from __future__ import annotations

import asyncio
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType


@contextmanager
def stop_on_interrupt(stop: asyncio.Event, tell: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Set `stop` on the first SIGINT or SIGTERM and `tell` the user; a second one raises KeyboardInterrupt.

    Called inside a running event loop. It uses `signal.signal`, which Windows has too; outside the main thread, where
    no signal arrives, it does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    asked = False

    def ask(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        loop.call_soon_threadsafe(tell)
        loop.call_soon_threadsafe(stop.set)

    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(each, ask) for each in signals]
    try:
        yield
    finally:
        for each, handler in zip(signals, before, strict=True):
            signal.signal(each, handler)
