"""A suppression: an address not to be mailed, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iki_newsletter.model.audience import Reason


@dataclass(frozen=True, slots=True)
class Suppression:
    """An address that people or servers asked us to leave out; `key` as in `Subscriber`."""

    key: str
    reason: Reason
    """`unsubscribed`, `dead`, `full`, `complained` or `erased`."""
    at: dt.datetime
    detail: str = ""
    """The server's or the person's own words."""
