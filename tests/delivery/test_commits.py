"""Group commit alone: whatever order things come in, each claim has one holder and nobody is told too early."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.delivery.conftest import subscriber

from iki_newsletter.delivery.commits import Commits
from iki_newsletter.errors import LedgerError, NotFinishedError
from iki_newsletter.model.delivery import Claim, Move, State, Turn

if TYPE_CHECKING:
    from collections.abc import Sequence


class Book:
    """A ledger of numbers: what is free, who was given, what was recorded, in commits."""

    def __init__(self, rows: int) -> None:
        self.free = list(range(rows))
        self.claimed: set[int] = set()
        self.settled: list[int] = []
        self.commits: list[tuple[Move, ...]] = []

    def advance(self, moves: Sequence[Move], claims: int) -> Turn:
        """Record and claim, as a ledger does, and insist on the order."""
        for move in moves:
            if move.state is State.SENDING:
                assert move.id in self.claimed
                continue
            self.claimed.remove(move.id)
            (self.free if move.state is State.PENDING else self.settled).append(move.id)
        given_out, self.free = self.free[:claims], self.free[claims:]
        self.claimed.update(given_out)
        self.commits.append(tuple(moves))
        person = subscriber("a@example.org")
        return Turn(claims=tuple(Claim(each, person, "", "") for each in given_out))


async def live(book: Book, commits: Commits, turns: list[int]) -> None:
    """Claim, pause, bring to the dot and settle, as a conversation does, each turn with pauses of its own."""
    held: Claim | None = None
    commits.at_work += 1
    try:
        for pauses in turns:
            claim = await commits.commit(claim=True)
            assert held is None or held.id not in book.claimed  # what was noted before is durable by now
            held = claim
            for _ in range(pauses):
                await asyncio.sleep(0)
            if held is not None:
                commits.note(Move(held.id, State.SENDING))
                await commits.commit()
                assert any(Move(held.id, State.SENDING) in each for each in book.commits)
                commits.note(Move(held.id, State.SENT))
                commits.soon()
    except asyncio.CancelledError:
        if held is not None and held.id not in book.settled and Move(held.id, State.SENT) not in commits._moves:
            commits.give_back(held)
        raise
    finally:
        commits.at_work -= 1
        commits.now()


@settings(max_examples=100, deadline=None)
@given(
    lives=st.lists(st.lists(st.integers(0, 4), max_size=8), min_size=1, max_size=5),
    cancelled=st.sets(st.integers(0, 4)),
    after=st.integers(0, 25),
)
def test_every_claim_has_one_holder(lives: list[list[int]], cancelled: set[int], after: int) -> None:
    """However conversations interleave, and whichever is cancelled whenever, nothing is lost or held twice."""
    book = Book(30)
    commits = Commits(book.advance, lambda _moves, _turn: None)

    async def go() -> None:
        tasks = [asyncio.ensure_future(live(book, commits, each)) for each in lives]
        for _ in range(after):
            await asyncio.sleep(0)
        for number in cancelled & set(range(len(tasks))):
            tasks[number].cancel()
        for result in await asyncio.gather(*tasks, return_exceptions=True):
            assert result is None or isinstance(result, asyncio.CancelledError), result

    asyncio.run(go())
    assert book.claimed == set()
    assert len(book.settled) == len(set(book.settled))
    assert sorted(book.free + book.settled) == list(range(30))


def test_lone_conversation_is_served_at_once() -> None:
    """Where nobody else is at work, a commit does not wait for a turn of the event loop."""
    book = Book(3)
    commits = Commits(book.advance, lambda _moves, _turn: None)
    commits.at_work = 1

    async def go() -> None:
        waiting = commits.commit(claim=True)
        with pytest.raises(StopIteration) as done:
            waiting.send(None)
        assert done.value.value.id == 0

    asyncio.run(go())


def test_those_that_stand_together_share_one_commit() -> None:
    """Conversations that wait in the same turn of the event loop cost one commit."""
    book = Book(8)
    commits = Commits(book.advance, lambda _moves, _turn: None)
    commits.at_work = 9

    async def go() -> list[Claim | None]:
        return await asyncio.gather(*[commits.commit(claim=True) for _ in range(8)])

    claims = asyncio.run(go())
    assert [claim.id for claim in claims if claim] == list(range(8))
    assert len(book.commits) == 1


def test_ledger_that_fails_stops_everybody() -> None:
    """After a commit that failed nobody is given anything, and what can be kept of it is kept."""
    book = Book(5)
    commits = Commits(lambda moves, claims: fail_for(book, moves, claims), lambda _moves, _turn: None)
    commits.at_work = 2

    def fail_for(book: Book, moves: Sequence[Move], claims: int) -> Turn:
        if any(move.id == 1 for move in moves):
            raise LedgerError("somebody took it")
        return book.advance(moves, claims)

    async def go() -> None:
        assert [claim.id for claim in await asyncio.gather(commits.commit(claim=True)) if claim] == [0]
        one, two = await asyncio.gather(commits.commit(claim=True), commits.commit(claim=True))
        assert one is not None
        assert two is not None
        for move in (Move(0, State.SENT), Move(1, State.SENT), Move(2, State.SENDING)):
            commits.note(move)
        for result in await asyncio.gather(commits.commit(), commits.commit(claim=True), return_exceptions=True):
            assert isinstance(result, LedgerError)
        with contextlib.suppress(LedgerError):
            await commits.commit(claim=True)

    asyncio.run(go())
    assert book.settled == [0]
    assert book.claimed == {1, 2}


class Ended(BaseException):
    """What ends a program, and is no Exception."""


@pytest.mark.parametrize("who", ["the watcher", "the ledger"])
@pytest.mark.parametrize("alone", [True, False], ids=["a conversation's own commit", "the event loop's"])
def test_nobody_waits_for_ever_whatever_is_raised(who: str, alone: bool) -> None:
    """Who waits is told when the watcher or the ledger ends the program, and no claim is left in nobody's hands."""
    book = Book(5)

    def advance(moves: Sequence[Move], claims: int) -> Turn:
        if who == "the ledger" and claims:
            raise Ended
        return book.advance(moves, claims)

    def tell(_moves: Sequence[Move], turn: Turn) -> None:
        if who == "the watcher" and turn.claims:
            raise Ended

    commits = Commits(advance, tell)
    commits.at_work = 2 if alone else 3

    async def go() -> list[Claim | BaseException | None]:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
        async with asyncio.timeout(5):
            told = await asyncio.gather(*[commits.commit(claim=True) for _ in range(2)], return_exceptions=True)
        for each in told:
            if isinstance(each, Claim):
                commits.give_back(each)
        with contextlib.suppress(Ended, NotFinishedError):
            commits.now()
        return told

    told = asyncio.run(go())
    assert len(told) == 2
    assert book.claimed == set()
    if who == "the ledger":
        assert all(isinstance(each, (Ended, NotFinishedError)) for each in told)
