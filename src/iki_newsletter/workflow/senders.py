"""Which projects an address answers for, as the list of contacts says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.audience.address import AddressError, read_address
from iki_newsletter.errors import IkiNewsError
from iki_newsletter.workflow.listing import contacts_path, read_contacts_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from iki_newsletter.workflow.sources import Register


def projects_by_address(register: Register) -> Callable[[str], tuple[str, ...]]:
    """Give what looks an address up; without a list of contacts, or with one that is wrong, nobody is known."""
    known: dict[str, dict[str, None]] = {}
    if contacts_path(register.workspace, register.newsletter).is_file():
        try:
            for contact in read_contacts_for(register).contacts:
                known.setdefault(contact.person.key, {})[contact.project] = None
        except IkiNewsError:
            known.clear()

    def projects_of(address: str) -> tuple[str, ...]:
        try:
            return tuple(known.get(read_address(address).key, ()))
        except AddressError:
            return ()

    return projects_of
