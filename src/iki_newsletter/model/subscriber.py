"""A subscriber: a person on the list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A person on the list.

    `address` is as it was written, trimmed; `key` is the address that people are compared by: case folded, its
    domain in IDNA A-labels. `mailbox` is what goes on the wire: the ASCII form where one exists, else as written
    (then the server must offer SMTPUTF8, RFC 6531).
    """

    address: str
    key: str
    mailbox: str
    language: str
    name: str = ""
    salutation: str = ""
    organisation: str = ""
    groups: tuple[str, ...] = ()
    consent_source: str = ""
    consent_at: dt.date | None = None
    consent_basis: str = ""
    """What allows to write to them, in the list's own words: consent, a contract, a legitimate interest."""
    consent_wording: str = ""
    """What they agreed to, as one line."""
    line: int = 0
    """The line of the list (1 is the file's first) that the subscriber stands on."""

    @property
    def is_ascii(self) -> bool:
        """Tell whether any server can take the address."""
        return self.mailbox.isascii()
