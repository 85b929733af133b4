"""What a run is to deliver, through which server, in whose name, and how fast."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from iki_newsletter.delivery.pace import Rate
    from iki_newsletter.delivery.server import Server
    from iki_newsletter.model.delivery import Claim

LONGEST_WAIT: Final = dt.timedelta(minutes=6)
"""For servers that want to see a message again later: most that greylist are content after five minutes."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to deliver, through which server, in whose name."""

    campaign_id: str
    owner: str
    """The id that this sender's claims carry, as the campaign's lock gave it."""
    server: Server
    sender: str
    """The envelope sender: where mail that cannot be delivered returns to."""
    sender_of: Callable[[Claim], str] | None = None
    """Gives the envelope sender of one delivery; None where all have the same."""
    limit: int | None = None
    """How many deliveries to try at most."""
    messages_per_connection: int | None = None
    connections: int = 1
    """How many conversations at most at the same time."""
    rate: Rate | None = None
    rate_per_domain: Rate | None = None
    """For mailboxes behind one `@`."""
    messages_per_day: int | None = None
    """How many this ledger's campaigns may send in any 24 hours."""
    waits_for_deferred: dt.timedelta = LONGEST_WAIT
    """How long to wait, once nothing else is left to do, for deferred deliveries that may be tried again by then."""
