"""Merge a file into a list: what would change, person by person; nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from iki_newsletter.audience.columns import Column, column_title, fold
from iki_newsletter.audience.values import is_title
from iki_newsletter.model.audience import Excluded, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iki_newsletter.audience.guessing import Guess
    from iki_newsletter.audience.listfile import ListReading
    from iki_newsletter.audience.roll import Roll
    from iki_newsletter.model.subscriber import Subscriber
    from iki_newsletter.store.suppressed import Suppressed

CONSENT: Final = (Column.CONSENT_SOURCE, Column.CONSENT_AT, Column.CONSENT_BASIS, Column.CONSENT_WORDING)
UNSUBSCRIBED: Final = Reason.UNSUBSCRIBED.value


class Consent(NamedTuple):
    """A consent as a whole, as it is written into cells in the order of `CONSENT`."""

    source: str = ""
    at: str = ""
    basis: str = ""
    wording: str = ""


NO_CONSENT: Final = Consent()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is to hold for rows of the file that say nothing themselves."""

    groups: tuple[str, ...] = ()
    """Everybody is put into them."""
    consent: Consent = NO_CONSENT
    language: str = ""
    guess: Callable[[Subscriber], Guess | None] | None = None
    """Finds a language by evidence; nobody guesses unless it was asked for."""


class Kind(StrEnum):
    """What becomes of somebody in the file."""

    NEW = "new"
    CHANGED = "changed"
    LEFT = "unsubscribed"
    """The file says that they have left, and the list does not yet."""
    STAYS_OUT = "stays out"
    """The file calls them active, and the list or what they said themselves does not."""


class Change(NamedTuple):
    """A cell of the list: what it says, and what it is to say."""

    column: Column
    old: str
    new: str

    @property
    def field(self) -> str:
        """The column's own name."""
        return column_title(self.column)


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one person."""

    kind: Kind
    address: str
    """As the file has it."""
    line: int
    """Of the file."""
    at: int = 0
    """The line of the list; 0 where they are not on it."""
    changes: tuple[Change, ...] = ()
    reason: str = ""
    """Why somebody stays out."""
    evidence: str = ""
    """What a guessed language was guessed by."""


@dataclass(frozen=True, slots=True)
class Merge:
    """What a file would change in a list."""

    steps: tuple[Step, ...]
    """In the file's order."""
    unchanged: int
    inactive: int
    """How many are not active by the file's word, which changes nothing in the list."""
    not_in_file: int
    rejected: int
    """How many rows of the file could not be read."""


def _nothing(line: int, column: Column) -> str:  # noqa: ARG001 - stands in for what looks a cell up
    return ""


def merge(
    listed: ListReading,
    file: ListReading,
    suppressed: Suppressed,
    wishes: Wishes,
    cell_of: Callable[[int, Column], str] = _nothing,
) -> Merge:
    """Say what becomes of everybody in a file; both are read `as_written`.

    Who is `suppressed` stays out, whatever the file says.
    `cell_of` gives what a cell of the list says, by line: what cannot be read there, such as a day that is none, is
    somebody's word all the same, and nothing is filled in over it.
    """
    steps = []
    unchanged = 0
    for person in file.subscribers:
        step = _step_of(person, listed.roll, suppressed.reason(person.key), wishes, cell_of)
        if step is None:
            unchanged += 1
        else:
            steps.append(step)
    counted = {Reason.INACTIVE: 0, Reason.INVALID: 0}
    for row in file.excluded:
        if row.reason in counted:
            counted[row.reason] += 1
        elif row.reason is Reason.UNSUBSCRIBED:
            left = _left(row, listed.roll, suppressed.reason(row.key))
            unchanged += left is None
            steps += [left] if left else []
    steps.sort(key=lambda step: step.line)
    not_in_file = sum(key not in file.roll for key in _keys(listed))
    return Merge(tuple(steps), unchanged, counted[Reason.INACTIVE], not_in_file, counted[Reason.INVALID])


