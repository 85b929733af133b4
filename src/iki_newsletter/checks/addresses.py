"""Whether an address leads anywhere for readers of a mail, and what to say of one that does not."""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from typing import Final, NamedTuple
from urllib.parse import urlsplit

_LOCAL: Final = (".local", ".localhost", ".internal", ".lan")


class Fault(NamedTuple):
    """What is wrong with an address, and what to write instead (nothing where the rule says it)."""

    what: str
    instead: str = ""


def is_on_the_web(address: str) -> bool:
    """Tell whether an address is on the public web: `https:`, and a host that is not this machine or its network."""
    return address.lower().startswith("https:") and bool(_host(address)) and not is_inside(address)


def is_inside(address: str) -> bool:
    """Tell whether an address has a host that only one machine or network knows."""
    host = _host(address)
    with suppress(ValueError):
        return not ipaddress.ip_address(host).is_global
    return bool(host) and ("." not in host or host.endswith(_LOCAL))


def fault_of(address: str) -> Fault:
    """Say what is wrong with an address that is not on the web."""
    if is_inside(address):
        instead = "Put what it shows on the public web and write the address it has there, or take the link out."
        return Fault(f"`{address}` exists only inside your own network.", instead)
    if address.lower().startswith("http:"):
        instead = "Try it with https:// in a browser; where that does not work, take the link out."
        return Fault(f"`{address}` is asked for without encryption.", instead)
    return Fault(f"`{address}` leads nowhere for readers of a mail.")


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return (parts.hostname or "").strip(".") if parts.scheme in ("http", "https") else ""
