"""What the report is counted from: the register of projects, and every contribution with what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from iki_newsletter.model.portfolio import Portfolio, Project
    from iki_newsletter.report.portfolio.period import Period


class Fate(StrEnum):
    """What became of a contribution; each has exactly one fate."""

    PUBLISHED = "published"
    LEFT_OUT = "left_out"
    REPEATED = "repeated"
    """Taken over from an earlier issue as a reminder: it counts there."""
    UNKNOWN_PROJECT = "unknown_project"
    """The portfolio does not know its project, so that it stands in no issue."""
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Contributed:
    """A contribution, as far as the report asks about it."""

    issue: str
    sends_on: dt.date
    """The day of its issue."""
    name: str
    fate: Fate
    project: str = ""
    kind: str = ""
    area: str | None = None
    """Its own, else its project's."""
    sdg: tuple[int, ...] = ()
    states: tuple[str, ...] = ()
    original: str = ""
    """The language that it was written in."""
    missing: tuple[str, ...] = ()
    """The newsletter's languages in which its title, teaser or body does not exist."""
    outdated: tuple[str, ...] = ()
    """Those in which it exists, made from another source than today's."""


class Status(StrEnum):
    """Where a project stands in its term."""

    BEGINS = "begins"
    RUNNING = "running"
    ENDED = "ended"
    OPEN = "open"
    """Has begun; when it ends is not known."""


@dataclass(frozen=True)
class Material:
    """All that is counted, on a day, for a period."""

    portfolio: Portfolio
    as_of: dt.date
    period: Period
    """Ends on `as_of` at the latest."""
    languages: tuple[str, ...]
    """The newsletter's."""
    issues: Mapping[str, dt.date]
    """Issue to the day of its sending; all that could be read."""
    came: tuple[Contributed, ...]
    """The contributions of the period's issues."""
    heard: Mapping[str, dt.date]
    """Project to the day that something of it came last, up to `as_of`, whatever became of it; as `status` counts."""
    silent_since: dt.date
    """Who sent nothing from this day on is silent."""
    first_on: dt.date | None = None
    """The day that anything came first, of any project."""
    facts_older_than: int = 12
    """Months."""
    broken: tuple[str, ...] = ()
    """Issues whose plan cannot be read: nothing of them is counted."""

    @property
    def month(self) -> str:
        """The month of the day."""
        return f"{self.as_of:%Y-%m}"

    @cached_property
    def published(self) -> tuple[Contributed, ...]:
        """Those of them that readers got."""
        return tuple(each for each in self.came if each.fate is Fate.PUBLISHED)

    @cached_property
    def expected(self) -> tuple[Project, ...]:
        """The projects that ran in the period, as far as is known, or were heard from in it."""
        heard_from, months = {each.project for each in self.published}, self.period.months
        return tuple(
            project
            for project in self.portfolio.projects
            if project.id in heard_from
            or (
                (not project.begins or project.begins <= months[-1])
                and (not project.ends or months[0] <= project.ends)
            )
        )

    def status(self, project: Project) -> Status | None:
        """Tell where a project stands in its term on the day; None where nothing of it is known."""
        if project.begins and self.month < project.begins:
            return Status.BEGINS
        if project.ends:
            return Status.ENDED if project.ends < self.month else Status.RUNNING
        return Status.OPEN if project.begins else None
