from __future__ import annotations

import asyncio
import signal
import threading

import pytest

from iki_newsletter.delivery.interrupt import stop_on_interrupt


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_first_signal_asks_second_ends(number: signal.Signals) -> None:
    """The first Ctrl-C is a wish, the second an order; afterwards signals mean what they meant before."""
    before = signal.getsignal(number)

    async def go() -> None:
        stop = asyncio.Event()
        with stop_on_interrupt(stop):
            signal.raise_signal(number)
            async with asyncio.timeout(5):
                await stop.wait()
            signal.raise_signal(number)
            await asyncio.sleep(5)

    with asyncio.Runner() as runner, pytest.raises(asyncio.CancelledError):
        runner.run(go())
    assert signal.getsignal(number) is before


def test_outside_the_main_thread_nothing_is_touched() -> None:
    """A thread gets no signals, so it asks for none."""
    before = signal.getsignal(signal.SIGINT)
    seen: list[object] = []

    async def go() -> None:
        with stop_on_interrupt(asyncio.Event()):
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=lambda: asyncio.run(go()))
    thread.start()
    thread.join()
    assert seen == [before]
