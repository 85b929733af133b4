"""A contact: whom to write to in a project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iki_newsletter.model.subscriber import Subscriber


@dataclass(frozen=True, slots=True)
class Contact:
    """A row of the list of contacts that can be used; whoever answers for two projects has two rows."""

    project: str
    """An id of `portfolio.yaml`."""
    person: Subscriber
    """Address, name and language, as mail needs them."""
    role: str = ""
    """What they do there, in the editors' own words; nothing depends on it."""
    says_language: bool = True
    """Whether the list says their language; else `person` has the newsletter's first."""


@dataclass(frozen=True, slots=True)
class Party:
    """A person, and all the projects that they are written to about in one mail."""

    person: Subscriber
    projects: tuple[str, ...]
    """Ids, in the list's order."""


def by_person(contacts: Iterable[Contact], projects: Sequence[str]) -> tuple[Party, ...]:
    """Gather the contacts of these projects by person, in the list's order: nobody gets two mails about one thing.

    Name and language are those of a person's first row.
    """
    people: dict[str, tuple[Subscriber, dict[str, None]]] = {}
    wanted = frozenset(projects)
    for contact in contacts:
        if contact.project in wanted:
            _, named = people.setdefault(contact.person.key, (contact.person, {}))
            named[contact.project] = None
    return tuple(Party(person, tuple(named)) for person, named in people.values())
