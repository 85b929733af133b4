"""What a page is made from, in one digest: so that what has not changed is not made again."""

from __future__ import annotations

import hashlib
import json
import time
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

_VERSION: Final = 2
_PARTS: Final = 5
"""What is remembered of a file: the stamp's four numbers and the digest."""
_SETTLED: Final = 2_000_000_000
"""Nanoseconds after which a file's time of change tells it from its next version for sure."""
_OTHERS: Final = (
    "babel",
    "icalendar",
    "jinja2",
    "lxml",
    "markdown-it-py",
    "nh3",
    "pillow",
    "premailer",
    "pydantic",
    "pyyaml",
    "tzdata",
)
"""The packages whose next version may write something else."""
_PASSED_OVER: Final = frozenset({"approval.yaml", "received.yaml"})


class Fingerprints:
    """Digests of files, remembered by what `_stamp` tells of them; the memory is only ever a help."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._known = _load(cache)
        self._kept: dict[str, list[int | str]] = {}

    def of_file(self, path: Path) -> str:
        """Give a file's SHA-256; empty where there is none."""
        try:
            about = path.stat()
            stamp = _stamp(about)
            found = self._known.get(str(path))
            if found is None or found[:-1] != stamp:
                found = [*stamp, hashlib.sha256(path.read_bytes()).hexdigest()]
        except OSError:
            return ""
        # As git does: of a file that changed just now, the next change might not show.
        if time.time_ns() - max(about.st_mtime_ns, about.st_ctime_ns) > _SETTLED:
            self._kept[str(path)] = found
        return str(found[-1])

    def of_files(self, root: Path, paths: Iterable[Path]) -> str:
        """Give one digest of files and of their names below `root`."""
        lines = [f"{path.relative_to(root).as_posix()} {self.of_file(path)}" for path in sorted(paths)]
        return digest(*lines)

    def of_issue(self, folder: Path) -> str:
        """Give one digest of all files that an issue is made from, its receipt among them."""
        return self.of_files(
            folder, _files(folder, "issue.yaml", "*.yaml", "contributions/*", "images/*", "materials/*")
        )

    def of_contributions(self, folder: Path) -> str:
        """Give one digest of what later issues are ordered by."""
        return self.of_files(folder, _files(folder, "issue.yaml", "contributions/*"))

    def keep(self) -> None:
        """Remember; where that cannot be written, files are read again the next time."""
        if self._kept != self._known:
            with suppress(OSError):
                text = json.dumps({"version": _VERSION, "files": self._kept})
                write_atomically(self._cache, text, durable=False)


def digest(*parts: str) -> str:
    """Give one digest of several strings."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def of_program(prints: Fingerprints) -> str:
    """Know the program by all of its own files, words and tables among them, and by the packages that help it."""
    package = Path(__file__).resolve().parents[1]
    own = (path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return digest(prints.of_files(package, own), *(f"{name} {version(name)}" for name in _OTHERS))


def _stamp(about: os.stat_result) -> list[int | str]:
    """Tell a file from its next version, as git does: by times, size and place on the disk.

    Who gives a file's time and size to another one cannot give it the time at which that was done.
    """
    return [about.st_mtime_ns, about.st_ctime_ns, about.st_size, about.st_ino]


def _files(folder: Path, *patterns: str) -> set[Path]:
    found = {path for pattern in patterns for path in folder.glob(pattern)}
    return {path for path in found if path.is_file() and path.name not in _PASSED_OVER and path.name[0] != "."}


def _load(cache: Path) -> dict[str, list[int | str]]:
    try:
        data = json.loads(cache.read_bytes())
        files: dict[str, list[int | str]] = data["files"]
        sound = data["version"] == _VERSION and all(len(each) == _PARTS for each in files.values())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return files if sound else {}
