"""Delivering a campaign: conversations one after another until everybody is answered for, or it is time to stop."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import ssl
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from iki_newsletter.delivery.connection import GarbledError, LostError, SilentError
from iki_newsletter.delivery.courier import Courier
from iki_newsletter.delivery.deadlines import Deadlines
from iki_newsletter.delivery.desk import Desk, Order
from iki_newsletter.delivery.progress import Outcome, Progress, Stop
from iki_newsletter.delivery.server import Encryption
from iki_newsletter.delivery.session import Session, open_session
from iki_newsletter.errors import ServerUnreachableError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from iki_newsletter.delivery.courier import Maker
    from iki_newsletter.delivery.credentials import Credentials
    from iki_newsletter.delivery.ledger import DeliveryLedger

_FIRST_WAIT: Final = 1.0
_LONGEST_WAIT: Final = 60.0


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class World:
    """What the engine finds around it; tests give it another one."""

    clock: Callable[[], dt.datetime] = _now
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: random.Random = field(default_factory=random.Random)
    deadlines: Deadlines = field(default_factory=Deadlines)
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
    """Makes what the server's certificate is verified with."""
    patience: int = 5
    """How many conversations in a row may fail before the run gives up."""


async def deliver(
    order: Order,
    ledger: DeliveryLedger,
    make: Maker,
    *,
    credentials: Credentials | None = None,
    stop: asyncio.Event | None = None,
    on_progress: Callable[[Progress], None] = lambda _: None,
    world: World | None = None,
) -> Outcome:
    """Deliver what is due of a campaign, by the protocol of `docs` (steps 0–5), over one connection.

    The caller holds the campaign's lock, whose owner `order.owner` is, and has recovered what an earlier sender left.
    `make` gives each message's bytes; `stop`, when set, ends the run after the message in hand. Deliveries are in the
    ledger before and after each step, so after any error the same call goes on.

    Raises ServerUnreachableError when it gives up on a server for now, ServerRefusesError when trying again would not
    help, LedgerError when the ledger cannot be trusted or written.
    """
    stop = stop or asyncio.Event()
    world = world or World()
    desk = Desk(order, ledger, clock=world.clock, stop=stop, on_progress=on_progress)
    run = _Run(desk, make, credentials, world, stop)
    reason = await run.until_it_ends()
    return Outcome(
        sum=ledger.sum(order.campaign_id), stop=reason, words=_in_words(reason, desk), tried=dict(+desk.states)
    )


class _Run:
    """Conversation after conversation, with growing pauses where they fail."""

    def __init__(
        self, desk: Desk, make: Maker, credentials: Credentials | None, world: World, stop: asyncio.Event
    ) -> None:
        self._desk = desk
        self._make = make
        self._credentials = credentials
        self._world = world
        self._stop = stop
        self._failures = 0
        self._lock_step = False
        encrypted = desk.order.server.encryption is not Encryption.NONE
        self._tls = world.tls() if encrypted else None

    async def until_it_ends(self) -> Stop:
        """Go on until nothing is due or there is a reason to stop."""
        while (reason := self._desk.reason_to_stop) is None and self._desk.has_more:
            before, session = self._desk.answered, None
            try:
                session = await self._open()
                await Courier(session, self._desk, self._make).work()
                self._failures = 0
            except LostError as error:
                progressed = self._desk.answered > before
                self._note_misbehaviour(error, session, progressed=progressed)
                self._failures = 1 if progressed else self._failures + 1
                await self._back_off(error)
        return reason or self._desk.reason_to_stop or Stop.DONE

    async def _open(self) -> Session:
        session = await open_session(
            self._desk.order.server, self._credentials, deadlines=self._world.deadlines, tls=self._tls
        )
        session.connection.pipelining = session.offers.pipelining and not self._lock_step
        return session

    def _note_misbehaviour(self, error: LostError, session: Session | None, *, progressed: bool) -> None:
        # Some servers offer PIPELINING and then trip over a group.
        broke = isinstance(error, (GarbledError, SilentError)) or not progressed
        if session is not None and session.connection.pipelining and broke:
            self._lock_step = True

    async def _back_off(self, error: LostError) -> None:
        """Wait a while, longer each time; raises ServerUnreachableError when it has been often enough."""
        if self._failures > self._world.patience:
            raise ServerUnreachableError(
                f"{self._desk.order.server} {error}; {self._failures} tries in a row came to nothing.",
                instead="What was sent is in the ledger: the same command, run later, goes on where it stopped.",
            ) from error
        wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (self._failures - 1)) * self._world.random.uniform(0.5, 1)
        waits = [asyncio.ensure_future(self._world.sleep(wait)), asyncio.ensure_future(self._stop.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waits:
                each.cancel()


def _in_words(reason: Stop, desk: Desk) -> str:
    if reason is Stop.PAUSED:
        return (
            f"{desk.order.server} has refused five of the last twenty messages, lastly with: {desk.last_reply} "
            "Sending pauses, so that the rest of the list does not meet the same."
        )
    return ""
