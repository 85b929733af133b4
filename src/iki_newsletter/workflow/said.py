"""What people and servers have said, read from the workspace's ledger for whoever plans or shows the audience."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.audience.planning import Said
from iki_newsletter.store.database import Database
from iki_newsletter.store.kept import Kept
from iki_newsletter.store.people import Preferences, SignUps
from iki_newsletter.store.suppressed import Suppressed
from iki_newsletter.store.suppressions import Suppressions
from iki_newsletter.workflow.outlet import existing_secret, real_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from iki_newsletter.workflow.outlet import Outlet
    from iki_newsletter.workspace.folder import Workspace


def read_said(workspace: Workspace, outlet: Outlet | None = None) -> Said:
    """Read it; people's word holds for the sandbox too, and what the sandbox says for it alone."""
    suppressed = read_suppressed(workspace, outlet)
    real = real_ledger(workspace)
    if not real.exists():
        return Said(suppressed)
    with Database.open(real) as database:
        return said_in(database, suppressed)


def said_in(database: Database, suppressed: Suppressed) -> Said:
    """Read it from a ledger that is open: a long one takes its time to open, being looked through for damage."""
    sign_ups = list(SignUps(database).confirmed())
    languages = Kept(Preferences(database).all())
    return Said(
        suppressed,
        {wish.key: wish.subscriber for wish in sign_ups},
        frozenset(wish.key for wish in sign_ups if wish.beats_list),
        languages,
    )


def read_suppressed(workspace: Workspace, outlet: Outlet | None = None) -> Suppressed:
    """Read who is not to be mailed, through this outlet or at all."""
    real = real_ledger(workspace)
    paths = [path for path in dict.fromkeys((outlet.ledger if outlet else real, real)) if path.exists()]
    return Suppressed(_reasons(paths), existing_secret(workspace) if paths else None)


def _reasons(paths: list[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        with Database.open(path) as database:
            yield from Suppressions(database).reasons()
