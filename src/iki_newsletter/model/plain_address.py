"""The form that nearly every mail address has, and that is known to be right without asking a validator."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 254
"""Octets of an address (RFC 5321, 4.5.3.1.3, less the angle brackets)."""

_PLAIN: Final = re.compile(
    r"([A-Za-z0-9_](?:[A-Za-z0-9_+'-]|\.(?!\.|@)){0,63})"
    r"@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63})"
)
_RESERVED: Final = frozenset({"arpa", "invalid", "local", "localhost", "onion", "test"})
"""Last labels that only a validator may judge (RFC 6761)."""


def plain_parts(address: str) -> tuple[str, str] | None:
    """Give the parts before and after the @ of an address that `email-validator` takes without a change.

    None says only that the validator must be asked. Its import takes 20 ms, which most runs can do without.
    """
    plain = _PLAIN.fullmatch(address)
    if not plain or len(address) > LONGEST or "--" in plain[2]:
        return None
    return None if plain[2].lower().rpartition(".")[2] in _RESERVED else (plain[1], plain[2])
