"""What was read of an issue's contributions, remembered below build/ so that ten years of them need reading once.

Each issue has a file of two lines of JSON: the heads, which are asked for many times a day, and what the items are
known by, which is forty times as long and only read with them where it is asked for. A contribution is read again
when its file has another time or size; what the items are known by, all of it, when issue.yaml has. What was written
so recently that it may change once more within the same tick of the clock is not remembered, as git does it.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.content.files import CONTRIBUTIONS, is_name_of_contribution, leads_out
from iki_newsletter.content.heads import Head, head_in, read_head
from iki_newsletter.content.loading import contribution_in, load_issue_plan
from iki_newsletter.content.merge import reason_to_leave_out
from iki_newsletter.model.origin import Loaded, Origin
from iki_newsletter.model.told import Told
from iki_newsletter.reading.reader import MAX_BYTES
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from iki_newsletter.model.issue import IssuePlan
    from iki_newsletter.workspace.folder import Workspace

_VERSION: Final = 2
"""Counted up when what is remembered is worked out in another way."""
_TICK: Final = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system (FAT) counts two seconds."""
_DAMAGED: Final = (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
"""What JSON leads to that is none, or is nested too deeply, or is not what was written here."""

Stamp = tuple[int, int]
"""When a file was changed, in nanoseconds, and its size in bytes."""
Known = tuple[int, int, str, str]
"""A file's stamp, and its head as written."""


def read_heads(workspace: Workspace, issue_ids: Iterable[str]) -> list[Head]:
    """Give the heads of all contributions of these issues, by issue and name; those that cannot be used as well."""
    return [head for issue_id in issue_ids for head in _Memory(workspace, issue_id).heads()]


def read_told(workspace: Workspace, issue_id: str) -> tuple[Told, ...]:
    """Give what an issue's items are known by, by name; those that cannot be read are left out."""
    return _Memory(workspace, issue_id).told()


class _Memory:
    """What is remembered of one issue, and what is found now; it is only ever a help, and made anew where damaged."""

    def __init__(self, workspace: Workspace, issue_id: str) -> None:
        self._issue = issue_id
        self._folder = workspace.issues / issue_id
        self._path = workspace.build / "cache" / "contributions" / f"{issue_id}.jsonl"
        # Before anything is looked at: what changes while it is read must not count as settled when it is written.
        self._began = time.time_ns()
        self._plan = _stamp(self._folder / "issue.yaml")
        self._first = self._first_line()
        self._known = self._heads_in(self._first)

    def heads(self) -> list[Head]:
        """Give the heads; only of files that changed are they read."""
        found: dict[str, Known] = {}
        for name, path, stamp in self._files():
            known = self._known.get(name)
            if known and known[:2] == stamp:
                found[name] = known
                continue
            with suppress(OSError):
                found[name] = (*stamp, *read_head(path))
        if self._settled(found) != self._known:
            remembered = self._told()
            self._keep(found, {name: remembered[name] for name in remembered if found.get(name) == self._known[name]})
        return [Head.of(self._issue, name, known[2:]) for name, known in found.items()]

    def told(self) -> tuple[Told, ...]:
        """Give what the items are known by; a file that changed is read once, for its head as well."""
        remembered = self._told()
        plan: tuple[IssuePlan | None] | None = None
        # Files under a wrong name are no contributions, and have heads all the same.
        found = {name: known for name, known in self._known.items() if not is_name_of_contribution(name)}
        told: dict[str, Told | None] = {}
        for name, path, stamp in self._files():
            if not is_name_of_contribution(name):
                continue
            if name in remembered and self._known[name][:2] == stamp:
                found[name], told[name] = self._known[name], remembered[name]
                continue
            with suppress(OSError):
                plan = plan or (_plan_of(self._folder),)
                found[name], told[name] = _read_whole(path, self._folder / CONTRIBUTIONS, name, stamp, plan[0])
        if self._settled(found) != self._known or self._sure(told, found).keys() != remembered.keys():
            self._keep(found, told)
        return tuple(each for each in told.values() if each is not None)

    def _files(self) -> Iterator[tuple[str, str, Stamp]]:
        """Go through the YAML files among the contributions by name; nothing outside of the issue is ever opened."""
        folder = self._folder / CONTRIBUTIONS
        try:
            if folder.is_symlink() and leads_out(folder, self._folder):
                return
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            return
        for entry in entries:
            if not entry.name.endswith(".yaml") or entry.name.startswith("."):
                continue
            if entry.is_symlink() and leads_out(folder / entry.name, self._folder):
                continue
            try:
                about = entry.stat() if entry.is_file() else None
            except OSError:
                continue
            if about:
                yield entry.name.removesuffix(".yaml"), entry.path, (about.st_mtime_ns, about.st_size)

    # --- the file --------------------------------------------------------------------------------------------------

    def _first_line(self) -> bytes:
        try:
            with self._path.open("rb") as file:
                return file.readline()
        except OSError:
            return b""

    def _heads_in(self, line: bytes) -> dict[str, Known]:
        try:
            kept = _parsed(line)
            if kept["version"] != _VERSION:
                return {}
            return {name: _as_known(written) for name, written in kept["heads"].items()}
        except _DAMAGED:
            return {}

    def _told(self) -> dict[str, Told | None]:
        """Read the second line, as far as it can still be believed."""
        try:
            first, second = self._path.read_bytes().splitlines(keepends=True)
            kept = _parsed(second)
            # Another run may have put its own in the place of the one whose first line we have.
            if first != self._first or tuple(kept["plan"]) != self._plan:
                return {}
            told = {name: _as_told(name, plain) for name, plain in kept["told"].items()}
        except _DAMAGED:
            return {}
        return {name: each for name, each in told.items() if name in self._known}

    def _keep(self, heads: dict[str, Known], told: dict[str, Told | None]) -> None:
        """Write both lines; where that cannot be done, the files are read again the next time."""
        plain = {name: each.to_plain() if each else None for name, each in self._sure(told, heads).items()}
        lines = ({"version": _VERSION, "heads": self._settled(heads)}, {"plan": self._plan, "told": plain})
        with suppress(OSError):
            text = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
            write_atomically(self._path, text, durable=False)

    def _sure(self, told: dict[str, Told | None], heads: dict[str, Known]) -> dict[str, Told | None]:
        """Choose what can be believed the next time: neither its file nor the plan may change unnoticed."""
        settled = self._settled(heads) if self._is_settled(self._plan) else {}
        return {name: each for name, each in told.items() if name in settled}

    def _settled(self, heads: dict[str, Known]) -> dict[str, Known]:
        return {name: known for name, known in heads.items() if self._is_settled(known[:2])}

    def _is_settled(self, stamp: Stamp) -> bool:
        return self._began - stamp[0] > _TICK


def _parsed(line: bytes) -> dict[str, Any]:
    """Read a line of ours; raises ValueError or RecursionError for what is no JSON, or holds half a character."""
    if b"\\ud" in line.lower():  # a surrogate, which no file could be written with again
        raise ValueError
    kept: dict[str, Any] = json.loads(line.decode())
    return kept


def _as_known(written: list[Any]) -> Known:
    """Take a head as it was written; raises TypeError or ValueError for anything else."""
    at, size, project, day = written
    if [type(each) for each in (written, at, size, project, day)] != [list, int, int, str, str]:
        raise TypeError
    return at, size, project, day


def _as_told(name: str, plain: dict[str, Any] | None) -> Told | None:
    """Take what an item is known by as it was written, None for one that cannot be read; raises as `_as_known`."""
    if plain is None:
        return None
    told = Told.from_plain(plain)
    if told.name != name:
        raise ValueError(name)
    return told


def _read_whole(
    path: str, folder: Path, name: str, stamp: Stamp, plan: IssuePlan | None
) -> tuple[Known, Told | None]:
    """Read a contribution to its end; raises OSError where it cannot be opened."""
    with open(path, "rb") as file:  # noqa: PTH123 - thousands of them
        raw = file.read(MAX_BYTES + 1)
    known: Known = (*stamp, *head_in(raw))
    origin = folder / f"{name}.yaml"
    written = contribution_in(raw, origin)
    if written is None:
        return known, None
    is_shown = plan is None or not reason_to_leave_out(Loaded(written, Origin(origin)), plan)
    return known, Told.of(name, written, is_shown=is_shown)


def _plan_of(folder: Path) -> IssuePlan | None:
    plan, _ = load_issue_plan(folder)
    return plan.value if plan else None


def _stamp(path: Path) -> Stamp:
    try:
        known = path.stat()
    except OSError:
        return 0, 0
    return known.st_mtime_ns, known.st_size
