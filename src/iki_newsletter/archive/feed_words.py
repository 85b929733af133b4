"""The words of feeds and calendars in one language: a part of the words of the archive's pages."""

from __future__ import annotations

from typing import Final

from iki_newsletter.model.label import Keys, Word, Words


class FeedWords(Words):
    """What the feeds say of themselves."""

    name: Word
    description: Word
    sdg: Word
    """A Sustainable Development Goal as readers know it, by its number."""


class CalendarWords(Words):
    """What the calendars say of themselves, and beside an event's teaser."""

    name: Word
    description: Word
    begins: Word
    """When an event begins whose hour its entry does not show."""
    online: Word
    registration: Word
    more: Word
    """Where the event's page is."""


FEED_FILLED_IN: Final[dict[Keys, tuple[str, ...]]] = {
    ("name",): ("title",),
    ("description",): ("title",),
    ("sdg",): ("number",),
}
"""What stands in braces in which of the feeds' words (see `misfilled`)."""
CALENDAR_FILLED_IN: Final[dict[Keys, tuple[str, ...]]] = {
    ("name",): ("title",),
    ("description",): ("title",),
    ("begins",): ("when",),
    ("online",): ("address",),
    ("registration",): ("address",),
    ("more",): ("address",),
}
"""What stands in braces in which of the calendars' words."""
