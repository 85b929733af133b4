"""Many problems of few kinds, as long lists have them, gathered so that the grave ones are seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.rule import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from iki_newsletter.model.problem import Problem

_EACH: Final = 3
"""So many of a kind are said one by one; of more, so many lines are named."""


@dataclass(frozen=True, slots=True)
class Heap:
    """All problems of a level: how many they are, and two lines or more for each kind, as `Problem.lines` gives."""

    level: Level
    count: int
    lines: list[list[str]]
    is_whole: bool
    """Whether each problem has its own lines."""


@dataclass(slots=True)
class _Kind:
    """The problems of one rule with one cure in one file."""

    first: list[Problem] = field(default_factory=list)
    """At most `_EACH`."""
    count: int = 0

    def add(self, problem: Problem) -> None:
        self.count += 1
        if len(self.first) < _EACH:
            self.first.append(problem)

    def lines(self, lines_of: Callable[[Problem], list[str]]) -> list[list[str]]:
        if self.count <= _EACH:
            return [lines_of(problem) for problem in self.first]
        problem = self.first[0]
        where = ", ".join(str(each.position.line) for each in self.first)
        path = relative_to_here(problem.position.path)
        what, *rest = lines_of(problem)
        what = what.removeprefix(f"{problem.position}: ")
        return [[f"{path}: {self.count:,} rows (lines {where}, …), the first: {what}", *rest]]


def gather(problems: Iterable[Problem], lines_of: Callable[[Problem], list[str]]) -> list[Heap]:
    """Gather a list's problems, the gravest level first, kinds in the order of their first lines.

    `lines_of` says one of them, as `Problem.lines` does. They may be a million: they are gone through once, and three
    of each kind are held.
    """
    kinds: dict[tuple[Path, str, str], _Kind] = {}
    counts: Counter[Level] = Counter()
    for problem in problems:
        kinds.setdefault((problem.position.path, problem.code, problem.cure), _Kind()).add(problem)
        counts[problem.level] += 1
    heaps = []
    for level in Level:
        alike = [kind for kind in kinds.values() if kind.first[0].level is level]
        if alike:
            lines = [said for kind in alike for said in kind.lines(lines_of)]
            heaps.append(Heap(level, counts[level], lines, len(lines) == counts[level]))
    return heaps
