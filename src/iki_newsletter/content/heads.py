"""The heads of contributions, whose they are and when they came: all that is asked of the issues of ten years."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.content.files import CONTRIBUTIONS
from iki_newsletter.reading.findings import Findings
from iki_newsletter.reading.reader import MAX_BYTES
from iki_newsletter.reading.scan import scan
from iki_newsletter.reading.source import decode
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    Kept = dict[str, list[int | str]]

_VERSION: Final = 1
_BEGINNING: Final = 4096
"""Octets that nearly all heads end within."""
_SETTLED: Final = 2_000_000_000
"""Nanoseconds after which a file's time of change tells it from its next version for sure."""
_PROJECT: Final = re.compile(rb"""^project:[ \t]+(["']?)([a-z0-9-]{1,64})\1[ \t\r]*(?:#.*)?$""", re.MULTILINE)
_RECEIVED: Final = re.compile(rb"""^received_on:[ \t]+(["']?)(\d{4}-\d{2}-\d{2})\1[ \t\r]*(?:#.*)?$""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top of a contribution, whether or not the rest of it can be used."""

    issue: str
    name: str
    """The file's name without `.yaml`."""
    project: str
    """Empty where the file does not say it."""
    received_on: dt.date | None
    """None where the file does not say it, or it is no day."""


def read_heads(issues: Path, issue_ids: Sequence[str], cache: Path | None = None) -> list[Head]:
    """Read the heads of all contributions of these issues, by issue and name.

    `cache` is a file that remembers them by time of change and size; it is only ever a help, and is made again where
    it is gone or damaged.
    """
    known = _load(cache) if cache else {}
    kept: Kept = {}
    heads = [head for issue_id in issue_ids for head in _of_issue(issues / issue_id, issue_id, known, kept)]
    if cache and kept != known:
        with suppress(OSError):
            write_atomically(cache, json.dumps({"version": _VERSION, "heads": kept}), durable=False)
    return heads


def project_of(path: Path) -> str:
    """Give the project that a file says it is of, also one that is no YAML any more; empty where it says none."""
    with path.open("rb") as file:
        raw = file.read(MAX_BYTES)
    found = _PROJECT.search(raw)
    return found[2].decode() if found else _scanned(raw)[0]


def _of_issue(folder: Path, issue_id: str, known: Kept, kept: Kept) -> Iterator[Head]:
    now = dt.datetime.now(dt.UTC).timestamp() * 1e9
    try:
        entries = sorted(os.scandir(folder / CONTRIBUTIONS), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if not entry.name.endswith(".yaml") or entry.name.startswith("."):
            continue
        key = f"{issue_id}/{entry.name}"
        try:
            about = entry.stat()
            found = known.get(key)
            if found is None or found[:2] != [about.st_mtime_ns, about.st_size]:
                project, received = _read(entry.path)
                found = [about.st_mtime_ns, about.st_size, project, received]
        except OSError:
            continue
        # As git does: of a file that changed just now, the next change might not show.
        if now - about.st_mtime_ns > _SETTLED:
            kept[key] = found
        yield Head(issue_id, entry.name.removesuffix(".yaml"), str(found[2]), _day(str(found[3])))


def _read(path: str) -> tuple[str, str]:
    with open(path, "rb") as file:  # noqa: PTH123 - thousands of them, and a Path is slow to make
        raw = file.read(_BEGINNING)
        # The end of what was read may cut a value.
        found = _search(raw if len(raw) < _BEGINNING else raw[: raw.rfind(b"\n") + 1])
        if found is None:
            raw += file.read(MAX_BYTES)
            found = _search(raw)
    return found or _scanned(raw)


def _search(raw: bytes) -> tuple[str, str] | None:
    """Find both where they stand as nearly everybody writes them: keys of the file itself begin their lines."""
    project, received = _PROJECT.search(raw), _RECEIVED.search(raw)
    return (project[2].decode(), received[2].decode()) if project and received else None


def _scanned(raw: bytes) -> tuple[str, str]:
    """Read the file as YAML, however it is written; nothing where it cannot be read."""
    from pathlib import Path  # noqa: PLC0415 - few files need it

    findings = Findings(Path(), "C")
    text = decode(raw, findings)
    data = scan(text, findings).data if text is not None else None
    if not isinstance(data, dict):
        return "", ""
    project, received = data.get("project"), data.get("received_on")
    return project if isinstance(project, str) else "", received if isinstance(received, str) else ""


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written) if written else None
    except ValueError:
        return None


def _load(cache: Path) -> Kept:
    try:
        data = json.loads(cache.read_bytes())
        heads: Kept = data["heads"]
        sound = data["version"] == _VERSION and all(len(each) == 4 for each in heads.values())  # noqa: PLR2004
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return heads if sound else {}
