from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

import pytest
from tests.store.conftest import CAMPAIGN, DIGESTS, EDITIONS, NOW, OWNER, message_id, subscriber

from iki_newsletter.model.audience import Reason
from iki_newsletter.model.delivery import Move, State
from iki_newsletter.model.suppression import Suppression
from iki_newsletter.store.decisions import Decisions
from iki_newsletter.store.ledger import EXPIRES_AFTER, Ledger
from iki_newsletter.store.suppressions import Suppressions

if TYPE_CHECKING:
    from iki_newsletter.store.database import Database

ID = CAMPAIGN.id
MENDED = b"una edicion corregida"
MENDED_DIGEST = hashlib.sha256(MENDED).hexdigest()


@pytest.fixture
def decisions(database: Database) -> Decisions:
    """Give what is to be tested."""
    return Decisions(database)


def settle(ledger: Ledger, state: State, reason: str = "", reply: str = "", at: dt.datetime = NOW) -> str:
    """Let the next delivery come to this; gives whose it was."""
    (claim,) = ledger.advance(ID, OWNER, at, [], 1).claims
    if state is not State.PENDING:
        ledger.advance(ID, OWNER, at, [Move(claim.id, state, reason, reply)])
    return claim.subscriber.key


def rows(ledger: Ledger) -> dict[str, tuple[str, str]]:
    """Give state and digest by address."""
    return {row.address.casefold(): (row.state.value, row.digest) for row in ledger.deliveries(ID)}


def test_who_failed_is_tried_again_and_the_first_attempt_is_kept(ledger: Ledger, decisions: Decisions) -> None:
    """A failed row waits again; what the server said the first time stays in its attempts."""
    ana = settle(ledger, State.FAILED, "refused", "550 5.7.1 not today")

    assert list(decisions.retryable(ID)) == [(ana, "Ana@example.org")]
    assert decisions.retry_failed(ID, [ana]) == 1
    assert rows(ledger)[ana][0] == "pending"
    assert settle(ledger, State.SENT, reply="250 ok") == ana
    assert [(each.state, each.reply) for each in ledger.attempts(ID, ana)] == [
        (State.FAILED, "550 5.7.1 not today"),
        (State.SENT, "250 ok"),
    ]


def test_the_dead_and_those_who_left_are_not_tried_again(
    ledger: Ledger, decisions: Decisions, database: Database
) -> None:
    """A dead address stays failed, and so does whoever has unsubscribed since."""
    settle(ledger, State.FAILED, "dead", "550 5.1.1 nobody")
    berta = settle(ledger, State.FAILED, "refused", "550 5.7.1 no")
    Suppressions(database).add(Suppression(berta, Reason.UNSUBSCRIBED, NOW))

    assert not list(decisions.retryable(ID))


def test_a_retried_delivery_that_had_expired_has_its_time_anew(ledger: Ledger, decisions: Decisions) -> None:
    """The 72 hours of a delivery that is tried again on purpose begin with that try."""
    ana = settle(ledger, State.DEFERRED, "temporary", "451 later")
    late = NOW + EXPIRES_AFTER
    ledger.expire(ID, late)
    decisions.retry_failed(ID, [ana])
    settle(ledger, State.DEFERRED, "temporary", "451 later", late)

    assert ledger.expire(ID, late + dt.timedelta(minutes=10)) == 0
    assert rows(ledger)[ana][0] == "deferred"


def test_who_may_have_it_gets_it_again_only_when_named(ledger: Ledger, decisions: Decisions) -> None:
    """Only the uncertain that were named wait again; the others stay uncertain."""
    ana, berta = settle(ledger, State.UNCERTAIN), settle(ledger, State.UNCERTAIN)

    assert [key for key, _ in decisions.resendable(ID)] == [ana, berta]
    assert decisions.resend_uncertain(ID, [ana]) == 1
    assert decisions.resend_uncertain(ID, [ana]) == 0
    assert (rows(ledger)[ana][0], rows(ledger)[berta][0]) == ("pending", "uncertain")


