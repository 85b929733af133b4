"""Where one person stands: whether they would get the next issue, and why not; decided as a plan decides it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iki_newsletter.audience.planning import plan_audience
from iki_newsletter.model.audience import NOT_COUNTING, Excluded, Reason
from iki_newsletter.workflow.planning import conditions_of

if TYPE_CHECKING:
    from iki_newsletter.audience.listfile import ListReading
    from iki_newsletter.audience.planning import Said
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.subscriber import Subscriber


@dataclass(frozen=True, slots=True)
class Standing:
    """What the list and people's words come to for one normalised address."""

    row: Subscriber | None = None
    """Their row of the list, as it is read; None where they are on none, or where the list excludes it by itself."""
    excluded: Excluded | None = None
    """That row, where the list itself calls them gone."""
    planned: Subscriber | None = None
    """As they would get the next issue; None where they would not."""
    reason: Reason | None = None
    """Why they would not; None for who would, and for who is nowhere."""


def standing_of(key: str, reading: ListReading | None, said: Said, newsletter: Newsletter) -> Standing:
    """Look one person up; what was said of others plays no part."""
    if reading is None:
        reason = said.suppressed.reason(key)
        return Standing(planned=None if reason else said.sign_ups.get(key), reason=reason)
    row, excluded = reading.roll.subscriber(key), _excluded(key, reading)
    alone = replace(
        reading,
        rows=1,
        subscribers=[row] if row else [],
        excluded=[excluded] if excluded else [],
        keys={key} if row or excluded else frozenset(),
    )
    wish = said.sign_ups.get(key)
    audience = plan_audience(alone, replace(said, sign_ups={key: wish} if wish else {}), conditions_of(newsletter))
    planned = next(iter(audience.planned), None)
    out = next(iter(audience.excluded), None)
    reason = out.reason if out else None if planned else said.suppressed.reason(key)
    return Standing(row, excluded, planned, reason)


def _excluded(key: str, reading: ListReading) -> Excluded | None:
    first = reading.roll.first(key)
    if first is None or not first.reason or first.reason in NOT_COUNTING:
        return None
    return Excluded(key, Reason(first.reason), first.line, key)
