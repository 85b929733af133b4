from __future__ import annotations

import datetime as dt
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.audience.listfile import ListReading
from iki_newsletter.audience.planning import plan_audience
from iki_newsletter.model.audience import Excluded, Reason
from iki_newsletter.model.subscriber import Subscriber


def reading_of(subscribers: list[Subscriber], excluded: list[Excluded]) -> ListReading:
    """Make a reading as a list would give it."""
    rows = len(subscribers) + len(excluded)
    return ListReading(Path("list.csv"), f"UTF-8, commas, {rows} rows", rows, tuple(subscribers), tuple(excluded), ())


def person(number: int, source: str = "", day: dt.date | None = None) -> Subscriber:
    """Give somebody on the list."""
    address = f"p{number}@example.org"
    return Subscriber(address, address, address, "es", consent_source=source, consent_at=day, line=number)


def suppressed(number: int, reason: Reason) -> dict[str, str]:
    """Give why somebody is suppressed by their key."""
    return {f"p{number}@example.org": reason.value}


@given(
    st.lists(st.sampled_from(["row", "consents", "dated", "invalid", "duplicate"]), max_size=30),
    st.dictionaries(st.integers(1, 30), st.sampled_from([Reason.UNSUBSCRIBED, Reason.DEAD, Reason.ERASED])),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_the_audience_is_planned_and_excluded(
    kinds: list[str], asked: dict[int, Reason], consent_required: bool
) -> None:
    """Audience = planned + excluded, always; nobody suppressed is planned, and both keep the list's order."""
    subscribers, excluded = [], []
    for number, kind in enumerate(kinds, 1):
        if kind in {"invalid", "duplicate"}:
            excluded.append(Excluded(f"p{number}@example.org", Reason(kind), number))
        else:
            day = dt.date(2017, 5, 2) if kind == "dated" else None
            subscribers.append(person(number, "form" if kind == "consents" else "", day))
    reading = reading_of(subscribers, excluded)
    suppressions = {key: row for number, reason in asked.items() for key, row in suppressed(number, reason).items()}

    audience = plan_audience(reading, suppressions, consent_required=consent_required)

    assert audience.size == reading.rows == sum(audience.by_reason.values()) + len(audience.planned)
    assert not {row.key for row in audience.planned} & set(suppressions)
    assert [row.line for row in audience.planned] == sorted(row.line for row in audience.planned)
    assert [row.line for row in audience.excluded] == sorted(row.line for row in audience.excluded)
    if consent_required:
        assert all(row.consent_source or row.consent_at for row in audience.planned)
    assert audience.reading == reading.sentence


def test_people_s_word_comes_before_a_missing_consent() -> None:
    """Who asked to be left out is counted as that, and the reason is the suppression's own."""
    reading = reading_of([person(1), person(2), person(3, "form")], [])

    audience = plan_audience(reading, suppressed(1, Reason.COMPLAINED), consent_required=True)

    assert audience.by_reason == {Reason.COMPLAINED: 1, Reason.NO_CONSENT: 1}
    assert [row.line for row in audience.planned] == [3]


def test_without_the_need_of_consent_all_active_rows_are_planned() -> None:
    """Where consent is optional, a row without it is planned."""
    audience = plan_audience(reading_of([person(1), person(2)], []), {}, consent_required=False)

    assert len(audience.planned) == 2
    assert not audience.excluded
