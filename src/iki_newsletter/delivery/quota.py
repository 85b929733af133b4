"""How many messages a server takes in a day, counted by what the ledger says was sent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from iki_newsletter.delivery.ledger import DeliveryLedger

_DAY: Final = dt.timedelta(hours=24)


class Quota:
    """What is left of any 24 hours; `per_day` is None where the server sets no limit."""

    def __init__(self, per_day: int | None, ledger: DeliveryLedger) -> None:
        self.free_at: dt.datetime | None = None
        """When the first message may go out again, once the day's are used up."""
        self._per_day = per_day
        self._ledger = ledger
        self._left: int | None = None

    def begin(self) -> None:
        """Count a message that is begun."""
        if self._left is not None:
            self._left -= 1

    def give_back(self) -> None:
        """Count one less: it was not begun after all."""
        if self._left is not None:
            self._left += 1

    def is_used_up(self, clock: Callable[[], dt.datetime], in_hand: int) -> bool:
        """Tell whether no further message may be begun; the ledger is asked when what is known runs out."""
        if self._per_day is None or (self._left is not None and self._left > 0):
            return False
        now = clock()
        if self.free_at is not None and now < self.free_at <= now + _DAY:
            return True
        used, first_at = self._ledger.sent_since(now - _DAY)
        self._left = self._per_day - used - in_hand
        if self._left > 0:
            self.free_at = None
            return False
        self.free_at = (first_at or now) + _DAY
        return True
