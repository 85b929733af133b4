"""Run the delivery engine for a campaign: the server, or the sandbox for the time of the run, and Ctrl-C."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iki_newsletter.delivery.engine import deliver
from iki_newsletter.delivery.interrupt import stop_on_interrupt
from iki_newsletter.delivery.order import LONGEST_WAIT, Order
from iki_newsletter.delivery.pace import Rate
from iki_newsletter.delivery.sandbox import Sandbox
from iki_newsletter.errors import NotFinishedError
from iki_newsletter.mail.header_text import ascii_address
from iki_newsletter.model.verp import verp_sender

if TYPE_CHECKING:
    from collections.abc import Callable

    from iki_newsletter.delivery.credentials import Credentials
    from iki_newsletter.delivery.progress import Outcome, Progress
    from iki_newsletter.delivery.server import Server
    from iki_newsletter.model.delivery import Claim
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.store.ledger import Ledger
    from iki_newsletter.workflow.outlet import Outlet
    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be delivered, in whose name, and where it goes out."""

    workspace: Workspace
    newsletter: Newsletter
    outlet: Outlet
    campaign_id: str
    owner: str
    limit: int | None = None
    connections: int | None = None
    """How many at once; None leaves it to the newsletter's settings, as for the rate."""
    rate: str | None = None
    """As in `10/s`."""
    is_patient: bool = True
    """Whether to wait some minutes for servers that want to see a message again later."""


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who is told how it goes."""

    on_progress: Callable[[Progress], None] = lambda _: None
    on_stopping: Callable[[], None] = lambda: None
    """Ctrl-C was pressed, and the message in hand is being finished."""


def run_errand(
    errand: Errand,
    ledger: Ledger,
    make: Callable[[Claim], bytes],
    credentials: Credentials | None,
    watcher: Watcher,
) -> Outcome:
    """Deliver until nothing is due or somebody stops it.

    Raises what the engine raises, and NotFinishedError for a second Ctrl-C.
    """
    gc.enable()  # the command line turns it off for short runs, and this may be a long one
    try:
        return asyncio.run(_run(errand, ledger, make, credentials, watcher))
    except (asyncio.CancelledError, KeyboardInterrupt):
        raise NotFinishedError(
            "Ended at once.",
            instead="Run the same command again: it goes on, and names whose message is in doubt, if one is.",
        ) from None


async def _run(
    errand: Errand,
    ledger: Ledger,
    make: Callable[[Claim], bytes],
    credentials: Credentials | None,
    watcher: Watcher,
) -> Outcome:
    stop = asyncio.Event()
    async with AsyncExitStack() as stack:
        server = errand.outlet.server
        if server.is_sandbox:
            server = await stack.enter_async_context(Sandbox(errand.workspace.outbox))
        stack.enter_context(stop_on_interrupt(stop, watcher.on_stopping))
        order = _order(errand, server)
        return await deliver(order, ledger, make, credentials=credentials, stop=stop, on_progress=watcher.on_progress)


def _order(errand: Errand, server: Server) -> Order:
    """Put together what the engine needs to know; `server` is the outlet's, or the sandbox with its port."""
    limits = errand.outlet.settings.limits
    sender = _envelope_sender(errand.newsletter)
    is_personal = errand.newsletter.sender.verp and limits.takes_any_sender
    rate, per_domain = errand.rate or limits.rate, limits.rate_per_domain
    return Order(
        campaign_id=errand.campaign_id,
        owner=errand.owner,
        server=server,
        sender=sender,
        sender_of=(lambda claim: verp_sender(sender, claim.message_id)) if is_personal else None,
        limit=errand.limit,
        messages_per_connection=limits.messages_per_connection,
        connections=errand.connections or limits.connections,
        rate=Rate.parse(rate) if rate else None,
        rate_per_domain=Rate.parse(per_domain) if per_domain else None,
        messages_per_day=limits.messages_per_day,
        waits_for_deferred=LONGEST_WAIT if errand.is_patient else dt.timedelta(0),
    )


def _envelope_sender(newsletter: Newsletter) -> str:
    """Give the address that mail which cannot be delivered returns to."""
    sender = newsletter.sender
    return ascii_address(sender.bounces or sender.address, "sender.bounces" if sender.bounces else "sender.address")
