"""Hosts that everybody can reach: not this machine, not a network of its own, however they are written."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import unquote

_NOT_PUBLIC: Final = (
    "corp",
    "home",
    "home.arpa",
    "internal",
    "intranet",
    "invalid",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "private",
    "test",
)
"""Last labels that no public name has (RFC 6761, 6762 and 8375), or that offices use among themselves."""
_NUMBER: Final = re.compile(r"(?:\d+|0x[0-9a-f]*)")
_NAT64: Final = IPv6Network("64:ff9b::/96")


def is_public_host(host: str) -> bool:
    """Tell whether a host, as it stands in an address, can be one on the public web.

    A name that ends in a number is one to browsers, in whatever form (URL Standard, 3.5): `127.1` is this machine.

    >>> [is_public_host(host) for host in ("example.org.", "127.1", "nas.lan", "foo.localhost.", "[::1]")]
    [True, False, False, False, False]
    """
    name = unicodedata.normalize("NFKC", unquote(host)).replace("\N{IDEOGRAPHIC FULL STOP}", ".").lower()
    name = name.removeprefix("[").removesuffix("]").rstrip(".")
    with suppress(ValueError):
        return is_public_place(name)
    last = name.rpartition(".")[2]
    is_own = name.endswith(tuple(f".{ending}" for ending in _NOT_PUBLIC))
    return "." in name.strip(".") and not is_own and not _NUMBER.fullmatch(last)


def is_public_place(number: str) -> bool:
    """Tell whether the rest of the world can reach a place by its number; raises ValueError for what is no number."""
    place = ip_address(number.partition("%")[0])
    inner = _inner(place)
    return place.is_global and not place.is_multicast and (inner is None or inner.is_global)


def _inner(place: IPv4Address | IPv6Address) -> IPv4Address | None:
    """Give the older number that one of the newer kind stands for."""
    if isinstance(place, IPv4Address):
        return None
    if place in _NAT64:
        return IPv4Address(int(place) & 0xFFFFFFFF)
    return place.ipv4_mapped or place.sixtofour
