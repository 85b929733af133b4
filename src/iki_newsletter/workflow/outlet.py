"""Where a campaign goes out: the mail server, what the settings say of it, and the ledger that belongs to it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

from iki_newsletter.delivery.credentials import find_credentials
from iki_newsletter.delivery.server import Server, parse_smtp_url
from iki_newsletter.errors import ConfigurationError, UsageError
from iki_newsletter.model.newsletter import Smtp
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.secret import VARIABLE, load_secret
from iki_newsletter.workflow.mail_server import unreadable_address
from iki_newsletter.workspace.settings import read_newsletter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from iki_newsletter.delivery.credentials import Credentials
    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Outlet:
    """A server and its ledger; the sandbox has one of its own, so that it never counts as sent."""

    server: Server
    ledger: Path
    settings: Smtp
    """What newsletter.yaml says of this server; nothing where it speaks of another one."""
    left_aside: str = ""
    """Says, where it speaks of another one, what is not used for this; empty where nothing is."""
    is_ours: bool = True
    """Whether the password of the environment is meant for it: not where newsletter.yaml names another one."""

    @property
    def is_sandbox(self) -> bool:
        """Tell whether nobody's mail leaves."""
        return self.server.is_sandbox


def choose_outlet(workspace: Workspace, smtp: Smtp, url: str | None = None) -> Outlet:
    """Choose the server of newsletter.yaml's `smtp`, or the one at `url` for this run.

    What newsletter.yaml says of its server is for that one alone, the same by encryption, host, port and user: a
    token must never be shown to another, and the limits of one say nothing of another; nor does another one get the
    password of the environment, unless newsletter.yaml names a server of this computer that needs none: then it can
    only be meant for the one at `url`. The sandbox has no limits.
    Raises UsageError for a URL that cannot be understood, as ConfigurationError with its line where it is the file's.
    """
    server = parse_smtp_url(url) if url else _configured(workspace, smtp)
    ledger = _ledger(workspace, server)
    if server.is_sandbox:
        return Outlet(server, ledger, Smtp())
    if url is None or _is_at(smtp.url, server):
        return Outlet(server, ledger, smtp)
    said = ", ".join(sorted(smtp.model_fields_set - {"url"}))
    left_aside = f"{said} of newsletter.yaml, meant for the server that it names" if said else ""
    return Outlet(server, ledger, Smtp(), left_aside, is_ours=_needs_no_password(smtp.url))


def _configured(workspace: Workspace, smtp: Smtp) -> Server:
    try:
        return parse_smtp_url(smtp.url)
    except UsageError as error:
        settings, _ = read_newsletter(workspace)
        if settings is None or settings.value.smtp.url != smtp.url:
            raise
        raise ConfigurationError(
            f"{relative_to_here(workspace.newsletter)} names no mail server that can be understood.",
            problems=[unreadable_address(settings, error)],
        ) from None


def ledger_of(workspace: Workspace, url: str) -> Path:
    """Give the ledger that belongs to an SMTP URL; raises UsageError for one that cannot be understood."""
    return _ledger(workspace, parse_smtp_url(url))


def real_ledger(workspace: Workspace) -> Path:
    """Give the workspace's ledger."""
    return workspace.ledger


def sandbox_ledger(workspace: Workspace) -> Path:
    """Give the sandbox's ledger, beside its Maildir."""
    return workspace.sandbox_ledger


def _is_at(url: str, server: Server) -> bool:
    try:
        return parse_smtp_url(url) == server
    except UsageError:
        return False  # `check` tells what is wrong with it; another server can be used meanwhile


def _needs_no_password(url: str) -> bool:
    """Tell whether it is the sandbox, or a server of this computer that nobody signs in to."""
    try:
        server = parse_smtp_url(url)
    except UsageError:
        return False
    return server.is_sandbox or (not server.user and _is_here(server.host))


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def sign_in(outlet: Outlet, ask: Callable[[str], str] | None) -> Credentials | None:
    """Give who signs in to an outlet's server, None where nobody does; raises what `find_credentials` raises."""
    command = outlet.settings.token_command
    return find_credentials(outlet.server, environment(), ask, command, is_ours=outlet.is_ours)


def _ledger(workspace: Workspace, server: Server) -> Path:
    return sandbox_ledger(workspace) if server.is_sandbox else real_ledger(workspace)


@contextmanager
def open_ledger(path: Path) -> Iterator[Ledger]:
    """Open a ledger, which is made where there is none."""
    with Database.open(path) as database:
        yield Ledger(database)


def existing_secret(workspace: Workspace) -> bytes | None:
    """Give the workspace's secret, None where none was made yet: looking must not make one."""
    is_made = (workspace.var / "secret").exists() or bool(environment().get(VARIABLE))
    return load_secret(workspace.var, environment()) if is_made else None


def environment() -> Mapping[str, str]:
    """Give the process's environment, where secrets may stand."""
    return os.environ
