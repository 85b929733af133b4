"""Who may open a conversation, and when: one server, one back-off, and as many conversations as it bears.

The first conversation opens alone, so that a wrong password is tried once and a server that is away is asked once;
when it stands, the others follow in parallel. Whatever breaks, one back-off serves all. A 421 or 432 halves the
conversations; every hundred messages that are answered after that, one more is tried.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from iki_newsletter.delivery.connection import GarbledError, LostError, SilentError
from iki_newsletter.delivery.pause import in_words, pause
from iki_newsletter.delivery.replies import CROWDED
from iki_newsletter.delivery.server import Encryption
from iki_newsletter.delivery.session import open_session
from iki_newsletter.errors import ServerUnreachableError

if TYPE_CHECKING:
    from iki_newsletter.delivery.credentials import Credentials
    from iki_newsletter.delivery.desk import Desk
    from iki_newsletter.delivery.session import Session
    from iki_newsletter.delivery.world import World

_FIRST_WAIT: Final = 1.0
_LONGEST_WAIT: Final = 60.0
_MESSAGES_UNTIL_ONE_MORE: Final = 100


class Door:
    """What all conversations of a run share before they are conversations."""

    def __init__(self, desk: Desk, credentials: Credentials | None, world: World, stop: asyncio.Event) -> None:
        self._desk = desk
        self._credentials = credentials
        self._world = world
        encrypted = desk.order.server.encryption is not Encryption.NONE
        self._tls = world.tls() if encrypted else None
        self._stop = stop
        self._queue = asyncio.Lock()
        self._stands = False
        self._failures = 0
        self._answered_then = 0
        self._rest: float | None = None
        self._words = ""
        self._lock_step = False
        self.allowed = desk.order.connections
        """How many conversations may be at work."""
        self.moment = 0
        """Grows when a conversation fails and when they are halved: what was begun before then has had its say."""
        self._failed_at = 0
        self._halved_at = 0
        self._answered_at_change = 0

    async def open(self) -> Session | None:
        """Give a conversation; None where this try came to nothing or the run is to end.

        Raises ServerUnreachableError when it has been often enough, and what opening a session raises.
        """
        async with self._queue:
            await self._take_rest()
            if not self._stands:
                return None if self._desk.reason_to_stop else await self._try()
        return await self._try()

    def lost(self, error: LostError, begun: int, session: Session, *, answered: bool) -> None:
        """Note that a conversation begun at this moment broke: before the next is opened there is a rest.

        Raises ServerUnreachableError when it has been often enough.
        """
        # Some servers offer PIPELINING and then trip over a group.
        broke = isinstance(error, (GarbledError, SilentError)) or not answered
        if session.connection.pipelining and broke:
            self._lock_step = True
        self._note_failure(error, begun)

    def crowd(self, begun: int) -> None:
        """Note that the server said "too much at once" to something begun at this moment."""
        if begun >= self._halved_at:
            self.moment += 1
            self._halved_at = self.moment
            self.allowed = max(1, self.allowed // 2)
            self._answered_at_change = self._desk.answered

    def widen(self) -> bool:
        """Allow one conversation more when it has gone well for a while; tells whether it did."""
        if self.allowed >= self._desk.order.connections:
            return False
        if self._desk.answered - self._answered_at_change < _MESSAGES_UNTIL_ONE_MORE:
            return False
        self.allowed += 1
        self._answered_at_change = self._desk.answered
        return True

    async def _try(self) -> Session | None:
        begun = self.moment
        try:
            session = await open_session(
                self._desk.order.server, self._credentials, deadlines=self._world.deadlines, tls=self._tls
            )
        except LostError as error:
            # Where others stand, one that is not let in is one too many, whatever the server calls it.
            if error.code in CROWDED or self._stands:
                self.crowd(begun)
            self._note_failure(error, begun)
            return None
        session.connection.pipelining = session.offers.pipelining and not self._lock_step
        self._stands = True
        return session

    def _note_failure(self, error: LostError, begun: int) -> None:
        if begun < self._failed_at:
            return  # it broke together with another one, and the rest that one asked for serves both
        progressed = self._desk.answered > self._answered_then
        self._answered_then = self._desk.answered
        self._failures = 1 if progressed else self._failures + 1
        self.moment += 1
        self._failed_at = self.moment
        self._stands = False
        if self._failures > self._world.patience:
            raise ServerUnreachableError(
                f"{self._desk.order.server} {error}; {self._failures} tries in a row came to nothing.",
                instead="What was sent is in the ledger: the same command, run later, goes on where it stopped.",
            ) from error
        spread = self._world.random.uniform(0.5, 1)
        self._rest = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (self._failures - 1)) * spread
        self._words = f"The server {error}."

    async def _take_rest(self) -> None:
        if self._rest is None:
            return
        seconds, self._rest = self._rest, None
        tries = f"try {self._failures + 1} of {self._world.patience + 1}"
        self._desk.tell(f"{tries}, next in {in_words(seconds)}", self._words)
        await pause(seconds, self._world.sleep, self._stop)
