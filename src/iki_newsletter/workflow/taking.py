"""Take in what came back: each mail once, told whom it is about, and done by the policy what follows from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from iki_newsletter.audience.values import fault_of_line, read_language
from iki_newsletter.feedback.policy import Standing, reason_to_leave_out
from iki_newsletter.feedback.wishes import SUBSCRIBE, language_of_wish, says_yes
from iki_newsletter.model.audience import Reason
from iki_newsletter.model.feedback import Kind, Proof, Taken
from iki_newsletter.model.token import Purpose
from iki_newsletter.store.people import SignUps
from iki_newsletter.store.returned import Returned
from iki_newsletter.store.suppressions import Suppressions
from iki_newsletter.workflow.known_people import address_named, key_of
from iki_newsletter.workflow.peoples_word import PeoplesWord

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from iki_newsletter.model.feedback import FeedbackEvent
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.store.database import Database
    from iki_newsletter.workflow.known_people import KnownPeople

_BY_MAIL = "by mail"
_WORDS = {Reason.UNSUBSCRIBED: _BY_MAIL, Reason.COMPLAINED: "called our mail spam"}
_LEFT_OUT = frozenset({Reason.DEAD, Reason.FULL, Reason.COMPLAINED, Reason.UNSUBSCRIBED})
_ACTED_ON = frozenset({Kind.DEAD, Kind.FULL, Kind.COMPLAINT, Kind.UNSUBSCRIBE})
_BACK = "asked for it by mail, and said yes to the question"


@dataclass(slots=True)
class Tally:
    """What has come of a source so far."""

    new: int = 0
    """Mails that were not taken before."""
    known: int = 0
    """Mails that were."""
    done: Counter[str] = field(default_factory=Counter)
    """What changed, by its word."""
    already: int = 0
    """Events about people who were left out before."""
    strangers: int = 0
    """Events about nobody whom we know."""
    left_out: list[Taken] = field(default_factory=list)
    """Who is left out from now on, each with the word for why."""
    to_read: list[Taken] = field(default_factory=list)
    """What a person must look at."""

    def as_json(self) -> dict[str, Any]:
        """Give the figures to programs; no addresses."""
        return {
            "new": self.new,
            "known": self.known,
            "done": dict(sorted(self.done.items())),
            "already": self.already,
            "strangers": self.strangers,
        }


class Taker:
    """Takes mails into one database; each is one commit, or part of one that the caller has opened."""

    def __init__(self, database: Database, people: KnownPeople, newsletter: Newsletter, secret: bytes) -> None:
        self._database = database
        self._people = people
        self._newsletter = newsletter
        self._secret = secret
        self._word = PeoplesWord(database, people, secret)
        self._returned = Returned(database)
        self._suppressions = Suppressions(database)
        self.result = Tally()

    def take(self, events: Sequence[FeedbackEvent], at: dt.datetime) -> None:
        """Take what one mail says, read at a moment, unless the mail was taken before."""
        mail = events[0].mail
        if self._returned.has(mail):
            self.result.known += 1
            return
        self.result.new += 1
        taken = [self._find(event) for event in events]
        with self._database.transaction():
            self._returned.keep(mail, at, taken)
            for part, each in enumerate(taken):
                done = self._act(each, at)
                if done:
                    self._returned.mark(mail, part, done[0])
                self.result.done.update(done)
                self._count(replace(each, done=done[0] if done else ""))

    # --- whom it is about --------------------------------------------------------------------------------------

    def _find(self, event: FeedbackEvent) -> Taken:
        """Find whom of ours a mail is about, by the surest sign that it has."""
        if event.purpose:
            # A token speaks for the one whom it was made for, and for nobody else, whatever else the mail says.
            key = self._bearer(event)
            return Taken(event, key, self._returned.newest_delivery(key), Proof.TOKEN) if key else Taken(event)
        if event.wish or event.kind is Kind.UNSUBSCRIBE:
            # Who writes it means themselves, also in answer to a mail that somebody has passed on to them.
            return self._by_address(event)
        return self._by_what_was_sent(event) or self._by_address(event)

    def _bearer(self, event: FeedbackEvent) -> str:
        """Give whom a token that asks something was made for; empty where that is nobody any more."""
        if event.purpose == Purpose.CONFIRM:
            wish = SignUps(self._database).by_wish(self._secret, event.subscriber_id)
            return wish.key if wish else ""
        return self._people.by_id(event.subscriber_id)

    def _by_what_was_sent(self, event: FeedbackEvent) -> Taken | None:
        """Find the delivery that a mail returns or answers.

        Of those who forward their mail a report names another address: the code, the token and the id are ours.
        """
        sighting = self._returned.by_code(event.code) if event.code else None
        if sighting:
            return Taken(event, sighting.key, sighting.delivery, Proof.CODE)
        key = self._people.by_id(event.subscriber_id) if event.subscriber_id else ""
        sighting = self._returned.by_message_id(event.message_id) if event.message_id else None
        if key:
            delivery = sighting.delivery if sighting and sighting.key == key else self._returned.newest_delivery(key)
            return Taken(event, key, delivery, Proof.TOKEN)
        return Taken(event, sighting.key, sighting.delivery, Proof.MESSAGE_ID) if sighting else None

    def _by_address(self, event: FeedbackEvent) -> Taken:
        key = key_of(event.address)
        if key and (self._people.knows(key) or event.wish == SUBSCRIBE):
            return Taken(event, key, self._returned.newest_delivery(key), Proof.ADDRESS)
        return Taken(event)

    # --- what follows ------------------------------------------------------------------------------------------

    def _act(self, taken: Taken, at: dt.datetime) -> tuple[str, ...]:
        """Do what follows, and say in words of one each what changed; none where nothing did."""
        if not taken.key:
            return ()
        event = taken.event
        said_at = min(event.dated or at, at)
        says_yes_to_us = event.purpose == Purpose.CONFIRM or self._answers_our_question(taken)
        if (
            event.dated
            and (says_yes_to_us or self._asks_or_tells(taken))
            and self._word.is_old(taken.key, said_at, answers=says_yes_to_us)
        ):
            return self._noting(())
        if event.wish == SUBSCRIBE:
            return self._request(event, said_at)
        if event.purpose == Purpose.PREFERENCES:
            language = self._language_wanted(event.words)
            return self._word.prefer(taken.key, language, said_at, _BY_MAIL) if language else ()
        if says_yes_to_us:
            return self._noting(self._word.confirm(taken.key, said_at, _BACK))
        return self._leave_out(taken, said_at)

    @staticmethod
    def _asks_or_tells(taken: Taken) -> bool:
        """Tell a mail, other than a yes, from which something can follow."""
        event = taken.event
        return bool(event.wish or event.purpose) or event.kind in _ACTED_ON

    def _answers_our_question(self, taken: Taken) -> bool:
        """Tell a plain yes in answer to the question from whom it was asked, whose mail program opened no link."""
        event = taken.event
        if event.kind is not Kind.REPLY or key_of(event.address) != taken.key or not says_yes(event.words):
            return False
        asked = self._returned.by_message_id(event.message_id) if event.message_id else None
        return asked is not None and asked.is_question and asked.key == taken.key

    def _leave_out(self, taken: Taken, at: dt.datetime) -> tuple[str, ...]:
        standing = Standing(
            taken.proof,
            self._returned.reports(taken.key, Kind.DEAD) if taken.event.kind is Kind.DEAD else 0,
            self._returned.full_in_a_row(taken.key) if taken.event.kind is Kind.FULL else 0,
        )
        reason = reason_to_leave_out(taken.event, standing, self._newsletter.feedback)
        if reason is None:
            return ()
        words = _WORDS.get(reason, taken.event.reply or taken.event.reason)
        return self._noting(self._word.leave(taken.key, reason, at, words))

    def _request(self, event: FeedbackEvent, at: dt.datetime) -> tuple[str, ...]:
        languages = self._newsletter.languages
        spoken = language_of_wish(event.words)
        language = next((each for each in languages if each.partition("-")[0] == spoken), languages[0])
        address = address_named(event.address)
        name = event.name if event.name and not fault_of_line(event.name) and "@" not in event.name else ""
        return self._noting(self._word.request(address._replace(name=name), language, at, _BY_MAIL))

    def _language_wanted(self, words: str) -> str:
        languages = self._newsletter.languages
        for line in words.splitlines():
            found = read_language(line.strip(" .,;:!¡¿?"), languages)
            if found in languages:
                return found or ""
        return ""

    def _noting(self, done: tuple[str, ...]) -> tuple[str, ...]:
        """Pass on what changed, and count where it was so before."""
        self.result.already += not done
        return done

    def _count(self, taken: Taken) -> None:
        result = self.result
        if taken.done in _LEFT_OUT:
            result.left_out.append(taken)
        if not taken.key and taken.event.kind is not Kind.REPLY:
            result.strangers += 1
        if self._is_for_people(taken):
            result.to_read.append(taken)

    def _is_for_people(self, taken: Taken) -> bool:
        """Tell what no rule can settle: people who ask something, addresses that change, what is not understood."""
        event = taken.event
        if event.kind is Kind.REPLY:
            return not (taken.done or event.wish)
        if event.kind is Kind.UNSUBSCRIBE:
            return not taken.done and self._suppressions.get(taken.key) is None
        return event.kind is Kind.UNKNOWN or (event.kind is Kind.AUTO_REPLY and event.reason == "the address changes")
