"""What came of collecting: of each thing that was sent, what was understood, where it went, and why it did not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.errors import ExitCode

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from iki_newsletter.model.problem import Problem


class Fate(StrEnum):
    """What became of one thing that was sent."""

    TAKEN = "taken"
    REPLACED = "replaced"
    """It is a newer version, and took the older one's place."""
    KNOWN = "known"
    """It was taken before, and nothing has changed."""
    OLDER = "older"
    """A newer version was taken before."""
    ELSEWHERE = "elsewhere"
    """It is in another issue, or meant for one."""
    EDITED = "edited"
    """A newer version, of a contribution that was edited, dropped or moved meanwhile: somebody must decide."""
    KEPT = "kept"
    """It cannot be taken as it is, and lies in `incoming`."""
    REFUSED = "refused"
    """It is damaged, hostile or of no kind that is read; nothing was written."""


PASSED_OVER: Final = (Fate.KNOWN, Fate.OLDER, Fate.ELSEWHERE)
TO_DO: Final = (Fate.EDITED, Fate.KEPT, Fate.REFUSED)


@dataclass(frozen=True, slots=True)
class Understood:
    """What a contribution is about."""

    project: str
    kind: str
    title: str
    languages: tuple[str, ...]
    pictures: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one thing, where it lay, and what to do about it."""

    file: str
    fate: Fate
    name: str = ""
    """The contribution's name in the issue, where it has one."""
    understood: Understood | None = None
    is_late: bool = False
    why: str = ""
    instead: str = ""
    notes: tuple[str, ...] = ()
    """What is good to know about how it was read."""
    problems: tuple[Problem, ...] = ()
    difference: tuple[str, ...] = ()
    """Lines of a comparison: what is here, and what came."""
    sender: str = ""
    """Who sent the mail that it came in; empty where that is not known, or was a machine."""
    may_be_forged: bool = False
    """Whether our own mail server doubts that it was they: then nobody is answered."""
    language: str | None = None
    """The language of the form that it was written in; None where there was none, or it does not say."""
    has_form: bool = False
    """Whether it was written in the form."""
    is_checked: bool = False
    """Whether `problems` are all that is wrong with its contribution as that stands."""
    version: str = ""
    """The parcel's id, and what tells its versions apart, as one word; empty for what has none."""
    saved_at: dt.datetime | None = None
    """When its sender saved it, else when it came; None for what was not looked into."""

    @property
    def origin(self) -> str:
        """Say where it lay, and by whom it came."""
        return f"{self.file}, by {self.sender}" if self.sender else self.file

    def as_json(self) -> dict[str, Any]:
        """Give it to programs: no address."""
        about = self.understood
        return {
            "file": self.file,
            "fate": self.fate.value,
            "name": self.name or None,
            "project": about.project if about else None,
            "kind": about.kind if about else None,
            "title": about.title if about else None,
            "languages": list(about.languages) if about else [],
            "pictures": about.pictures if about else 0,
            "late": self.is_late,
            "may_be_forged": self.may_be_forged,
            "why": self.why,
            "instead": self.instead,
            "notes": list(self.notes),
            "problems": [problem.as_json() for problem in self.problems],
            "difference": list(self.difference),
        }


@dataclass(frozen=True, slots=True)
class Collected:
    """What came of a run."""

    issue: str
    outcomes: tuple[Outcome, ...]
    empty: tuple[str, ...] = ()
    """Mails and files that carry nothing that could be meant."""
    is_rehearsal: bool = False
    deadline: dt.date | None = None
    counts: Mapping[Fate, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", Counter(outcome.fate for outcome in self.outcomes))

    @property
    def exit_code(self) -> ExitCode:
        """How the command ends: what waits for somebody is something wrong."""
        return ExitCode.WRONG if any(self.counts[fate] for fate in TO_DO) else ExitCode.DONE

    @property
    def sentences(self) -> list[str]:
        """Say in a few lines what came of it."""
        taken, replaced = self.counts[Fate.TAKEN], self.counts[Fate.REPLACED]
        late = sum(each.is_late for each in self.outcomes if each.fate in (Fate.TAKEN, Fate.REPLACED))
        would = "Would take" if self.is_rehearsal else "Taken"
        said = [f"{taken} new", *([f"{replaced} newer version{'' if replaced == 1 else 's'}"] if replaced else [])]
        lines = [f"{would}: {', '.join(said)}{f'; {late} late' if late else ''}."]
        if not self.outcomes:
            lines = [] if self.empty else ["There is nothing to collect."]
        passed = [f"{self.counts[fate]} {fate.value}" for fate in PASSED_OVER if self.counts[fate]]
        if passed:
            lines.append(f"Passed over: {', '.join(passed)}.")
        waiting = [f"{self.counts[fate]} {fate.value}" for fate in TO_DO if self.counts[fate]]
        if waiting:
            lines.append(f"For you: {', '.join(waiting)}.")
        if self.empty:
            what = "mail or file carries" if len(self.empty) == 1 else "mails or files carry"
            lines.append(f"{len(self.empty)} {what} nothing to collect; `iki-news -v` names them.")
        return lines

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "issue": self.issue,
            "dry_run": self.is_rehearsal,
            "collected": [outcome.as_json() for outcome in self.outcomes],
            "counts": {fate.value: self.counts[fate] for fate in Fate},
            "nothing_in": list(self.empty),
        }
