from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from tests.store.conftest import CAMPAIGN, DIGESTS, EDITIONS, NOW, OWNER, subscriber

from iki_newsletter.model.audience import Reason
from iki_newsletter.model.campaign import Campaign
from iki_newsletter.model.delivery import Move, State
from iki_newsletter.model.feedback import FeedbackEvent, Kind, Proof, Taken
from iki_newsletter.model.suppression import Suppression
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.returned import Returned, Sighting
from iki_newsletter.store.suppressions import Suppressions

if TYPE_CHECKING:
    from iki_newsletter.model.subscriber import Subscriber
    from iki_newsletter.store.database import Database

KEY = "ana@example.org"
CODES = {"ana": "0fc4", "berta": "0fc41"}


def coded(each: Subscriber) -> str:
    """Make a Message-ID whose left part is a code; one code is another's beginning."""
    return f"<{CODES[each.key.partition('@')[0]]}@news.example>"


@pytest.fixture
def returned(database: Database) -> Returned:
    """Give the feedback of a ledger whose first campaign was sent to Ana and Berta."""
    send(Ledger(database), CAMPAIGN, NOW)
    return Returned(database)


def send(ledger: Ledger, campaign: Campaign, at: dt.datetime) -> None:
    """Send a campaign to Ana and Berta."""
    ledger.begin(campaign, EDITIONS, [subscriber("ana"), subscriber("berta", "de")], coded)
    turn = ledger.advance(campaign.id, OWNER, at, (), 2)
    moves = [Move(claim.id, State.SENT, reply="250 ok") for claim in turn.claims]
    ledger.advance(campaign.id, OWNER, at, moves)


def month(number: int) -> Campaign:
    """Give the campaign of a later month."""
    issue = f"2017-{6 + number:02}"
    return Campaign(issue, issue, NOW + dt.timedelta(days=30 * number), DIGESTS)


def said(kind: Kind, returned: Returned, key: str = KEY, reply: str = "452 full") -> Taken:
    """Give an event about somebody's newest delivery."""
    event = FeedbackEvent("1.eml", kind, key, "4.2.2", reply, "mailbox full")
    return Taken(event, key, returned.newest_delivery(key), Proof.CODE)


def test_a_code_leads_to_its_delivery_alone(returned: Returned) -> None:
    """Not to one whose code begins the same."""
    assert returned.by_code("0fc4") == Sighting(KEY, 1)
    assert returned.by_code("0fc41") == Sighting("berta@example.org", 2)
    assert returned.by_code("0fc") is None
    assert returned.by_message_id("<0fc4@news.example>") == Sighting(KEY, 1)
    assert returned.by_message_id("<0fc4@other.example>") is None


def test_a_mail_is_known_once_it_was_taken(returned: Returned, database: Database) -> None:
    """By its digest."""
    assert not returned.has("a")
    returned.keep("a", NOW, [said(Kind.FULL, returned), said(Kind.DEAD, returned, "berta@example.org")])
    assert returned.has("a")
    assert Ledger(database).returned(CAMPAIGN.id) == {Kind.DEAD: 1, Kind.FULL: 1}


def test_of_strangers_and_of_people_no_words_are_kept(returned: Returned, database: Database) -> None:
    """A server's words about somebody of ours stay; what a person wrote, and who a stranger is, does not."""
    reply = FeedbackEvent("2.eml", Kind.REPLY, KEY, "", "Thank you, my aunt is ill.", "a person answers")
    stranger = FeedbackEvent("3.eml", Kind.DEAD, "nobody@example.com", "5.1.1", "550 nobody@example.com", "no such")
    returned.keep("b", NOW, [said(Kind.FULL, returned), Taken(reply, KEY, None, Proof.ADDRESS), Taken(stranger)])
    assert list(database.rows("SELECT reply, address FROM feedback ORDER BY part")) == [
        ("452 full", KEY),
        ("", KEY),
        ("", ""),
    ]


def test_full_counts_in_a_row_and_begins_anew(returned: Returned, database: Database) -> None:
    """An issue that went through ends the row; taking somebody back in begins it anew."""
    for number, is_full in enumerate((True, True, False, True, True), 1):
        campaign = month(number)
        send(Ledger(database), campaign, campaign.begun_at)
        if is_full:
            returned.keep(f"m{number}", campaign.begun_at, [said(Kind.FULL, returned)])
    assert returned.full_in_a_row(KEY) == 2
    assert returned.full_in_a_row("berta@example.org") == 0
    assert returned.reports(KEY, Kind.FULL) == 4

    suppressions = Suppressions(database)
    suppressions.add(Suppression(KEY, Reason.FULL, month(5).begun_at))
    suppressions.lift(KEY, month(5).begun_at + dt.timedelta(days=1), "works again")
    assert returned.full_in_a_row(KEY) == 0
    assert returned.reports(KEY, Kind.FULL) == 0


def test_without_an_issue_full_counts_by_days(database: Database) -> None:
    """Of somebody whom another program has mailed, only the reports are known."""
    returned = Returned(database)
    for number, day in enumerate((0, 0, 1), 1):
        returned.keep(f"m{number}", NOW + dt.timedelta(days=day), [said(Kind.FULL, returned)])
    assert returned.full_in_a_row(KEY) == 2


def test_what_came_back_is_told_in_its_order(returned: Returned) -> None:
    """With the campaign it was about, and what came of it."""
    returned.keep("a", NOW, [said(Kind.FULL, returned)])
    returned.mark("a", 0, "full")
    (heard,) = returned.of(KEY)
    assert (heard.kind, heard.campaign, heard.reply, heard.done) == (Kind.FULL, CAMPAIGN.id, "452 full", "full")
