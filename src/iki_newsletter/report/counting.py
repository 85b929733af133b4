"""From plain counts to the figures of the readership: arithmetic in which everybody planned is accounted for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from iki_newsletter.model.delivery import State
from iki_newsletter.report.figures import AudienceReport, CampaignFigures, MonthFigures, Tally, Today
from iki_newsletter.report.shares import Growth

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from iki_newsletter.store.statistics import CampaignRow, Count, MomentCount, Statistics

OTHERS: Final = "@"
"""Stands for groups whose names hold an address: a list may have anything in that column, a report must not."""
_WAITING: Final = (State.PENDING, State.CLAIMED, State.SENDING, State.DEFERRED)
_UNTRIED: Final = (State.PENDING, State.CLAIMED, State.WITHDRAWN)
_WORDS: Final = {"confirmed": "joined"}


@dataclass(frozen=True, slots=True)
class Frame:
    """Which part is asked for, and by whose clock."""

    now: dt.datetime
    timezone: str = "UTC"
    since: str = ""
    """The first month, as in 2017-01; empty for all."""

    def day(self, moment: dt.datetime) -> dt.date:
        """Give the day of a moment on this clock."""
        return moment.astimezone(ZoneInfo(self.timezone)).date()

    def month(self, moment: dt.datetime) -> str:
        """Give the month of a moment on this clock."""
        return f"{self.day(moment):%Y-%m}"


def make_report(statistics: Statistics | None, today: Today, frame: Frame) -> AudienceReport:
    """Put the figures together; without statistics only today is known."""
    made_on = frame.day(frame.now)
    if statistics is None:
        return AudienceReport(made_on, today, since=frame.since, has_ledger=False, has_sent=False)
    campaigns = tuple(_with_growth(_campaigns(statistics, frame)))
    shown = tuple(each for each in campaigns if f"{each.begun_on:%Y-%m}" >= frame.since)
    return AudienceReport(
        made_on, today, shown, tuple(_months(statistics, campaigns, frame)), frame.since, has_sent=bool(campaigns)
    )


def by_size(groups: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Add groups up, the largest first, those in none last; names that hold an address are put together."""
    sums: Counter[str] = Counter()
    for name, number in groups:
        sums[OTHERS if "@" in name else name] += number
    return dict(sorted(sums.items(), key=lambda item: (item[0] in ("", OTHERS), -item[1], item[0])))


# --- campaigns -----------------------------------------------------------------------------------------------


def _campaigns(statistics: Statistics, frame: Frame) -> Iterator[CampaignFigures]:
    """Go through those of which anything was tried: a plan that reached nobody binds nobody."""
    for row in statistics.campaigns:
        deliveries = _of(statistics.deliveries, row.id)
        if not sum(each.number for each in deliveries if each.word not in _UNTRIED):
            continue
        spoken = dict.fromkeys([*row.languages, *(each.language for each in deliveries)])
        counts = (deliveries, *(_of(counted, row.id) for counted in _later(statistics)))
        yield CampaignFigures(
            row.id,
            row.issue,
            frame.day(row.begun_at),
            _tally(row, *counts),
            {language: _tally(row, *(_in(language, counted) for counted in counts)) for language in spoken},
            by_size((each.word, each.number) for each in _of(statistics.groups, row.id)),
            {each.word: each.number for each in _of(statistics.excluded, row.id) if each.number},
        )


def _later(statistics: Statistics) -> tuple[Sequence[Count], ...]:
    return statistics.returned, statistics.said, statistics.left


def _tally(
    row: CampaignRow,
    deliveries: Sequence[Count],
    returned: Sequence[Count],
    said: Sequence[Count],
    left: Sequence[Count],
) -> Tally:
    states = _sums(deliveries)
    failed: Counter[str] = Counter()
    for each in deliveries:
        if each.word == State.FAILED:
            failed[each.more] += each.number
    return Tally(
        sum(states.values()),
        states[State.SENT],
        states[State.UNCERTAIN],
        dict(sorted(failed.items())),
        sum(states[state] for state in _WAITING),
        states[State.WITHDRAWN],
        dict(sorted(_sums(returned).items())),
        dict(sorted(_sums(said).items())),
        None if row.is_forgotten else dict(sorted(_sums(left).items())),
    )


def _sums(counts: Iterable[Count]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for each in counts:
        sums[each.word] += each.number
    return sums


def _of(counts: Iterable[Count], campaign: str) -> list[Count]:
    return [each for each in counts if each.campaign == campaign]


def _in(language: str, counts: Iterable[Count]) -> list[Count]:
    return [each for each in counts if each.language == language]


def _with_growth(campaigns: Iterable[CampaignFigures]) -> Iterator[CampaignFigures]:
    """Compare each issue that went to everybody with the one before that did; nothing else can be compared."""
    before: CampaignFigures | None = None
    for each in campaigns:
        if each.is_correction or each.is_partial:
            yield each
            continue
        growth = Growth(before.issue, before.total.planned, each.total.planned) if before else None
        yield replace(each, growth=growth)
        before = each


# --- months --------------------------------------------------------------------------------------------------


def _months(statistics: Statistics, campaigns: Sequence[CampaignFigures], frame: Frame) -> Iterator[MonthFigures]:
    """Go through the months from the first of which anything is known; one in which nothing changed is a zero."""
    counted = _by_month(statistics.moments, frame)
    known = sorted([*counted, *(f"{each.begun_on:%Y-%m}" for each in campaigns)])
    if not known:
        return
    month, last = max(known[0], frame.since), max(known[-1], frame.month(frame.now))
    while month <= last:
        yield MonthFigures(month, **counted.get(month, {}))
        month = _next(month)


def _by_month(moments: Iterable[MomentCount], frame: Frame) -> Mapping[str, Mapping[str, int]]:
    counted: dict[str, Counter[str]] = {}
    for each in moments:
        counted.setdefault(frame.month(each.at), Counter())[_WORDS.get(each.what, each.what)] += each.number
    return counted


def _next(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"
