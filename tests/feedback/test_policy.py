from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iki_newsletter.feedback.policy import Standing, reason_to_leave_out
from iki_newsletter.model.audience import Reason
from iki_newsletter.model.feedback import FeedbackEvent, Kind, Proof
from iki_newsletter.model.newsletter import FeedbackPolicy

PROOFS = st.sampled_from(Proof)
HARMLESS = st.sampled_from([Kind.REFUSED, Kind.TEMPORARY, Kind.AUTO_REPLY, Kind.REPLY, Kind.UNKNOWN])


def event(kind: Kind) -> FeedbackEvent:
    """Give an event of a kind."""
    return FeedbackEvent("1.eml", kind, "ana@example.org", "5.1.1", "550 no", "…")


@given(HARMLESS, PROOFS, st.integers(0, 99), st.integers(0, 99))
def test_what_is_ours_or_anybody_s_blames_no_subscriber(kind: Kind, proof: Proof, dead: int, full: int) -> None:
    """Refusals, delays, absences and replies leave nobody out, whatever else is known."""
    assert reason_to_leave_out(event(kind), Standing(proof, dead, full), FeedbackPolicy()) is None


@pytest.mark.parametrize(
    ("kind", "standing", "policy", "reason"),
    [
        (Kind.DEAD, Standing(Proof.CODE, 1), FeedbackPolicy(), Reason.DEAD),
        (Kind.DEAD, Standing(Proof.CODE, 1), FeedbackPolicy(dead_after=2), None),
        (Kind.DEAD, Standing(Proof.ADDRESS, 1), FeedbackPolicy(), Reason.DEAD),
        (Kind.DEAD, Standing(Proof.ADDRESS, 1), FeedbackPolicy(believe="proof"), None),
        (Kind.DEAD, Standing(Proof.MESSAGE_ID, 1), FeedbackPolicy(believe="proof"), Reason.DEAD),
        (Kind.FULL, Standing(Proof.CODE, 0, 2), FeedbackPolicy(), None),
        (Kind.FULL, Standing(Proof.CODE, 0, 3), FeedbackPolicy(), Reason.FULL),
        (Kind.COMPLAINT, Standing(Proof.TOKEN), FeedbackPolicy(), Reason.COMPLAINED),
        (Kind.COMPLAINT, Standing(Proof.TOKEN), FeedbackPolicy(complaint="tell"), None),
        (Kind.UNSUBSCRIBE, Standing(Proof.ADDRESS), FeedbackPolicy(), Reason.UNSUBSCRIBED),
        (Kind.UNSUBSCRIBE, Standing(Proof.ADDRESS), FeedbackPolicy(believe="proof"), None),
        (Kind.UNSUBSCRIBE, Standing(Proof.NOTHING), FeedbackPolicy(), None),
    ],
)
def test_the_policy_decides(kind: Kind, standing: Standing, policy: FeedbackPolicy, reason: Reason | None) -> None:
    """How often an address must be dead or full, and what counts as proof, is the workspace's to say."""
    assert reason_to_leave_out(event(kind), standing, policy) is reason