def test_the_sent_are_never_made_to_wait(ledger: Ledger, decisions: Decisions) -> None:
    """No decision touches a delivery that was sent or is in somebody's hands, even when it is named."""
    ana, berta = settle(ledger, State.SENT), settle(ledger, State.PENDING)

    assert decisions.retry_failed(ID, [ana, berta]) + decisions.resend_uncertain(ID, [ana, berta]) == 0
    assert (rows(ledger)[ana][0], rows(ledger)[berta][0]) == ("sent", "claimed")


def test_the_rest_gets_the_mended_edition(ledger: Ledger, decisions: Decisions) -> None:
    """Who has it, or may have it, keeps the digest of what it was; the rest and those added later get the other."""
    ana = settle(ledger, State.SENT)

    assert decisions.give_rest(ID, {"es": MENDED_DIGEST, "fr": "0" * 64}, {MENDED_DIGEST: MENDED}) == 1
    campaign = ledger.campaign(ID)
    assert campaign is not None
    assert campaign.digests == {"es": MENDED_DIGEST, "de": DIGESTS["de"]}
    ledger.add(campaign, [subscriber("diana")], message_id)

    digests = {key: digest for key, (_, digest) in rows(ledger).items()}
    assert digests[ana] == DIGESTS["es"]
    assert digests["berta@example.org"] == DIGESTS["de"]
    assert digests["carla@example.org"] == digests["diana@example.org"] == MENDED_DIGEST
    assert ledger.kept_edition(DIGESTS["es"])
    assert ledger.kept_edition(MENDED_DIGEST) == MENDED


def test_who_may_have_the_first_edition_never_gets_another_under_the_same_id(
    ledger: Ledger, decisions: Decisions
) -> None:
    """Sent once more, it is the same message; who failed has nothing, and gets what the rest gets."""
    ana = settle(ledger, State.UNCERTAIN)
    settle(ledger, State.SENT)
    carla = settle(ledger, State.FAILED, "refused")
    decisions.resend_uncertain(ID, [ana])

    decisions.give_rest(ID, {"es": MENDED_DIGEST}, {MENDED_DIGEST: MENDED})
    decisions.retry_failed(ID, [carla])
    settle(ledger, State.FAILED, "refused")
    decisions.retry_failed(ID, [ana])

    assert rows(ledger)[ana] == ("pending", DIGESTS["es"])
    assert rows(ledger)[carla] == ("pending", MENDED_DIGEST)


def test_a_plan_that_was_given_another_edition_and_never_tried_can_be_made_anew(
    ledger: Ledger, decisions: Decisions
) -> None:
    """Killed with one claimed, mended while the server was away: the plan binds nobody, and is replaced."""
    ledger.advance(ID, OWNER, NOW, [], 1)
    decisions.give_rest(ID, {"es": MENDED_DIGEST}, {MENDED_DIGEST: MENDED})
    ledger.recover(ID, NOW)

    assert not ledger.has_begun(ID)
    assert ledger.begin(CAMPAIGN, EDITIONS, [subscriber("dora")], message_id) == 1
    settle(ledger, State.SENT)
    assert [person.name for person, _ in decisions.holders(ID)] == ["Dora"]


def test_what_was_taken_up_again_keeps_its_attempts(ledger: Ledger, decisions: Decisions) -> None:
    """The figure by which an old copy of the ledger is recognised never falls, whatever is decided."""
    ana, berta = settle(ledger, State.UNCERTAIN), settle(ledger, State.FAILED, "refused")
    carla = settle(ledger, State.DEFERRED, "temporary")
    ledger.expire(ID, NOW + EXPIRES_AFTER)
    before = ledger.attempts_made(ID)

    decisions.resend_uncertain(ID, [ana])
    decisions.retry_failed(ID, [berta, carla])

    assert ledger.sum(ID).pending == 3
    assert ledger.attempts_made(ID) >= before >= 3
    assert [each.reason for each in ledger.attempts(ID, carla)] == ["temporary", "expired"]
