"""The conversations of a run: how many are at work, what each does when one ends, and how all of them end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from iki_newsletter.delivery.connection import LostError
from iki_newsletter.delivery.courier import Courier, Leaving
from iki_newsletter.delivery.door import Door
from iki_newsletter.delivery.pause import in_words, pause
from iki_newsletter.delivery.wire import Bodies

if TYPE_CHECKING:
    from iki_newsletter.delivery.courier import Maker
    from iki_newsletter.delivery.credentials import Credentials
    from iki_newsletter.delivery.desk import Desk
    from iki_newsletter.delivery.world import World

_LONG_ENOUGH_TO_SAY: Final = 1.0
"""Seconds: shorter waits for a rate are its way of working."""


class Crew:
    """The conversations of one run."""

    def __init__(
        self, desk: Desk, make: Maker, credentials: Credentials | None, world: World, stop: asyncio.Event
    ) -> None:
        self.door = Door(desk, credentials, world, stop)
        self._desk = desk
        self._make = make
        self._bodies = Bodies()
        self._world = world
        self._stop = stop
        self._at_work: set[asyncio.Task[object] | None] = set()
        self._room = asyncio.Event()
        self._is_over = False
        self._error: Exception | None = None

    async def work(self) -> None:
        """Send what is due; every conversation has ended and nothing is in hand when it returns or raises.

        The first error that ends the run is raised when the others have finished what they had in hand.
        """
        due = 0 if self._desk.reason_to_stop else self._desk.waiting().due
        if not due:
            return
        self._is_over = False
        tasks = [asyncio.ensure_future(self._seat()) for _ in range(min(self._desk.order.connections, due))]
        try:
            await asyncio.wait(tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._desk.release_parked()
        if self._error is not None:
            raise self._error

    # --- one after another ---------------------------------------------------------------------------------

    async def _seat(self) -> None:
        try:
            await self._conversations()
        except Exception as error:  # noqa: BLE001 - whatever it is, the others end in good order before it is raised
            self._error = self._error or error
            self._desk.end()
        finally:
            self._wake()

    async def _conversations(self) -> None:
        while self._desk.reason_to_stop is None and not self._is_over:
            if len(self._at_work) >= self.door.allowed:
                await self._wait_for_room()
                continue
            self._at_work.add(asyncio.current_task())
            try:
                left = await self._conversation()
            finally:
                self._at_work.discard(asyncio.current_task())
                self._wake()
            if left is Leaving.EMPTY or not self._desk.has_more:
                # Others that wait for room would find nothing either; what comes back is for the next round.
                self._is_over = True

    async def _conversation(self) -> Leaving:
        seconds = self._desk.seconds_to_wait()
        if seconds:
            await self.wait(seconds)
            return Leaving.LATER
        session = await self.door.open()
        if session is None:
            return Leaving.LATER
        begun = self.door.moment
        courier = Courier(session, self._desk, self._make, self, self._bodies)
        try:
            return await courier.work()
        except LostError as error:
            self.door.lost(error, begun, session, answered=courier.has_heard)
            return Leaving.LATER

    # --- what a courier asks -------------------------------------------------------------------------------

    @property
    def moment(self) -> int:
        """When something is begun, by what has happened until then."""
        return self.door.moment

    def crowd(self, begun: int) -> None:
        """Note a reply that says "too much at once"."""
        self.door.crowd(begun)

    def dismiss(self) -> bool:
        """Tell whether the conversation that asks should leave; it does not count any more if so."""
        if self.door.widen():
            self._wake()
        if len(self._at_work) <= self.door.allowed:
            return False
        self._at_work.discard(asyncio.current_task())
        return True

    async def wait(self, seconds: float) -> None:
        """Wait until a rate allows the next message."""
        if seconds >= _LONG_ENOUGH_TO_SAY:
            self._desk.tell(f"for the rate, next in {in_words(seconds)}")
        await pause(seconds, self._world.sleep, self._stop)

    # --- room ----------------------------------------------------------------------------------------------

    async def _wait_for_room(self) -> None:
        self._room.clear()
        await self._room.wait()

    def _wake(self) -> None:
        self._room.set()
