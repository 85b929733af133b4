"""Ctrl-C as a wish to stop: the first lets the message in hand be finished, the second ends the run at once."""

from __future__ import annotations

import asyncio
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from iki_newsletter.delivery.watching import unable_to_fail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType


@contextmanager
def stop_on_interrupt(stop: asyncio.Event, tell: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Set `stop` on the first SIGINT or SIGTERM and `tell` the user; a second one cancels the current task.

    Called inside a running event loop. Cancelling ends the run where it waits, while an exception out of a signal's
    handler would come up in the middle of whatever happens to run. It uses `signal.signal`, which Windows has too;
    outside the main thread, where no signal arrives, it does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    tell = unable_to_fail(tell)
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    asked = False

    def ask(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked and task is not None:
            loop.call_soon_threadsafe(task.cancel)
            return
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
