"""The problems met while one file is read, in the family of codes that the file belongs to."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal

from iki_newsletter.model.position import Position
from iki_newsletter.model.problem import Problem, by_position

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.model.problem import Asked

Family = Literal["W", "C", "I"]
"""What a file is part of, as in rule codes: the workspace, a contribution, an issue."""

Place = tuple[int, int]
"""Line and column, both from 1; 0 means the file as a whole."""

WHOLE_FILE: Final[Place] = (0, 0)
_MOST: Final = 100


class Fault(StrEnum):
    """What can be wrong with any file; the value is the rule's number within the family."""

    YAML = "101"
    ENCODING = "102"
    FILE = "103"
    CHARACTERS = "104"
    TWICE = "105"
    UNKNOWN = "106"
    MISSING = "107"
    VALUE = "108"


class Findings:
    """Collects problems of one file; a file made to have thousands of them gets the first hundred."""

    def __init__(self, path: Path, family: Family) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self._family = family
        self._more = ""

    def __bool__(self) -> bool:
        return bool(self.problems)

    @property
    def is_full(self) -> bool:
        """Tell whether what else is found would not be listed any more, so that looking on is no use."""
        return len(self.problems) >= _MOST

    def add(self, fault: Fault, place: Place, what: str, instead: str = "", asked: Asked | None = None) -> None:
        """Note a problem: the sentences and facts are those of `Problem`."""
        code = self._family + fault
        if self.is_full:
            self._more = self._more or code
        else:
            self.problems.append(Problem(code, Position(self.path, *place), what, instead, asked=asked))

    def all(self) -> list[Problem]:
        """Give the problems as a reader of the file meets them; one more where there are others beside."""
        listed = by_position(self.problems)
        if not self._more:
            return listed
        what = "There are more problems in this file."
        return [*listed, Problem(self._more, Position(self.path), what, "Mend these first.")]
