"""A run's book-keeping: what is in hand, what is to be committed next, and whether the run should go on."""

from __future__ import annotations

import datetime as dt
from collections import Counter, deque
from typing import TYPE_CHECKING, Final

from iki_newsletter.delivery.commits import Commits
from iki_newsletter.delivery.pace import Pace
from iki_newsletter.delivery.parking import Parking
from iki_newsletter.delivery.progress import Progress, Stop
from iki_newsletter.delivery.quota import Quota
from iki_newsletter.delivery.replies import Meaning, Verdict
from iki_newsletter.delivery.watching import unable_to_fail
from iki_newsletter.model.delivery import Move, State

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Sequence

    from iki_newsletter.delivery.ledger import DeliveryLedger
    from iki_newsletter.delivery.order import Order
    from iki_newsletter.model.delivery import Claim, Turn, Waiting

_WINDOW: Final = 20
_TOO_MANY_REFUSED: Final = 5
_MOST_RETURNS: Final = 3
_SHORTEST_WAIT: Final = 0.001
_TRY_AGAIN_AFTER: Final = {Meaning.TEMPORARY: dt.timedelta(minutes=5), Meaning.FULL: dt.timedelta(hours=1)}
"""Greylisting asks for some minutes (RFC 6647, 5); a full mailbox takes its owner's time."""


