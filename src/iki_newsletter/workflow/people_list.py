"""Everybody whom the newsletter knows, on the list or beside it: who gets it, and why the others do not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iki_newsletter.audience.columns import fold
from iki_newsletter.audience.planning import plan_audience
from iki_newsletter.errors import UsageError
from iki_newsletter.model.audience import Reason
from iki_newsletter.model.many import Many
from iki_newsletter.model.suggestion import did_you_mean
from iki_newsletter.store.database import Database
from iki_newsletter.store.suppressed import is_erased
from iki_newsletter.store.suppressions import Suppressions
from iki_newsletter.workflow.listing import own_list, read_list_for
from iki_newsletter.workflow.outlet import real_ledger
from iki_newsletter.workflow.plan import shown_list
from iki_newsletter.workflow.planning import conditions_of
from iki_newsletter.workflow.said import read_said
from iki_newsletter.workflow.story import describe_consent
from iki_newsletter.workflow.table import write_table
from iki_newsletter.workspace.settings import load_newsletter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from iki_newsletter.model.audience import Audience
    from iki_newsletter.model.problem import Problem
    from iki_newsletter.workspace.folder import Workspace

ACTIVE = "active"
"""The state of who gets the newsletter; the others' is the reason why they do not."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the people."""

    address: str
    state: str
    language: str = ""
    name: str = ""
    organisation: str = ""
    groups: tuple[str, ...] = ()
    consent: str = ""
    line: int = 0
    """Of the list; 0 for who stands beside it."""

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "address": self.address,
            "state": self.state,
            "language": self.language,
            "name": self.name,
            "organisation": self.organisation,
            "groups": list(self.groups),
            "consent": self.consent,
            "line": self.line or None,
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the people are asked for."""

    state: str | None = None
    language: str | None = None
    group: str | None = None

    def takes(self, entry: Entry) -> bool:
        """Tell whether somebody is among them."""
        return (
            (self.state is None or entry.state == self.state)
            and (self.language is None or entry.language == self.language)
            and (self.group is None or fold(self.group) in map(fold, entry.groups))
        )

    def __bool__(self) -> bool:
        """Tell whether anything is asked for at all."""
        return any(self._asked)

    def __str__(self) -> str:
        """Name what is asked for."""
        return ", ".join(filter(None, self._asked))

    @property
    def _asked(self) -> tuple[str, ...]:
        named = (("", self.state), ("language ", self.language), ("group ", self.group))
        return tuple(f"{name}{value}" if value else "" for name, value in named)


@dataclass(frozen=True, slots=True)
class PeopleList:
    """Those asked for, and the sum of all."""

    source: str
    reading: str
    entries: Collection[Entry]
    wanted: Wanted
    states: Counter[str]
    languages: Counter[str]
    """Of those who get it."""
    problems: Collection[Problem] = ()

    @property
    def sentences(self) -> list[str]:
        """Say how many there are of which kind."""
        tongues = ", ".join(f"{language} {number}" for language, number in self.languages.most_common())
        # Who asked for some of them reads first how many these are, lest the sum of all be taken for it.
        lines = [f"Shown: {len(self.entries):,} of {self.states.total():,} ({self.wanted})."] if self.wanted else []
        lines += [f"{self.states[ACTIVE]:,} get the newsletter{f' ({tongues})' if tongues else ''}."]
        others = {state: number for state, number in self.states.items() if state != ACTIVE}
        if others:
            lines.append(f"Left out: {', '.join(f'{number:,} {state}' for state, number in others.items())}.")
        return lines

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "subscribers": [entry.as_json() for entry in self.entries],
            "sum": dict(self.states),
            "languages": dict(self.languages),
        }


def _refuse_unknown_group(group: str | None, everybody: Collection[Entry]) -> None:
    """Refuse a group that nobody is in, as `send --group` does: it was misspelt, or the list is another one."""
    if group is None:
        return
    known = {name for entry in everybody for name in entry.groups}
    if fold(group) not in map(fold, known):
        raise UsageError(
            f"Nobody on the list is in the group `{group}`.",
            instead=did_you_mean(group, known)
            or f"The groups on the list are: {', '.join(sorted(known)) or 'none'}.",
        )


def list_people(workspace: Workspace, wanted: Wanted) -> PeopleList:
    """Read the list and what was said beside it.

    Raises NotThereError without a list, UsageError for what is no state and for a group that nobody is in.
    """
    if wanted.state not in {None, ACTIVE, *map(str, Reason)}:
        states = ", ".join([ACTIVE, *Reason])
        raise UsageError(f"There is no state {wanted.state}.", instead=f"The states are: {states}.")
    newsletter = load_newsletter(workspace).value
    path = own_list(workspace, newsletter)
    audience = plan_audience(read_list_for(newsletter, path), read_said(workspace), conditions_of(newsletter))
    everybody = Many(lambda: _entries(workspace, audience))
    _refuse_unknown_group(wanted.group, everybody)
    return PeopleList(
        shown_list(path),
        audience.reading,
        Many(lambda: (entry for entry in everybody if wanted.takes(entry))),
        wanted,
        Counter(entry.state for entry in everybody),
        Counter(entry.language for entry in everybody if entry.state == ACTIVE),
        audience.problems,
    )


def write_people(people: PeopleList, path: Path) -> int:
    """Write those asked for as CSV, and give how many; raises AlreadyThereError rather than overwrite a file."""
    head = ("address", "state", "language", "name", "organisation", "groups", "consent")
    rows = (
        (one.address, one.state, one.language, one.name, one.organisation, ", ".join(one.groups), one.consent)
        for one in people.entries
    )
    return write_table(path, head, rows, private=True)


def _entries(workspace: Workspace, audience: Audience) -> Iterator[Entry]:
    for person in audience.planned:
        yield Entry(
            person.address,
            ACTIVE,
            person.language,
            person.name,
            person.organisation,
            person.groups,
            describe_consent(person),
            person.line,
        )
    for row in audience.excluded:
        address = row.address if row.reason is not Reason.ERASED else "(erased)"
        yield Entry(address, row.reason.value, line=row.line)
    yield from _beside_the_list(workspace, audience)


def _beside_the_list(workspace: Workspace, audience: Audience) -> Iterator[Entry]:
    """Go through those who left and are on the list no more: their word holds, so it is shown."""
    path = real_ledger(workspace)
    if not path.exists():
        return
    with Database.open(path) as database:
        for key, reason in Suppressions(database).reasons():
            if not is_erased(key) and key not in audience.keys:
                yield Entry(key, reason)
