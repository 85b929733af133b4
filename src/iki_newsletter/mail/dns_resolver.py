"""Asking the DNS for the texts at a name."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final

import dns.exception
import dns.resolver

from iki_newsletter.errors import ServerUnreachableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS: Final = 6.0
"""For one question, with all repetitions."""
_PAYLOAD: Final = 1232
"""Octets of an answer that fits every way (DNS flag day 2020); a longer one comes over TCP."""
_PORT: Final = 53
_LAST_PORT: Final = 65535


def texts_at(resolver: str | None, seconds: float = _SECONDS) -> Callable[[str], list[str]]:
    """Give what asks a resolver, as in `192.0.2.53` or `127.0.0.1:5353`; None asks the computer's own.

    It gives each TXT record at a name with its strings put together, and follows a CNAME. Raises UsageError for an
    address that is none; asking raises ServerUnreachableError where no answer comes.
    """
    asked = _resolver(resolver)
    asked.lifetime = seconds
    asked.use_edns(0, 0, _PAYLOAD)

    def ask(name: str) -> list[str]:
        try:
            answer = asked.resolve(name, "TXT", search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except dns.exception.DNSException as error:
            raise ServerUnreachableError(
                f"The DNS gives no answer about {name}.",
                instead="Try again, or ask another resolver: --resolver ADDRESS",
            ) from error
        return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]

    return ask


def _resolver(address: str | None) -> dns.resolver.Resolver:
    if address is None:
        try:
            return dns.resolver.Resolver()
        except dns.exception.DNSException as error:
            raise ServerUnreachableError(
                "This computer does not know whom to ask about names.", instead="Name a resolver: --resolver ADDRESS"
            ) from error
    host, port = _parts(address)
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers = [host]
    resolver.port = port
    return resolver


def _parts(address: str) -> tuple[str, int]:
    """Read an address with or without a port; an IPv6 address with a port stands in brackets."""
    host, colon, port = address.rpartition(":")
    if not colon or ("]" not in host and ":" in host) or address.endswith("]"):
        host, port = address, str(_PORT)
    try:
        number = int(port)
        checked = str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        number, checked = 0, ""
    if not 0 < number <= _LAST_PORT:
        raise UsageError(
            f"{address} is no address of a resolver.", instead="Write one, as in 192.0.2.53 or [::1]:5353."
        )
    return checked, number
