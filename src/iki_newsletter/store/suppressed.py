"""Why somebody is not to be mailed, looked up by their address, also where nothing but a keyed hash is left of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.model.audience import Reason
from iki_newsletter.model.token import opaque_id
from iki_newsletter.store.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Iterable

_PREFIX: Final = "erased:"


def erased_key(secret: bytes, key: str) -> str:
    """Give what is left of an erased person's normalised address: a keyed hash, which no address can be."""
    return _PREFIX + opaque_id(secret, key, "erased")


def is_erased(key: str) -> bool:
    """Tell what is left of an address from an address."""
    return key.startswith(_PREFIX)


class Suppressed:
    """Who is not to be mailed, as read once; made of pairs of key and reason, however many."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = (), secret: bytes | None = None) -> None:
        """Take what the suppressions say; without the secret, who was erased is known to nobody."""
        self._kept = Kept(pairs)
        self._secret = secret
        # Nearly always there are none, and then nobody's hash needs to be made.
        self._has_erased = secret is not None and any(map(is_erased, self._kept))

    def reason(self, key: str) -> Reason | None:
        """Say why this address is not to be mailed, None where nothing speaks against it."""
        found = self._kept.get(key)
        if found is not None:
            return Reason(found)
        return Reason.ERASED if self.is_erased(key) else None

    def is_erased(self, key: str) -> bool:
        """Tell whether this is somebody of whom nothing but a hash is kept."""
        return self._has_erased and self.kept_as(key) in self._kept

    def kept_as(self, key: str) -> str:
        """Give the key that the ledger has for somebody who was erased."""
        return erased_key(self._secret, key) if self._secret is not None else key

    def __len__(self) -> int:
        return len(self._kept)
