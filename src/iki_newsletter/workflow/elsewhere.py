"""What other issues took, so that nothing is taken twice; and what was moved from one of them into this one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iki_newsletter.content.files import CONTRIBUTIONS
from iki_newsletter.workflow.shelf import digest, read_received

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iki_newsletter.model.received import Received
    from iki_newsletter.workflow.shelf import Shelf
    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A contribution that another issue took."""

    issue: str
    name: str
    entry: Received
    is_there: bool
    """Whether it still is: somebody may have moved or dropped it."""

    @property
    def sentence(self) -> str:
        """Say where it is."""
        if self.is_there:
            return f"It is in the issue {self.issue} already, as {self.name}."
        return f"It was taken for the issue {self.issue}, as {self.name}, and is no longer there: dropped or moved."


def received_elsewhere(workspace: Workspace, issue_id: str) -> dict[str, Elsewhere]:
    """Give what other issues took, by parcel ids and contents; of one that was moved, where it is now."""
    found: dict[str, Elsewhere] = {}
    for other in workspace.issue_ids():
        if other != issue_id:
            folder = workspace.issue(other)
            for name, entry in read_received(folder).items():
                one = Elsewhere(other, name, entry, (folder / CONTRIBUTIONS / f"{name}.yaml").is_file())
                for key in (entry.parcel, *entry.contents):
                    if key not in found or one.is_there:
                        found[key] = one
    return found


def adopt_moved(shelf: Shelf, elsewhere: Mapping[str, Elsewhere]) -> None:
    """Let the entries of contributions that were moved here, as they were taken, come with them."""
    gone = {each.entry.sha256: each.entry for each in elsewhere.values() if not each.is_there}
    if not gone:
        return
    moved = {
        path.stem: gone[written]
        for path in sorted((shelf.folder / CONTRIBUTIONS).glob("*.yaml"))
        if path.stem not in shelf.received and (written := digest(path.read_bytes())) in gone
    }
    if moved:
        shelf.remember(moved)
