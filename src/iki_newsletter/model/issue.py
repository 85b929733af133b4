"""An issue: contributions of one number, merged and ordered; `issue.yaml` says what editors decide about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from iki_newsletter.model.contribution import (
    Call,
    Event,
    Interview,
    News,
    Profile,
    Publication,
    Video,
)
from iki_newsletter.model.shape import Date, Line, Month, Shape, Slug
from iki_newsletter.model.text import LocalText, Text

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.model.origin import Origin
    from iki_newsletter.model.portfolio import FundingArea, Project


class Editorial(Shape):
    """A few words ahead, signed."""

    signed: Text
    """Who signs it."""
    text: Text


class Allowance(Shape):
    """A problem that the editors accept, why, and until when."""

    why: Line
    until: Date
    items: tuple[Slug, ...] = ()
    """The contributions (file names without `.yaml`) that it is for; without them it holds for the whole issue."""

    def covers(self, item: str) -> bool:
        """Tell whether it is for a contribution; a problem elsewhere has no name and is covered by one for all."""
        return not self.items or item in self.items


class IssuePlan(Shape):
    """`issue.yaml`: what the editors decide about an issue."""

    number: Annotated[int, Field(ge=1)]
    """Which issue of the newsletter this is, counted from 1."""
    month: Month
    """The month it is for."""
    sends_on: Date
    """The day it is to be sent: events and calls are judged by it."""
    deadline: Date | None = None
    """The last day on which contributions are taken."""
    subject: Text
    """The subject of the mail."""
    preheader: Text
    """The line that mail programs show beside the subject."""
    editorial: Editorial | None = None
    focus: Slug | None = None
    """The contribution (its file name without `.yaml`) that comes first, with its picture."""
    order: dict[Slug, tuple[Slug, ...]] = Field(default_factory=dict)
    """Section id to file names; what is not named follows the rule."""
    leave_out: dict[Slug, Line] = Field(default_factory=dict)
    """File name to the reason."""
    carried: dict[Slug, Line] = Field(default_factory=dict)
    """File name to the earlier issue that the item was taken over from, as a reminder."""
    allow: dict[str, Allowance] = Field(default_factory=dict)
    """Rule code to why it is accepted."""


@dataclass(frozen=True, slots=True)
class Item:
    """A contribution in its place, with what it refers to looked up."""

    name: str
    """The file's name without `.yaml`; the item's id within the issue."""
    origin: Origin
    contribution: News | Event | Publication | Call | Interview | Video | Profile
    project: Project
    area: FundingArea | None
    other_projects: tuple[Project, ...] = ()

    def is_in(self, language: str) -> bool:
        """Tell whether everything a reader needs of it (title, teaser, body) exists in this language."""
        written = self.contribution
        needed = [written.title, written.teaser]
        if isinstance(written, (News, Interview)):
            needed.append(written.body)
        return all(written.local(text).has(language) for text in needed)

    def language_for(self, language: str) -> str:
        """Give the one language that the whole item is shown in to readers of `language`."""
        return language if self.is_in(language) else self.contribution.language


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its items in order."""

    id: str
    title: LocalText
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A contribution that was received and is not in the issue, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue, merged and ordered; immutable once built."""

    id: str
    """Its folder's name, as in `2017-06`."""
    folder: Path
    number: int
    month: str
    sends_on: dt.date
    subject: LocalText
    preheader: LocalText
    editorial: LocalText | None
    editorial_signed: LocalText | None
    focus: Item | None
    """Stands before the sections, and in none of them."""
    sections: tuple[Section, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in the order a reader meets them."""
        focus = (self.focus,) if self.focus else ()
        return focus + tuple(item for section in self.sections for item in section.items)
