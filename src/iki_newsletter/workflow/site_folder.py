"""The folder that a site is written into: never half of one, nothing that is not ours is touched.

The new site is made beside the old one, in a working folder that bears our mark (`.OUT.publishing`). Then the two
change places: in one step where the system can, else by two renames, and a run that ended between these is healed
by the next.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.errors import AlreadyThereError, UsageError
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.workspace.exchanging import exchange
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

MANIFEST: Final = "manifest.json"
MADE_BY: Final = "iki-news publish"
WORKING: Final = "working"
"""The mark of a working folder."""
_NOTICE: Final = "iki-news publish makes a site here. If none runs, the next one takes this folder away.\n"
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Same:
    """A file that is as it was in the site that is there, by the digest of its content."""

    digest: str


class SiteFolder:
    """A site's folder as it is now, and replacing it."""

    def __init__(self, target: Path) -> None:
        """Open it, healing what a run left that did not come to its end.

        Raises AlreadyThereError where something is there that no publishing has made.
        """
        self.target = target
        self._work = target.with_name(f".{target.name}.publishing")
        self._new, self._old = self._work / "new", self._work / "old"
        self._heal()
        self.files = self._read()
        self._seen: set[str] = set()
        """The files that were read, and are what the mark says."""
        self._prepared: dict[str, str] | None = None

    def has(self, path: str, digest: str) -> bool:
        """Tell whether a file is there with this content; it is read, since people can change files."""
        self._seen.discard(path)
        if self.files.get(path) != digest:
            return False
        with suppress(OSError):
            if hashlib.sha256((self.target / path).read_bytes()).hexdigest() == digest:
                self._seen.add(path)
        return path in self._seen

    def replace(self, files: Mapping[str, bytes | Same]) -> int:
        """Put these files in the place of all that are there; gives how many are as they were."""
        kept = self.prepare(files.items())
        self.put_in_place()
        return kept

    def prepare(self, files: Iterable[tuple[str, bytes | Same]]) -> int:
        """Make the new site beside the one that is there, file by file as they come, each path once.

        Gives how many are as they were. Where all are, there is nothing to make. Raises UsageError for a path that
        leads out of the folder, and what comes of making the files; then all is as it was.
        """
        self._work.mkdir(parents=True)
        try:
            # The mark comes first: what a crash leaves is known to be ours.
            write_atomically(self._work / WORKING, _NOTICE, durable=False)
            self._new.mkdir()
            digests, kept = self._fill(files)
            if len(kept) == len(digests) == len(self.files):
                _remove(self._work)
            else:
                self._link(kept)
                self._mark(self._new, digests)
                self._prepared = digests
        except BaseException:
            _remove(self._work)
            raise
        return len(kept)

    @property
    def paths(self) -> Collection[str]:
        """The files of the site that is prepared, or else of the one that is there."""
        return (self.files if self._prepared is None else self._prepared).keys()

    def content(self, path: str) -> bytes:
        """Read a file of the site that is being prepared, be it new or as it was."""
        made = self._new / path
        return (made if made.is_file() else self.target / path).read_bytes()

    def put_in_place(self) -> None:
        """Let the prepared site and the one that is there change places."""
        if self._prepared is not None:
            self._swap()
            self.files, self._prepared = self._prepared, None

    def _fill(self, files: Iterable[tuple[str, bytes | Same]]) -> tuple[dict[str, str], list[str]]:
        """Write what is not there yet; give all digests by path, and the paths of what is there."""
        digests: dict[str, str] = {}
        kept = []
        for path, content in files:
            self._refuse_way_out(path)
            digests[path] = _digest(content)
            is_seen = path in self._seen and self.files[path] == digests[path]
            if is_seen or self.has(path, digests[path]):
                kept.append(path)
            elif isinstance(content, bytes):
                self._place(path).write_bytes(content)
            else:
                raise FileNotFoundError(2, "was there a moment ago", str(self.target / path))
        return dict(sorted(digests.items())), kept

    def _link(self, kept: Iterable[str]) -> None:
        for path in kept:
            _link(self.target / path, self._place(path))

    def _place(self, path: str) -> Path:
        place = self._new / path
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def _refuse_way_out(self, path: str) -> None:
        """Raise UsageError for a path that leads out of the folder: whatever names it, it is written nowhere."""
        parts = path.split("/")
        if not path or any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts):
            raise UsageError(
                f"`{path}` is no path within {relative_to_here(self.target)}. Nothing was written.",
                instead="Names of issues, contributions and files are made of letters, digits, hyphens and dots.",
            )

    def _swap(self) -> None:
        if not (self.target.exists() and exchange(self._new, self.target)):
            if self.target.exists():
                self.target.rename(self._old)
            self._new.rename(self.target)
        _remove(self._work)

    def _heal(self) -> None:
        if not os.path.lexists(self._work):
            return
        if not _is_working(self._work):
            raise AlreadyThereError(
                f"{relative_to_here(self._work)} is in the way, and no publishing has made it.",
                instead="Move it away.",
            )
        if not self.target.exists() and self._old.exists():
            self._old.rename(self.target)
        _remove(self._work)

    def _read(self) -> dict[str, str]:
        if not self.target.exists() or (self.target.is_dir() and not any(self.target.iterdir())):
            return {}
        shown = relative_to_here(self.target)
        if not self.target.is_dir() or not _manifest(self.target):
            raise AlreadyThereError(
                f"{shown} was not made by `iki-news publish`, and nothing in it is overwritten.",
                instead="Name a folder that is empty or does not exist yet.",
            )
        files: dict[str, str] = _manifest(self.target)["files"]
        strange = sorted(_strange(self.target, files.keys() | {MANIFEST}))
        if strange:
            more = f" and {len(strange) - _SHOWN} more" if len(strange) > _SHOWN else ""
            raise AlreadyThereError(
                f"{shown} holds what `iki-news publish` did not write: {', '.join(strange[:_SHOWN])}{more}.",
                instead="Move it away: the folder is written anew as a whole. Add such files where you upload it.",
            )
        return files

    def _mark(self, folder: Path, digests: Mapping[str, str]) -> None:
        text = json.dumps({"made_by": MADE_BY, "files": digests}, ensure_ascii=False, indent=1) + "\n"
        write_atomically(folder / MANIFEST, text, durable=False)


