"""The head of a contribution, whose it is and when it came: found whatever state the rest of the file is in."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.reading.findings import Findings
from iki_newsletter.reading.reader import MAX_BYTES
from iki_newsletter.reading.scan import scan
from iki_newsletter.reading.source import decode

if TYPE_CHECKING:
    import os
    from pathlib import Path

_BEGINNING: Final = 4096
"""Octets that nearly all heads end within."""
_PROJECT: Final = re.compile(rb"""^project:[ \t]+(["']?)([a-z0-9-]{1,64})\1[ \t\r]*(?:#.*)?$""", re.MULTILINE)
_RECEIVED: Final = re.compile(rb"""^received_on:[ \t]+(["']?)(\d{4}-\d{2}-\d{2})\1[ \t\r]*(?:#.*)?$""", re.MULTILINE)

Written = tuple[str, str]
"""The project and the day of receipt as a file says them; each empty where it does not."""


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

    @classmethod
    def of(cls, issue: str, name: str, written: Written) -> Head:
        """Take a head as it is written."""
        project, received = written
        return cls(issue, name, project, _day(received))


def project_of(path: Path) -> str:
    """Give the project that a file says it is of, also one that is no YAML any more; empty where it says none."""
    with path.open("rb") as file:
        raw = file.read(MAX_BYTES)
    found = _PROJECT.search(raw)
    return found[2].decode() if found else _scanned(raw)[0]


def read_head(path: str | os.PathLike[str]) -> Written:
    """Read a file's head, and of the file only so much as that needs; raises OSError where it cannot be opened."""
    with open(path, "rb") as file:  # noqa: PTH123 - thousands of them, and a Path is slow to make
        raw = file.read(_BEGINNING)
        # The end of what was read may cut a value.
        found = _search(raw if len(raw) < _BEGINNING else raw[: raw.rfind(b"\n") + 1])
        return found or head_in(raw + file.read(MAX_BYTES))


def head_in(raw: bytes) -> Written:
    """Find the head in a file's content."""
    return _search(raw) or _scanned(raw)


def _search(raw: bytes) -> Written | None:
    """Find both where they stand as nearly everybody writes them: keys of the file itself begin their lines."""
    project, received = _PROJECT.search(raw), _RECEIVED.search(raw)
    return (project[2].decode(), received[2].decode()) if project and received else None


def _scanned(raw: bytes) -> Written:
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
