"""A table of words by their keys that is as long as it needs to be, while memory stays small."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from iki_newsletter.store.scratch import Scratch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TABLE: Final = "CREATE TABLE kept (place INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, word TEXT NOT NULL)"
_KEEP: Final = """
INSERT INTO kept (key, word) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET word = excluded.word
"""


class Kept(Mapping[str, str]):
    """Keys and their words in the order of the keys' first coming, as a dictionary made of the same pairs.

    >>> Kept([("b", "1"), ("a", "2"), ("b", "3")]) == {"b": "3", "a": "2"}
    True
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._scratch = Scratch(_TABLE)
        self._scratch.execute_many(_KEEP, pairs)
        row = self._scratch.row("SELECT count(*) FROM kept")
        self._number = int(row[0]) if row else 0

    def __getitem__(self, key: str) -> str:
        row = self._scratch.row("SELECT word FROM kept WHERE key = ?", key) if self._number else None
        if row is None:
            raise KeyError(key)
        return str(row[0])

    def __contains__(self, key: object) -> bool:
        return self._number > 0 and self._scratch.row("SELECT 1 FROM kept WHERE key = ?", key) is not None

    def __iter__(self) -> Iterator[str]:
        return (str(row[0]) for row in self._scratch.rows("SELECT key FROM kept ORDER BY place"))

    def __len__(self) -> int:
        return self._number


def kept_keys(keys: Iterable[str]) -> Kept:
    """Keep keys without words, as a set would."""
    return Kept((key, "") for key in keys)
