"""What was collected for an issue and could not be taken: it waits in `incoming` until somebody has mended it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.content.files import INCOMING
from iki_newsletter.content.heads import project_of
from iki_newsletter.intake.parcel import CONTRIBUTION
from iki_newsletter.model.roster import Waits

if TYPE_CHECKING:
    from pathlib import Path


def what_waits(folder: Path) -> tuple[Waits, ...]:
    """List what waits in an issue's folder, by name: parcels say whose they are, documents do not."""
    place = folder / INCOMING
    if not place.is_dir():
        return ()
    found = []
    for path in sorted(place.iterdir(), key=lambda each: each.name):
        text = path / CONTRIBUTION
        if path.name.startswith((".", "~$")) or path.is_symlink() or text.is_symlink():
            continue
        if text.is_file():
            found.append(Waits(path.name, project_of(text)))
        elif path.is_file():
            found.append(Waits(path.name, ""))
    return tuple(found)
