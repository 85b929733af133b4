"""Tokens that let a subscriber's link act for them and for nobody else; pure computation, the key is a parameter.

A token is an opaque subscriber id and an HMAC-SHA256 (RFC 2104) over purpose, version and id, so a mail reader and
a web face can check one without looking anything up first.
"""

from __future__ import annotations

import hashlib
import hmac
from enum import StrEnum
from functools import lru_cache
from typing import Final


class Purpose(StrEnum):
    """What a token lets its bearer do."""

    UNSUBSCRIBE = "unsubscribe"
    PREFERENCES = "preferences"
    """Ask for another language."""
    CONFIRM = "confirm"
    """Say yes to one question whether somebody wants the newsletter: its id is that of the wish."""


_VERSION: Final = "1"
_ID_BYTES: Final = 10
_MAC_BYTES: Final = 15
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS: Final = tuple(first + second for first in _ALPHABET for second in _ALPHABET)


def opaque_id(secret: bytes, key: str, purpose: str = "subscriber") -> str:
    """Derive an id that tells nothing without the secret; lower-case base32, 16 characters."""
    return _base32(_mac(secret, f"id:{purpose}:{key}")[:_ID_BYTES])


def wish_id(secret: bytes, key: str, nonce: str) -> str:
    """Derive the id of one wish for the newsletter: a later wish of the same address has another one."""
    return opaque_id(secret, f"{key} {nonce}", "wish")


def fingerprint(secret: bytes) -> str:
    """Derive what a ledger knows its secret by, and that says nothing of it."""
    return opaque_id(secret, "", "fingerprint")


def make_token(secret: bytes, purpose: str, subscriber_id: str) -> str:
    """Make the token that lets its bearer do `purpose` for one subscriber: letters, digits, hyphens."""
    signature = _base32(_mac(secret, f"token:{_VERSION}:{purpose}:{subscriber_id}")[:_MAC_BYTES])
    return f"{_VERSION}-{subscriber_id}-{signature}"


def read_token(secret: bytes, purpose: str, token: str) -> str | None:
    """Give the subscriber's id of a token made for this purpose, or None for any other string.

    Case and surrounding white space do not matter: mail programs change both.
    """
    version, _, rest = token.strip().lower().partition("-")
    subscriber_id, _, _ = rest.partition("-")
    if version != _VERSION:
        return None
    expected = make_token(secret, purpose, subscriber_id)
    return subscriber_id if hmac.compare_digest(expected.encode(), token.strip().lower().encode()) else None


@lru_cache(maxsize=8)
def _keyed(secret: bytes) -> hmac.HMAC:
    # Keying is half the work of a short HMAC, and one secret makes the tokens of a whole campaign.
    return hmac.new(secret, digestmod=hashlib.sha256)


def _mac(secret: bytes, text: str) -> bytes:
    keyed = _keyed(secret).copy()
    keyed.update(text.encode())
    return keyed.digest()


def _base32(raw: bytes) -> str:
    """Write octets, a multiple of five, in the alphabet of RFC 4648; twice as quick as `base64` and lower-case."""
    number = int.from_bytes(raw, "big")
    return "".join([_PAIRS[number >> shift & 0x3FF] for shift in range(len(raw) * 8 - 10, -1, -10)])
