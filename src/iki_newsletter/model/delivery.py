"""A delivery: one campaign × one planned subscriber; a row of the ledger."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from iki_newsletter.model.subscriber import Subscriber


class State(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    CLAIMED = "claimed"
    """A living sender has it in hand; nothing of it is on the wire that could count."""
    SENDING = "sending"
    """Committed before the final dot: from here on the server may have it."""
    SENT = "sent"
    """The server said 250."""
    DEFERRED = "deferred"
    """The server said later."""
    FAILED = "failed"
    """The server said no."""
    UNCERTAIN = "uncertain"
    """The final dot was handed over and no readable answer came back: never resent unasked."""
    WITHDRAWN = "withdrawn"
    """The subscriber left while waiting."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row of the ledger, as it is shown."""

    address: str
    language: str
    state: State
    reason: str
    """What the answer means, in one word (`dead`, `refused`, …); empty where there is nothing to say."""
    at: dt.datetime | None
    """When the state was reached, in UTC; none while it waits."""
    reply: str
    """The server's own words."""
    message_id: str
    digest: str
    """The edition it gets, or got."""


@dataclass(frozen=True, slots=True)
class Sum:
    """How many deliveries of a campaign stand where; claimed and sending count as pending while their owner lives."""

    planned: int
    sent: int
    failed: int
    deferred: int
    uncertain: int
    pending: int
    withdrawn: int

    @classmethod
    def of(cls, counts: Mapping[State, int]) -> Sum:
        """Add up the states' counts."""
        waiting = sum(counts.get(state, 0) for state in (State.PENDING, State.CLAIMED, State.SENDING))
        return cls(
            planned=sum(counts.values()),
            sent=counts.get(State.SENT, 0),
            failed=counts.get(State.FAILED, 0),
            deferred=counts.get(State.DEFERRED, 0),
            uncertain=counts.get(State.UNCERTAIN, 0),
            pending=waiting,
            withdrawn=counts.get(State.WITHDRAWN, 0),
        )

    @classmethod
    def total(cls, sums: Iterable[Sum]) -> Sum:
        """Add up the sums of several campaigns."""
        several = list(sums)
        return cls(*(sum(getattr(each, name) for each in several) for name in cls.__slots__))

    @property
    def unfinished(self) -> int:
        """How many another run would still try."""
        return self.pending + self.deferred


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that one sender has in hand: all it takes to make the message, from the ledger alone."""

    id: int
    """The row's number."""
    subscriber: Subscriber
    """As planned; `line`, groups and consent stay with the list."""
    digest: str
    """The edition it gets."""
    message_id: str


@dataclass(frozen=True, slots=True)
class Move:
    """A claimed delivery's step to another state; back to `pending` when nothing of it counts."""

    id: int
    state: State
    reason: str = ""
    reply: str = ""
    not_before: dt.datetime | None = None
    """For `deferred`: when it may be tried again, in UTC."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What the ledger hands out for one step of a sender."""

    claims: tuple[Claim, ...] = ()
    withdrawn: int = 0
    """How many were passed over, because they left while waiting."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is left to do: `due` deliveries can be tried now, `later` ones not before `next_at`."""

    due: int
    later: int
    next_at: dt.datetime | None
