"""Ctrl-C while sending: the first asks to finish the message in hand, the second ends at once."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType


@contextmanager
def stopping_on_interrupt(say: Callable[[str], None]) -> Iterator[threading.Event]:
    """Give an event that Ctrl-C or SIGTERM sets; a second Ctrl-C raises KeyboardInterrupt as usual."""
    stop = threading.Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            signal.default_int_handler(number, frame)
        stop.set()
        say("Stopping: the message in hand is finished first. Press Ctrl-C again to end at once.")

    watched = [signal.SIGINT, signal.SIGTERM]
    before = [(number, signal.signal(number, ask_to_stop)) for number in watched]
    try:
        yield stop
    finally:
        for number, handler in before:
            signal.signal(number, handler)
