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
_LONG_NAME: Final = " ".join(["María de los Ángeles Núñez-Müller O’Brien"] * 5)[:200].strip()
_LONG_ADDRESS: Final = f"{'a' * 64}@{'.'.join(['b' * 63, 'c' * 63, 'd' * 53])}.example"


def sample_subscriber(edition: Edition) -> Subscriber:
    """Give the person that an edition is shown as sent to."""
    return Subscriber(_ADDRESS, _ADDRESS, _ADDRESS, edition.language, name=edition.wording["sample_name"])


def sample_time(issue: Issue, newsletter: Newsletter) -> dt.datetime:
    """Give the time that a sample message is dated with: nine in the morning of the issue's day."""
    return dt.datetime.combine(issue.sends_on, _HOUR, ZoneInfo(newsletter.timezone))


def sample_message(edition: Edition, issue: Issue, newsletter: Newsletter) -> bytes:
    """Stamp the sample subscriber's message; the same inputs give the same bytes.

    It is unsigned: who has the key makes no difference to a build.
    """
    return _stamped([sample_subscriber(edition)], edition, issue, newsletter)[0]


def sample_messages(edition: Edition, issue: Issue, newsletter: Newsletter) -> tuple[bytes, bytes]:
    """Stamp the sample subscriber's message, and that of somebody whose name and address are as long as can be."""
    first, other = _stamped([sample_subscriber(edition), longest_subscriber(edition)], edition, issue, newsletter)
    return first, other


def longest_subscriber(edition: Edition) -> Subscriber:
    """Give somebody whose name is as long as a list may have it, and whose address as mail servers take it."""
    return Subscriber(_LONG_ADDRESS, _LONG_ADDRESS, _LONG_ADDRESS, edition.language, name=_LONG_NAME)


def _stamped(people: list[Subscriber], edition: Edition, issue: Issue, newsletter: Newsletter) -> list[bytes]:
    builder = MessageBuilder(edition, newsletter, issue.id, SAMPLE_SECRET)
    at = sample_time(issue, newsletter)
    return [builder.stamp(person, at) for person in people]
