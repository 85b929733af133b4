"""Everybody whom a workspace knows, by the list and by its ledger: found by an address, or by the id in a token."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from iki_newsletter.audience.address import AddressError, read_address
from iki_newsletter.errors import UsageError
from iki_newsletter.model.token import opaque_id
from iki_newsletter.store.kept import Kept
from iki_newsletter.store.returned import Returned
from iki_newsletter.store.suppressed import Suppressed, is_erased
from iki_newsletter.store.suppressions import Suppressions
from iki_newsletter.workflow.listing import read_list_for
from iki_newsletter.workflow.said import said_of
from iki_newsletter.workflow.standing import Standing, standing_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from iki_newsletter.audience.address import Address
    from iki_newsletter.audience.listfile import ListReading
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.store.database import Database
    from iki_newsletter.workspace.folder import Workspace


class KnownPeople:
    """Looks people up; the list is read when it is first asked for, and once."""

    def __init__(self, workspace: Workspace, newsletter: Newsletter, database: Database, secret: bytes) -> None:
        self._path = workspace.root / newsletter.subscribers
        self._newsletter = newsletter
        self._secret = secret
        self._database = database
        self._returned = Returned(database)

    @cached_property
    def reading(self) -> ListReading | None:
        """The workspace's list; None where there is none."""
        return read_list_for(self._newsletter, self._path) if self._path.is_file() else None

    def knows(self, key: str) -> bool:
        """Tell whether an address is on the list, was ever mailed, or asked for; nobody who was erased is known."""
        if self._returned.is_known(key):
            return True
        return self.reading is not None and key in self.reading.keys and not self._suppressed.is_erased(key)

    def by_id(self, subscriber_id: str) -> str:
        """Give the normalised address of a token's id; empty where it is nobody's any more."""
        return self._by_id.get(subscriber_id, "")

    def left_at(self, key: str) -> dt.datetime | None:
        """Say when somebody left, complained or was erased; None where the list alone says so, which names no day."""
        suppressions = Suppressions(self._database)
        found = suppressions.get(key) or suppressions.get(self._suppressed.kept_as(key))
        return found.at if found else None

    def standing(self, key: str) -> Standing:
        """Say whether somebody gets the newsletter, as everything stands at this moment."""
        said = said_of(self._database, self._secret, key)
        return standing_of(key, self.reading, said, self._newsletter)

    @cached_property
    def _suppressed(self) -> Suppressed:
        return Suppressed(Suppressions(self._database).reasons(), self._secret)

    @cached_property
    def _by_id(self) -> Kept:
        keys = (key for key in self._keys() if not self._suppressed.is_erased(key))
        return Kept((opaque_id(self._secret, key), key) for key in keys)

    def _keys(self) -> Iterator[str]:
        yield from (key for key in self._returned.known_keys() if not is_erased(key))
        if self.reading is not None:
            yield from (person.key for person in self.reading.subscribers)
            yield from (row.key for row in self.reading.excluded if row.key)


def key_of(address: str) -> str:
    """Normalise an address that a mail names; empty where it is none."""
    try:
        return read_address(address).key if address else ""
    except AddressError:
        return ""


def address_named(text: str) -> Address:
    """Read the address that a user typed; raises UsageError for what is none."""
    try:
        return read_address(text)
    except AddressError as error:
        raise UsageError(f"{text} is no address: {error}", instead="Write one, as in ana@example.org.") from error
