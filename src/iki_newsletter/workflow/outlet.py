"""Where a campaign goes out: the mail server, and the ledger that belongs to it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iki_newsletter.delivery.server import Server, parse_smtp_url
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.suppressions import Suppressions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from iki_newsletter.model.suppression import Suppression
    from iki_newsletter.workspace.folder import Workspace

LEDGER_FILE = "ledger.sqlite3"


@dataclass(frozen=True, slots=True)
class Outlet:
    """A server and its ledger; the sandbox has one of its own, so that it never counts as sent."""

    server: Server
    ledger: Path

    @property
    def is_sandbox(self) -> bool:
        """Tell whether nobody's mail leaves."""
        return self.server.is_sandbox


def choose_outlet(workspace: Workspace, url: str) -> Outlet:
    """Read an SMTP URL; raises UsageError for one that cannot be understood."""
    server = parse_smtp_url(url)
    return Outlet(server, sandbox_ledger(workspace) if server.is_sandbox else real_ledger(workspace))


def real_ledger(workspace: Workspace) -> Path:
    """Give the workspace's ledger."""
    return workspace.var / LEDGER_FILE


def sandbox_ledger(workspace: Workspace) -> Path:
    """Give the sandbox's ledger, beside its Maildir."""
    return workspace.outbox / LEDGER_FILE


@contextmanager
def open_ledger(path: Path) -> Iterator[Ledger]:
    """Open a ledger, which is made where there is none."""
    with Database.open(path) as database:
        yield Ledger(database)


def read_suppressions(workspace: Workspace, outlet: Outlet) -> Mapping[str, Suppression]:
    """Read who is not to be mailed: people's word holds for the sandbox, and what it tries out for it alone."""
    found: dict[str, Suppression] = {}
    for path in dict.fromkeys((outlet.ledger, real_ledger(workspace))):
        if path.exists():
            with Database.open(path) as database:
                found |= Suppressions(database).all()
    return found


def environment() -> Mapping[str, str]:
    """Give the process's environment, where secrets may stand."""
    return os.environ
