"""Who gets a campaign and who does not: the list, what people and servers said, groups, and consent."""

from __future__ import annotations

import heapq
import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from iki_newsletter.audience.columns import fold
from iki_newsletter.audience.roll import Roll
from iki_newsletter.errors import UsageError
from iki_newsletter.model.audience import NOT_COUNTING, Audience, Excluded, Reason
from iki_newsletter.model.many import Many
from iki_newsletter.model.suggestion import did_you_mean
from iki_newsletter.store.suppressed import Suppressed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from iki_newsletter.audience.listfile import ListReading
    from iki_newsletter.model.subscriber import Subscriber


@dataclass(frozen=True, slots=True)
class Said:
    """What people and servers have said beside the list; it comes before whatever the list says."""

    suppressed: Suppressed = field(default_factory=Suppressed)
    sign_ups: Mapping[str, Subscriber] = field(default_factory=dict)
    """Who said yes to the question whether they want it, by key."""
    beating: frozenset[str] = frozenset()
    """Those of them whom the list had called gone before that: there, it is the list that is old."""
    languages: Mapping[str, str] = field(default_factory=dict)
    """The language that somebody asked for, by key."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """Who is meant by a campaign."""

    consent_required: bool = False
    """Whether a row must say where or when it was given."""
    groups: Sequence[str] = ()
    """Only those in one of these; nobody is left out for it where there are none."""
    languages: Sequence[str] = ()
    """The newsletter's: a wish for another one cannot be granted."""


def plan_audience(reading: ListReading, said: Said, conditions: Conditions) -> Audience:
    """Freeze the audience: each row of the list, and who signed up beside it, is planned or excluded with its reason.

    Raises UsageError for a group that nobody on the list is in.
    """
    _refuse_unknown_groups(reading, conditions.groups)
    rows = _Rows(reading, said, conditions)
    for person in rows.candidates():
        reason = rows.reason_against(person)
        if reason is not None:
            rows.left_out.leave_out(Excluded(person.address, reason, person.line, person.key))
    return Audience(
        Many(rows.planned, rows.count_planned),
        Many(rows.excluded, rows.count_excluded),
        reading.problems,
        rows.sentence,
        rows,
    )


def who_left(excluded: Iterable[Excluded], said: Said) -> Iterator[str]:
    """Go through the keys of those whom a list calls unsubscribed, but for who was erased or is back since."""
    return (
        row.key
        for row in excluded
        if row.reason is Reason.UNSUBSCRIBED
        and row.key not in said.beating
        and not said.suppressed.is_erased(row.key)
    )


class _Rows:
    """The list's rows and those who signed up beside it, in this order."""

    def __init__(self, reading: ListReading, said: Said, conditions: Conditions) -> None:
        self.left_out = Roll()
        self._reading = reading
        self._said = said
        self._conditions = conditions
        self._groups = {fold(group) for group in conditions.groups}
        self._back = self._who_is_back()
        self._beside = [
            person for key, person in said.sign_ups.items() if key in self._back or key not in reading.keys
        ]

    @property
    def sentence(self) -> str:
        """Say how the list was read, and how many came beside it."""
        return (
            f"{self._reading.sentence}, and {len(self._beside)} who signed up"
            if self._beside
            else self._reading.sentence
        )

    def __contains__(self, key: object) -> bool:
        return key in self._reading.keys or key in self._said.sign_ups

    def candidates(self) -> Iterator[Subscriber]:
        """Go through all who may be planned."""
        people: Iterable[Subscriber] = self._reading.subscribers
        yield from map(self._with_consent, people) if self._said.sign_ups else people
        yield from self._beside

    def planned(self) -> Iterator[Subscriber]:
        """Go through those who get it, each in the language that they asked for."""
        everybody = self.candidates()
        if self.left_out.excluded:
            everybody = (person for person in everybody if person.key not in self.left_out)
        return map(self._in_their_language, everybody) if self._said.languages else everybody

    def count_planned(self) -> int:
        """Count them."""
        return len(self._reading.subscribers) + len(self._beside) - len(self.left_out.excluded)

    def excluded(self) -> Iterator[Excluded]:
        """Go through the others, in the list's order."""
        # Who signed up stands on no line.
        rows = heapq.merge(self._by_list(), self.left_out.excluded, key=lambda row: row.line or sys.maxsize)
        return map(self._as_kept, rows)

    def count_excluded(self) -> int:
        """Count them."""
        return len(self._reading.excluded) - len(self._back) + len(self.left_out.excluded)

    def reason_against(self, person: Subscriber) -> Reason | None:
        """Say why somebody gets nothing; people's own word comes first."""
        reason = self._said.suppressed.reason(person.key)
        if reason is not None:
            return reason
        if self._groups and self._groups.isdisjoint(map(fold, person.groups)):
            return Reason.NOT_IN_GROUP
        if self._conditions.consent_required and not person.consent_source and person.consent_at is None:
            return Reason.NO_CONSENT
        return None

    def _with_consent(self, person: Subscriber) -> Subscriber:
        """Let a yes of somebody's own stand for the consent that their row of the list lacks."""
        wish = self._said.sign_ups.get(person.key)
        if wish is None or person.consent_source or person.consent_at:
            return person
        return replace(
            person,
            consent_source=wish.consent_source,
            consent_at=wish.consent_at,
            consent_basis=wish.consent_basis,
            consent_wording=wish.consent_wording,
        )

    def _by_list(self) -> Iterator[Excluded]:
        """Go through those whom the list itself excludes, but for who is back since."""
        for row in self._reading.excluded:
            if row.reason in NOT_COUNTING:
                yield row
            elif self._said.suppressed.is_erased(row.key):
                yield replace(row, reason=Reason.ERASED)
            elif row.key not in self._back:
                yield row

    def _as_kept(self, row: Excluded) -> Excluded:
        """Give a row of who was erased by the key that the ledger has for them."""
        return replace(row, key=self._said.suppressed.kept_as(row.key)) if row.reason is Reason.ERASED else row

    def _who_is_back(self) -> frozenset[str]:
        """Give those whom the list calls gone, and who said after that that they want it."""
        beating = self._said.beating
        if not beating:
            return beating
        erased = self._said.suppressed.is_erased
        return frozenset(
            row.key
            for row in self._reading.excluded
            if row.key in beating and row.reason not in NOT_COUNTING and not erased(row.key)
        )

    def _in_their_language(self, person: Subscriber) -> Subscriber:
        language = self._said.languages.get(person.key)
        if language is None or language == person.language or language not in self._conditions.languages:
            return person
        return replace(person, language=language)


def _refuse_unknown_groups(reading: ListReading, groups: Sequence[str]) -> None:
    """Refuse a group that nobody is in: it was misspelt, or the list is another one."""
    if not groups:
        return
    known = {group for person in reading.subscribers for group in person.groups}
    folded = set(map(fold, known))
    for group in groups:
        if fold(group) not in folded:
            names = ", ".join(sorted(known)) or "none"
            raise UsageError(
                f"Nobody on the list is in the group `{group}`.",
                instead=did_you_mean(group, known) or f"The groups on the list are: {names}.",
            )
