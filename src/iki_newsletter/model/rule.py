"""What a check can find, as a rule: its code, level, reason, cure and source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a problem weighs."""

    BLOCK = "block"
    """Stops `send`."""
    ERROR = "error"
    """Stops `send` unless the issue allows it by name."""
    WARN = "warn"
    """Informs."""

    @property
    def stops(self) -> bool:
        """Whether `send` refuses for it."""
        return self is not Level.WARN


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule; the first letter of `code` names the stage it looks at.

    W workspace · L subscriber list · C contribution · I issue · E edition · M message · D deliverability
    """

    code: str
    level: Level
    reason: str
    """Why it matters, one line."""
    cure: str
    """What to do instead, one line; a problem may carry a more exact one."""
    source: str = ""
    """The standard, law or document that says so."""
