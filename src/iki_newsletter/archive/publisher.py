"""Who publishes feeds and calendars: the newsletter in one language, its addresses, its names, and ids for ever.

An id is made of the newsletter's `list_id` and of what names a contribution in the archive, and of nothing else:
neither a new web address nor a corrected title makes an old entry new, and no reader is shown it twice.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iki_newsletter.model.card import Card

_MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])(?!\d)")
_NOON: Final = dt.time(12, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Publisher:
    """The newsletter, as it is called in one language."""

    language: str
    title: str
    list_id: str
    web: str | None
    """The archive's root, without a slash at the end; none where it has no address."""
    projects: Mapping[str, str] = field(default_factory=dict)
    """Names by id; what has none is called by its id."""
    organisations: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)

    def address(self, path: str) -> str:
        """Give the whole address of a path below the root; only where the archive has one."""
        return f"{self.web}/{quote(path)}"

    def organisers(self, card: Card) -> list[str]:
        """Name whom a contribution comes from: the project, and its organisation."""
        project = self.projects.get(card.project, card.project)
        return [project, self.organisations.get(card.organisation, card.organisation)]

    def area(self, card: Card) -> str:
        """Name a contribution's funding area; empty where none is known."""
        return self.areas.get(card.area, card.area)

    @property
    def feed_id(self) -> str:
        """Name this language's feed for ever: a UUID (RFC 9562, version 5), for a feed has no day to name it by."""
        return uuid.uuid5(uuid.NAMESPACE_DNS, f"{self._authority}/{self.language}").urn

    def entry_id(self, card: Card) -> str:
        """Name a contribution in this language's feeds for ever, by a `tag:` URI (RFC 4151).

        Its date is the month that the issue's id begins with, which is part of all its addresses; the issue's day
        could still be moved. Only an issue whose id has no month goes by the year of its day.
        """
        month = _MONTH.match(card.issue)
        date = month[0] if month else f"{card.sent_on.year:04}"
        return f"tag:{self._authority},{date}:{quote(card.id)}/{self.language}"

    def event_id(self, card: Card) -> str:
        """Name an event for ever, the same in all languages: whoever takes it from two calendars has it once."""
        return f"{card.id}@{self._authority}"

    @property
    def _authority(self) -> str:
        return self.list_id.lower()  # these ids are compared letter by letter, and names of hosts are not


def moment_of(day: dt.date) -> dt.datetime:
    """Give the moment that stands for a day: noon in Greenwich is still that day from Mexico to Berlin."""
    return dt.datetime.combine(day, _NOON)
