"""What an earlier compile left in build/ISSUE/: its own files are cleared away, and nobody else's."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

MANIFEST: Final = "manifest.json"
"""Lists what a compile wrote, each file by its SHA-256."""


def clear_earlier(folder: Path, kept: Collection[str]) -> None:
    """Remove what the folder's manifest lists and is not `kept`, with the folders of it that are empty then.

    A file that is another than was written stays, and so does all that the manifest does not name: somebody may have
    laid it there. Names are relative to the folder, with slashes.
    """
    for name, digest in sorted(_listed(folder).items()):
        path = folder / name
        if name in kept or not _is_within(name) or not _is_as_written(path, digest):
            continue
        path.unlink(missing_ok=True)
        for parent in PurePosixPath(name).parents[:-1]:
            with suppress(OSError):  # something else lies in it
                (folder / parent).rmdir()


def _listed(folder: Path) -> dict[str, str]:
    """Read what the last compile wrote; nothing where it cannot be told."""
    with suppress(OSError, ValueError, KeyError, AttributeError, TypeError):
        files = json.loads((folder / MANIFEST).read_bytes())["files"]
        return {str(name): str(digest) for name, digest in files.items()}
    return {}


def _is_within(name: str) -> bool:
    """Tell whether a name leads nowhere else: whoever edits a manifest must not have other files removed."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name


def _is_as_written(path: Path, digest: str) -> bool:
    with suppress(OSError, ValueError):
        return not path.is_symlink() and hashlib.sha256(path.read_bytes()).hexdigest() == digest
    return False
