from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.store.conftest import CAMPAIGN, DIGESTS, EDITIONS, NOW, OWNER, SPANISH, message_id, subscriber
from tests.sums import adds_up

from iki_newsletter.errors import LedgerError, RefusedError
from iki_newsletter.model.audience import Reason
from iki_newsletter.model.campaign import Campaign
from iki_newsletter.model.delivery import Move, State
from iki_newsletter.model.suppression import Suppression
from iki_newsletter.store.ledger import EXPIRES_AFTER, Ledger
from iki_newsletter.store.suppressions import Suppressions

if TYPE_CHECKING:
    from iki_newsletter.model.delivery import Claim
    from iki_newsletter.store.database import Database

ID = CAMPAIGN.id


def claim(ledger: Ledger, owner: str = OWNER, at: dt.datetime = NOW) -> Claim:
    """Claim the next delivery."""
    return ledger.advance(ID, owner, at, [], 1).claims[0]


def settle(ledger: Ledger, state: State, reason: str = "", *, at: dt.datetime = NOW) -> Claim:
    """Bring the next delivery to a state."""
    claimed = claim(ledger, at=at)
    not_before = at + dt.timedelta(minutes=5) if state is State.DEFERRED else None
    ledger.advance(ID, OWNER, at, [Move(claimed.id, State.SENDING)])
    ledger.advance(ID, OWNER, at, [Move(claimed.id, state, reason, f"said {state}", not_before)])
    return claimed


# --- planning ----------------------------------------------------------------------------------------------


def test_campaign_is_kept_as_planned(ledger: Ledger) -> None:
    """Campaign, editions in their order and the excluded come back as they went in."""
    kept = ledger.campaign(ID)
    assert kept == CAMPAIGN
    assert kept is not None
    assert list(kept.digests) == ["es", "de"]
    assert ledger.campaign("2017-07") is None


def test_a_plan_of_which_nothing_was_tried_is_replaced(ledger: Ledger) -> None:
    """Nobody is bound by it: with another list or edition the campaign is simply planned anew."""
    assert not ledger.has_begun(ID)
    assert ledger.begin(CAMPAIGN, EDITIONS, [subscriber("dora")], message_id) == 1
    assert set(ledger.keys(ID)) == {"dora@example.org"}


def test_audience_is_frozen(ledger: Ledger) -> None:
    """From the first try on a second audience is refused, and the first stands."""
    ledger.advance(ID, "owner", NOW, [], claims=1)
    assert ledger.has_begun(ID)
    with pytest.raises(RefusedError, match="begun already"):
        ledger.begin(CAMPAIGN, EDITIONS, [subscriber("dora")], message_id)
    assert set(ledger.keys(ID)) == {"ana@example.org", "berta@example.org", "carla@example.org"}


def test_beginning_is_all_or_nothing(database: Database) -> None:
    """When planning fails half-way, that is told in words, and the campaign has not begun."""
    ledger = Ledger(database)
    with pytest.raises(LedgerError, match="does not fit what it holds"):
        ledger.begin(CAMPAIGN, EDITIONS, [subscriber("ana"), subscriber("ana")], message_id)
    assert ledger.campaign(ID) is None
    assert ledger.begin(CAMPAIGN, EDITIONS, [subscriber("ana")], message_id) == 1


def test_deliveries_in_the_lists_order(ledger: Ledger) -> None:
    """Deliveries come in the order of the list, each with its edition and Message-ID."""
    rows = list(ledger.deliveries(ID))
    assert [row.address for row in rows] == ["Ana@example.org", "Berta@example.org", "Carla@example.org"]
    assert [row.digest for row in rows] == [DIGESTS["es"], DIGESTS["de"], DIGESTS["es"]]
    assert {(row.state, row.at, row.reply) for row in rows} == {(State.PENDING, None, "")}
    assert rows[0].message_id == "<ana@example.org>"


