"""What people and servers have said, read from the workspace's ledger for whoever plans or shows the audience.

It holds for a rehearsal in the sandbox too; what a rehearsal says counts for nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.audience.planning import Said
from iki_newsletter.store.binding import refuse_another_secret
from iki_newsletter.store.database import Database
from iki_newsletter.store.kept import Kept
from iki_newsletter.store.people import Preferences, SignUps
from iki_newsletter.store.suppressed import Suppressed
from iki_newsletter.store.suppressions import Suppressions
from iki_newsletter.workflow.outlet import existing_secret, real_ledger

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iki_newsletter.model.sign_up import SignUp
    from iki_newsletter.workspace.folder import Workspace


def read_said(workspace: Workspace) -> Said:
    """Read it; raises LedgerError where the secret is not the ledger's."""
    path = real_ledger(workspace)
    if not path.exists():
        return Said()
    with Database.open(path) as database:
        return said_in(database, suppressed_in(database, existing_secret(workspace)))


def read_suppressed(workspace: Workspace) -> Suppressed:
    """Read who is not to be mailed; raises LedgerError where the secret is not the ledger's."""
    return read_said(workspace).suppressed


def suppressed_in(database: Database, secret: bytes | None) -> Suppressed:
    """Read who is not to be mailed from a ledger that is open; raises LedgerError for another one's secret."""
    refuse_another_secret(database, secret)
    return Suppressed(Suppressions(database).reasons(), secret)


def said_in(database: Database, suppressed: Suppressed) -> Said:
    """Read it from a ledger that is open: a long one takes its time to open, being looked through for damage."""
    return _said(suppressed, SignUps(database).confirmed(), Kept(Preferences(database).all()))


def said_of(database: Database, secret: bytes, key: str) -> Said:
    """Read what was said of one person, as it stands at this moment."""
    suppressions = Suppressions(database)
    keys = (key, Suppressed((), secret).kept_as(key))
    found = [each for each in map(suppressions.get, keys) if each is not None]
    wish = SignUps(database).get(key)
    language = Preferences(database).get(key)
    return _said(
        Suppressed([(each.key, each.reason.value) for each in found], secret),
        [wish] if wish and wish.confirmed_at else [],
        {key: language} if language else {},
    )


def _said(suppressed: Suppressed, sign_ups: Iterable[SignUp], languages: Kept | dict[str, str]) -> Said:
    wishes = list(sign_ups)
    return Said(
        suppressed,
        {wish.key: wish.subscriber for wish in wishes},
        frozenset(wish.key for wish in wishes if wish.beats_list),
        languages,
    )
