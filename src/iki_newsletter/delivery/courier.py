"""Carrying messages over one conversation by the protocol that loses nothing and sends nothing twice.

The steps, by their numbers in the documentation: 0 claim · 1 MAIL, RCPT, DATA and the body without its dot · 2 commit
`sending` · 3 look whether the server is still there · 4 the dot, in one write with the next message's commands ·
5 on 250 commit `sent`. Before it waits for the server, all that is known is committed, together with what all other
conversations know.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, Protocol

from iki_newsletter.delivery.commands import DATA, DOT, RSET, Command, Verb, mail, rcpt
from iki_newsletter.delivery.connection import GarbledError, LostError
from iki_newsletter.delivery.replies import (
    CROWDED,
    SERVICE_CLOSING,
    START_BODY,
    Meaning,
    Reply,
    Verdict,
    judge_message,
    judge_recipient,
)
from iki_newsletter.delivery.session import BusyError
from iki_newsletter.delivery.wire import UnsafeMessageError
from iki_newsletter.errors import IkiNewsError, RefusedError, ServerRefusesError
from iki_newsletter.model.delivery import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from iki_newsletter.delivery.desk import Desk
    from iki_newsletter.delivery.protocol import Answer
    from iki_newsletter.delivery.session import Session
    from iki_newsletter.delivery.wire import Bodies
    from iki_newsletter.model.delivery import Claim

    Maker = Callable[[Claim], bytes]
    """Gives the message of a delivery: its edition is `claim.digest`, its reader `claim.subscriber`."""

_LONGEST_IDLE: Final = 10.0
"""Seconds that a conversation waits with nothing to say; servers close one that is silent for minutes."""
_NO_ANSWER = Verdict(State.UNCERTAIN, Meaning.NO_ANSWER)
_NO_SMTPUTF8 = Verdict(State.FAILED, Meaning.NO_SMTPUTF8)
_NO_SMTPUTF8_WORDS = "The address is not ASCII, and the server does not take such addresses (no SMTPUTF8)."


@dataclass(frozen=True, slots=True)
class _Letter:
    """A claimed delivery, ready for the wire."""

    claim: Claim
    sender: str
    body: bytes = field(repr=False)
    envelope: tuple[Command, ...]


class Leaving(Enum):
    """Why a conversation ended in good order."""

    EMPTY = auto()
    """Nothing is left that may be begun."""
    FULL = auto()
    """It has carried as many messages as one may."""
    SURPLUS = auto()
    """There are more conversations than the server bears."""
    LATER = auto()
    """A rate holds the next message back for longer than a server likes to wait."""


class Crew(Protocol):
    """What a conversation needs to know of the others."""

    @property
    def moment(self) -> int:
        """When something is begun, by what has happened until then."""
        ...

    def dismiss(self) -> bool:
        """Tell whether the conversation that asks should leave."""
        ...

    def crowd(self, begun: int) -> None:
        """Note a reply that says "too much at once" to what was begun then."""
        ...

    async def wait(self, seconds: float) -> None:
        """Wait until a rate allows the next message."""
        ...


class Courier:
    """One conversation at work."""

    def __init__(self, session: Session, desk: Desk, make: Maker, crew: Crew, bodies: Bodies) -> None:
        self.has_heard = False
        """Whether the server has answered for a delivery."""
        self._connection = session.connection
        self._offers = session.offers
        self._desk = desk
        self._make = make
        self._crew = crew
        self._bodies = bodies
        self._begun = 0
        self._begun_at = crew.moment
        self._leaving = Leaving.EMPTY
        self._held_for = 0.0
        self._opening: tuple[Command, ...] = ()
        self._in_hand: Claim | None = None
        self._next: Claim | None = None
        self._at_dot: Claim | None = None

    async def work(self) -> Leaving:
        """Send until nothing is left to send here; whatever ends it, no delivery is left in hand.

        Raises LostError when the conversation broke and another one may help, ServerRefusesError when it would not.
        """
        self._desk.enter()
        try:
            await self._carry_all()
            await self._leave()
        except BaseException as error:
            self._connection.abort()
            self._let_go(error)
            raise
        finally:
            self._desk.leave()
        return self._leaving

    async def _carry_all(self) -> None:
        while True:
            letter = await self._next_letter()
            if letter is None and not await self._may_wait():
                return
            while letter is not None:
                letter = await self._carry(letter)

    async def _may_wait(self) -> bool:
        """Wait for a rate where it holds the next message back; gives False where the conversation should end."""
        if self._leaving is not Leaving.EMPTY or not self._held_for:
            return False
        if self._held_for <= _LONGEST_IDLE:
            await self._crew.wait(self._held_for)
            # A server may not like to wait; then another conversation goes on, and nothing was in hand.
            if not self._connection.has_arrived:
                return True
        self._leaving = Leaving.LATER
        return False

    async def _carry(self, letter: _Letter) -> _Letter | None:
        """Bring one letter from its commands to its answer; gives the next one, whose commands are on their way."""
        if self._in_hand is not letter.claim:
            self._begun_at = self._crew.moment
            self._connection.submit(*self._opening, *letter.envelope)
            self._opening, self._in_hand, self._next = (), letter.claim, None
        if not await self._envelope_accepted(letter):
            self._in_hand = None
            return await self._next_letter()
        self._connection.write_body(letter.body)
        self._desk.begin_sending(letter.claim)
        following = await self._next_letter()
        await self._connection.body_gone()
        await self._connection.look()
        self._hand_over_dot(letter, following)
        await self._hear_dot(letter)
        return following

    # --- step 0 --------------------------------------------------------------------------------------------

    async def _next_letter(self) -> _Letter | None:
        """Commit what is known, claim the next delivery and make its message."""
        self._held_for = 0.0
        while not self._has_reason_to_leave():
            claim = await self._desk.commit_and_claim()
            if claim is None or isinstance(claim, float):
                self._held_for = claim or 0.0
                return None
            if claim.subscriber.is_ascii or self._offers.smtputf8:
                self._begun += 1
                self._next = claim
                return self._write(claim)
            self._desk.settle(claim, _NO_SMTPUTF8, _NO_SMTPUTF8_WORDS)
        await self._desk.commit()
        return None

    def _has_reason_to_leave(self) -> bool:
        allowed = self._desk.order.messages_per_connection
        if self._leaving is not Leaving.EMPTY:
            return True
        if allowed is not None and self._begun >= allowed:
            self._leaving = Leaving.FULL
        elif self._crew.dismiss():
            self._leaving = Leaving.SURPLUS
        return self._leaving is not Leaving.EMPTY

    def _write(self, claim: Claim) -> _Letter:
        message = self._make(claim)
        order, offers = self._desk.order, self._offers
        sender = order.sender_of(claim) if order.sender_of else order.sender
        if not (sender.isascii() or offers.smtputf8):
            raise ServerRefusesError(
                f"The sender {sender} is not ASCII, and {order.server} does not take such addresses.",
                instead="Give the newsletter a sender in plain letters (newsletter.yaml: sender: bounces).",
            )
        try:
            body = self._bodies.body(claim.digest, message)
        except UnsafeMessageError as error:
            raise RefusedError(
                f"The message for {claim.subscriber.address} cannot be sent: {error}.",
                instead="This is a fault of iki-news or of its templates, not of the list; nobody was sent it.",
            ) from error
        if offers.largest is not None and len(message) > offers.largest:
            raise ServerRefusesError(
                f"{order.server} takes messages of up to {offers.largest:,} bytes; this one has {len(message):,}.",
                instead="Make the pictures smaller, or give the newsletter a web address to keep them at.",
            )
        begin = mail(
            sender,
            size=len(message) if offers.sizes else None,
            eight_bit=offers.eight_bit and not message.isascii(),
            utf8=offers.smtputf8 and not (claim.subscriber.is_ascii and sender.isascii()),
        )
        return _Letter(claim, sender, body, (begin, rcpt(claim.subscriber.mailbox), DATA))

    # --- steps 1 and 3 -------------------------------------------------------------------------------------

    async def _envelope_accepted(self, letter: _Letter) -> bool:
        """Hear all that is said to the envelope; settles the delivery unless the body is asked for."""
        said: dict[Verb, Reply] = {}
        while self._connection.awaits_answers:
            answer = await self._hear()
            verb = answer.command.verb if answer.command else Verb.QUIT
            if answer.reply.code == SERVICE_CLOSING or (verb is Verb.RSET and not answer.reply.is_accepted):
                raise LostError(f"said {answer.reply.text}", code=answer.reply.code)
            said[verb] = answer.reply
            if verb in {Verb.MAIL, Verb.RCPT} and not answer.reply.is_accepted:
                self._connection.drop_held()
        self._require_sender_accepted(letter, said[Verb.MAIL])
        return self._recipient_accepted(letter, said)

    def _require_sender_accepted(self, letter: _Letter, reply: Reply) -> None:
        if reply.is_permanent:
            raise ServerRefusesError(
                f"{self._desk.order.server} takes no mail from {letter.sender}: {reply.text}",
                instead="Nobody on the list is to blame, and nothing is lost. Check the sender's address and whether "
                "this server wants you to sign in.",
            )
        if reply.is_transient:
            raise BusyError(f"said {reply.text}", code=reply.code)
        if not reply.is_accepted:
            raise GarbledError(f"answers to MAIL with {reply.text}")

    def _recipient_accepted(self, letter: _Letter, said: dict[Verb, Reply]) -> bool:
        recipient, data = said[Verb.RCPT], said.get(Verb.DATA)
        asked_for_body = data is not None and data.code == START_BODY
        if recipient.is_accepted and asked_for_body:
            return True
        # All recipients refused but a body asked for: a lone dot, never the body (RFC 2920, 3.1).
        self._opening = (DOT,) if asked_for_body else (RSET,)
        verdict, reply = judge_recipient(recipient), recipient
        if recipient.is_accepted and data is not None:
            verdict, reply = (None if data.is_positive else judge_message(data)), data
        if verdict is None:
            raise GarbledError(f"answers with {reply.text}")
        self._desk.settle(letter.claim, verdict, reply.text)
        self.has_heard = True
        return False

    # --- steps 4 and 5 -------------------------------------------------------------------------------------

    def _hand_over_dot(self, letter: _Letter, following: _Letter | None) -> None:
        # Before the write and not after it: an interrupt in between must leave a doubt, never a second message.
        self._at_dot = letter.claim
        self._begun_at = self._crew.moment
        try:
            self._connection.submit(DOT, *(following.envelope if following else ()))
        except LostError:
            self._at_dot = None
            raise
        self._in_hand, self._next = (following.claim if following else None), None

    async def _hear_dot(self, letter: _Letter) -> None:
        reply = (await self._hear()).reply
        verdict = judge_message(reply)
        if verdict is None:
            raise GarbledError(f"answers to the message with {reply.text}")
        self._desk.settle(letter.claim, verdict, reply.text)
        self._at_dot = None
        self.has_heard = True
        if reply.code == SERVICE_CLOSING:
            raise LostError(f"said {reply.text}", code=reply.code)

    # --- hearing and ending --------------------------------------------------------------------------------

    async def _hear(self) -> Answer:
        answer = self._connection.arrived_answer()
        if answer is None:
            self._desk.commit_soon()
            answer = await self._connection.next_answer()
        if answer.reply.code in CROWDED:
            self._crew.crowd(self._begun_at)
        return answer

    async def _leave(self) -> None:
        await self._desk.commit()
        if self._opening == (DOT,):
            with suppress(LostError):
                await self._connection.ask(DOT)
        await self._connection.close()

    def _let_go(self, error: BaseException) -> None:
        """Settle whatever is in hand by what is certain: before the dot pending, behind it uncertain."""
        words = f"The server {error}." if isinstance(error, LostError) else "The program was stopped."
        broke_over_it = isinstance(error, LostError) and not isinstance(error, BusyError) and self._at_dot is None
        if self._at_dot is not None:
            self._desk.settle(self._at_dot, _NO_ANSWER, words)
        if self._in_hand is not None and self._in_hand is not self._at_dot:
            self._desk.give_back(self._in_hand, suspect=words if broke_over_it else "")
        if self._next is not None:
            self._desk.give_back(self._next)
        try:
            self._desk.commit_now()
        except IkiNewsError:
            # What ended the work is the better story; the ledger keeps what it knows, and the next run recovers it.
            if not isinstance(error, IkiNewsError):
                raise
