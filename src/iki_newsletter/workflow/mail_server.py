"""The mail server that newsletter.yaml names, judged where it stands in the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.delivery.server import Encryption, parse_smtp_url
from iki_newsletter.errors import UsageError
from iki_newsletter.model.problem import Problem
from iki_newsletter.workflow.example_data import find_example_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.delivery.server import Server
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.origin import Loaded

_PASSWORD: Final = re.compile(r"(^|/|:)([^:/@]+):.*@")
_MEANT_FOR: Final = {
    (Encryption.TLS, 587): ("smtps://", "STARTTLS", "smtp+starttls://"),
    (Encryption.STARTTLS, 465): ("smtp+starttls://", "encryption from the first byte", "smtps://"),
}
"""Ports where servers expect another way of encrypting than the address says (RFC 8314, 3.3)."""


def find_server_problems(settings: Loaded[Newsletter]) -> list[Problem]:
    """Find what is wrong with the server's address, and with sending what the settings say through it."""
    try:
        server = parse_smtp_url(settings.value.smtp.url)
    except UsageError as error:
        return [unreadable_address(settings, error)]
    return [*_unusual_port(settings, server), *find_example_data(settings, server)]


def unreadable_address(settings: Loaded[Newsletter], error: UsageError) -> Problem:
    """Say at its line what is wrong with the address, which is shown whole but for a password in it."""
    shown = _PASSWORD.sub(r"\1\2:…@", settings.value.smtp.url)
    what = f"`smtp.url` is `{shown}`. {error.what}"
    return Problem("W133", settings.origin.at("smtp", "url"), what, error.instead)


def _unusual_port(settings: Loaded[Newsletter], server: Server) -> Iterator[Problem]:
    meant = _MEANT_FOR.get((server.encryption, server.port))
    if meant:
        written, expected, instead = meant
        port = server.port
        what = f"`{written}` with port {port}: on {port} servers expect {expected}."
        address = settings.value.smtp.url.partition("://")[2]
        yield Problem("W132", settings.origin.at("smtp", "url"), what, f"Write {instead}{address}")
