"""What a check is: a rule's code and the function that finds where the rule is broken.

A stage of the work has one kind of subject and one table of checks over it: before merging it is `Material`, later
editions and messages. A check knows its code before it runs, so that it can be selected by it, and it cannot report
under another one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from iki_newsletter.model.problem import Problem
from iki_newsletter.model.translation import TranslationRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from types import ModuleType

    from iki_newsletter.model.contribution import Contribution
    from iki_newsletter.model.issue import IssuePlan
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.origin import Loaded
    from iki_newsletter.model.portfolio import Portfolio
    from iki_newsletter.model.position import Position
    from iki_newsletter.model.told import Told

S = TypeVar("S")


class Finding(NamedTuple):
    """A place where a rule is broken: `what` is wrong, and what to write `instead` (else the rule's cure)."""

    position: Position
    what: str
    instead: str = ""
    editions: tuple[str, ...] = ()
    """The language of the edition it was found in, where it was found in one."""
    readers: tuple[str, ...] = ()
    """The languages of those whom it reaches; none where that is everybody."""
    keys: tuple[str, ...] = ()
    """The values that are still to be written, where it is about such."""


@dataclass(frozen=True, slots=True)
class Check(Generic[S]):
    """A rule's code, and the function that finds where a subject breaks it."""

    code: str
    find: Callable[[S], Iterable[Finding]]

    def problems(self, subject: S) -> Iterator[Problem]:
        """Give what the function finds as problems under the rule's code."""
        for position, what, instead, editions, readers, keys in self.find(subject):
            yield Problem(self.code, position, what, instead, editions, readers=readers, keys=keys)


def run(checks: Iterable[Check[S]], subject: S) -> list[Problem]:
    """Run checks over a subject, in the table's order."""
    return [problem for check in checks for problem in check.problems(subject)]


def checks_of(*modules: ModuleType) -> tuple[Check[Any], ...]:
    """Gather the checks of modules, in the order in which they are written: whoever writes one need not list it."""
    return tuple(each for module in modules for each in vars(module).values() if isinstance(each, Check))


@dataclass(frozen=True, slots=True)
class Material:
    """What an issue is made of, before it is merged."""

    plan: Loaded[IssuePlan]
    contributions: tuple[Loaded[Contribution], ...]
    portfolio: Portfolio
    newsletter: Newsletter
    earlier: Mapping[str, tuple[Told, ...]] = field(default_factory=dict)
    """What stood in the issues before this one, oldest first: issue to what its items are known by."""
    translated: TranslationRecord = field(default_factory=TranslationRecord)
    """What the translations were made from, as far as that is known."""
    events: Mapping[str, str] = field(default_factory=dict)
    """The other issues' events as `ISSUE/NAME`, and what each is part of; read where something is part of one."""

    @property
    def issue_id(self) -> str:
        """The issue's id: its folder's name."""
        return self.plan.origin.path.parent.name


@dataclass(frozen=True, slots=True)
class Piece:
    """One contribution among the rest of the material."""

    loaded: Loaded[Contribution]
    material: Material

    @property
    def written(self) -> Contribution:
        """What the contribution's file says."""
        return self.loaded.value

    @property
    def plan(self) -> IssuePlan:
        """What the editors decided about the issue."""
        return self.material.plan.value

    def at(self, *keys: str | int) -> Position:
        """Give the place of a value in the contribution's file."""
        return self.loaded.origin.at(*keys)


def of_contribution(code: str) -> Callable[[Callable[[Piece], Iterable[Finding]]], Check[Material]]:
    """Make a check of a function that looks at one contribution."""

    def make(find: Callable[[Piece], Iterable[Finding]]) -> Check[Material]:
        def find_in_all(material: Material) -> Iterator[Finding]:
            for loaded in material.contributions:
                yield from find(Piece(loaded, material))

        return Check(code, find_in_all)

    return make


def of_issue(code: str) -> Callable[[Callable[[Material], Iterable[Finding]]], Check[Material]]:
    """Make a check of a function that looks at the material as a whole, most often at the issue's plan."""
    return lambda find: Check(code, find)
