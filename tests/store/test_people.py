from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tests.store.conftest import NOW

from iki_newsletter.model.audience import Reason
from iki_newsletter.model.history import What
from iki_newsletter.model.sign_up import SignUp
from iki_newsletter.model.suppression import Suppression
from iki_newsletter.store.people import History, Preferences, SignUps
from iki_newsletter.store.suppressions import Suppressions

if TYPE_CHECKING:
    from iki_newsletter.store.database import Database

KEY = "ana@example.org"
LATER = NOW + dt.timedelta(days=2)


def wish(at: dt.datetime = NOW, language: str = "es", source: str = "by mail") -> SignUp:
    """Give Ana's wish."""
    return SignUp("Ana@example.org", KEY, "Ana@example.org", language, "", source, at)


def test_nobody_is_on_before_they_said_yes(database: Database) -> None:
    """A wish waits; asked it has the question's words; a yes makes it a subscription with its proof, once."""
    wishes = SignUps(database)
    wishes.request(wish())
    assert [each.key for each in wishes.waiting()] == [KEY]
    assert not list(wishes.confirmed())

    wishes.word(KEY, "I want it.")
    assert wishes.confirm(KEY, LATER, beats_list=True)
    assert not wishes.confirm(KEY, LATER, beats_list=False)

    (found,) = wishes.confirmed()
    person = found.subscriber
    assert (person.consent_basis, person.consent_source, person.consent_at) == ("consent", "by mail", LATER.date())
    assert person.consent_wording == "I want it."
    assert found.beats_list
    assert not list(wishes.waiting())


def test_a_yes_of_nobody_who_was_asked_is_none(database: Database) -> None:
    """Without a wish there is nothing to say yes to."""
    assert not SignUps(database).confirm(KEY, NOW, beats_list=False)


def test_who_asks_anew_is_asked_anew(database: Database) -> None:
    """A later wish, in another language, takes the first one's place, with its yes."""
    wishes = SignUps(database)
    wishes.request(wish())
    wishes.word(KEY, "…")
    wishes.confirm(KEY, NOW, beats_list=False)
    wishes.request(wish(LATER, "de"))
    (found,) = wishes.waiting()
    assert (found.language, found.requested_at, found.asked_at, found.wording) == ("de", LATER, None, "")


def test_the_newest_language_counts(database: Database) -> None:
    """Each wish is noted; the last one holds."""
    preferences = Preferences(database)
    preferences.prefer(KEY, "de", NOW, "by mail")
    preferences.prefer(KEY, "en", LATER, "by mail")
    assert preferences.get(KEY) == "en"
    assert list(preferences.all()) == [(KEY, "en")]
    assert [said.words for said in History(database).of(KEY)] == ["de: by mail", "en: by mail"]


def test_whoever_writes_a_suppression_it_is_noted_once(database: Database) -> None:
    """Its beginning, a graver reason, and its end; not what only says the same again."""
    suppressions = Suppressions(database)
    for reason in (Reason.DEAD, Reason.DEAD, Reason.UNSUBSCRIBED, Reason.DEAD):
        suppressions.add(Suppression(KEY, reason, NOW, f"said {reason}"))
    assert suppressions.lift(KEY, LATER, "on the phone")
    assert not suppressions.lift(KEY, LATER, "on the phone")
    assert suppressions.get(KEY) is None
    assert [(said.what, said.words) for said in History(database).of(KEY)] == [
        ("dead", "said dead"),
        ("unsubscribed", "said unsubscribed"),
        (What.RESTORED, "on the phone"),
    ]
