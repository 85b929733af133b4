"""What other issues took, so that nothing is taken twice; and what was moved from one of them into this one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iki_newsletter.content.files import CONTRIBUTIONS
from iki_newsletter.content.loading import load_as_written
from iki_newsletter.intake.parcel import derived_id
from iki_newsletter.workflow.shelf import digest, read_received

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

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

    def sentence(self, content: str) -> str:
        """Say where it is, or the version that took the place of this content."""
        what = "A newer version of it" if content in self.entry.earlier else "It"
        if self.is_there:
            return f"{what} is in the issue {self.issue} already, as {self.name}."
        return (
            f"{what} was taken for the issue {self.issue}, as {self.name}, and is no longer there: dropped or moved."
        )


def received_elsewhere(workspace: Workspace, issue_id: str) -> dict[str, Elsewhere]:
    """Give what other issues took, by parcel ids and contents; of one that was moved, where it is now."""
    found: dict[str, Elsewhere] = {}
    for other in workspace.issue_ids():
        if other != issue_id:
            folder = workspace.issue(other)
            for name, entry in read_received(folder).items():
                one = Elsewhere(other, name, entry, (folder / CONTRIBUTIONS / f"{name}.yaml").is_file())
                for key in (entry.parcel, *entry.contents, *entry.earlier):
                    if key not in found or one.is_there:
                        found[key] = one
    return found


def adopt_moved(shelf: Shelf, elsewhere: Mapping[str, Elsewhere]) -> None:
    """Let the entries of contributions that were moved here come with them.

    They are known as they were taken, and where no form gave their id, also by project, kind and title: whoever edits
    one on the way must not lose what its sender sends later.
    """
    gone = sorted((each.entry for each in elsewhere.values() if not each.is_there), key=lambda each: each.saved_at)
    if not gone:
        return
    by_file, by_id = {each.sha256: each for each in gone}, {each.parcel: each for each in gone}
    moved = {
        path.stem: entry
        for path in sorted((shelf.folder / CONTRIBUTIONS).glob("*.yaml"))
        if path.stem not in shelf.received
        and (entry := by_file.get(digest(path.read_bytes())) or by_id.get(_derived_id(path)))
    }
    if moved:
        shelf.remember(moved)


def _derived_id(path: Path) -> str:
    written = load_as_written(path)
    return derived_id(b"", written) if written else ""
