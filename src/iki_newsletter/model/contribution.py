"""A contribution: one project's one item for one issue, as its YAML file says it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from iki_newsletter.model.fields import said_in
from iki_newsletter.model.shape import Date, Language, Line, Shape, Slug, TimeOfDay, WebAddress, Year
from iki_newsletter.model.text import LocalText, Text
from iki_newsletter.model.workshop import PAGES_ONLY, Handout, PartOf, PublicName, Session, in_full

DIGITS: Final = 12
"""How much of a digest is written into a contribution: enough to tell two texts of an item apart."""
_UNSEEN: Final = frozenset(
    {"received_on", "released", "weight", "tags", "embargo_until", "expires_on", "source", "part_of"}
    | set(PAGES_ONLY)
)
"""What editors note about an item, and what comes after a workshop: no proof shows it, so no project agrees to it."""


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
    text: Annotated[str, StringConstraints(pattern=rf"^[0-9a-f]{{{DIGITS}}}$")] | None = None
    """A digest of the text that was agreed to, in all its languages; `iki-news release` writes it."""


class Link(Shape):
    """Where an item leads."""

    url: WebAddress
    text: Text


class Image(Shape):
    """A picture beside the text."""

    file: Annotated[str, StringConstraints(pattern=r"^images/[A-Za-z0-9][A-Za-z0-9._-]*\.(jpe?g|png|webp)$")]
    """A file in the issue's folder, as in `images/reef.jpg`."""
    credit: Text
    """Who took or drew the picture."""
    rights: Literal["granted", "own", "open-licence"]
    """Why we may show it."""
    alt: Text
    """What can be seen, for those who do not see it."""
    caption: Text | None = None


class Source(Shape):
    """Where the facts come from, and when they were read there."""

    url: WebAddress
    on: Date


class Registration(Shape):
    """How and until when to register for an event."""

    url: WebAddress
    until: Date | None = None
    """The last day to register."""


class Interviewee(Shape):
    """Who is interviewed; without their consent there is no interview."""

    name: Line
    role: Text
    """Their office or task."""
    consent: Literal["given"]
    """That they agreed to the text and to being named."""


class ContributionBase(Shape):
    """What contributions of all kinds have."""

    project: Slug
    """An id of `portfolio.yaml`."""
    language: Language
    """The original's language."""
    received_on: Date
    """The day the contribution came in."""
    released: Released | None = None
    """Who in the project agreed to this text; without it the item is not released yet."""
    title: Text
    """A short headline with a verb."""
    teaser: Text
    """One or two sentences: what changed, and for whom."""
    links: tuple[Link, ...] = ()
    """Where the item leads."""
    images: tuple[Image, ...] = ()
    """Pictures in the issue's `images` folder."""
    states: tuple[Line, ...] = ()
    """Federal states of Mexico, by their Spanish names."""
    sdg: tuple[Annotated[int, Field(ge=1, le=17)], ...] = ()
    """Sustainable Development Goals, by number."""
    weight: int = 0
    """Higher comes first among items of a section."""
    other_projects: tuple[Slug, ...] = ()
    """Further projects that the item is about, by their ids in `portfolio.yaml`."""
    area: Literal["I", "II", "III", "IV"] | None = None
    """The item's funding area where it differs from the project's."""
    tags: tuple[Slug, ...] = ()
    """Words to find the item by, in the archive."""
    embargo_until: Date | None = None
    """Not to be published before this day."""
    expires_on: Date | None = None
    """The last day on which the item is worth telling."""
    source: Source | None = None
    """Where the facts come from."""
    part_of: PartOf | None = None
    """The event that it belongs to: its file's name without `.yaml`, and `ISSUE/` before it in another issue."""

    def event_id(self, issue: str) -> str:
        """Name the event that it belongs to as `ISSUE/NAME`, seen from its own issue; empty where there is none."""
        return in_full(self.part_of or "", issue)

    def local(self, text: Text) -> LocalText:
        """Read one of the contribution's text fields."""
        return LocalText.of(text, self.language)

    @property
    def digest(self) -> str:
        """The beginning of the SHA-256 of what readers are told of it, in all languages, in hexadecimal.

        Of pictures it holds the files' names and the words, not the bytes, which a contribution does not know.
        """
        told = [
            [*map(str, keys), said if isinstance(said, dict) else str(said)]
            for keys, said in said_in(self, self.language).items()
            if keys[0] not in _UNSEEN
        ]
        plain = json.dumps(sorted(told, key=str), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()[:DIGITS]

    @property
    def has_changed(self) -> bool:
        """Tell whether it says something else than was released; of a release without a digest nobody knows."""
        return self.released is not None and self.released.text not in (None, self.digest)

    @property
    def is_released(self) -> bool:
        """Tell whether its project has agreed to what it says now."""
        return self.released is not None and not self.has_changed


class News(ContributionBase):
    """Something happened."""

    kind: Literal[Kind.NEWS]
    body: Text


class Event(ContributionBase):
    """Something takes place, somewhere or online."""

    kind: Literal[Kind.EVENT]
    starts_on: Date
    """The first day."""
    ends_on: Date | None = None
    """The last day, where it is another one."""
    starts_at: TimeOfDay | None = None
    """Hours and minutes at the place itself."""
    timezone: Line | None = None
    """An IANA name, as in `America/Mexico_City`; needed where hours are given."""
    place: Text | None = None
    """House and town."""
    online: WebAddress | None = None
    """Where to take part from afar."""
    registration: Registration | None = None
    sessions: tuple[Session, ...] = ()
    """The agenda, in the order of its hours; mails do not show it."""
    participants: tuple[PublicName, ...] = ()
    """The organisations that take part: ids of `portfolio.yaml`, or names as they write them; no persons."""
    materials: tuple[Handout, ...] = ()
    """What can be read afterwards, each by `url` or by `file`; mails do not show it."""

    @property
    def last_day(self) -> dt.date:
        """The day it ends on."""
        return self.ends_on or self.starts_on


class Publication(ContributionBase):
    """Something to read."""

    kind: Literal[Kind.PUBLICATION]
    url: WebAddress
    year: Year
    """The year it appeared in."""
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    """The languages it can be read in."""
    authors: tuple[Line, ...] = ()
    pages: Annotated[int, Field(ge=1)] | None = None
    licence: Line | None = None
    """Under which licence it may be used."""


class Call(ContributionBase):
    """Something to apply for."""

    kind: Literal[Kind.CALL]
    deadline: Date
    """The last day to apply."""
    url: WebAddress
    eligible: Text
    """Who can apply."""


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
    """The languages it has subtitles in."""


class Profile(ContributionBase):
    """A project in brief; its facts come from the portfolio."""

    kind: Literal[Kind.PROFILE]


Contribution = Annotated[News | Event | Publication | Call | Interview | Video | Profile, Field(discriminator="kind")]
