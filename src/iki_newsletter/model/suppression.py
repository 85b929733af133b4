"""A suppression: an address not to be mailed, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from iki_newsletter.model.audience import Reason

LIST_SAYS_SO: Final = "The list says so."
"""The detail where a list calls somebody unsubscribed: they may have left long before it was read."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """An address that people or servers asked us to leave out; `key` as in `Subscriber`."""

    key: str
    reason: Reason
    """`unsubscribed`, `dead`, `full`, `complained` or `erased`."""
    at: dt.datetime
    detail: str = ""
    """The server's or the person's own words."""