def test_people_are_added_once(ledger: Ledger) -> None:
    """Adding a list gives a delivery to who is new, and leaves everybody else's alone."""
    settle(ledger, State.SENT)
    added = ledger.add(CAMPAIGN, [subscriber("ana"), subscriber("dora")], message_id, {"invalid": 5})
    assert added == 1
    assert [row.state for row in ledger.deliveries(ID)] == [State.SENT] + [State.PENDING] * 3
    kept = ledger.campaign(ID)
    assert kept is not None
    assert kept.excluded == {"invalid": 5}
    assert ledger.add(CAMPAIGN, [subscriber("dora")], message_id) == 0


def test_two_campaigns_share_editions_and_nothing_else(ledger: Ledger) -> None:
    """Another campaign with the same edition has deliveries of its own."""
    other = Campaign("2017-06-correction", "2017-06", NOW, DIGESTS)
    ledger.begin(other, EDITIONS, [subscriber("ana")], message_id)
    settle(ledger, State.SENT)
    assert ledger.sum(other.id).pending == 1
    assert ledger.sum(ID).sent == 1


def test_kept_edition(ledger: Ledger, database: Database) -> None:
    """The edition's bytes come back, and bytes that are not those of the digest are not taken for them."""
    assert ledger.kept_edition(DIGESTS["es"]) == SPANISH
    with pytest.raises(LedgerError, match="does not hold"):
        ledger.kept_edition("0" * 64)
    database.execute("UPDATE edition SET kept = x'00'")
    with pytest.raises(LedgerError, match="as it was sent"):
        ledger.kept_edition(DIGESTS["es"])


# --- sending -----------------------------------------------------------------------------------------------


def test_claim_has_all_that_the_message_needs(ledger: Ledger) -> None:
    """The subscriber is rebuilt from the ledger alone: the list may have changed, or be gone."""
    claimed = claim(ledger)
    rebuilt = claimed.subscriber
    planned = subscriber("ana")
    fields = ("address", "key", "mailbox", "language", "name", "salutation", "organisation")
    assert [getattr(rebuilt, name) for name in fields] == [getattr(planned, name) for name in fields]
    assert (claimed.digest, claimed.message_id) == (DIGESTS["es"], "<ana@example.org>")


def test_nobody_is_claimed_twice(ledger: Ledger) -> None:
    """Each delivery is given to one sender only, even without a lock."""
    turns = [ledger.advance(ID, owner, NOW, [], 2).claims for owner in ("one", "two", "three")]
    assert [len(turn) for turn in turns] == [2, 1, 0]
    assert len({each.id for turn in turns for each in turn}) == 3


def test_only_the_owner_moves_a_delivery(ledger: Ledger) -> None:
    """A sender that lost its claim cannot record anything, and nothing of its commit stays."""
    first, second = claim(ledger, "one"), claim(ledger, "two")
    with pytest.raises(LedgerError, match="Another program"):
        ledger.advance(ID, "two", NOW, [Move(second.id, State.SENT), Move(first.id, State.SENT)])
    assert ledger.sum(ID).sent == 0


@pytest.mark.parametrize(
    "moves",
    [
        [State.SENT, State.SENT],
        [State.SENDING, State.SENDING],
        [State.SENT, State.PENDING],
        [State.PENDING, State.SENT],
        [State.UNCERTAIN, State.SENDING],
    ],
    ids=" then ".join,
)
def test_no_way_back(ledger: Ledger, moves: list[State]) -> None:
    """What is settled or given back is out of hand: it cannot be moved again without a new claim."""
    claimed = claim(ledger)
    with pytest.raises(LedgerError):
        ledger.advance(ID, OWNER, NOW, [Move(claimed.id, state) for state in moves])


def test_suppressed_while_waiting(ledger: Ledger, database: Database) -> None:
    """Suppressions are looked up again at the claim: who left is withdrawn, with the reason."""
    Suppressions(database).add(Suppression("ana@example.org", Reason.UNSUBSCRIBED, NOW))
    turn = ledger.advance(ID, OWNER, NOW, [], 1)
    assert turn.withdrawn == 1
    assert turn.claims[0].subscriber.key == "berta@example.org"
    row = next(iter(ledger.deliveries(ID)))
    assert (row.state, row.reason) == (State.WITHDRAWN, "unsubscribed")


