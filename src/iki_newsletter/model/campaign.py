"""A campaign: one mailing to one frozen audience."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Campaign:
    """The thing that is sent, stopped, resumed and proved."""

    id: str
    """The issue's id for an issue."""
    issue: str
    begun_at: dt.datetime
    digests: Mapping[str, str]
    """Language to the digest of the edition that the campaign was planned with."""
    excluded: Mapping[str, int] = field(default_factory=dict)
    """Reason to how many of the audience were excluded when it was planned."""
    forgotten_at: dt.datetime | None = None
    """When its people were forgotten; None while they are known."""
