"""Whether a project was shown an item before it agreed to it, from what the ledger keeps of proofs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.workflow.kept_editions import kept_editions, shows
from iki_newsletter.workflow.outlet import choose_outlet

if TYPE_CHECKING:
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.workspace.folder import Workspace


def was_proved(workspace: Workspace, newsletter: Newsletter, issue_id: str, name: str) -> bool:
    """Tell whether any proof with an item in it has gone out, through the server that newsletter.yaml names.

    Raises what opening the ledger raises, and LedgerError for an edition that is not as it was kept.
    """
    path = choose_outlet(workspace, newsletter.smtp).ledger
    if not path.exists():
        return False
    with Database.open(path) as database:
        ledger = Ledger(database)
        proofs = [each.id for each in ledger.campaigns_of(f"{issue_id}/proof")]
        digests = {digest for proof in proofs for _, digest in ledger.editions_got(proof)}
    return any(shows(edition, name) for edition in kept_editions(path, digests))
