"""What servers write, sorted: which words say that a mailbox is gone, full, held up, or that we are not wanted.

Each table is a list of (what it tells people, patterns), the first that matches counts. Names of hosts, addresses
and links are taken out before, so that `spamfilter.example.org` or `/answer/blocked` says nothing. The patterns are
put together from nouns and what is said of them, rather than from whole sentences, since every server has its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from iki_newsletter.model.server_words.gone import GONE, TURNED_AWAY, UNAVAILABLE
from iki_newsletter.model.server_words.not_now import FULL, HELD, PASSING
from iki_newsletter.model.server_words.refused import NAMED_LISTS, REFUSED, TURNED_DOWN

_LONGEST: Final = 4000
"""Characters of an answer that are looked at."""


@dataclass(frozen=True, slots=True)
class Words:
    """What was found in an answer; each is empty, or says it in a few words for people."""

    dead: str = ""
    """Clearly: there is no such mailbox, or no such domain."""
    full: str = ""
    refused: str = ""
    """Clearly: our message, server or reputation."""
    held: str = ""
    """Clearly: the mailbox itself takes no mail for the moment."""
    passing: str = ""
    """The network, or "try again": beside a clearer word it counts for nothing."""
    unavailable: bool = False
    """"Mailbox unavailable" and the like, which mean many things."""
    turned_away: bool = False
    """"Recipient rejected", "access denied": at some servers that is how the directory says no."""
    of_message: bool = False
    """Said when the whole message had been heard, so mostly of it."""
    turned_down: str = ""
    """"Rejected", "denied" without more."""


_Table = tuple[tuple[str, tuple[str, ...]], ...]


def _compile(table: _Table) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (what, re.compile("|".join(f"(?:{each})" for each in each_of), re.IGNORECASE)) for what, each_of in table
    )


@lru_cache(maxsize=1)
def _tables() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    # Compiled when first needed: most commands judge nothing.
    return {
        "refused": _compile(REFUSED),
        "named_lists": _compile(NAMED_LISTS),
        "dead": _compile(GONE),
        "full": _compile(FULL),
        "held": _compile(HELD),
        "passing": _compile(PASSING),
        "turned_down": _compile(TURNED_DOWN),
        "unavailable": _compile(UNAVAILABLE),
        "turned_away": _compile(TURNED_AWAY),
    }


_NOISE: Final = re.compile(
    # Links, addresses, names of three labels or more, names of two with a well-known end. What Exchange writes with
    # dots (`RESOLVER.ADR.RecipNotFound`) has capitals within its last word, and stays.
    r"\b(?:[Hh]ttps?|ftp)://[^\s<>\"]{0,500}|www\.[^\s<>\"]{1,300}"
    r"|<?[^\s<>@()\"',;:]{1,80}@[^\s<>@()\"',;]{1,255}>?"
    r"|(?<![\w.])(?:[A-Za-z0-9_-]{1,63}\.){2,10}(?:[a-z]{2,24}|[A-Z]{2,6})(?![\w.]*\w)"
    r"|(?<![\w.-])[A-Za-z0-9_-]{1,63}\.(?:com|org|net|de|mx|es|fr|it|nl|uk|edu|gov|ru|br|ch|at|eu|info|biz|cn|jp|pl)\b"
)
_SPACE: Final = re.compile(r"\s+")


def sort_words(text: str) -> Words:
    """Sort the words of an answer; only the first 4,000 characters are looked at."""
    raw = _SPACE.sub(" ", text[:_LONGEST]).replace("’", "'")
    plain = _SPACE.sub(" ", _NOISE.sub(" ", raw).replace("_", " "))
    return Words(
        dead=_first("dead", plain) or ("no such mailbox" if "nosuchuser" in raw.lower() else ""),
        full=_first("full", plain),
        refused=_first("named_lists", raw) or _first("refused", plain),
        held=_first("held", plain),
        passing=_first("passing", plain),
        unavailable=bool(_first("unavailable", plain)),
        turned_away=bool(_first("turned_away", plain)),
        of_message="end of data" in plain.lower(),
        turned_down=_first("turned_down", plain),
    )


def _first(table: str, text: str) -> str:
    return next((what for what, pattern in _tables()[table] if pattern.search(text)), "")