def test_deferred_comes_last_and_in_its_time(ledger: Ledger) -> None:
    """Who waits is tried first; a deferred delivery not before its time."""
    settle(ledger, State.DEFERRED, "temporary")
    assert claim(ledger).subscriber.key == "berta@example.org"
    assert claim(ledger).subscriber.key == "carla@example.org"
    assert ledger.advance(ID, OWNER, NOW + dt.timedelta(minutes=4), [], 1).claims == ()
    assert not ledger.has_due(ID, NOW + dt.timedelta(minutes=4))
    assert ledger.has_due(ID, NOW + dt.timedelta(minutes=5))
    waiting = ledger.waiting(ID, NOW)
    assert (waiting.due, waiting.later, waiting.next_at) == (0, 1, NOW + dt.timedelta(minutes=5))
    assert ledger.waiting(ID, NOW + dt.timedelta(minutes=5)).due == 1
    assert claim(ledger, at=NOW + dt.timedelta(minutes=5)).subscriber.key == "ana@example.org"


def test_deferred_expires(ledger: Ledger) -> None:
    """72 hours after the first try a deferred delivery is given up; the server's last words stay."""
    settle(ledger, State.DEFERRED, "full")
    day = dt.timedelta(days=1)
    assert ledger.expire(ID, NOW + 2 * day) == 0
    settle(ledger, State.SENT)
    settle(ledger, State.SENT)
    settle(ledger, State.DEFERRED, "full", at=NOW + 2 * day)
    assert ledger.expire(ID, NOW + EXPIRES_AFTER) == 1
    row = next(iter(ledger.deliveries(ID, State.FAILED)))
    assert (row.reason, row.reply) == ("expired", "said deferred")
    assert ledger.sum(ID).unfinished == 0


def test_attempts_are_kept(ledger: Ledger) -> None:
    """Every attempt keeps its time and the server's words; what was given back is no attempt."""
    claimed = claim(ledger)
    ledger.advance(ID, OWNER, NOW, [Move(claimed.id, State.PENDING)])
    settle(ledger, State.DEFERRED, "temporary")
    for _ in range(2):
        settle(ledger, State.SENT)
    later = NOW + dt.timedelta(hours=1)
    settle(ledger, State.SENT, at=later)
    attempts = ledger.attempts(ID, "ana@example.org")
    assert [(each.number, each.at, each.state, each.reply) for each in attempts] == [
        (1, NOW, State.DEFERRED, "said deferred"),
        (2, later, State.SENT, "said sent"),
    ]


def test_what_a_dead_sender_left(ledger: Ledger) -> None:
    """`sending` becomes uncertain, by name and with a word; `claimed` goes back to pending."""
    first = claim(ledger)
    claim(ledger)
    ledger.advance(ID, OWNER, NOW, [Move(first.id, State.SENDING)])
    later = NOW + dt.timedelta(hours=1)
    recovered = ledger.recover(ID, later)
    assert [(row.address, row.state, row.reason, row.at) for row in recovered] == [
        ("Ana@example.org", State.UNCERTAIN, "no-answer", later)
    ]
    assert [row.state for row in ledger.deliveries(ID)] == [State.UNCERTAIN, State.PENDING, State.PENDING]
    assert [each.state for each in ledger.attempts(ID, "ana@example.org")] == [State.UNCERTAIN]
    assert ledger.recover(ID, later) == ()
    # Never again unasked: the next claims pass it by.
    assert {each.subscriber.key for each in ledger.advance(ID, OWNER, later, [], 5).claims} == {
        "berta@example.org",
        "carla@example.org",
    }


@pytest.mark.parametrize(("reason", "suppressed"), [("dead", True), ("refused", False), ("full", False)])
def test_only_the_dead_are_left_out_next_time(
    ledger: Ledger, database: Database, reason: str, suppressed: bool
) -> None:
    """A dead mailbox is suppressed in the same commit; what is ours or passing is not."""
    settle(ledger, State.FAILED, reason)
    assert bool(Suppressions(database).all()) is suppressed


