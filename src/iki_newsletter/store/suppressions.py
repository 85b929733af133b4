"""The suppressions: who is not to be mailed, whatever list is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.model.audience import Reason
from iki_newsletter.model.history import What
from iki_newsletter.model.suppression import Suppression
from iki_newsletter.store.moments import as_moment, as_text
from iki_newsletter.store.people import History

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from iki_newsletter.store.database import Database

_KEEP: Final = """
INSERT INTO suppression (key, reason, at, detail) VALUES (?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET reason = excluded.reason, at = excluded.at, detail = excluded.detail
WHERE suppression.reason IN ('dead', 'full')
   OR excluded.reason = 'erased'
"""
# A server's word never replaces a person's: who unsubscribed stays unsubscribed when the address dies later.


class Suppressions:
    """The suppressed addresses of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, Suppression]:
        """Give every suppression by its normalised address."""
        rows = self._database.rows("SELECT key, reason, at, detail FROM suppression ORDER BY key")
        return {
            key: Suppression(key=key, reason=Reason(reason), at=as_moment(at), detail=detail)
            for key, reason, at, detail in rows
        }

    def get(self, key: str) -> Suppression | None:
        """Give why a key is suppressed, None where it is not."""
        row = self._database.row("SELECT reason, at, detail FROM suppression WHERE key = ?", key)
        return Suppression(key, Reason(row[0]), as_moment(row[1]), row[2]) if row else None

    def lift(self, key: str, at: dt.datetime, words: str) -> bool:
        """End a suppression, and note by whose word; gives False where there was none."""
        with self._database.transaction() as connection:
            lifted = connection.execute("DELETE FROM suppression WHERE key = ?", (key,)).rowcount > 0
            if lifted:
                History(self._database).note(key, at, What.RESTORED, words)
            return lifted

    def clear(self) -> None:
        """Forget them all: a rehearsal begins anew each time, and nobody's word is said to it."""
        self._database.execute("DELETE FROM suppression")

    def reasons(self) -> Iterator[tuple[str, str]]:
        """Go through the suppressed: normalised address and reason."""
        yield from self._database.rows("SELECT key, reason FROM suppression")

    def add(self, *suppressions: Suppression) -> None:
        """Keep suppressions; people's own word (unsubscribed, complained, erased) is not replaced by a server's."""
        self.add_all(suppressions)

    def add_all(self, suppressions: Iterable[Suppression]) -> None:
        """Keep as many as there are, taking them one at a time."""
        rows = ((each.key, each.reason.value, as_text(each.at), each.detail) for each in suppressions)
        self._database.execute_many(_KEEP, rows)
