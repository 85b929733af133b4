"""Group commit: what all conversations have to say to the ledger becomes durable in one transaction.

Nobody waits for a timer. A commit happens when every conversation at work waits for it, or as soon as a turn of the
event loop has brought no further one; so a lone conversation is served at once.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from iki_newsletter.errors import IkiNewsError, NotFinishedError
from iki_newsletter.model.delivery import Move, State

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from iki_newsletter.model.delivery import Claim, Turn

    Advance = Callable[[Sequence[Move], int], Turn]
    """Commits moves and claims so many others."""
    Waiter = tuple[asyncio.Future[Claim | None], bool]
    """Who waits for the commit, and whether for a claim as well."""


class Commits:
    """What is to be committed next, and who waits for it."""

    def __init__(self, advance: Advance, on_turn: Callable[[Sequence[Move], Turn], None]) -> None:
        self._advance = advance
        self._on_turn = on_turn
        self._moves: list[Move] = []
        self._waiters: list[Waiter] = []
        self._turns: list[tuple[Sequence[Move], Turn]] = []
        self._is_scheduled = False
        self._broken: Exception | None = None
        self.at_work = 0
        """How many conversations there are that could want something."""

    def note(self, move: Move) -> None:
        """Keep a move for the next commit."""
        self._moves.append(move)

    def give_back(self, claim: Claim) -> None:
        """Take back a claim that reached nobody."""
        self.note(Move(claim.id, State.PENDING))

    def soon(self) -> None:
        """Commit what was noted before the event loop waits for anything."""
        if self._moves:
            self._schedule()

    async def commit(self, *, claim: bool = False) -> Claim | None:
        """Wait until what was noted is durable; with `claim`, gives the next delivery, None where there is none."""
        self.raise_if_broken()
        if not (claim or self._moves):
            return None
        future: asyncio.Future[Claim | None] = asyncio.get_running_loop().create_future()
        self._waiters.append((future, claim))
        try:
            if len(self._waiters) >= self.at_work:
                self.now()
            else:
                self._schedule()
            return future.result() if future.done() else await future
        except BaseException:
            claimed = future.result() if future.done() and not (future.cancelled() or future.exception()) else None
            if claimed is not None:
                self.give_back(claimed)
            raise

    def now(self) -> None:
        """Commit at once; who waits is told, also of an error, and before anybody else is."""
        waiters = [waiter for waiter in self._waiters if not waiter[0].done()]
        wants = sum(wants for _, wants in waiters)
        moves, self._moves, self._waiters = self._moves, [], []
        claims: Sequence[Claim] = ()
        try:
            if self._broken is None and (moves or wants):
                claims = self._commit(moves, wants)
            elif self._broken is not None:
                self._save(moves)
        finally:
            _answer(waiters, claims, self._broken)
        self._tell()

    def raise_if_broken(self) -> None:
        """Raise what made a commit fail: from then on nothing new is begun."""
        if self._broken is not None:
            raise self._broken

    def _commit(self, moves: list[Move], wants: int) -> Sequence[Claim]:
        try:
            turn = self._advance(moves, wants)
        except Exception as caught:  # noqa: BLE001 - whatever it is, everybody who waits is told
            self._broken = caught
            self._save(moves)
            return ()
        except BaseException:
            # The program is ended just here: no one begins anything more, and what was noted is still to be kept.
            self._broken = NotFinishedError("The program was stopped.")
            self._moves = moves + self._moves
            raise
        self._turns.append((moves, turn))
        return turn.claims

    def _save(self, moves: Sequence[Move]) -> None:
        """Commit one by one what a commit that failed held: one delivery must not put all others in doubt.

        No dot may follow, so `sending` is left out. A second failure says that it is the ledger and not one row.
        """
        failures = 0
        for move in moves:
            if move.state is State.SENDING:
                continue
            try:
                self._turns.append(([move], self._advance([move], 0)))
            except IkiNewsError:
                failures += 1
                if failures > 1:
                    return

    def _tell(self) -> None:
        turns, self._turns = self._turns, []
        for moves, turn in turns:
            self._on_turn(moves, turn)

    def _schedule(self) -> None:
        if not self._is_scheduled:
            self._is_scheduled = True
            asyncio.get_running_loop().call_soon(self._turn, 0)

    def _turn(self, seen: int) -> None:
        waiting = len(self._waiters)
        if seen < waiting < self.at_work:
            # Others may be about to come; look once more when everything that is ready has run.
            asyncio.get_running_loop().call_soon(self._turn, waiting)
            return
        self._is_scheduled = False
        self.now()


def _answer(waiters: Sequence[Waiter], claims: Sequence[Claim], error: Exception | None) -> None:
    """Tell each who waits that it is durable, with a claim while there are some, or what went wrong."""
    rest = iter(claims)
    for future, wants_claim in waiters:
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(next(rest, None) if wants_claim else None)