class Campaigning(RuleBasedStateMachine):
    """Any order of claims, answers, crashes, expiries and departures."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.ledger = Ledger(self.database)
        self.suppressions = Suppressions(self.database)
        number = self.database.row("SELECT count(*) FROM campaign")
        assert number is not None
        self.campaign = Campaign(f"c{number[0]}", "2017-06", NOW, DIGESTS)
        self.names = [f"{self.campaign.id}-{name}" for name in "abcdef"]
        self.ledger.begin(self.campaign, EDITIONS, [subscriber(name) for name in self.names], message_id)
        self.hands: dict[str, list[int]] = {"one": [], "two": []}
        self.sent: set[int] = set()
        self.doubtful: set[int] = set()
        self.now = NOW

    @rule(owner=st.sampled_from(["one", "two"]), number=st.integers(1, 3))
    def claim(self, owner: str, number: int) -> None:
        """Claim some; never what was sent or is in doubt."""
        turn = self.ledger.advance(self.campaign.id, owner, self.now, [], number)
        claimed = {each.id for each in turn.claims}
        assert not claimed & (self.sent | self.doubtful)
        assert not claimed & {each for hand in self.hands.values() for each in hand}
        self.hands[owner] += sorted(claimed)

    @rule(
        owner=st.sampled_from(["one", "two"]),
        state=st.sampled_from([State.SENT, State.FAILED, State.DEFERRED, State.UNCERTAIN, State.PENDING]),
        reason=st.sampled_from(["", "dead", "temporary"]),
    )
    def answer(self, owner: str, state: State, reason: str) -> None:
        """Let one in hand come to its answer."""
        if not self.hands[owner]:
            return
        number = self.hands[owner].pop(0)
        not_before = self.now + dt.timedelta(minutes=5) if state is State.DEFERRED else None
        moves = [Move(number, State.SENDING), Move(number, state, reason, "said", not_before)]
        self.ledger.advance(self.campaign.id, owner, self.now, moves)
        self.sent |= {number} if state is State.SENT else set()
        self.doubtful |= {number} if state is State.UNCERTAIN else set()

    @rule(sending=st.integers(0, 3))
    def crash(self, sending: int) -> None:
        """Let all senders die, some of them at their dot, and recover."""
        for owner, hand in self.hands.items():
            at_dot = hand[:sending]
            self.ledger.advance(self.campaign.id, owner, self.now, [Move(each, State.SENDING) for each in at_dot])
            self.doubtful |= set(at_dot)
            hand.clear()
        self.ledger.recover(self.campaign.id, self.now)

    @rule(hours=st.sampled_from([0.1, 1, 80]))
    def wait(self, hours: float) -> None:
        """Let time pass, and what is too old expire."""
        self.now += dt.timedelta(hours=hours)
        self.ledger.expire(self.campaign.id, self.now)

    @rule(name=st.integers(0, 5))
    def leave(self, name: int) -> None:
        """Let somebody unsubscribe."""
        key = subscriber(self.names[name]).key
        self.suppressions.add(Suppression(key, Reason.UNSUBSCRIBED, self.now))

    @rule()
    def add_again(self) -> None:
        """Add the same list: nobody is new."""
        assert self.ledger.add(self.campaign, [subscriber(name) for name in self.names], message_id) == 0

    @invariant()
    def everybody_is_accounted_for(self) -> None:
        """See that the sum proves at every moment, and that what was sent stays sent."""
        total = self.ledger.sum(self.campaign.id)
        assert adds_up(total)
        assert total.planned == 6
        assert total.sent == len(self.sent)
        assert total.uncertain == len(self.doubtful)


def test_sum_proves_in_any_order(database: Database) -> None:
    """Audience = planned + excluded, planned = sent + failed + deferred + uncertain + pending + withdrawn: always."""

    class OnThisDatabase(Campaigning):
        pass

    OnThisDatabase.database = database
    quick = settings(max_examples=40, stateful_step_count=15, deadline=None)
    run_state_machine_as_test(OnThisDatabase, settings=quick)
