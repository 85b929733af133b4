"""Where a text names an address, as a whole and however it is written: what erasing and showing a person go by."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable

ANOTHER: Final = "(another address)"
"""Stands for an address of somebody else, where a text is shown to the one whom it names."""
ERASED: Final = "(erased)"
_UNSEEN: Final = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
_IN_LOCAL_PARTS: Final = frozenset("_.+%&~#$^*{}!'’-")
"""What may stand before an @ beside letters and digits, and so makes another address of one that ends alike."""
_LONGEST: Final = 64
"""Octets before an @ (RFC 5321, 4.5.3.1.1)."""
_ADDRESS: Final = re.compile(r"[\w.+%&~#$^*{}!'’-]{1,64}@[\w.-]{1,253}\w")


class Mentions:
    """Looks for one address, given in all the spellings that are known of it, in whatever case.

    >>> mentions = Mentions(["ana@readers.example"])
    >>> mentions.is_in("<ANA@readers.example>: full"), mentions.is_in("juana@readers.example")
    (True, False)
    """

    def __init__(self, spellings: Iterable[str]) -> None:
        folded = {_fold(each) for spelling in spellings for each in (spelling, *_as_letters(spelling)) if "@" in each}
        self._locals = tuple({each.rpartition("@")[0] for each in folded})
        either = "|".join(map(re.escape, sorted(folded, key=len, reverse=True)))
        self._it = re.compile(rf"(?:{either})(?!\w|[.-]+\w)")
        self._is_empty = not folded

    def is_in(self, text: str) -> bool:
        """Tell whether a text names the address."""
        folded = _fold(text)
        return self._is_possible(folded) and any(
            _begins(folded, found.start()) for found in self._it.finditer(folded)
        )

    def is_in_page(self, page: str) -> bool:
        """Tell it of a text in which HTML may have escaped letters."""
        return self.is_in(page) or ("&" in page and self.is_in(html.unescape(page)))

    def hide_others(self, text: str) -> str:
        """Give a text without the addresses of others."""
        return _ADDRESS.sub(lambda found: found[0] if self.is_in(found[0]) else ANOTHER, text)

    def hide(self, text: str) -> str:
        """Give a text without this address; those of others stay."""
        return _ADDRESS.sub(lambda found: ERASED if self.is_in(found[0]) else found[0], text)

    def _is_possible(self, folded: str) -> bool:
        return not self._is_empty and "@" in folded and any(each in folded for each in self._locals)


def _begins(text: str, start: int) -> bool:
    """Tell whether an address begins here: a quotation mark or a dash alone before it is no part of one."""
    for character in reversed(text[max(0, start - _LONGEST) : start]):
        if character.isalnum() or character == "_":
            return False
        if character not in _IN_LOCAL_PARTS:
            return True
    return True


def _fold(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_UNSEEN).casefold())
    return unquote(text).lower() if "%" in text else text.lower()


def _as_letters(spelling: str) -> tuple[str, ...]:
    """Give an address whose domain is in A-labels (RFC 5890) as people write it, and the other way round."""
    local, _, domain = spelling.rpartition("@")
    if domain.isascii() and "xn--" not in domain.lower():
        return ()
    import idna  # noqa: PLC0415 - only domains with other letters than ASCII need its tables

    try:
        return f"{local}@{idna.decode(domain)}", f"{local}@{idna.encode(domain, uts46=True).decode()}"
    except (idna.IDNAError, UnicodeError):
        return ()
