"""What people have said beside the list: their sign-ups, the language they asked for, and when it was all said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.model.history import Saying, What
from iki_newsletter.model.sign_up import SignUp
from iki_newsletter.store.moments import as_moment, as_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from iki_newsletter.store.database import Database

_SIGN_UP: Final = """
SELECT address, key, mailbox, language, name, source, requested_at, wording, asked_at, confirmed_at, beats_list
FROM sign_up
"""
# Who asks again keeps the first wish's day, unless they had said yes once and left since.
_REQUEST: Final = """
INSERT INTO sign_up (key, address, mailbox, language, name, source, wording, requested_at)
VALUES (?, ?, ?, ?, ?, ?, '', ?)
ON CONFLICT (key) DO UPDATE SET language = excluded.language, name = coalesce(nullif(excluded.name, ''), name),
    source = excluded.source, requested_at = excluded.requested_at, asked_at = NULL, confirmed_at = NULL, wording = ''
"""
_NOTE: Final = "INSERT INTO history (key, at, what, words) VALUES (?, ?, ?, ?)"


class SignUps:
    """The sign-ups of one database, one for each normalised address."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> SignUp | None:
        """Give somebody's sign-up, None where they never asked."""
        row = self._database.row(f"{_SIGN_UP} WHERE key = ?", key)
        return _sign_up(row) if row else None

    def confirmed(self) -> Iterator[SignUp]:
        """Go through those who said yes, in the order in which they did."""
        rows = self._database.rows(f"{_SIGN_UP} WHERE confirmed_at IS NOT NULL ORDER BY confirmed_at, key")
        return map(_sign_up, rows)

    def waiting(self) -> Iterator[SignUp]:
        """Go through those who asked and have not said yes, the oldest wish first."""
        rows = self._database.rows(f"{_SIGN_UP} WHERE confirmed_at IS NULL ORDER BY requested_at, key")
        return map(_sign_up, rows)

    def request(self, wish: SignUp) -> None:
        """Write a wish down; a later one replaces an earlier one, which was confirmed or not."""
        at = as_text(wish.requested_at)
        values = (wish.key, wish.address, wish.mailbox, wish.language, wish.name, wish.source, at)
        with self._database.transaction() as connection:
            connection.execute(_REQUEST, values)
            connection.execute(_NOTE, (wish.key, at, What.REQUESTED, wish.source))

    def asked(self, key: str, wording: str, at: dt.datetime | None) -> None:
        """Write down in which words somebody is asked, and when; None where it is only rehearsed."""
        self._database.execute(
            "UPDATE sign_up SET asked_at = ?, wording = ? WHERE key = ? AND confirmed_at IS NULL",
            as_text(at) if at else None,
            wording,
            key,
        )

    def confirm(self, key: str, at: dt.datetime, *, beats_list: bool) -> bool:
        """Write down a yes; gives False where nobody of that address was asked, or they had said it already."""
        with self._database.transaction() as connection:
            changed = connection.execute(
                "UPDATE sign_up SET confirmed_at = ?, beats_list = ? WHERE key = ? AND confirmed_at IS NULL",
                (as_text(at), int(beats_list), key),
            ).rowcount
            if changed:
                connection.execute(_NOTE, (key, as_text(at), What.CONFIRMED, "said yes to the question"))
            return changed > 0


class Preferences:
    """The languages that people asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> Iterator[tuple[str, str]]:
        """Go through them: normalised address and language."""
        yield from self._database.rows("SELECT key, language FROM preference")

    def get(self, key: str) -> str:
        """Give somebody's language, empty where they asked for none."""
        row = self._database.row("SELECT language FROM preference WHERE key = ?", key)
        return str(row[0]) if row else ""

    def prefer(self, key: str, language: str, at: dt.datetime, words: str) -> None:
        """Write down the language that somebody asked for, and how."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO preference VALUES (?, ?, ?) "
                "ON CONFLICT (key) DO UPDATE SET language = excluded.language, at = excluded.at",
                (key, language, as_text(at)),
            )
            connection.execute(_NOTE, (key, as_text(at), What.LANGUAGE, f"{language}: {words}"))


class History:
    """What changed for people, and by whose word."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, key: str) -> tuple[Saying, ...]:
        """Give somebody's history, the oldest first."""
        rows = self._database.rows("SELECT at, what, words FROM history WHERE key = ? ORDER BY at, id", key)
        return tuple(Saying(as_moment(at), str(what), str(words)) for at, what, words in rows)

    def note(self, key: str, at: dt.datetime, what: What, words: str) -> None:
        """Write a moment down."""
        self._database.execute(_NOTE, key, as_text(at), what.value, words)

    def keys(self) -> Iterable[str]:
        """Go through those of whom anything is known here."""
        return (str(row[0]) for row in self._database.rows("SELECT DISTINCT key FROM history"))


def _sign_up(row: tuple[object, ...]) -> SignUp:
    address, key, mailbox, language, name, source, requested_at, wording, asked_at, confirmed_at, beats_list = row
    return SignUp(
        str(address),
        str(key),
        str(mailbox),
        str(language),
        str(name),
        str(source),
        as_moment(str(requested_at)),
        str(wording),
        as_moment(str(asked_at)) if asked_at else None,
        as_moment(str(confirmed_at)) if confirmed_at else None,
        bool(beats_list),
    )
