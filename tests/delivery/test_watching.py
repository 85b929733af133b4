"""Who watches a sending and fails is told no more, and nobody who waits for mail notices."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import pytest
from tests.delivery.conftest import people
from tests.servers.scripted import ScriptedServer

from iki_newsletter.delivery.interrupt import stop_on_interrupt
from iki_newsletter.delivery.progress import Stop
from iki_newsletter.delivery.watching import unable_to_fail

if TYPE_CHECKING:
    from tests.delivery.conftest import Bench

    from iki_newsletter.delivery.progress import Outcome, Progress

FAILURES = [
    BrokenPipeError(32, "Broken pipe"),
    OSError(28, "No space left on device"),
    SystemExit(1),
    ValueError("oh"),
]
"""A pipe whose reader has gone, a disk that is full, what rich makes of the first, and a mistake of ours."""
NAMES = ["pipe", "disk", "exit", "mistake"]


class Watcher(list["Progress"]):
    """Takes so many steps and then fails."""

    def __init__(self, failure: BaseException, after: int) -> None:
        super().__init__()
        self.failure = failure
        self.after = after
        self.calls = 0

    def append(self, step: Progress) -> None:
        """Take a step."""
        self.calls += 1
        if self.calls > self.after:
            raise self.failure
        super().append(step)


@pytest.mark.parametrize("failure", FAILURES, ids=NAMES)
@pytest.mark.parametrize("connections", [1, 4])
@pytest.mark.parametrize("after", [0, 5])
def test_sending_outlives_its_watcher(bench: Bench, failure: BaseException, connections: int, after: int) -> None:
    """Everybody gets their message when the progress cannot be shown any more, and it is tried once only."""
    bench.connections = connections
    bench.plan(*people(40))
    watcher = Watcher(failure, after)
    bench.progress = watcher

    async def go() -> tuple[Outcome, ScriptedServer]:
        async with ScriptedServer() as server, asyncio.timeout(20):
            return await bench.run(server.address), server

    outcome, server = asyncio.run(go())
    assert outcome.stop is Stop.DONE
    assert bench.states() == ["sent"] * 40
    assert len(set(server.kept)) == len(server.kept) == 40
    assert (len(watcher), watcher.calls) == (after, after + 1)


@pytest.mark.parametrize("failure", FAILURES, ids=NAMES)
def test_ctrl_c_is_heard_when_its_words_cannot_be_said(failure: BaseException) -> None:
    """The wish to stop is granted in good order, also where stderr is gone."""

    def tell() -> None:
        raise failure

    async def go() -> bool:
        stop = asyncio.Event()
        with stop_on_interrupt(stop, tell):
            signal.raise_signal(signal.SIGINT)
            async with asyncio.timeout(5):
                await stop.wait()
        return stop.is_set()

    assert asyncio.run(go())


def test_a_wish_to_stop_is_no_failure() -> None:
    """What a watcher raises to end the program goes through."""

    def tell() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        unable_to_fail(tell)()
