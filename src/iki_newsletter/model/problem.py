"""What a check finds: a rule broken at a place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from iki_newsletter.model.position import Position
from iki_newsletter.model.rule import Level
from iki_newsletter.model.rulebook import RULES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

MEANS: Final = {Level.BLOCK: "stop sending", Level.ERROR: "to mend before sending", Level.WARN: "to know"}
"""What a level means for sending, behind a number."""


class Asked(NamedTuple):
    """What a key of a file asks for, as facts that can be told in any language."""

    key: str
    """With the keys around it, as in `links.url`."""
    kind: str
    """The English noun of it, as in `date`."""
    values: tuple[str, ...] = ()
    """The only ones there are, or the most that there may be of it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule broken: `what` is the sentence for this case, `instead` what to write there."""

    code: str
    position: Position
    what: str
    instead: str = ""
    editions: tuple[str, ...] = ()
    """The languages of the editions that have it; none where it is not about editions."""
    asked: Asked | None = field(default=None, compare=False)
    """The facts of `instead`, where it is about a key and what may stand there."""
    readers: tuple[str, ...] = field(default=(), compare=False)
    """The languages of those whom it reaches; none where that is everybody."""
    keys: tuple[str, ...] = field(default=(), compare=False)
    """The values that are still to be written, as in `images.alt.es`, where it is about such."""

    def reaches(self, language: str) -> bool:
        """Tell whether the readers of an edition have anything of it."""
        return not self.readers or language in self.readers

    @property
    def sentence(self) -> str:
        """What is wrong, and in which editions: "de, es: The page has no title."."""
        return f"{', '.join(self.editions)}: {self.what}" if self.editions else self.what

    @property
    def level(self) -> Level:
        """How much it weighs, by its rule."""
        return RULES[self.code].level

    @property
    def cure(self) -> str:
        """What to do instead: this case's own sentence, else the rule's."""
        return self.instead or RULES[self.code].cure

    def lines(self) -> list[str]:
        """Give one line for what is wrong (`PATH:LINE:COLUMN: …`) and one for what to write instead."""
        return [f"{self.position}: {self.sentence} [{self.code}]", f"  {self.cure}"]

    def as_json(self) -> dict[str, Any]:
        """Give the problem for programs; the path is relative to the current folder where it can be."""
        path, line, column = self.position.path, self.position.line, self.position.column
        return {
            "code": self.code,
            "level": self.level.value,
            "path": str(Position(path)),
            "line": line,
            "column": column,
            "what": self.what,
            "editions": list(self.editions),
            "instead": self.cure,
        }


def by_position(problems: list[Problem]) -> list[Problem]:
    """Sort problems as a reader of the files meets them."""
    return sorted(problems, key=lambda problem: (problem.position, problem.code, problem.editions, problem.what))


def fold(problems: Iterable[Problem]) -> list[Problem]:
    """Give each problem once, in the order of its first sight; the same in several editions names them all."""
    editions: dict[Problem, dict[str, None]] = {}
    for problem in problems:
        editions.setdefault(replace(problem, editions=()), {}).update(dict.fromkeys(problem.editions))
    return [replace(problem, editions=tuple(sorted(found))) for problem, found in editions.items()]


def summarise(problems: Collection[Problem]) -> str:
    """Count problems by what they mean for sending, as the end of a sentence: "2 stop sending, 5 to know"."""
    if not problems:
        return "nothing is wrong"
    counts = Counter(problem.level for problem in problems)
    return ", ".join(f"{counts[level]} {word}" for level, word in MEANS.items() if counts[level])
