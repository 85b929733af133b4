"""Tokens that let a subscriber's link act for them and for nobody else; pure computation, the key is a parameter.

A token is an opaque subscriber id and an HMAC-SHA256 (RFC 2104) over purpose, version and id, so a mail reader and
a web face can check one without looking anything up first.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Final

_VERSION: Final = "1"
_ID_BYTES: Final = 10
_MAC_BYTES: Final = 15


def opaque_id(secret: bytes, key: str, purpose: str = "subscriber") -> str:
    """Derive an id that tells nothing without the secret; lower-case base32, 16 characters."""
    return _base32(_mac(secret, f"id:{purpose}:{key}")[:_ID_BYTES])


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


def _mac(secret: bytes, text: str) -> bytes:
    return hmac.digest(secret, text.encode(), hashlib.sha256)


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode("ascii").lower().rstrip("=")