def _keys(reading: ListReading) -> Iterator[str]:
    yield from (person.key for person in reading.subscribers)
    yield from (row.key for row in reading.excluded if row.key and row.reason is not Reason.DUPLICATE)


def _step_of(
    person: Subscriber, roll: Roll, suppressed: str | None, wishes: Wishes, cell_of: Callable[[int, Column], str]
) -> Step | None:
    """Say what becomes of somebody who is active in the file; None where nothing does."""
    first = roll.first(person.key)
    out = suppressed or (first.reason if first else "")
    if out:
        at = first.line if first else 0
        return Step(Kind.STAYS_OUT, person.address, person.line, at, reason=out)
    known = roll.subscriber(person.key) if first else None
    has_language = known is not None and bool(known.language or cell_of(known.line, Column.LANGUAGE))
    has_consent = known is not None and (
        any(_consent(known)) or any(cell_of(known.line, column) for column in CONSENT)
    )
    language, evidence = (person.language, "") if has_language else _language(person, wishes)
    changes = tuple(_changes(person, known, language, wishes, has_consent=has_consent))
    if known is None:
        changes = (Change(Column.EMAIL, "", person.address), *changes)
        return Step(Kind.NEW, person.address, person.line, changes=changes, evidence=evidence)
    return (
        Step(Kind.CHANGED, person.address, person.line, known.line, changes, evidence=evidence) if changes else None
    )


def _left(row: Excluded, roll: Roll, suppressed: str | None) -> Step | None:
    """Say what becomes of somebody who has left by the file's word: it is kept, also for lists that come later."""
    first = roll.first(row.key)
    if first is None:
        if suppressed:
            return None
        changes = (Change(Column.EMAIL, "", row.address), Change(Column.STATUS, "", UNSUBSCRIBED))
        return Step(Kind.LEFT, row.address, row.line, changes=changes)
    if first.reason == UNSUBSCRIBED:
        return None
    change = Change(Column.STATUS, first.reason or "active", UNSUBSCRIBED)
    return Step(Kind.LEFT, row.address, row.line, first.line, (change,))


def _language(person: Subscriber, wishes: Wishes) -> tuple[str, str]:
    """Give the language of somebody of whom the list says none, and the evidence where it is a guess."""
    if person.language:
        return person.language, ""
    if wishes.guess and (guess := wishes.guess(person)):
        return guess
    return wishes.language, ""


def _changes(
    person: Subscriber, known: Subscriber | None, language: str, wishes: Wishes, *, has_consent: bool
) -> Iterator[Change]:
    texts = {
        Column.NAME: (known.name if known else "", person.name),
        Column.SALUTATION: (_greeting(known), _greeting(person)),
        Column.LANGUAGE: (known.language if known else "", language),
        Column.ORGANISATION: (known.organisation if known else "", person.organisation),
    }
    for column, (old, new) in texts.items():
        if new and new != old:
            yield Change(column, old, new)
    before = known.groups if known else ()
    there = set(map(fold, before))
    more = [group for group in dict.fromkeys((*person.groups, *wishes.groups)) if fold(group) not in there]
    if more:
        more = list({fold(group): group for group in reversed(more)}.values())[::-1]
        yield Change(Column.GROUPS, ", ".join(before), ", ".join((*before, *more)))
    if not has_consent:
        given = _consent(person) if any(_consent(person)) else wishes.consent
        yield from (Change(column, "", value) for column, value in zip(CONSENT, given, strict=True) if value)


def _greeting(person: Subscriber | None) -> str:
    """Give a salutation that greets: a title alone is none."""
    return person.salutation if person and not is_title(person.salutation) else ""


def _consent(person: Subscriber) -> Consent:
    day = person.consent_at.isoformat() if person.consent_at else ""
    return Consent(person.consent_source, day, person.consent_basis, person.consent_wording)
