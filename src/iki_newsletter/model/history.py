"""What was said of a subscriber, and when: by themselves, by servers, by editors."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class What(StrEnum):
    """What changed, in one word; beside these stand the reasons of suppressions, when they begin."""

    REQUESTED = "requested"
    """Somebody asked for the newsletter: not mailed before they have said yes to a question."""
    CONFIRMED = "confirmed"
    """They said yes."""
    LANGUAGE = "language"
    """They asked for another language."""
    RESTORED = "restored"
    """A suppression ended."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One moment of a subscriber's story."""

    at: dt.datetime
    what: str
    """A `What`, or a `Reason` that a suppression began with."""
    words: str
    """Whose words, or which; empty where nothing is known."""
