from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.audience.listfile import ListReading
from iki_newsletter.audience.planning import Conditions, Said, plan_audience, who_left
from iki_newsletter.errors import UsageError
from iki_newsletter.model.audience import Excluded, Reason
from iki_newsletter.model.subscriber import Subscriber
from iki_newsletter.store.suppressed import Suppressed, erased_key


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


def said(reasons: dict[str, str]) -> Said:
    """Give what was said: nothing but reasons not to mail somebody."""
    return Said(Suppressed(reasons.items()))


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

    audience = plan_audience(reading, said(suppressions), Conditions(consent_required))

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

    audience = plan_audience(reading, said(suppressed(1, Reason.COMPLAINED)), Conditions(consent_required=True))

    assert audience.by_reason == {Reason.COMPLAINED: 1, Reason.NO_CONSENT: 1}
    assert [row.line for row in audience.planned] == [3]


def test_without_the_need_of_consent_all_active_rows_are_planned() -> None:
    """Where consent is optional, a row without it is planned."""
    audience = plan_audience(reading_of([person(1), person(2)], []), Said(), Conditions())

    assert len(audience.planned) == 2
    assert not audience.excluded


SECRET = bytes(range(32))


def test_a_group_leaves_the_others_out_and_no_word_of_theirs() -> None:
    """Groups are compared without case and accents; who is in one of several gets it, and who left stays who left."""
    people = [
        replace(person(number), groups=groups)
        for number, groups in enumerate([("Ministry",), ("projects", "Público"), (), ("ministry",)], 1)
    ]
    said_of = said(suppressed(4, Reason.UNSUBSCRIBED))

    audience = plan_audience(reading_of(people, []), said_of, Conditions(groups=["ministry", "publico"]))

    assert [row.line for row in audience.planned] == [1, 2]
    assert audience.by_reason == {Reason.UNSUBSCRIBED: 1, Reason.NOT_IN_GROUP: 1}


def test_a_group_that_nobody_is_in_is_a_slip() -> None:
    """The nearest one is named."""
    people = [replace(person(1), groups=("ministry",))]
    with pytest.raises(UsageError, match="minstry") as refused:
        plan_audience(reading_of(people, []), Said(), Conditions(groups=["minstry"]))
    assert "ministry" in refused.value.instead


def test_who_was_erased_does_not_come_back_by_a_list() -> None:
    """Whatever an old list calls them, active or unsubscribed, they are erased, and known by nothing but the hash."""
    left = erased_key(SECRET, "p1@example.org"), erased_key(SECRET, "p3@example.org")
    said_of = Said(Suppressed([(key, "erased") for key in left], SECRET))
    gone = Excluded("p3@example.org", Reason.UNSUBSCRIBED, 3, "p3@example.org")
    reading = reading_of([person(1), person(2)], [gone])

    audience = plan_audience(reading, said_of, Conditions())

    assert [row.line for row in audience.planned] == [2]
    assert [(row.reason, row.key) for row in audience.excluded] == [
        (Reason.ERASED, left[0]),
        (Reason.ERASED, left[1]),
    ]
    assert not list(who_left(reading.excluded, said_of))


def test_a_wish_for_another_language_comes_before_the_list() -> None:
    """It holds where there is an edition in it."""
    said_of = Said(languages={"p1@example.org": "de", "p2@example.org": "fr"})

    audience = plan_audience(reading_of([person(1), person(2)], []), said_of, Conditions(languages=["es", "de"]))

    assert [row.language for row in audience.planned] == ["de", "es"]


def test_who_signed_up_is_in_the_audience_once() -> None:
    """Beside the list; where the list has them, the list's row counts; who is suppressed since is left out."""
    wishes = {row.key: row for row in (person(1, "by mail"), person(8, "by mail"), person(9, "by mail"))}
    said_of = Said(Suppressed(suppressed(9, Reason.UNSUBSCRIBED).items()), sign_ups=wishes)
    reading = replace(reading_of([person(1), person(2)], []), keys={"p1@example.org", "p2@example.org"})

    audience = plan_audience(reading, said_of, Conditions())

    assert [row.key for row in audience.planned] == ["p1@example.org", "p2@example.org", "p8@example.org"]
    assert audience.by_reason == {Reason.UNSUBSCRIBED: 1}
    assert audience.size == 4
    assert audience.reading.endswith("and 2 who signed up")


def test_a_yes_after_the_list_s_no_makes_the_list_old() -> None:
    """Only where it was said after it, which the sign-up knows; without such a yes, the list is believed."""
    rows = [
        Excluded(f"p{number}@example.org", Reason.UNSUBSCRIBED, number, f"p{number}@example.org") for number in (1, 2)
    ]
    reading = replace(reading_of([], rows), keys={"p1@example.org", "p2@example.org"})
    wishes = {row.key: row for row in (person(1, "by mail"), person(2, "by mail"))}
    said_of = Said(sign_ups=wishes, beating=frozenset({"p1@example.org"}))

    audience = plan_audience(reading, said_of, Conditions())

    assert [row.key for row in audience.planned] == ["p1@example.org"]
    assert [row.key for row in audience.excluded] == ["p2@example.org"]
    assert list(who_left(rows, said_of)) == ["p2@example.org"]
    assert audience.size == 2
