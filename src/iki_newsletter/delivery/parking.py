"""Claims whose domain has had enough for now: they wait here while others go out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from iki_newsletter.delivery.pace import Pace
    from iki_newsletter.model.delivery import Claim

_MOST: Final = 50
_LONGEST: Final = dt.timedelta(seconds=30)
"""Then a claim is given back, to be claimed anew: whoever has unsubscribed meanwhile is found out then."""


class Parking:
    """Claimed deliveries of one run that wait for their domain's rate."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._parked: list[tuple[dt.datetime, Claim]] = []

    @property
    def is_full(self) -> bool:
        """Tell whether no more should be claimed before one of these has gone."""
        return len(self._parked) >= _MOST

    @property
    def is_used(self) -> bool:
        """Tell whether anything waits here."""
        return bool(self._parked)

    def add(self, claim: Claim, now: dt.datetime) -> None:
        """Let a claim wait."""
        self._parked.append((now, claim))

    def take(self, now: dt.datetime) -> Claim | None:
        """Give the first whose domain may be written to."""
        for place, (_, claim) in enumerate(self._parked):
            if self._pace.wait_for(claim.subscriber.mailbox, now) == 0:
                del self._parked[place]
                return claim
        return None

    def stale(self, now: dt.datetime) -> list[Claim]:
        """Give those that have waited so long that they should be claimed anew, or whose clock has jumped."""
        old = [claim for since, claim in self._parked if not dt.timedelta() <= now - since <= _LONGEST]
        if old:
            self._parked = [(since, claim) for since, claim in self._parked if claim not in old]
        return old

    def wait(self, now: dt.datetime) -> float:
        """Tell in how many seconds the first may go; 0 where none waits, or where one may go now."""
        if not self._parked:
            return 0.0
        return min(self._pace.wait_for(claim.subscriber.mailbox, now) for _, claim in self._parked)

    def clear(self) -> list[Claim]:
        """Give all of them back."""
        claims = [claim for _, claim in self._parked]
        self._parked = []
        return claims
