"""Who sends things in: which projects they answer for, and by what they are known again without their address."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from iki_newsletter.audience.address import AddressError, read_address
from iki_newsletter.errors import IkiNewsError
from iki_newsletter.model.token import opaque_id
from iki_newsletter.store.secret import load_secret
from iki_newsletter.workflow.listing import contacts_path, read_contacts_for
from iki_newsletter.workflow.outlet import environment, existing_secret

if TYPE_CHECKING:
    from iki_newsletter.intake.sent import Sent
    from iki_newsletter.model.contact import Contact
    from iki_newsletter.workflow.kept import Came
    from iki_newsletter.workflow.sources import Register

_PURPOSE: Final = "sender"
_NOBODYS: Final = bytes(32)


@dataclass(frozen=True, slots=True)
class SentBy:
    """Who sent something, as far as anybody knows and believes it."""

    is_mail: bool
    """Whether it came by mail; what did not was laid there by the editors."""
    pseudonym: str = ""
    """The sender's; empty where nobody is named, or who is named is not believed."""
    may_be_forged: bool = False


class Senders:
    """Looks senders up; the list of contacts and the secret are read when they are first needed, and once."""

    def __init__(self, register: Register, *, is_rehearsal: bool = False) -> None:
        self._register = register
        self._is_rehearsal = is_rehearsal

    def projects_of(self, sent: Sent) -> tuple[str, ...]:
        """Give the projects that a sender answers for; none where the mail may not be of the one whom it names."""
        if sent.may_be_forged:
            return ()
        return tuple(dict.fromkeys(contact.project for contact in self._contacts.get(_key(sent.sender), ())))

    def contact(self, address: str) -> Contact | None:
        """Give the contact that has an address, by their first row; None where nobody has."""
        return next(iter(self._contacts.get(_key(address), ())), None)

    def sent_by(self, sent: Sent, came: Came | None = None) -> SentBy:
        """Tell who sent something; `came` is what was kept of what waited in `incoming` until it was mended.

        A pseudonym is a keyed hash, which tells nothing without the secret. Raises ConfigurationError for a secret
        that is missing or wrong.
        """
        if came is not None:
            return came.by
        is_known = sent.is_mail and sent.sender and not sent.may_be_forged
        return SentBy(sent.is_mail, self._pseudonym(_key(sent.sender)) if is_known else "", sent.may_be_forged)

    def is_stranger(self, by: SentBy, first: str, project: str) -> bool:
        """Tell whether a mail comes neither from who sent the first version nor from a contact of its project.

        `first` is the pseudonym of the former; where it is empty nobody knows who that was, and only a contact is no
        stranger.
        """
        if not by.is_mail:
            return False
        return not by.pseudonym or (by.pseudonym != first and by.pseudonym not in self._contacts_of(project))

    def _contacts_of(self, project: str) -> set[str]:
        """Give the pseudonyms of a project's contacts."""
        return {
            self._pseudonym(key)
            for key, contacts in self._contacts.items()
            if any(contact.project == project for contact in contacts)
        }

    def _pseudonym(self, key: str) -> str:
        return opaque_id(self._secret, key, _PURPOSE)

    @cached_property
    def _contacts(self) -> dict[str, list[Contact]]:
        """The contacts by address; none without a list of them, or with one that is wrong."""
        known: dict[str, list[Contact]] = {}
        if contacts_path(self._register.workspace, self._register.newsletter).is_file():
            try:
                for contact in read_contacts_for(self._register).contacts:
                    known.setdefault(contact.person.key, []).append(contact)
            except IkiNewsError:
                return {}
        return known

    @cached_property
    def _secret(self) -> bytes:
        workspace = self._register.workspace
        if self._is_rehearsal:  # looking must not make one, and without one nobody has a pseudonym yet
            return existing_secret(workspace) or _NOBODYS
        return load_secret(workspace.var, environment())


def _key(address: str) -> str:
    try:
        return read_address(address).key
    except AddressError:
        return address.casefold()
