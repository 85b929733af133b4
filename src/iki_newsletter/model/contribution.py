"""A contribution: one project's one item for one issue, as its YAML file says it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from iki_newsletter.model.shape import Date, Language, Line, Shape, Slug, TimeOfDay, WebAddress, Year
from iki_newsletter.model.text import LocalText, Text


class Kind(StrEnum):
    """What a contribution is."""

    NEWS = "news"
    EVENT = "event"
    PUBLICATION = "publication"
    CALL = "call"
    INTERVIEW = "interview"
    VIDEO = "video"
    PROFILE = "profile"


class Released(Shape):
    """Who in the project agreed to the text as edited, and when."""

    by: Line
    on: Date


class Link(Shape):
    """Where an item leads."""

    url: WebAddress
    text: Text


class Image(Shape):
    """A picture beside the text."""

    file: Annotated[str, StringConstraints(pattern=r"^images/[A-Za-z0-9][A-Za-z0-9._-]*\.(jpe?g|png|webp)$")]
    """A file in the issue's folder, as in `images/reef.jpg`."""
    credit: Line
    rights: Literal["granted", "own", "open-licence"]
    alt: Text
    caption: Text | None = None


class Source(Shape):
    """Where the facts come from, and when they were read there."""

    url: WebAddress
    on: Date


class Registration(Shape):
    """How and until when to register for an event."""

    url: WebAddress
    until: Date | None = None


class Interviewee(Shape):
    """Who is interviewed; without their consent there is no interview."""

    name: Line
    role: Text
    consent: Literal["given"]


class ContributionBase(Shape):
    """What contributions of all kinds have."""

    project: Slug
    """An id of `portfolio.yaml`."""
    language: Language
    """The original's language."""
    received_on: Date
    released: Released | None = None
    title: Text
    teaser: Text
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()
    states: tuple[Line, ...] = ()
    """Federal states of Mexico, by their Spanish names."""
    sdg: tuple[Annotated[int, Field(ge=1, le=17)], ...] = ()
    """Sustainable Development Goals, by number."""
    weight: int = 0
    """Higher comes first among items of a section."""
    other_projects: tuple[Slug, ...] = ()
    area: Literal["I", "II", "III", "IV"] | None = None
    """The item's funding area where it differs from the project's."""
    tags: tuple[Slug, ...] = ()
    embargo_until: Date | None = None
    expires_on: Date | None = None
    source: Source | None = None

    def local(self, text: Text) -> LocalText:
        """Read one of the contribution's text fields."""
        return LocalText.of(text, self.language)


class News(ContributionBase):
    """Something happened."""

    kind: Literal[Kind.NEWS]
    body: Text


class Event(ContributionBase):
    """Something takes place, somewhere or online."""

    kind: Literal[Kind.EVENT]
    starts_on: Date
    ends_on: Date | None = None
    starts_at: TimeOfDay | None = None
    timezone: Line | None = None
    """An IANA name, as in `America/Mexico_City`; needed where `starts_at` is given."""
    place: Text | None = None
    online: WebAddress | None = None
    registration: Registration | None = None

    @property
    def last_day(self) -> dt.date:
        """The day it ends on."""
        return self.ends_on or self.starts_on


class Publication(ContributionBase):
    """Something to read."""

    kind: Literal[Kind.PUBLICATION]
    url: WebAddress
    year: Year
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    authors: tuple[Line, ...] = ()
    pages: Annotated[int, Field(ge=1)] | None = None
    licence: Line | None = None


class Call(ContributionBase):
    """Something to apply for."""

    kind: Literal[Kind.CALL]
    deadline: Date
    url: WebAddress
    eligible: Text


class Interview(ContributionBase):
    """Somebody speaks."""

    kind: Literal[Kind.INTERVIEW]
    interviewee: Interviewee
    body: Text


class Video(ContributionBase):
    """Something to watch."""

    kind: Literal[Kind.VIDEO]
    url: WebAddress
    duration: Annotated[str, StringConstraints(pattern=r"^(\d{1,2}:)?\d{1,2}:[0-5]\d$")]
    """Minutes:seconds or hours:minutes:seconds."""
    subtitles: tuple[Language, ...] = ()


class Profile(ContributionBase):
    """A project in brief; its facts come from the portfolio."""

    kind: Literal[Kind.PROFILE]


Contribution = Annotated[News | Event | Publication | Call | Interview | Video | Profile, Field(discriminator="kind")]
