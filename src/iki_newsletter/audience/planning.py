"""Who gets a campaign and who does not: the list, what people and servers said, and consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.model.audience import Audience, Excluded, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iki_newsletter.audience.listfile import ListReading
    from iki_newsletter.model.subscriber import Subscriber
    from iki_newsletter.model.suppression import Suppression


def plan_audience(
    reading: ListReading, suppressions: Mapping[str, Suppression], *, consent_required: bool
) -> Audience:
    """Freeze the audience of a list: every row of it is planned, or excluded with its reason.

    People's own word beats the file: whoever is in `suppressions` (by key) is left out whatever the list says. Where
    consent is required, a row must say where or when it was given.
    """
    planned = []
    excluded = list(reading.excluded)
    for subscriber in reading.subscribers:
        reason = _reason_against(subscriber, suppressions, consent_required=consent_required)
        if reason is None:
            planned.append(subscriber)
        else:
            excluded.append(Excluded(subscriber.address, reason, subscriber.line, subscriber.key))
    excluded.sort(key=lambda row: row.line)
    return Audience(tuple(planned), tuple(excluded), reading.problems, reading.sentence)


def _reason_against(
    subscriber: Subscriber, suppressions: Mapping[str, Suppression], *, consent_required: bool
) -> Reason | None:
    suppression = suppressions.get(subscriber.key)
    if suppression is not None:
        return suppression.reason
    if consent_required and not subscriber.consent_source and subscriber.consent_at is None:
        return Reason.NO_CONSENT
    return None
