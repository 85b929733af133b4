"""A sign-up: somebody's wish to get the newsletter, and their yes to the question whether it is theirs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from iki_newsletter.model.subscriber import Subscriber

BASIS = "consent"
"""What mailing them is based on, as lists say it in `consent_basis`."""


@dataclass(frozen=True, slots=True)
class SignUp:
    """A wish; `address`, `key` and `mailbox` as in `Subscriber`."""

    address: str
    key: str
    mailbox: str
    language: str
    name: str
    source: str
    """How the wish came: "by mail", "paper list, workshop of May 2017"."""
    requested_at: dt.datetime
    by_person: bool = False
    """Whether they asked themselves; else an editor asked for them."""
    wording: str = ""
    """What they said yes to, in the words of the question; empty before it was sent."""
    nonce: str = ""
    """Tells this wish from others of the same address; the store draws it."""
    asked_at: dt.datetime | None = None
    """When a question was last sent, for this wish or an earlier one, as the ledger knows it."""
    confirmed_at: dt.datetime | None = None
    """When they said yes; nobody is mailed before."""
    beats_list: bool = False
    """Whether the list had called them gone before they said yes: then it is the list that is old."""

    @property
    def subscriber(self) -> Subscriber:
        """The person as the list would have them."""
        return Subscriber(
            self.address,
            self.key,
            self.mailbox,
            self.language,
            self.name,
            consent_source=self.source,
            consent_at=self.confirmed_at.date() if self.confirmed_at else None,
            consent_basis=BASIS,
            consent_wording=self.wording,
        )
