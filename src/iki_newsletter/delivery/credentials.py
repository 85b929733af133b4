"""What somebody signs in with: a token, or a password from the environment, the keyring or the user; never a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from iki_newsletter.delivery.token import TokenCommand
from iki_newsletter.errors import UsageError
from iki_newsletter.store.keyring import SERVICE, password_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from iki_newsletter.delivery.server import Server

VARIABLE: Final = "IKI_NEWS_SMTP_PASSWORD"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who signs in, and the password, which is never shown."""

    user: str
    password: str = field(repr=False, default="")
    token: Callable[[], Awaitable[str]] | None = field(repr=False, default=None)
    """Fetches a token to sign in with instead (XOAUTH2), anew for each conversation."""


def find_credentials(
    server: Server,
    environ: Mapping[str, str],
    ask: Callable[[str], str] | None = None,
    token_command: Sequence[str] | None = None,
    *,
    is_ours: bool = True,
) -> Credentials | None:
    """Give who signs in to a server, None where its URL names no user.

    With a `token_command` its token is the way, and no password is looked for. `ask` shows its question and gives
    what was typed; None where nobody can be asked. The environment's password is for the newsletter's own server:
    one that is not `is_ours` never gets it, or a mistyped host would. Raises UsageError, saying the ways there are,
    when there is no password.
    """
    if not server.user:
        return None
    if token_command:
        return Credentials(server.user, token=TokenCommand(tuple(token_command)))
    account = f"{server.user}@{server.host}"
    password = (environ.get(VARIABLE) if is_ours else None) or password_of(account)
    if not password and ask is not None:
        password = ask(f"Password of {server.user} at {server}")
    if not password:
        raise _no_password(server, account, is_ours=is_ours, is_set=bool(environ.get(VARIABLE)))
    return Credentials(server.user, password)


def _no_password(server: Server, account: str, *, is_ours: bool, is_set: bool) -> UsageError:
    keep = f"keep it in the system's keyring: keyring set {SERVICE} {account}"
    what = f"There is no password for {server.user} at {server}."
    if is_ours:
        return UsageError(what, instead=f"Set {VARIABLE}, or {keep}")
    if is_set:
        what += f" {VARIABLE} is for the server that newsletter.yaml names, and no other gets it."
    return UsageError(
        what, instead=f"Name this server in newsletter.yaml (smtp: url: …) to use {VARIABLE}, or {keep}"
    )
