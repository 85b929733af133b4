"""What the engine needs of a ledger, and nothing more: any store that keeps these promises will do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from iki_newsletter.model.delivery import Move, Sum, Turn, Waiting


class DeliveryLedger(Protocol):
    """Where deliveries stand; what it has said it has kept, whatever happens next."""

    def advance(self, campaign_id: str, owner: str, at: dt.datetime, moves: Sequence[Move], claims: int = 0) -> Turn:
        """Record moves of deliveries that `owner` has in hand, and claim up to `claims` others, in one commit.

        It is durable when it returns. A claim is given to one owner only, in the list's order; whoever has been
        suppressed since is withdrawn instead. The moves of one delivery come in their order: `sending` before what
        it came to. It raises, and changes nothing, when a delivery is not in the owner's hands any more.
        """
        ...

    def waiting(self, campaign_id: str, at: dt.datetime) -> Waiting:
        """Tell what is left to do at this moment."""
        ...

    def has_due(self, campaign_id: str, at: dt.datetime) -> bool:
        """Tell whether anything may be tried at this moment; it is asked whenever a conversation ends."""
        ...

    def sum(self, campaign_id: str) -> Sum:
        """Count the campaign's deliveries by state."""
        ...

    def sent_since(self, since: dt.datetime) -> tuple[int, dt.datetime | None]:
        """Count what servers took, or may have, since a moment, in all campaigns, and tell when the first was."""
        ...
