"""What people have said beside the list: their sign-ups, the language they asked for, and when it was all said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.model.history import Saying, What
from iki_newsletter.model.sign_up import SignUp
from iki_newsletter.model.token import wish_id
from iki_newsletter.store.moments import as_moment, as_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from iki_newsletter.store.database import Database

# Whether somebody was asked stands in the ledger, as a delivery of a question; nothing of it is written twice.
_SIGN_UP: Final = """
SELECT address, key, mailbox, language, name, source, requested_at, by_person, wording, nonce, (
    SELECT max(delivery.at) FROM campaign CROSS JOIN delivery
        ON delivery.campaign = campaign.id AND delivery.key = sign_up.key
    WHERE campaign.issue = 'sign-up' AND state IN ('sent', 'uncertain')), confirmed_at, beats_list
FROM sign_up
"""
_REQUEST: Final = """
INSERT INTO sign_up (key, address, mailbox, language, name, source, wording, requested_at, by_person, nonce)
VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, lower(hex(randomblob(8))))
ON CONFLICT (key) DO UPDATE SET language = excluded.language, name = coalesce(nullif(excluded.name, ''), name),
    source = excluded.source, requested_at = excluded.requested_at, by_person = excluded.by_person,
    nonce = excluded.nonce, confirmed_at = NULL, wording = '', beats_list = 0
"""
_NOTE: Final = "INSERT INTO history (key, at, what, words) VALUES (?, ?, ?, ?)"
_LAST_WORD: Final = """
SELECT at, what, words FROM history WHERE key IN (?, ?)
AND what IN ('requested', 'confirmed', 'language', 'restored', 'unsubscribed', 'complained', 'erased')
ORDER BY at DESC, what = 'requested', id DESC LIMIT 1
"""


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

    def by_wish(self, secret: bytes, wish: str) -> SignUp | None:
        """Find the wish, put as a question and not answered yet, that a token names; None for any other id."""
        asked = (each for each in self.waiting() if each.wording)
        return next((each for each in asked if wish_id(secret, each.key, each.nonce) == wish), None)

    def request(self, wish: SignUp) -> None:
        """Write a wish down; a later one replaces an earlier one, which was confirmed or not."""
        at = as_text(wish.requested_at)
        values = (wish.key, wish.address, wish.mailbox, wish.language, wish.name, wish.source, at, wish.by_person)
        with self._database.transaction() as connection:
            connection.execute(_REQUEST, values)
            connection.execute(_NOTE, (wish.key, at, What.REQUESTED, wish.source))

    def word(self, key: str, wording: str) -> None:
        """Write down in which words somebody is asked."""
        self._database.execute("UPDATE sign_up SET wording = ? WHERE key = ? AND confirmed_at IS NULL", wording, key)

    def confirm(self, key: str, at: dt.datetime, *, beats_list: bool) -> bool:
        """Write down a yes; gives False where nobody of that address was asked, or they had said it already."""
        with self._database.transaction() as connection:
            changed = connection.execute(
                "UPDATE sign_up SET confirmed_at = ?, beats_list = ? "
                "WHERE key = ? AND confirmed_at IS NULL AND wording <> ''",
                (as_text(at), int(beats_list), key),
            ).rowcount
            if changed:
                connection.execute(_NOTE, (key, as_text(at), What.CONFIRMED, "said yes to the question"))
            return changed > 0

    def stop_beating(self, key: str) -> None:
        """Let the list's next no count again: it has called them active since they said yes."""
        self._database.execute("UPDATE sign_up SET beats_list = 0 WHERE key = ?", key)


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

    def last_word(self, key: str, left: str) -> Saying | None:
        """Give what somebody last said, under their key or what is left of it; None where they never said a word.

        Moments are whole seconds: of several words of one second, a wish comes before the others.
        """
        row = self._database.row(_LAST_WORD, key, left)
        return Saying(as_moment(row[0]), str(row[1]), str(row[2])) if row else None


def _sign_up(row: tuple[object, ...]) -> SignUp:
    address, key, mailbox, language, name, source, requested_at, by_person, wording, nonce, *rest = row
    asked_at, confirmed_at, beats_list = rest
    return SignUp(
        str(address),
        str(key),
        str(mailbox),
        str(language),
        str(name),
        str(source),
        as_moment(str(requested_at)),
        bool(by_person),
        str(wording),
        str(nonce),
        as_moment(str(asked_at)) if asked_at else None,
        as_moment(str(confirmed_at)) if confirmed_at else None,
        bool(beats_list),
    )
