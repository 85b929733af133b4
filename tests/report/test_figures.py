from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.made import CORRECTED, ISSUES, NOW, PARTIAL

from iki_newsletter.report.counting import Frame, by_size, make_report
from iki_newsletter.report.figures import Today
from iki_newsletter.report.shares import FEW, Growth, Share
from iki_newsletter.store.statistics import CampaignRow, Count, MomentCount, Statistics
from iki_newsletter.workflow.audience_report import report_audience

if TYPE_CHECKING:
    from tests.report.made import Made

    from iki_newsletter.report.figures import CampaignFigures
    from iki_newsletter.workflow.audience_report import AudienceResult

CAMPAIGNS = (*ISSUES[:6], f"{CORRECTED}/correction-1", *ISSUES[6:])
GRAVEST = ("dead", "refused", "full", "temporary")
ZONE = ZoneInfo("America/Mexico_City")


def figures_of(result: AudienceResult, campaign: str) -> CampaignFigures:
    """Give one campaign's figures."""
    return next(each for each in result.report.campaigns if each.id == campaign)


def month_of(at: dt.datetime) -> str:
    """Give the month in Mexico."""
    return f"{at.astimezone(ZONE):%Y-%m}"


def test_every_campaign_is_there_in_the_order_of_time(result: AudienceResult) -> None:
    """The issues and the correction, which is told from them."""
    assert tuple(each.id for each in result.report.campaigns) == CAMPAIGNS
    assert [each.id for each in result.report.campaigns if each.is_correction] == [f"{CORRECTED}/correction-1"]
    assert [each.issue for each in result.report.issues] == list(ISSUES)


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_deliveries_are_counted_by_language_and_state(made: Made, result: AudienceResult, campaign: str) -> None:
    """The same numbers as of the rows, and everybody planned is somewhere."""
    figures = figures_of(result, campaign)
    people = [person for name, person in made.planned if name == campaign]
    assert figures.total.planned == len(people)
    for language in ("es", "de", "en"):
        tally = figures.languages[language]
        fates = [made.states[campaign, each.key] for each in people if each.language == language]
        states = Counter(state for state, _, _ in fates)
        assert (tally.planned, tally.sent, tally.uncertain) == (len(fates), states["sent"], states["uncertain"])
        assert tally.failed == Counter(reason for state, reason, _ in fates if state == "failed")
        assert tally.planned == tally.gone_out + tally.failures + tally.waiting + tally.withdrawn


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_what_came_back_counts_each_delivery_once(made: Made, result: AudienceResult, campaign: str) -> None:
    """Of several reports about one mail the gravest counts; what people said is counted beside it."""
    heard: dict[str, set[str]] = {}
    for name, key, kind in made.returned:
        if name == campaign:
            heard.setdefault(key, set()).add(kind)
    graves = [next((kind for kind in GRAVEST if kind in kinds), None) for kinds in heard.values()]
    figures = figures_of(result, campaign).total
    assert figures.returned == Counter(kind for kind in graves if kind)
    assert figures.returns is not None
    assert figures.returns.number == sum(kind in {"dead", "full", "refused"} for kind in graves)
    assert figures.returns.of == figures.sent + figures.uncertain
    said = Counter(kind for kinds in heard.values() for kind in kinds if kind not in GRAVEST)
    assert figures.said == said


def test_who_left_counts_at_the_newest_issue_that_they_had(made: Made, result: AudienceResult) -> None:
    """However their word came, once; also who was erased since; not those whom an old list called gone."""
    expected: Counter[tuple[str, str, str]] = Counter()
    for key, at, what in made.history:
        had = [
            (when, campaign)
            for (campaign, each), (state, _, when) in made.states.items()
            if each == key and state in {"sent", "uncertain"} and when <= at and campaign in ISSUES
        ]
        if what in {"unsubscribed", "complained"} and had:
            expected[max(had)[1], made.people[key].language, what] += 1
    counted = {
        (each.id, language, what): number
        for each in result.report.campaigns
        for language, tally in each.languages.items()
        for what, number in (tally.left or {}).items()
    }
    assert counted == expected
    assert sum(expected.values()) > 20


def test_groups_are_those_of_the_planning(made: Made, result: AudienceResult) -> None:
    """Who is in several counts in each, who is in none in none."""
    for campaign in CAMPAIGNS:
        groups = Counter(
            group for name, person in made.planned if name == campaign for group in person.groups or ("",)
        )
        assert figures_of(result, campaign).groups == groups


