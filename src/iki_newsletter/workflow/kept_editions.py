"""The editions that a ledger keeps of working mails: what somebody got, or is still to get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.model.edition import Edition
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def kept_editions(ledger: Path, digests: Iterable[str]) -> list[Edition]:
    """Read editions that a ledger keeps, each once; raises LedgerError for one that is not as it was planned."""
    with Database.open(ledger) as database:
        kept = Ledger(database).kept_edition
        return [Edition.from_bytes(kept(digest), kept) for digest in dict.fromkeys(digests)]


def shows(edition: Edition, name: str) -> bool:
    """Tell whether an item stands in an edition: its heading has its name for an `id`."""
    return f'id="{name}"' in edition.html
