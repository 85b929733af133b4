"""Whether an address leads anywhere for readers of a mail, and what to say of one that does not."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from iki_newsletter.model.public_host import is_public_host


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
    return bool(host) and not is_public_host(host)


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
