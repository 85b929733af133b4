"""What stood in other issues, earlier ones most of all, read once: what items are known by is kept below build/.

A contribution is read again when its file has another time or size, or was written so recently that it may have
changed once more within the same tick of the clock; all of an issue when its issue.yaml has.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.content.files import find_files
from iki_newsletter.content.loading import load_as_written, load_issue_plan
from iki_newsletter.content.merge import reason_to_leave_out
from iki_newsletter.model.origin import Loaded, Origin
from iki_newsletter.model.told import Told
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from iki_newsletter.model.issue import IssuePlan
    from iki_newsletter.workspace.folder import Workspace

_VERSION: Final = 2
"""Counted up when what is kept is worked out in another way."""
_TICK: Final = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system (FAT) counts two seconds."""

Stamp = tuple[int, int]
"""When a file was changed, in nanoseconds, and its size in bytes."""


def read_earlier(workspace: Workspace, issue_id: str) -> dict[str, tuple[Told, ...]]:
    """Give what came for each issue before this one, oldest first; what is wrong in those is not its matter."""
    return {known: _read(workspace, known) for known in workspace.issue_ids() if known < issue_id}


def read_later(workspace: Workspace, issue_id: str) -> dict[str, tuple[Told, ...]]:
    """Give the same of the issues after this one."""
    return {known: _read(workspace, known) for known in workspace.issue_ids() if known > issue_id}


def _read(workspace: Workspace, issue_id: str) -> tuple[Told, ...]:
    folder = workspace.issues / issue_id
    kept_at = workspace.build / "cache" / "earlier" / f"{issue_id}.json"
    paths = {path.stem: path for path in find_files(folder).contributions}
    stamps = {name: _stamp(path) for name, path in paths.items()}
    plan_stamp = _stamp(folder / "issue.yaml")
    kept = _kept(kept_at, plan_stamp)
    found = {name: kept[name][1] for name, stamp in stamps.items() if name in kept and kept[name][0] == stamp}
    if missing := paths.keys() - found.keys():
        plan, _ = load_issue_plan(folder)
        found |= {name: _told(paths[name], plan.value if plan else None) for name in missing}
    if missing or kept.keys() != stamps.keys():
        _keep(kept_at, plan_stamp, {name: (stamps[name], told) for name, told in found.items()})
    return tuple(told for _, told in sorted(found.items()) if told is not None)


def _told(path: Path, plan: IssuePlan | None) -> Told | None:
    """Read a contribution; None for one that cannot be read."""
    written = load_as_written(path)
    if written is None:
        return None
    loaded = Loaded(written, Origin(path))
    return Told.of(path.stem, written, is_shown=plan is None or not reason_to_leave_out(loaded, plan))


def _stamp(path: Path) -> Stamp:
    try:
        known = path.stat()
    except OSError:
        return 0, 0
    return known.st_mtime_ns, known.st_size


def _kept(path: Path, plan: Stamp) -> dict[str, tuple[Stamp, Told | None]]:
    """Read what is kept, as far as it can still be believed; nothing where it is damaged or of another version."""
    try:
        kept: dict[str, Any] = json.loads(path.read_bytes())
        if kept["version"] != _VERSION or tuple(kept["plan"]) != plan or plan[0] > kept["at"] - _TICK:
            return {}
        return {
            name: ((stamp[0], stamp[1]), Told.from_plain(plain) if plain else None)
            for name, (stamp, plain) in kept["items"].items()
            if stamp[0] <= kept["at"] - _TICK
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return {}


def _keep(path: Path, plan: Stamp, items: Mapping[str, tuple[Stamp, Told | None]]) -> None:
    """Keep what was read; where that cannot be written, it is read again the next time."""
    kept = {
        "version": _VERSION,
        "at": time.time_ns(),
        "plan": plan,
        "items": {name: (stamp, told.to_plain() if told else None) for name, (stamp, told) in sorted(items.items())},
    }
    with suppress(OSError):
        write_atomically(path, json.dumps(kept, ensure_ascii=False), durable=False)
