"""What becomes of a person by what came back: left out, told, or nothing; by the workspace's own policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iki_newsletter.model.audience import Reason
from iki_newsletter.model.feedback import Kind, Proof

if TYPE_CHECKING:
    from iki_newsletter.model.feedback import FeedbackEvent
    from iki_newsletter.model.newsletter import FeedbackPolicy


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a person, the event in hand included."""

    proof: Proof
    dead_reports: int = 0
    """Mails that said that the address does not exist, since they were last taken back in."""
    full_in_a_row: int = 0
    """Of their newest issues, how many in a row met a full mailbox."""


def reason_to_leave_out(event: FeedbackEvent, standing: Standing, policy: FeedbackPolicy) -> Reason | None:
    """Say why the person is not to be mailed from now on; None where nothing follows.

    A refusal is ours, whatever its status: nobody is left out for it. A reply is for people to read, also one that
    asks to be taken off the list.
    """
    if standing.proof is Proof.NOTHING or (standing.proof is Proof.ADDRESS and policy.believe == "proof"):
        return None
    if event.kind is Kind.UNSUBSCRIBE:
        return Reason.UNSUBSCRIBED
    if event.kind is Kind.COMPLAINT:
        return Reason.COMPLAINED if policy.complaint == "leave-out" else None
    if event.kind is Kind.DEAD:
        return Reason.DEAD if standing.dead_reports >= policy.dead_after else None
    if event.kind is Kind.FULL:
        return Reason.FULL if standing.full_in_a_row >= policy.full_after else None
    return None
