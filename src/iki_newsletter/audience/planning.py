"""Who gets a campaign and who does not: the list, what people and servers said, and consent."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from iki_newsletter.audience.roll import Roll
from iki_newsletter.model.audience import Audience, Excluded, Reason
from iki_newsletter.model.many import Many

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from iki_newsletter.audience.listfile import ListReading
    from iki_newsletter.model.subscriber import Subscriber


def plan_audience(reading: ListReading, suppressed: Mapping[str, str], *, consent_required: bool) -> Audience:
    """Freeze the audience of a list: every row of it is planned, or excluded with its reason.

    People's own word beats the file: whoever is in `suppressed` (key to reason) is left out whatever the list says.
    Where consent is required, a row must say where or when it was given.
    """
    left_out = Roll()
    for subscriber in reading.subscribers:
        reason = _reason_against(subscriber, suppressed, consent_required=consent_required)
        if reason is not None:
            left_out.leave_out(Excluded(subscriber.address, reason, subscriber.line, subscriber.key))

    def planned() -> Iterator[Subscriber]:
        if not left_out.excluded:
            return iter(reading.subscribers)
        return (person for person in reading.subscribers if person.key not in left_out)

    def excluded() -> Iterator[Excluded]:
        return heapq.merge(reading.excluded, left_out.excluded, key=lambda row: row.line)

    return Audience(
        Many(planned, lambda: len(reading.subscribers) - len(left_out.excluded)),
        Many(excluded, lambda: len(reading.excluded) + len(left_out.excluded)),
        reading.problems,
        reading.sentence,
        reading.keys,
    )


def _reason_against(
    subscriber: Subscriber, suppressed: Mapping[str, str], *, consent_required: bool
) -> Reason | None:
    reason = suppressed.get(subscriber.key)
    if reason is not None:
        return Reason(reason)
    if consent_required and not subscriber.consent_source and subscriber.consent_at is None:
        return Reason.NO_CONSENT
    return None
