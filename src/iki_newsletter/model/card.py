"""A card: what the archive's lists, feeds and calendars say of one contribution, to readers of one language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CardPicture:
    """A contribution's first picture."""

    path: str
    """Below the archive's root."""
    width: int
    height: int
    alt: str
    credit: str


@dataclass(frozen=True, slots=True)
class CardEvent:
    """When and where something takes place, as its contribution says it; nothing is worked out here."""

    starts_on: dt.date
    last_day: dt.date
    starts_at: dt.time | None = None
    """At the place itself; all day where it is not known."""
    timezone: str = ""
    """An IANA name; given where `starts_at` is."""
    place: str = ""
    online: str = ""
    """A web address; empty where it is not online."""
    registration: str = ""
    """A web address."""


@dataclass(frozen=True, slots=True)
class Card:
    """One contribution in one language; texts are plain and typeset."""

    issue: str
    """The issue's id, as in `2017-06`."""
    number: int
    """The issue's number."""
    sent_on: dt.date
    """The issue's day."""
    name: str
    """The contribution's, within its issue."""
    kind: str
    """A value of `Kind`."""
    language: str
    """The language of the pages that it stands on."""
    shown_in: str
    """The language that its texts are in: another one where it is not translated."""
    languages: tuple[str, ...]
    """The languages in which it exists whole, in the newsletter's order."""
    title: str
    teaser: str
    project: str
    """A project's id."""
    other_projects: tuple[str, ...]
    organisation: str
    """An organisation's id."""
    area: str
    """A funding area's numeral; empty where none is known."""
    states: tuple[str, ...] = ()
    sdg: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    picture: CardPicture | None = None
    event: CardEvent | None = None
    deadline: dt.date | None = None
    """Of calls, the last day to apply."""
    part_of: str = ""
    """The event that it belongs to, as `ISSUE/NAME`; empty where it belongs to none."""
    carried_from: str = ""
    """The earlier issue that it was taken over from, as a reminder; empty for what is new."""
    digest: str = ""
    """SHA-256 of all that its page says, in hexadecimal."""

    @property
    def id(self) -> str:
        """What names it in the whole archive, for ever: `ISSUE/NAME`."""
        return f"{self.issue}/{self.name}"


@dataclass(frozen=True, slots=True)
class IssueCard:
    """What lists say of an issue in one language."""

    issue: str
    number: int
    month: str
    """As in `2017-06`."""
    sent_on: dt.date
    language: str
    subject: str
    preheader: str
    is_sent: bool = False
    """Whether its readers have got it by mail."""
    cover: str = ""
    """The name of the contribution in focus, else of the first; empty where the language has none."""
