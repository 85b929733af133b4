"""A workspace's real ledger with the secret that belongs to it: opened to write in, or only to look."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import LedgerError
from iki_newsletter.store.binding import bind_secret, refuse_another_secret
from iki_newsletter.store.database import Database
from iki_newsletter.store.secret import load_secret
from iki_newsletter.workflow.outlet import environment, existing_secret, real_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.workspace.folder import Workspace

_SECRET_BYTES: Final = 32


@contextmanager
def books_to_write(workspace: Workspace) -> Iterator[tuple[Database, bytes]]:
    """Open the ledger and its secret, made where there are none; raises LedgerError where they are not a pair."""
    secret = load_secret(workspace.var, environment())
    with Database.open(real_ledger(workspace)) as database:
        bind_secret(database, secret)
        yield database, secret


@contextmanager
def books_to_look(workspace: Workspace) -> Iterator[tuple[Database, bytes]]:
    """Open them and make nothing: where there is no ledger yet, an empty one stands in that nobody sees.

    Raises LedgerError where they are not a pair.
    """
    path, secret = real_ledger(workspace), existing_secret(workspace)
    if not path.exists():
        with tempfile.TemporaryDirectory() as folder, Database.open(Path(folder, path.name)) as database:
            yield database, secret or bytes(_SECRET_BYTES)
        return
    if secret is None:
        raise LedgerError(
            f"{path} has no secret beside it.", instead="Put the one that belongs to it into var/secret."
        )
    with Database.open(path) as database:
        refuse_another_secret(database, secret)
        yield database, secret
