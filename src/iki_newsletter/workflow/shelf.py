"""An issue's folder as contributions are put into it, whole or not at all, and what `received.yaml` says of them."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from itertools import count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter

from iki_newsletter.content.files import CONTRIBUTIONS, PICTURES
from iki_newsletter.content.yaml_lines import lines
from iki_newsletter.errors import FilesWrongError
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.received import Received, ReceivedFile
from iki_newsletter.reading.reader import read_shape
from iki_newsletter.workflow.scaffold import free_name
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


FILE: Final = "received.yaml"
_MOST_OCTETS: Final = 2_000_000
_LONGEST_STEM: Final = 60
_SHORT: Final = 50
_HEAD: Final = (
    "# Written by iki-news: which parcel became which contribution. Keep it in git, so that all editors know.",
    "# Whoever takes a line out lets the program forget what came: it would be taken once more.",
)


@dataclass(slots=True)
class Shelf:
    """One issue's folder while things are put into it."""

    folder: Path
    received: dict[str, Received]
    pictures: dict[str, Path] = field(default_factory=dict)
    """The pictures that are there, by their names as systems compare them that know no case."""

    @classmethod
    def of(cls, folder: Path) -> Shelf:
        """Look at an issue's folder; raises FilesWrongError for a received.yaml that cannot be read."""
        there = folder / PICTURES
        pictures = {path.name.casefold(): path for path in there.iterdir()} if there.is_dir() else {}
        return cls(folder, read_received(folder), pictures)

    def path(self, name: str) -> Path:
        """Give a contribution's file."""
        return self.folder / CONTRIBUTIONS / f"{name}.yaml"

    def name_of(self, parcel_id: str, content: str) -> str:
        """Give the name of what came in this parcel, or with this content; empty where nothing did."""
        same = (name for name, each in self.received.items() if each.parcel == parcel_id)
        alike = (name for name, each in self.received.items() if content in each.contents)
        return next(same, "") or next(alike, "")

    def is_there(self, name: str) -> bool:
        """Tell whether a contribution has not been dropped or moved away."""
        return self.path(name).is_file()

    def is_edited(self, name: str) -> bool:
        """Tell whether somebody has changed a contribution since it was put here."""
        return digest(self.path(name).read_bytes()) != self.received[name].sha256

    def edited_pictures(self, name: str, coming: Iterable[bytes]) -> list[str]:
        """Name the pictures that somebody has changed, or put others in the place of, since they were put here.

        One that is among those that are `coming` is not meant, nor one that comes again as it came before: that one
        stays as it is here. Of one whose digest was not kept nothing is known: it counts as changed.
        """
        meant = {digest(content) for content in coming}
        return [
            file
            for file, written in self.received[name].pictures.items()
            if (now := self._digest_of(file)) and now not in (written, *meant) and written not in meant
        ]

    def staying_pictures(self, name: str, coming: Iterable[bytes]) -> dict[str, str]:
        """Give the pictures that come again as they came before and were changed here: digest to file."""
        meant = {digest(content) for content in coming}
        before = self.received[name].pictures if name in self.received else {}
        return {
            written: file
            for file, written in before.items()
            if written and written in meant and self._digest_of(file) not in ("", written)
        }

    def _digest_of(self, file: str) -> str:
        """Give the SHA-256 of a picture; empty for one that is not there."""
        path = self.folder / file
        return digest(path.read_bytes()) if path.is_file() else ""

    def free_name(self, project: str, kind: str) -> str:
        """Give the first name that is free, and was never given to what came before."""
        return free_name(self.folder / CONTRIBUTIONS, project, kind, self.received).stem

    def names_like(self, project: str, kind: str) -> list[str]:
        """Name the contributions that are there and are called as free_name calls them."""
        stem = f"{project}-{kind}"[:_SHORT]
        return sorted(path.stem for path in (self.folder / CONTRIBUTIONS).glob(f"{stem}*.yaml"))

    def name_pictures(self, pictures: Mapping[str, tuple[bytes, str]], own: str) -> dict[str, str]:
        """Name pictures so that none takes another's place; gives the sender's name of each to its new one.

        `pictures` maps `images/reef.png` to content and ending. What lies there already with the same content is it,
        and so is what an editor made here of the same picture.
        """
        named: dict[str, str] = {}
        given: dict[str, bytes] = {}
        staying = self.staying_pictures(own, (content for content, _ in pictures.values()))
        for file, (content, ending) in pictures.items():
            if (stays := staying.get(digest(content))) is not None:
                given[PurePosixPath(stays).name.casefold()] = content
                named[file] = stays
                continue
            names = (f"{stem}.{ending}" for stem in _stems(PurePosixPath(file).stem[:_LONGEST_STEM], own))
            name = next(name for name in names if self._fits(name, content, given))
            given[name.casefold()] = content
            named[file] = f"{PICTURES}/{name}"
        return named

    def _fits(self, name: str, content: bytes, given: Mapping[str, bytes]) -> bool:
        key = name.casefold()
        if key in given:
            return given[key] == content
        path = self.pictures.get(key)
        return path is None or (path.name == name and path.is_file() and path.read_bytes() == content)

    def put(self, name: str, text: bytes, pictures: Mapping[str, bytes], entry: Received) -> None:
        """Write pictures, then the contribution, then received.yaml; then take away pictures that nobody shows now.

        Only those go that are as they were put here: what an editor made of one stays. A crash in between leaves
        pictures that nobody shows, or a contribution that is known again when it is collected once more: never half
        a one.
        """
        before = self.received[name].pictures if name in self.received else {}
        for file, content in pictures.items():
            path = self.folder / file
            came_before = path.is_file() and before.get(file) == digest(content)  # what an editor made of it stays
            if not came_before and (not path.is_file() or path.read_bytes() != content):
                write_atomically(path, content)
            self.pictures[path.name.casefold()] = path
        write_atomically(self.path(name), text)
        self.received[name] = entry
        self._write()
        for file, written in before.items():
            is_ours = bool(written) and self._digest_of(file) == written
            if is_ours and file not in pictures and not self._is_shown(file):
                (self.folder / file).unlink()
                self.pictures.pop(PurePosixPath(file).name.casefold(), None)

    def remember(self, entries: Mapping[str, Received]) -> None:
        """Write down what is here already."""
        self.received |= entries
        self._write()

    def remember_earlier(self, name: str, content: str) -> None:
        """Write down that this came as well, and is older than what is here."""
        entry = self.received[name]
        if content not in (*entry.contents, *entry.earlier):
            self.remember({name: entry.model_copy(update={"earlier": (*entry.earlier, content)})})

    def _is_shown(self, file: str) -> bool:
        """Tell whether any contribution names a picture, or might."""
        return any(file.encode() in path.read_bytes() for path in (self.folder / CONTRIBUTIONS).glob("*.yaml"))

    def _write(self) -> None:
        known = {name: _plain(self.received[name]) for name in sorted(self.received)}
        write_atomically(self.folder / FILE, "\n".join([*_HEAD, *lines("contributions", known)]) + "\n")