def test_months_are_those_of_the_newsletters_clock(made: Made, result: AudienceResult) -> None:
    """What happened at night in Berlin counts to the month in which it was evening in Mexico; no month is missing."""
    expected: dict[str, Counter[str]] = {}
    for key, at, what in made.history:
        if key not in made.old_leavers:
            expected.setdefault(month_of(at), Counter())["joined" if what == "confirmed" else what] += 1
    assert [each.month for each in result.report.months] == [
        "2017-06", "2017-07", "2017-08", "2017-09", "2017-10", "2017-11", "2017-12",
        "2018-01", "2018-02", "2018-03", "2018-04", "2018-05", "2018-06",
    ]  # fmt: skip
    for each in result.report.months:
        counted = {
            name: getattr(each, name)
            for name in ("joined", "restored", "unsubscribed", "complained", "dead", "full", "erased")
        }
        assert +Counter(counted) == expected.get(each.month, Counter())
    assert next(each for each in result.report.months if each.month == "2018-05").erased == 1


def test_today_is_the_list_and_what_was_said_beside_it(made: Made, result: AudienceResult) -> None:
    """Everybody who is not suppressed gets it; suppressed people, rows twice and broken ones are left out."""
    active = [person for key, person in made.people.items() if key not in made.out]
    today = result.report.today
    assert today.languages == Counter(person.language for person in active)
    assert today.active == len(active)
    reasons = Counter(made.out.values()) + Counter({"duplicate": 1, "invalid": 1})
    assert today.left_out == reasons


def test_growth_compares_issues_that_went_to_everybody(made: Made, result: AudienceResult) -> None:
    """Neither the correction nor the issue for one group is compared, with anything or by anything."""
    whole = [issue for issue in ISSUES if issue != PARTIAL]
    sizes = Counter(campaign for campaign, _ in made.planned)
    for before, now in zip([None, *whole[:-1]], whole, strict=True):
        growth = figures_of(result, now).growth
        if before is None:
            assert growth is None
        else:
            assert growth == Growth(before, sizes[before], sizes[now])
    assert figures_of(result, PARTIAL).growth is None
    assert figures_of(result, f"{CORRECTED}/correction-1").growth is None


def test_since_leaves_out_what_was_before(made: Made, result: AudienceResult) -> None:
    """Issues and months; the first issue that is left is still compared with the one before it."""
    later = report_audience(made.workspace, NOW, "2018-01").report
    assert [each.id for each in later.issues] == ["2018-01", "2018-02", "2018-04", "2018-06"]
    assert later.months == result.report.months[7:]
    assert later.issues[0].growth == figures_of(result, "2018-01").growth
    assert later.today == result.report.today


# --- small cases ---------------------------------------------------------------------------------------------

JUNE = dt.datetime(2018, 6, 12, tzinfo=dt.UTC)
FRAME = Frame(JUNE)
ROW = CampaignRow("2018-06", "2018-06", JUNE, is_forgotten=False, languages=("es",))


def counts(**states: int) -> tuple[Count, ...]:
    """Make the counts of one campaign's deliveries."""
    return tuple(Count("2018-06", "es", state, number) for state, number in states.items())


def test_a_plan_that_reached_nobody_is_no_campaign() -> None:
    """Only from the first try on does it count; what waits for its second try has been tried."""
    planned = Statistics((ROW,), counts(pending=9, claimed=1))
    tried = Statistics((ROW,), counts(pending=9, deferred=1))
    assert make_report(planned, Today(), FRAME).campaigns == ()
    assert make_report(tried, Today(), FRAME).campaigns[0].total.waiting == 10


def test_who_left_cannot_be_told_of_those_who_were_forgotten() -> None:
    """Nothing is known, which is not the same as nobody."""
    row = CampaignRow("2018-06", "2018-06", JUNE, is_forgotten=True, languages=("es",))
    total = make_report(Statistics((row,), counts(sent=40)), Today(), FRAME).campaigns[0].total
    assert (total.left, total.leavers) == (None, None)


def test_without_a_ledger_only_today_is_known() -> None:
    """It is said that there is none."""
    report = make_report(None, Today({"es": 3}), FRAME)
    assert (report.has_ledger, report.campaigns, report.months, report.today.active) == (False, (), (), 3)


def test_a_ledger_of_the_future_ends_nothing() -> None:
    """A moment after now, from a clock that was wrong, still has its month; a `since` after everything has none."""
    statistics = Statistics((), (), moments=(MomentCount(JUNE.replace(month=8), "confirmed", 2),))
    assert [each.month for each in make_report(statistics, Today(), FRAME).months] == ["2018-08"]
    assert make_report(statistics, Today(), Frame(JUNE, since="2030-01")).months == ()


@given(st.dictionaries(st.text(max_size=12) | st.emails(), st.integers(0, 50)))
def test_no_group_is_called_by_an_address(groups: dict[str, int]) -> None:
    """Whatever stands in the column of groups: names with an @ are put together, and nobody is lost."""
    sums = by_size(groups.items())
    assert all("@" not in name or name == "@" for name in sums)
    assert sum(sums.values()) == sum(groups.values())


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_few_people_get_no_percentage(number: int, of: int) -> None:
    """Below twenty there is none; from there on it is what it should be."""
    for part in (Share(number, of).part, Growth("2018-05", of, of + number).part):
        assert (part is None) is (of < FEW)
        assert part is None or part == pytest.approx(number / of)
