"""The sample subscriber, whose message shows an edition: fixed values, so that a build is the same every day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from iki_newsletter.mail.builder import MessageBuilder
from iki_newsletter.model.subscriber import Subscriber

if TYPE_CHECKING:
    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.issue import Issue
    from iki_newsletter.model.newsletter import Newsletter

SAMPLE_SECRET: Final = b"sample: unsubscribes nobody"
_ADDRESS: Final = "sample@example.org"
_HOUR: Final = dt.time(9)


def sample_subscriber(edition: Edition) -> Subscriber:
    """Give the person that an edition is shown as sent to."""
    return Subscriber(_ADDRESS, _ADDRESS, _ADDRESS, edition.language, name=edition.wording["sample_name"])


def sample_time(issue: Issue, newsletter: Newsletter) -> dt.datetime:
    """Give the time that a sample message is dated with: nine in the morning of the issue's day."""
    return dt.datetime.combine(issue.sends_on, _HOUR, ZoneInfo(newsletter.timezone))


def sample_message(edition: Edition, issue: Issue, newsletter: Newsletter) -> bytes:
    """Stamp the sample subscriber's message; the same inputs give the same bytes."""
    builder = MessageBuilder(edition, newsletter, issue.id, SAMPLE_SECRET)
    return builder.stamp(sample_subscriber(edition), sample_time(issue, newsletter))