def read_received(folder: Path) -> dict[str, Received]:
    """Read what came in for an issue; nothing where nothing was collected. Raises FilesWrongError."""
    path = folder / FILE
    if not path.is_file():
        return {}
    loaded, problems = read_shape(path, TypeAdapter(ReceivedFile), family="I", cap=_MOST_OCTETS)
    if loaded is None:
        raise FilesWrongError(
            f"{relative_to_here(path)} must be mended first: it says what was collected before.",
            instead="Take it from git as it was: git checkout " + relative_to_here(path),
            problems=problems,
        )
    return dict(loaded.value.contributions)


def _stems(stem: str, own: str) -> Iterator[str]:
    yield stem
    yield f"{own}-{stem}"
    yield from (f"{own}-{stem}-{number}" for number in count(2))


def digests(pictures: Mapping[str, bytes]) -> dict[str, str]:
    """Give the SHA-256 of each picture."""
    return {file: digest(content) for file, content in pictures.items()}


def digest(content: bytes) -> str:
    """Give SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _plain(entry: Received) -> dict[str, Any]:
    said = entry.model_dump()
    said |= {key: _written(value) for key, value in said.items() if isinstance(value, dt.datetime)}
    if not any(entry.pictures.values()):
        said["pictures"] = list(entry.pictures)  # as it was, where no digests were kept
    said |= {"came": list(entry.came), "earlier": list(entry.earlier)}
    return {key: value for key, value in said.items() if value not in ([], "")}


def _written(at: dt.datetime) -> str:
    return (
        at.astimezone(dt.UTC)
        .isoformat(timespec="microseconds" if at.microsecond else "seconds")
        .replace("+00:00", "Z")
    )
