"""Where an issue stands in one sentence, and what to do next in another, from its roster."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from iki_newsletter.model.roster import Approved, Arrival

if TYPE_CHECKING:
    from iki_newsletter.model.roster import Roster

_SOON: Final = dt.timedelta(days=7)
"""How long before the deadline it is time to remind."""


def summary(roster: Roster) -> str:
    """Say it: "2017-06, number 1: 16 of 22 projects have sent 16 items; 6 missing. Deadline 2017-05-24, today"."""
    counts = roster.counts
    parts = [f"{roster.sent} of {len(roster.projects)} projects have sent {_count(roster.came, 'item')}"]
    parts += [f"{len(roster.left_out)} left out"] if roster.left_out else []
    parts += [f"{counts[Arrival.LATE]} late"] if counts[Arrival.LATE] else []
    parts += [f"{counts[Arrival.WAITING]} waiting"] if counts[Arrival.WAITING] else []
    parts += [f"{counts[Arrival.MISSING]} missing"] if counts[Arrival.MISSING] else []
    parts += [f"{len(roster.silent)} silent for six months"] if roster.silent else []
    return f"{roster.issue}, number {roster.number}: {'; '.join(parts)}. {deadline(roster)}"


def deadline(roster: Roster) -> str:
    """Count down: "Deadline 2017-05-24, in 5 days; goes out 2017-06-01."."""
    goes_out = f"{'day of sending' if roster.today > roster.sends_on else 'goes out'} {roster.sends_on}"
    if roster.deadline is None or roster.days_left is None:
        return f"No deadline; {goes_out}."
    if roster.today > roster.sends_on:
        return f"Deadline {roster.deadline}; {goes_out}."
    days = roster.days_left
    left = "today" if not days else f"in {_count(days, 'day')}" if days > 0 else f"{_count(-days, 'day')} ago"
    return f"Deadline {roster.deadline}, {left}; {goes_out}."


def next_step(roster: Roster) -> str:
    """Say what to do next: the first thing on the way to the readers that is not done."""
    return next(filter(None, (_sent(roster), _gather(roster), _edit(roster), _approve(roster))), _send(roster))


def _sent(roster: Roster) -> str:
    own = roster.campaign("")
    if own is None or own.is_sandbox:
        return ""
    if own.sum.unfinished:
        return f"Go on sending: {own.sum.unfinished} wait. iki-news send {roster.issue}"
    return f"It has been sent. Who got it: iki-news deliveries {roster.issue}"


def _gather(roster: Roster) -> str:
    """Call, go on calling, or remind, while there is time; before reminding, take what has come."""
    missing = roster.counts[Arrival.MISSING]
    if not missing or roster.today > roster.sends_on or roster.deadline is None:
        return _take_in(roster)
    for name in ("call", "remind"):
        begun = roster.campaign(name)
        if begun is not None and begun.sum.unfinished:
            return f"{begun.sum.unfinished} mails of {begun.id} wait: iki-news {name} {roster.issue}"
    if roster.campaign("call") is None and roster.today <= roster.deadline:
        return f"Call for contributions: iki-news call {roster.issue}"
    if roster.waiting:
        return _take_in(roster)
    last = roster.campaign("remind")
    is_time = roster.deadline - roster.today <= _SOON
    if is_time and (last is None or roster.today - last.begun_on >= _SOON / 2):
        return f"Remind the {_count(missing, 'project')} of which nothing has come: iki-news remind {roster.issue}"
    return ""


def _take_in(roster: Roster) -> str:
    if not roster.waiting:
        return ""
    place = f"issues/{roster.issue}/incoming"
    return f"Mend what waits in {place}, then take it: iki-news collect {roster.issue} {place}"


def _edit(roster: Roster) -> str:
    if roster.broken:
        which = "file that cannot be used" if len(roster.broken) == 1 else "files that cannot be used"
        return f"Mend {len(roster.broken)} {which}: iki-news check {roster.issue}"
    if not roster.items:
        if roster.campaign("call") is not None:
            return f"Take in what comes, from a folder or a mailbox: iki-news collect {roster.issue} SOURCE"
        return f"Write the first: iki-news new contribution {roster.issue} --project P --kind news"
    if roster.incomplete:
        are = "is" if len(roster.incomplete) == 1 else "are"
        return (
            f"Translate what is missing: {_count(len(roster.incomplete), 'item')} {are} not whole in every language. "
            f"iki-news check {roster.issue} --select C4"
        )
    return _release(roster) if roster.unreleased else ""


def _release(roster: Roster) -> str:
    begun = roster.campaign("proof")
    waits = f"{_count(len(roster.unreleased), 'item')} not released yet"
    changed = sum(item.has_changed for item in roster.unreleased)
    waits += f", {changed} of them changed since" if changed else ""
    if begun is None:
        return f"Have the projects release their items, {waits}: iki-news proof {roster.issue}"
    if begun.sum.unfinished:
        return f"{begun.sum.unfinished} mails of {begun.id} wait: iki-news proof {roster.issue}"
    return f"Write down who agreed, {waits}: iki-news release {roster.issue} NAME --by WHO"


def _approve(roster: Roster) -> str:
    approval = roster.approval
    if not approval.is_required or approval.approved is Approved.YES:
        return ""
    if approval.approved is Approved.UNKNOWN:
        return f"See whether the approval still holds: iki-news diff {roster.issue}"
    return f'Have it approved: iki-news approve {roster.issue} --as "YOUR NAME"'


def _send(roster: Roster) -> str:
    return f"See who would get it: iki-news send {roster.issue} --dry-run"


def _count(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