class Desk:
    """The one place through which a run's conversations speak to the ledger."""

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
        self.last_reply = ""
        """The server's last words about a delivery."""
        self._ledger = ledger
        self._clock = clock
        self._stop = stop
        self._on_progress = unable_to_fail(on_progress)
        self._planned = before.planned
        self._done_before = before.planned - before.unfinished
        self._commits = Commits(self._advance, self._note_turn)
        self._pace = Pace(order.rate, order.rate_per_domain)
        self._parking = Parking(self._pace)
        self._quota = Quota(order.messages_per_day, ledger)
        self._in_hand = 0  # by what the ledger knows
        self._claimed = 0
        self._is_ending = False
        self._returns: Counter[int] = Counter()
        self._refused: deque[bool] = deque(maxlen=_WINDOW)

    # --- what became of a delivery -------------------------------------------------------------------------

    def begin_sending(self, claim: Claim) -> None:
        """Note that the dot is about to be handed over; it counts when committed."""
        self._commits.note(Move(claim.id, State.SENDING))

    def settle(self, claim: Claim, verdict: Verdict, words: str) -> None:
        """Note what an answer, or the lack of one, means for a delivery."""
        wait = _TRY_AGAIN_AFTER.get(verdict.meaning) if verdict.state is State.DEFERRED else None
        not_before = self._clock() + wait if wait else None
        self._commits.note(Move(claim.id, verdict.state, verdict.meaning.value, words, not_before))
        self.states[verdict.state] += 1
        self.last_reply = words
        if verdict.state is not State.UNCERTAIN:
            self.answered += 1
        if verdict.state in {State.SENT, State.FAILED}:
            self._refused.append(verdict.meaning is Meaning.REFUSED)

    def give_back(self, claim: Claim, *, suspect: str = "") -> None:
        """Note that nothing of a delivery counts: it is pending again.

        `suspect` says, in words, that the conversation broke over it: after three times it waits for a later try, so
        that it does not stand in the way of everybody behind it.
        """
        self._claimed -= 1
        self._quota.give_back()
        if suspect:
            self._returns[claim.id] += 1
        if self._returns[claim.id] < _MOST_RETURNS:
            self._commits.give_back(claim)
            return
        not_before = self._clock() + _TRY_AGAIN_AFTER[Meaning.TEMPORARY]
        self._commits.note(Move(claim.id, State.DEFERRED, Meaning.TEMPORARY.value, suspect, not_before))
        self.states[State.DEFERRED] += 1

    # --- the ledger ----------------------------------------------------------------------------------------

    def enter(self) -> None:
        """Count a conversation that begins to work here."""
        self._commits.at_work += 1

    def leave(self) -> None:
        """Count one that has ended."""
        self._commits.at_work -= 1

    def commit_soon(self) -> None:
        """Make durable what was noted, before the run waits for anything."""
        self._commits.soon()

    def commit_now(self) -> None:
        """Make durable what was noted; raises what made this, or an earlier commit, fail."""
        self._commits.now()
        self._commits.raise_if_broken()

    async def commit(self) -> None:
        """Make durable what was noted, together with whoever wants the same."""
        await self._commits.commit()

    async def commit_and_claim(self) -> Claim | float | None:
        """Make durable what was noted and claim the next delivery, in one commit.

        A number of seconds where a rate holds the next one back so long; None where the run should end, or where
        nothing is left.
        """
        while (seconds := self._held_for()) == 0:
            parked = self._from_parking()
            if parked is not None:
                await self._hold(parked)
                return parked
            if self._reason_to_claim_no_more is not None:
                continue  # one was taken back just now, and what that means is looked up first
            claim = await self._claim()
            if claim is None:
                # A moment at least where somebody waits for a domain: no time must not be taken for nobody.
                return max(_SHORTEST_WAIT, self.seconds_to_wait()) if self._parking.is_used else None
            if self._may_go_to(claim):
                return claim
            self._pace.give_back()
            self._parking.add(claim, self._clock())
        await self._commits.commit()
        return seconds

    def seconds_to_wait(self) -> float:
        """Tell when a delivery may be begun again, where a rate holds it back; 0 where none does."""
        if self.reason_to_stop is not None:
            return 0.0
        now = self._clock()
        return max(self._pace.wait(now), self._parking.wait(now))

    def release_parked(self) -> None:
        """Give back what waits for its domain's turn; for the end of a run."""
        for claim in self._parking.clear():
            self.give_back(claim)
        self._commits.now()

    def waiting(self) -> Waiting:
        """Tell what is left to do now, and later."""
        return self._ledger.waiting(self.order.campaign_id, self._clock())

    @property
    def has_more(self) -> bool:
        """Tell whether there is a delivery that may be tried now."""
        return self._parking.is_used or self._ledger.has_due(self.order.campaign_id, self._clock())

    # --- going on ------------------------------------------------------------------------------------------

    def end(self) -> None:
        """Let every conversation finish what it has in hand and begin nothing more: something went wrong."""
        self._is_ending = True

    @property
    def reason_to_stop(self) -> Stop | None:
        """Why no further delivery should be begun, None while the run may go on.

        What waits for its domain's turn is counted already, so neither limit keeps it from going out.
        """
        if self._stop.is_set() or self._is_ending:
            return Stop.INTERRUPTED
        if sum(self._refused) >= _TOO_MANY_REFUSED:
            return Stop.PAUSED
        return None if self._parking.is_used else self._reason_to_claim_no_more

    @property
    def tried(self) -> int:
        """How many tries of this run came to something, deferred ones and doubts counted."""
        return self.states.total()

    @property
    def day_begins_at(self) -> dt.datetime | None:
        """When the server's limit for a day lets the first message through again."""
        return self._quota.free_at

    def tell(self, waiting: str, words: str = "") -> None:
        """Tell the watcher what the run waits for; `words` are what the server said last."""
        self._on_progress(self._progress(waiting, words))

    # --- inside --------------------------------------------------------------------------------------------

    @property
    def _reason_to_claim_no_more(self) -> Stop | None:
        if self.order.limit is not None and self._claimed >= self.order.limit:
            return Stop.LIMIT
        if self._quota.is_used_up(self._clock, self._in_hand):
            return Stop.DAY
        return None

    def _held_for(self) -> float | None:
        """Tell how many seconds nothing may be begun; None where nothing should be any more."""
        if self.reason_to_stop is not None:
            return None
        now = self._clock()
        only_parked = self._parking.is_full or self._reason_to_claim_no_more is not None
        return self._pace.wait(now) or (self._parking.wait(now) if only_parked else 0.0)

    def _from_parking(self) -> Claim | None:
        now = self._clock()
        for stale in self._parking.stale(now):
            self.give_back(stale)
        claim = self._parking.take(now)
        if claim is not None:
            self._pace.begin()
            self._pace.begin_to(claim.subscriber.mailbox)
        return claim

    async def _hold(self, claim: Claim) -> None:
        """Commit what was noted while a claim that was parked is in nobody's hands."""
        try:
            await self._commits.commit()
        except BaseException:
            self.give_back(claim)
            raise

    async def _claim(self) -> Claim | None:
        # Counted before it is there: other conversations ask at the same time.
        self._claimed += 1
        self._in_hand += 1
        self._pace.begin()
        self._quota.begin()
        claim = None
        try:
            claim = await self._commits.commit(claim=True)
        finally:
            if claim is None:
                self._claimed -= 1
                self._in_hand -= 1
                self._pace.give_back()
                self._quota.give_back()
        return claim

    def _may_go_to(self, claim: Claim) -> bool:
        """Tell whether the rate of a delivery's domain allows it now, and count it if so."""
        if self._pace.wait_for(claim.subscriber.mailbox, self._clock()) > 0:
            return False
        self._pace.begin_to(claim.subscriber.mailbox)
        return True

    def _advance(self, moves: Sequence[Move], claims: int) -> Turn:
        order = self.order
        return self._ledger.advance(order.campaign_id, order.owner, self._clock(), moves, claims)

    def _note_turn(self, moves: Sequence[Move], turn: Turn) -> None:
        self.states[State.WITHDRAWN] += turn.withdrawn
        self._in_hand -= sum(move.state is not State.SENDING for move in moves)
        if turn.withdrawn or any(move.state not in {State.SENDING, State.PENDING} for move in moves):
            self._on_progress(self._progress())

    def _progress(self, waiting: str = "", words: str = "") -> Progress:
        ended = sum(number for state, number in self.states.items() if state is not State.DEFERRED)
        return Progress(
            done=self._done_before + ended,
            total=self._planned,
            states=dict(+self.states),
            reply=words or self.last_reply,
            waiting=waiting,
            connections=self._commits.at_work,
        )
