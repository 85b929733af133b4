"""What an event is made of beside its dates: an agenda, who takes part, what can be read afterwards."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field, StringConstraints

from iki_newsletter.model.shape import Date, Language, Shape, TimeOfDay, WebAddress
from iki_newsletter.model.text import Text

LARGEST_FILE: Final = 25 * 1024 * 1024
"""Bytes of a file among the materials: as much as a whole parcel of the form, and minutes on a slow line."""

PublicName = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=r"^[^\n@]+$")]
"""A name that stands on public pages: one line, and no mail address in it."""

PartOf = Annotated[
    str, StringConstraints(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*/)?[a-z0-9]+(-[a-z0-9]+)*$", max_length=129)
]
"""An event's name within its issue, or `ISSUE/NAME`."""

PAGES_ONLY: Final = ("sessions", "participants", "materials")
"""The keys of an event that no mail shows: they can be added after an issue was sent, and change no edition."""


def in_full(part_of: str, issue: str) -> str:
    """Write an event's name as `ISSUE/NAME`, seen from an issue; nothing stays nothing.

    >>> in_full("reef-course", "2017-06"), in_full("2017-05/reef-course", "2017-06"), in_full("", "2017-06")
    ('2017-06/reef-course', '2017-05/reef-course', '')
    """
    return f"{issue}/{part_of}" if part_of and "/" not in part_of else part_of


class Session(Shape):
    """One entry of an event's agenda."""

    on: Date | None = None
    """Its day; needed where the event has several."""
    starts_at: TimeOfDay
    """Hours and minutes in the event's time zone."""
    ends_at: TimeOfDay | None = None
    """On the same day."""
    title: Text
    """What it is called."""
    text: Text | None = None
    """What it is about, in Markdown."""
    speakers: tuple[PublicName, ...] = ()
    """Each with their organisation behind a comma."""
    place: Text | None = None
    """The room, or the house where it is another than the event's."""
    online: WebAddress | None = None
    """Where to take part from afar, where it is another address than the event's."""


class Handout(Shape):
    """Something of an event that can be read afterwards: slides, minutes, a recording."""

    url: WebAddress | None = None
    """Where it stands on the web."""
    file: (
        Annotated[
            str,
            StringConstraints(
                pattern=r"^materials/[A-Za-z0-9][A-Za-z0-9._-]*\.(pdf|docx|pptx|xlsx|odt|odp|ods|csv|txt|zip)$",
                max_length=128,
            ),
        ]
        | None
    ) = None
    """A file in the issue's folder, as in `materials/minutes.pdf`; at most 25 MB."""
    title: Text
    """What it is: slides of a session, minutes, a recording."""
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    """The languages that it is in."""
    on: Date | None = None
    """The day it was added or last changed."""
