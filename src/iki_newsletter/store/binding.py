"""A ledger and its secret belong together: with another one, erased people come back and tokens are nobody's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import LedgerError
from iki_newsletter.model.token import fingerprint

if TYPE_CHECKING:
    from iki_newsletter.store.database import Database

_BRING: Final = "Put the secret that belongs to it into var/secret, from your backup or the other computer."


def bind_secret(database: Database, secret: bytes) -> None:
    """Let a ledger know its secret at their first use together; raises LedgerError where it knows another one."""
    refuse_another_secret(database, secret)
    database.execute("UPDATE ledger SET secret = ? WHERE secret IS NULL", fingerprint(secret))


def refuse_another_secret(database: Database, secret: bytes | None) -> None:
    """Raise LedgerError where a ledger was written with another secret, or has erased people and there is none."""
    row = database.row("SELECT secret FROM ledger")
    known = row[0] if row else None
    if secret is not None and known not in {None, fingerprint(secret)}:
        raise LedgerError(
            f"The secret here is not the one that {database.path} was written with: whom it erased would come back, "
            "and the links in mails already sent would be worth nothing. Nothing was done.",
            instead=_BRING,
        )
    if secret is None and database.row("SELECT 1 FROM suppression WHERE reason = 'erased'") is not None:
        raise LedgerError(
            f"{database.path} knows of people who were erased, and the secret that tells who they are is not here.",
            instead=_BRING,
        )
