"""Delivering a campaign: several conversations at once until everybody is answered for, or it is time to stop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from iki_newsletter.delivery.crew import Crew
from iki_newsletter.delivery.desk import Desk
from iki_newsletter.delivery.pause import in_words, pause
from iki_newsletter.delivery.progress import Outcome, Progress, Stop
from iki_newsletter.delivery.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

    from iki_newsletter.delivery.courier import Maker
    from iki_newsletter.delivery.credentials import Credentials
    from iki_newsletter.delivery.ledger import DeliveryLedger
    from iki_newsletter.delivery.order import Order

_AFTER_IDLE: Final = 1.0
"""Seconds after a round that tried nothing, longer each time."""


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
    """Deliver what is due of a campaign, by the protocol of `docs` (steps 0–5), over `order.connections` at once.

    The caller holds the campaign's lock, whose owner `order.owner` is, and has recovered what an earlier sender left.
    `make` gives each message's bytes; `stop`, when set, ends the run after the messages in hand. Deliveries are in
    the ledger before and after each step, so after any error the same call goes on.

    Raises ServerUnreachableError when it gives up on a server for now, ServerRefusesError when trying again would not
    help, LedgerError when the ledger cannot be trusted or written.
    """
    stop = stop or asyncio.Event()
    world = world or World()
    desk = Desk(order, ledger, clock=world.clock, stop=stop, on_progress=on_progress)
    crew = Crew(desk, make, credentials, world, stop)
    patience = order.waits_for_deferred.total_seconds()
    idle = 0
    while True:
        before = desk.tried, crew.moment
        await crew.work()
        idle = idle + 1 if before == (desk.tried, crew.moment) else 0
        if desk.reason_to_stop is not None:
            break
        seconds = _until_next(desk, world)
        if seconds is None or seconds > patience or idle > world.patience:
            break
        patience -= seconds
        if seconds:
            desk.tell(f"for {desk.waiting().later} that the server wants to see later, next in {in_words(seconds)}")
            await pause(seconds, world.sleep, stop)
        elif idle:
            # Something is due and nothing of it could be tried, nor did anything fail: not again at once.
            await pause(_AFTER_IDLE * idle, world.sleep, stop)
    reason = desk.reason_to_stop or Stop.DONE
    return Outcome(
        sum=ledger.sum(order.campaign_id), stop=reason, words=_in_words(reason, desk), tried=dict(+desk.states)
    )


def _until_next(desk: Desk, world: World) -> float | None:
    """Tell in how many seconds something is due; None where nothing will be."""
    waiting = desk.waiting()
    if waiting.due:
        return 0.0
    if waiting.next_at is None:
        return None
    # A little more than nothing, so that a clock that stands still uses up the patience.
    return max(0.001, (waiting.next_at - world.clock()).total_seconds())


def _in_words(reason: Stop, desk: Desk) -> str:
    if reason is Stop.PAUSED:
        return (
            f"{desk.order.server} has refused five of the last twenty messages, lastly with: {desk.last_reply} "
            "Sending pauses, so that the rest of the list does not meet the same."
        )
    if reason is Stop.DAY and desk.day_begins_at is not None:
        return (
            f"{desk.order.messages_per_day:,} messages in 24 hours is as many as {desk.order.server} may get. "
            f"Go on after {desk.day_begins_at:%Y-%m-%d %H:%M} UTC."
        )
    return ""
