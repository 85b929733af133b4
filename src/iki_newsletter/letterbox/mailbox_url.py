"""Which mailbox, from an IMAP URL (RFC 5092), and what its user signs in with; never from a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from iki_newsletter.errors import UsageError
from iki_newsletter.store.keyring import SERVICE, password_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

VARIABLE: Final = "IKI_NEWS_IMAP_PASSWORD"
_PORTS: Final = {"imaps": 993, "imap+starttls": 143, "imap": 143}
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_FORMS: Final = "imaps://user@mail.example.org/INBOX or imap+starttls://user@mail.example.org/INBOX"


@dataclass(frozen=True, slots=True)
class MailboxUrl:
    """A mailbox on a server; `scheme` is `imaps`, `imap+starttls`, or `imap` on this machine alone."""

    scheme: str
    host: str
    port: int
    user: str
    folder: str = "INBOX"


def is_mailbox_url(source: str) -> bool:
    """Tell a URL from a path."""
    return "://" in source


def parse_mailbox_url(url: str) -> MailboxUrl:
    """Read an IMAP URL; raises UsageError, without repeating a password that stands in it."""
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        raise UsageError("The mailbox's address cannot be read.", instead=f"Write it as {_FORMS}.") from error
    if parts.scheme not in _PORTS:
        raise UsageError(f"“{parts.scheme}:” is no way to read a mailbox.", instead=f"Write it as {_FORMS}.")
    if parts.password is not None:
        raise UsageError(
            "A password does not belong in the mailbox's address: the shell's history would keep it.",
            instead=f"Leave it out; set {VARIABLE}, use the system's keyring, or type it when asked.",
        )
    if parts.scheme == "imap" and host not in _LOOPBACK:
        raise UsageError(
            "imap:// would show password and mails to everybody on the way.",
            instead="Write imaps:// (port 993) or imap+starttls:// (port 143); imap:// is for this machine alone.",
        )
    if not host or not parts.username:
        raise UsageError("The mailbox's address names no host or no user.", instead=f"Write it as {_FORMS}.")
    folder = unquote(parts.path.strip("/")) or "INBOX"
    user = unquote(parts.username)
    if not (folder + user).isprintable():
        raise UsageError("The mailbox's address has characters that cannot be seen.", instead="Type it anew.")
    return MailboxUrl(parts.scheme, host, port or _PORTS[parts.scheme], user, folder)


def find_password(url: MailboxUrl, environ: Mapping[str, str], ask: Callable[[str], str] | None = None) -> str:
    """Give the password of the mailbox's user: the environment's, the keyring's, else what is typed.

    `ask` shows its question; None where nobody can be asked. Raises UsageError, saying the ways there are.
    """
    account = f"{url.user}@{url.host}"
    password = environ.get(VARIABLE) or password_of(account)
    if not password and ask is not None:
        password = ask(f"Password of {url.user} at {url.host}")
    if not password:
        raise UsageError(
            f"There is no password for {url.user} at {url.host}.",
            instead=f"Set {VARIABLE}, or keep it in the system's keyring: keyring set {SERVICE} {account}",
        )
    return password
