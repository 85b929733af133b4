"""Which mail server, from an SMTP URL: where it is, how it is encrypted, and who signs in."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

import idna

from iki_newsletter.errors import UsageError


class Encryption(StrEnum):
    """How the connection is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    """Encrypted after the first words (RFC 3207); without it nothing is said."""
    TLS = "tls"
    """Encrypted from the first byte (RFC 8314)."""


_SCHEMES: Final = {
    "smtp": (Encryption.NONE, 25),
    "smtp+starttls": (Encryption.STARTTLS, 587),
    "smtps": (Encryption.TLS, 465),
}
_SANDBOX: Final = "sandbox"
_FORMS: Final = "smtp://host:25, smtp+starttls://user@host:587, smtps://user@host:465 or sandbox:"
_LAST_PORT: Final = 65535


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server; `host` is a name in ASCII (IDNA A-labels) or an address without brackets."""

    host: str
    port: int
    encryption: Encryption = Encryption.NONE
    user: str = ""
    """Who signs in; empty where nobody does."""
    is_sandbox: bool = False
    """The embedded server, which nobody's mail leaves."""

    @property
    def is_local(self) -> bool:
        """Tell whether it is on this machine: the sandbox, or a server on loopback."""
        if self.is_sandbox or self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:  # a name
            return False

    def __str__(self) -> str:
        if self.is_sandbox:
            return "the sandbox"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


SANDBOX: Final = Server(host="127.0.0.1", port=0, is_sandbox=True)
"""The embedded server, before it has a port."""


def parse_smtp_url(url: str) -> Server:
    """Read an SMTP URL; raises UsageError, without repeating a password that stands in it."""
    parts = _split(url)
    if parts.scheme == _SANDBOX:
        if url.strip().casefold() != "sandbox:":
            raise UsageError("The sandbox is written without anything behind its colon.", instead="Write: sandbox:")
        return SANDBOX
    if parts.scheme not in _SCHEMES:
        raise _unknown_scheme(parts.scheme)
    if parts.password is not None:
        raise UsageError(
            "A password does not belong in the server's address: files and the shell's history would keep it.",
            instead="Leave it out; set IKI_NEWS_SMTP_PASSWORD, use the system's keyring, or type it when asked.",
        )
    host = _host(parts)
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise UsageError("The server's address goes on behind host and port.", instead=f"Write it as {_FORMS}.")
    encryption, port = _SCHEMES[parts.scheme]
    user = unquote(parts.username or "")
    if user and encryption is Encryption.NONE:
        raise UsageError(
            f"Signing in as {user} over smtp:// would show the password to everybody on the way.",
            instead="Write smtp+starttls:// (port 587) or smtps:// (port 465), or leave the user out.",
        )
    if not user.isprintable():
        raise UsageError(
            "The user in the server's address has characters that cannot be seen.", instead="Type it anew."
        )
    return Server(host=host, port=_port(parts, port), encryption=encryption, user=user)


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url.strip())
    except ValueError as error:
        raise UsageError("The server's address cannot be read.", instead=f"Write it as {_FORMS}.") from error


def _unknown_scheme(scheme: str) -> UsageError:
    close = get_close_matches(scheme, [*_SCHEMES, _SANDBOX], n=1)
    guess = f" Did you mean {close[0]}:{'//…' if close[0] != _SANDBOX else ''}?" if close else ""
    what = f"“{scheme}:” is no way to reach a mail server." if scheme else "The server's address has no beginning."
    return UsageError(what + guess, instead=f"Write it as {_FORMS}.")


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if not host:
        raise UsageError("The server's address names no host.", instead=f"Write it as {_FORMS}.")
    if ":" in host or host.replace(".", "").isdigit():
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise UsageError(f"“{host}” cannot be the name of a host.", instead=f"Write it as {_FORMS}.") from error


def _port(parts: SplitResult, default: int) -> int:
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise UsageError(f"The port is not a number from 1 to {_LAST_PORT}.", instead=f"Write it as {_FORMS}.")
    return port or default
