from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.audience.roll import Roll
from iki_newsletter.model.audience import Excluded, Reason
from iki_newsletter.model.position import Position
from iki_newsletter.model.problem import Problem
from iki_newsletter.model.subscriber import Subscriber

line_of_text = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=8)
subscribers = st.builds(
    Subscriber,
    line_of_text,
    line_of_text,
    line_of_text,
    st.sampled_from(["es", "de"]),
    *[line_of_text] * 3,
    st.lists(line_of_text, max_size=3).map(tuple),
    line_of_text,
    st.none() | st.dates(),
    line_of_text,
    line_of_text,
    st.integers(0, 10**9),
)


def person(number: int) -> Subscriber:
    """Give somebody."""
    address = f"p{number}@example.org"
    return Subscriber(address, address, address, "es", line=number)


@given(st.lists(subscribers, max_size=8, unique_by=lambda each: each.key))
@settings(max_examples=60, deadline=None)
def test_everybody_comes_back_as_they_were_entered(people: list[Subscriber]) -> None:
    """Whatever their names and dates are, in the order of the list."""
    roll = Roll()
    for each in people:
        roll.enter(each)

    assert list(roll.subscribers) == people
    assert len(roll.subscribers) == len(people)
    assert all(each.key in roll for each in people)


@pytest.mark.parametrize("number", [5, 999, 1000, 1001, 2500])
def test_rows_are_the_same_in_hand_and_on_the_disk(number: int) -> None:
    """However many rows wait to be written, each is found, counted and given once."""
    roll = Roll()
    for each in range(number):
        roll.enter(person(each))
        first = roll.first(f"p{each // 2}@example.org")
        assert first is not None
        assert first.line == each // 2

    assert [row.line for row in roll.subscribers] == list(range(number))
    assert roll.first("nobody@example.org") is None


def test_the_row_that_counts_is_the_first_that_is_neither_invalid_nor_a_duplicate() -> None:
    """Invalid rows and duplicates may stand before or behind it, as many as the list has."""
    roll = Roll()
    for line in (2, 3):
        roll.leave_out(Excluded("a@example.org", Reason.INVALID, line, "a@example.org"))
    assert roll.first("a@example.org") is None
    roll.leave_out(Excluded("a@example.org", Reason.INACTIVE, 4, "a@example.org"))
    for line in (5, 6):
        roll.leave_out(Excluded("a@example.org", Reason.DUPLICATE, line, "a@example.org"))

    assert roll.first("a@example.org") == (4, "inactive")
    assert [(row.line, row.reason) for row in roll.excluded] == [
        (2, Reason.INVALID),
        (3, Reason.INVALID),
        (4, Reason.INACTIVE),
        (5, Reason.DUPLICATE),
        (6, Reason.DUPLICATE),
    ]


def test_who_unsubscribes_changes_sides_and_keeps_their_place() -> None:
    """Somebody entered before stands among the excluded from then on, in the list's order, and stays on the roll."""
    roll = Roll()
    for number in (1, 2, 3):
        roll.enter(person(number))
    roll.leave_out(Excluded("x", Reason.INVALID, 4))

    roll.unsubscribe("p2@example.org")
    roll.unsubscribe("p2@example.org")
    roll.unsubscribe("nobody@example.org")

    assert [row.line for row in roll.subscribers] == [1, 3]
    assert [(row.line, row.reason.value) for row in roll.excluded] == [(2, "unsubscribed"), (4, "invalid")]
    assert (len(roll.subscribers), len(roll.excluded)) == (2, 2)
    assert "p2@example.org" in roll


def test_problems_come_line_by_line() -> None:
    """Some are known only at the list's end and belong to its head; those of one line keep their order."""
    roll, path = Roll(), Path("list.csv")
    noted = [
        Problem(code, Position(path, line), what, instead)
        for code, line, what, instead in (
            ("L110", 5, "b", ""), ("L111", 5, "a", "c"), ("L106", 0, "d", ""), ("L107", 1, "e", "f"),
        )
    ]  # fmt: skip
    for problem in noted:
        roll.note(problem)

    assert list(roll.problems) == [noted[2], noted[3], noted[0], noted[1]]


def test_a_reading_outlives_whoever_read_it() -> None:
    """What a roll gave can be gone through when the roll itself is out of sight."""
    roll = Roll()
    roll.enter(Subscriber("a@example.org", "a@example.org", "a@example.org", "es", consent_at=dt.date(2017, 5, 2)))
    people = roll.subscribers
    del roll

    assert [row.consent_at for row in people] == [dt.date(2017, 5, 2)]
