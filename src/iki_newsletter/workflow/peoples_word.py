"""What a person may ask of us, whichever way it reaches us: leave, get another language, be put on, say yes.

Mail brings it today (`taking`); a web page can bring the same. Who asks is known by then, by a token or an address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.model.audience import Reason
from iki_newsletter.model.history import What
from iki_newsletter.model.sign_up import SignUp
from iki_newsletter.model.suppression import Suppression
from iki_newsletter.store.people import History, Preferences, SignUps
from iki_newsletter.store.suppressed import erased_key
from iki_newsletter.store.suppressions import Suppressions

if TYPE_CHECKING:
    import datetime as dt

    from iki_newsletter.audience.address import Address
    from iki_newsletter.store.database import Database
    from iki_newsletter.workflow.known_people import KnownPeople


class PeoplesWord:
    """Writes people's word down, in one database; each method says in words of its own what changed, if anything.

    The words are a `Reason` that now keeps somebody out, or `What`s of their history.
    """

    def __init__(self, database: Database, people: KnownPeople, secret: bytes) -> None:
        self._database = database
        self._people = people
        self._secret = secret
        self._suppressions = Suppressions(database)

    def is_old(self, key: str, said_at: dt.datetime, *, answers: bool = False) -> bool:
        """Tell whether somebody has said something since, or the same before: then this changes nothing.

        A mail may be read long after it was written, and once more out of another folder. Moments are whole seconds,
        so what `answers` the question that a wish led to may bear the moment of the wish, and is the later word.
        """
        last = History(self._database).last_word(key, erased_key(self._secret, key))
        if last is None or said_at > last.at:
            return False
        return not (answers and last.what == What.REQUESTED and said_at == last.at)

    def leave(self, key: str, reason: Reason, at: dt.datetime, words: str) -> tuple[str, ...]:
        """Mail somebody no more; nothing changes where they were out for this, or at their own word, before."""
        before = self._suppressions.get(key)
        self._suppressions.add(Suppression(key, reason, at, words))
        now = self._suppressions.get(key)
        return () if before and now and now.reason is before.reason else (reason.value,)

    def prefer(self, key: str, language: str, at: dt.datetime, words: str) -> tuple[str, ...]:
        """Give somebody another language; who had left and asks for the newsletter in another one wants it again."""
        with self._database.transaction():
            Preferences(self._database).prefer(key, language, at, words)
            before = self._suppressions.get(key)
            if before is None or before.reason is not Reason.UNSUBSCRIBED:
                return (What.LANGUAGE.value,)
            self._suppressions.lift(key, at, f"asked for it in another language, {words}")
            return What.LANGUAGE.value, What.RESTORED.value

    def request(self, address: Address, language: str, at: dt.datetime, source: str) -> tuple[str, ...]:
        """Write down that somebody wants the newsletter; who gets it already has nothing to wish for."""
        if self._people.standing(address.key).planned is not None:
            return ()
        language = Preferences(self._database).get(address.key) or language
        wish = SignUp(
            address.address, address.key, address.mailbox, language, address.name, source, at, by_person=True
        )
        SignUps(self._database).request(wish)
        return (What.REQUESTED.value,)

    def confirm(self, key: str, at: dt.datetime, words: str) -> tuple[str, ...]:
        """Let somebody in who says yes to our question: from now on, whatever was said before that is over."""
        with self._database.transaction():
            listed_as_gone = self._people.standing(key).excluded is not None
            if not SignUps(self._database).confirm(key, at, beats_list=listed_as_gone):
                return ()
            for each in (key, erased_key(self._secret, key)):
                self._suppressions.lift(each, at, words)
            return (What.CONFIRMED.value,)