def _manifest(folder: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        found = json.loads((folder / MANIFEST).read_bytes())
        if isinstance(found, dict) and found.get("made_by") == MADE_BY and isinstance(found.get("files"), dict):
            return found
    return {}


def _is_working(folder: Path) -> bool:
    """Tell whether a folder has our mark; one with nothing in it but the beginning of a mark is what a crash left."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    begun = f".{WORKING}."
    return (folder / WORKING).is_file() or all(path.name.startswith(begun) for path in folder.iterdir())


def _strange(root: Path, known: Collection[str]) -> Iterator[str]:
    """Find what we did not write: files, links of any kind, and folders with nothing of ours in them."""
    folders = {parent.as_posix() for path in known for parent in PurePosixPath(path).parents}
    for path in root.rglob("*"):
        name = path.relative_to(root).as_posix()
        is_folder = path.is_dir() and not path.is_symlink()
        if name not in (folders if is_folder else known) or path.is_symlink():
            yield f"{name}/" if is_folder else name


def _digest(content: bytes | Same) -> str:
    return content.digest if isinstance(content, Same) else hashlib.sha256(content).hexdigest()


def _link(source: Path, target: Path) -> None:
    """Let a file stand in two folders at once; where the system cannot, copy it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _remove(folder: Path) -> None:
    """Take a working folder away, its mark last: what is left of it stays ours."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != WORKING:
            path.unlink()
    (folder / WORKING).unlink(missing_ok=True)
    folder.rmdir()
