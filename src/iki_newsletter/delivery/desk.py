"""A run's book-keeping: what is in hand, what is to be committed next, and whether the run should go on."""

from __future__ import annotations

import datetime as dt
from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.delivery.progress import Progress, Stop
from iki_newsletter.delivery.replies import Meaning, Verdict
from iki_newsletter.model.delivery import Move, State

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from iki_newsletter.delivery.ledger import DeliveryLedger
    from iki_newsletter.delivery.server import Server
    from iki_newsletter.model.delivery import Claim

_WINDOW: Final = 20
_TOO_MANY_REFUSED: Final = 5
_MOST_RETURNS: Final = 3
_TRY_AGAIN_AFTER: Final = {Meaning.TEMPORARY: dt.timedelta(minutes=5), Meaning.FULL: dt.timedelta(hours=1)}
"""Greylisting asks for some minutes (RFC 6647, 5); a full mailbox takes its owner's time."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to deliver, through which server, in whose name."""

    campaign_id: str
    owner: str
    """The id that this sender's claims carry, as the campaign's lock gave it."""
    server: Server
    sender: str
    """The envelope sender: where mail that cannot be delivered returns to."""
    limit: int | None = None
    """How many deliveries to try at most."""
    messages_per_connection: int | None = None


class Desk:
    """The one place through which a run speaks to the ledger."""

    def __init__(
        self,
        order: Order,
        ledger: DeliveryLedger,
        *,
        clock: Callable[[], dt.datetime],
        stop: asyncio.Event,
        on_progress: Callable[[Progress], None],
    ) -> None:
        before = ledger.sum(order.campaign_id)
        self.order = order
        self.states: Counter[State] = Counter()
        self.answered = 0
        """How many deliveries the server has answered, in a way that can be read."""
        self._ledger = ledger
        self._clock = clock
        self._stop = stop
        self._on_progress = on_progress
        self._planned = before.planned
        self._done_before = before.planned - before.unfinished
        self._moves: list[Move] = []
        self._claimed = 0
        self._returns: Counter[int] = Counter()
        self._refused: deque[bool] = deque(maxlen=_WINDOW)
        self._last_reply = ""

    # --- what became of a delivery -------------------------------------------------------------------------

    def begin_sending(self, claim: Claim) -> None:
        """Note that the dot is about to be handed over; it counts when committed."""
        self._moves.append(Move(claim.id, State.SENDING))

    def settle(self, claim: Claim, verdict: Verdict, words: str) -> None:
        """Note what an answer, or the lack of one, means for a delivery."""
        wait = _TRY_AGAIN_AFTER.get(verdict.meaning) if verdict.state is State.DEFERRED else None
        not_before = self._clock() + wait if wait else None
        self._moves.append(Move(claim.id, verdict.state, verdict.meaning.value, words, not_before))
        self.states[verdict.state] += 1
        self._last_reply = words
        if verdict.state is not State.UNCERTAIN:
            self.answered += 1
        if verdict.state in {State.SENT, State.FAILED}:
            self._refused.append(verdict.meaning is Meaning.REFUSED)

    def give_back(self, claim: Claim, *, suspect: str = "") -> None:
        """Note that nothing of a delivery counts: it is pending again.

        `suspect` says, in words, that the conversation broke over it: after three times it waits for a later run, so
        that it does not stand in the way of everybody behind it.
        """
        self._claimed -= 1
        if suspect:
            self._returns[claim.id] += 1
        if self._returns[claim.id] < _MOST_RETURNS:
            self._moves.append(Move(claim.id, State.PENDING))
            return
        not_before = self._clock() + _TRY_AGAIN_AFTER[Meaning.TEMPORARY]
        self._moves.append(Move(claim.id, State.DEFERRED, Meaning.TEMPORARY.value, suspect, not_before))
        self.states[State.DEFERRED] += 1

    # --- the ledger ----------------------------------------------------------------------------------------

    def commit(self) -> None:
        """Make durable what was noted."""
        if self._moves:
            self._advance(0)

    def commit_and_claim(self) -> Claim | None:
        """Make durable what was noted and claim the next delivery, in one commit; None where the run should end."""
        if self.reason_to_stop is not None:
            self.commit()
            return None
        claim = self._advance(1)
        self._claimed += claim is not None
        return claim

    @property
    def has_more(self) -> bool:
        """Tell whether there is a delivery that may be tried now."""
        return self._ledger.waiting(self.order.campaign_id, self._clock()).due > 0

    @property
    def reason_to_stop(self) -> Stop | None:
        """Why no further delivery should be begun, None while the run may go on."""
        if self._stop.is_set():
            return Stop.INTERRUPTED
        if sum(self._refused) >= _TOO_MANY_REFUSED:
            return Stop.PAUSED
        if self.order.limit is not None and self._claimed >= self.order.limit:
            return Stop.LIMIT
        return None

    @property
    def last_reply(self) -> str:
        """The server's last words about a delivery."""
        return self._last_reply

    def _advance(self, claims: int) -> Claim | None:
        moves, order = self._moves, self.order
        turn = self._ledger.advance(order.campaign_id, order.owner, self._clock(), moves, claims)
        self._moves = []
        self.states[State.WITHDRAWN] += turn.withdrawn
        if turn.withdrawn or any(move.state not in {State.SENDING, State.PENDING} for move in moves):
            self._on_progress(self._progress())
        return next(iter(turn.claims), None)

    def _progress(self) -> Progress:
        ended = sum(number for state, number in self.states.items() if state is not State.DEFERRED)
        return Progress(
            done=self._done_before + ended, total=self._planned, states=dict(+self.states), reply=self._last_reply
        )
