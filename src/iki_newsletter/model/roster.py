"""The roster: which projects an issue has heard from, which it waits for, and who has been silent for long."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Arrival(StrEnum):
    """Whether something of a project has come for an issue; each project is in exactly one of these."""

    RECEIVED = "received"
    LATE = "late"
    """All that came, came after the deadline."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ProjectState:
    """A project in the roster of one issue."""

    id: str
    label: str
    organisation: str
    area: str
    """Its funding area's key; empty where none is known."""
    arrival: Arrival
    items: tuple[str, ...]
    """What came, by the contributions' names."""
    first_on: dt.date | None
    """The day that the first of it came."""
    last_on: dt.date | None
    """The day that anything of it came last, for any issue."""
    is_silent: bool
    """Whether nothing came for six months, beside what it is otherwise."""
    runs: bool = True
    """Whether it runs in the issue's month."""
