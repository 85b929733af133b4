"""What a Postfix's log proves about messages: which were queued, and from when to when the log reaches.

A `message-id=` line of cleanup alone proves nothing: a message whose dot never came has one too. The queue manager's
`(queue active)` line of the same queue id proves that Postfix has taken the message.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_LINE: Final = re.compile(
    r"(?:<\d+>)?(?P<when>\d{4}-\d\d-\d\dT\S+|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d)\s+\S+\s+(?P<rest>.*)"
)
_ENTRY: Final = re.compile(r"\S+/(?P<daemon>[a-z]+)\[\d+\]: (?P<id>[0-9A-Za-z]{5,}): (?P<said>.*)")
_LOST: Final = re.compile(
    r"begin to drop messages|messages lost due to rate-limiting|Suppressed \d+ messages|imuxsock lost", re.IGNORECASE
)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(slots=True)
class LogReading:
    """What was found; Message-IDs with their angle brackets."""

    queued: dict[str, str] = field(default_factory=dict)
    """Message-ID to the queue id under which Postfix has taken it."""
    seen: set[str] = field(default_factory=set)
    """The Message-IDs that the log names at all."""
    held: set[str] = field(default_factory=set)
    """The Message-IDs that a rule of the server's put on hold: taken, and not active."""
    first: dt.datetime | None = None
    """When the log begins; where the clocks show a time twice, the later."""
    last: dt.datetime | None = None
    """When it ends; where the clocks show a time twice, the earlier."""
    has_gaps: bool = False
    """Whether the system says that lines were dropped: then nothing that is missing means anything."""

    def covers(self, begin: dt.datetime, end: dt.datetime) -> bool:
        """Tell whether the log was kept from before `begin` until after `end`, without a known gap."""
        # Traditional stamps have no fractions: the first line may be almost a second later than it says.
        second = dt.timedelta(seconds=1)
        if self.first is None or self.last is None or self.has_gaps:
            return False
        return self.first + second < begin and end < self.last


def read_postfix_log(
    lines: Iterable[str], wanted: Collection[str], near: dt.datetime, zone: dt.tzinfo | None = None
) -> LogReading:
    """Read a log's lines, in their order, for the `wanted` Message-IDs.

    Stamps are RFC 3339, or traditional (`Jun 12 14:00:01`), in `zone`, else this computer's; they have no year, and
    are taken for those nearest to `near`. Lines of other programs count for the time that the log covers.
    """
    reading, ids = LogReading(), dict[str, str]()
    wanted = frozenset(wanted)
    stamps: list[str] = []
    for line in lines:
        found = _LINE.match(line)
        if found is None:
            continue
        stamps[1:] = [found["when"]]
        if _LOST.search(found["rest"]):
            reading.has_gaps = True
        entry = _ENTRY.match(found["rest"])
        if entry is not None:
            _note(entry["daemon"], entry["id"], entry["said"], ids, wanted, reading)
    if stamps:
        reading.first = max(_moments(stamps[0], near, zone), default=None)
        reading.last = min(_moments(stamps[-1], near, zone), default=None)
    return reading


def _note(
    daemon: str, queue_id: str, said: str, ids: dict[str, str], wanted: frozenset[str], reading: LogReading
) -> None:
    """Follow a queue id from one message to the next: short ones are used again."""
    if daemon == "cleanup" and said.startswith("message-id="):
        message_id = said.removeprefix("message-id=").strip()
        ids.pop(queue_id, None)
        if message_id in wanted:
            ids[queue_id] = message_id
            reading.seen.add(message_id)
    elif queue_id not in ids:
        return
    elif daemon == "qmgr" and said.endswith("(queue active)"):
        reading.queued.setdefault(ids[queue_id], queue_id)
    elif daemon == "cleanup" and re.match(r"(milter-)?hold:", said):
        reading.held.add(ids[queue_id])
    elif said.startswith(("client=", "removed")):
        del ids[queue_id]


def _moments(stamp: str, near: dt.datetime, zone: dt.tzinfo | None) -> list[dt.datetime]:
    """Read a stamp: one moment, or two where the clocks show it twice."""
    if stamp[0].isdigit():
        try:
            moment = dt.datetime.fromisoformat(stamp)
        except ValueError:
            return []
        return [moment] if moment.tzinfo else _both(moment, zone)
    month, day, clock = stamp[:3], int(stamp[4:6]), stamp[7:]
    if month not in _MONTHS:
        return []
    hour, minute, second = map(int, clock.split(":"))
    found: list[list[dt.datetime]] = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            naive = dt.datetime(year, _MONTHS.index(month) + 1, day, hour, minute, min(second, 59))  # noqa: DTZ001 - its zone follows
        except ValueError:  # the 29th of February of another year
            continue
        found.append(_both(naive, zone))
    return min(found, key=lambda moments: abs(moments[0] - near), default=[])


def _both(naive: dt.datetime, zone: dt.tzinfo | None) -> list[dt.datetime]:
    if zone is None:
        return [naive.replace(fold=fold).astimezone() for fold in (0, 1)]
    return [naive.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1)]
