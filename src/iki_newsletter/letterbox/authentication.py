"""What our own mail server says of a mail's sender, in the header that it adds for that (RFC 8601)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from iki_newsletter.letterbox.letter import Fields

_BY: Final = re.compile(r"\bby\s+\[?([A-Za-z0-9.:-]{1,255})", re.IGNORECASE)
_ASIDE: Final = re.compile(r'"(?:[^"\\]|\\.)*"|\([^()]*\)')
"""Comments, and reasons in quotation marks: neither is a result."""
_MOST_RECEIVED: Final = 20
_LONGEST_RECEIVED: Final = 1_000
"""Characters of a Received that are looked at: quotation marks cost time by the square, in each of them."""
_FAILED: Final = re.compile(r"\s*dmarc\s*(?:/\s*\d+\s*)?=\s*fail\b", re.IGNORECASE)


def may_be_forged(headers: Fields) -> bool:
    """Tell whether our own server says `dmarc=fail`: that the mail may not come from who stands in From.

    Anybody can write such a header, so it counts only where a server of ours must have put it, and only as a
    warning: nothing is ever believed because of it.
    """
    said = _own_results(headers)
    while (plain := _ASIDE.sub(" ", said)) != said:
        said = plain
    return any(_FAILED.match(result) for result in said.split(";")[1:])


def _own_results(headers: Fields) -> str:
    """Give the first Authentication-Results, if no server of others has handed the mail on above it.

    The first Received is ours, and so are those that follow it from servers of the same domain. One that names its
    server by a number, or without a domain, says nothing of whose it is. No server of ours writes below 20 of them.

    Its value is not cut: whoever signs a mail often enough could push `dmarc=fail` beyond any end.
    """
    own, received = "", 0
    for name, value in headers:
        if name == "authentication-results":
            return value
        if name != "received":
            continue
        received += 1
        domain = _domain(value[:_LONGEST_RECEIVED])
        own = own or domain
        if received > _MOST_RECEIVED or (domain and domain != own):
            return ""
    return ""


def _domain(received: str) -> str:
    """Give the last two labels of the server that took a mail over; empty where it names no domain."""
    found = _BY.search(_ASIDE.sub(" ", received))
    labels = found[1].lower().rstrip(".").split(".") if found and ":" not in found[1] else []
    return ".".join(labels[-2:]) if len(labels) > 1 and not labels[-1].isdigit() else ""
