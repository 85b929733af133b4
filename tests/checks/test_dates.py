from __future__ import annotations

from typing import Any

import pytest

REGISTER = "https://example.org/register"


def test_an_event_cannot_end_before_it_starts(desk: Any) -> None:
    """The two dates are held against each other, at the second."""
    desk.put("event", starts_on="2017-06-20", ends_on="2017-06-19")
    assert desk.said("C301") == [
        ("ends_on: '2017-06-19'", "The event starts on 2017-06-20 and ends before, on 2017-06-19.")
    ]


@pytest.mark.parametrize(("received", "late"), [("2017-05-31", False), ("2017-06-01", True)])
def test_late_means_after_the_deadline(desk: Any, received: str, late: bool) -> None:
    """What comes on the day of the deadline is in time."""
    desk.put(received_on=received)
    assert bool(desk.said("C302")) is late


def test_without_a_deadline_nothing_is_late(desk: Any) -> None:
    """An issue may do without a deadline."""
    desk.plan["deadline"] = None
    desk.put(received_on="2017-06-11")
    assert desk.problems() == []


@pytest.mark.parametrize(
    ("code", "kind", "field", "last_good", "first_bad"),
    [
        ("C303", "event", "starts_on", "2017-06-12", "2017-06-11"),
        ("C304", "call", "deadline", "2017-06-12", "2017-06-11"),
        ("C305", "news", "embargo_until", "2017-06-12", "2017-06-13"),
        ("C306", "news", "expires_on", "2017-06-12", "2017-06-11"),
    ],
)
def test_what_does_not_fit_the_day_of_sending_is_announced_as_left_out(
    desk: Any, code: str, kind: str, field: str, last_good: str, first_bad: str
) -> None:
    """The day of sending itself still counts; beyond it, the message names both days and what follows."""
    desk.put(kind, **{field: last_good})
    assert desk.problems() == []
    desk.put(kind, **{field: first_bad})
    [(line, what)] = desk.said(code)
    assert line == f"{field}: '{first_bad}'"
    assert first_bad in what
    assert "sent on 2017-06-12: it is left out" in what


def test_an_event_under_way_is_not_over(desk: Any) -> None:
    """The last day decides, not the first."""
    desk.put("event", starts_on="2017-06-01", ends_on="2017-06-12")
    assert desk.problems("C303") == []
    desk.put("event", starts_on="2017-06-01", ends_on="2017-06-11")
    assert desk.said("C303")[0][0] == "ends_on: '2017-06-11'"


def test_an_hour_needs_its_time_zone(desk: Any) -> None:
    """Without a zone, an hour means several."""
    desk.put("event", starts_at="9:30")
    assert desk.said("C307") == [("starts_at: '9:30'", "The event starts at 09:30, but in which time zone?")]
    desk.put("event", starts_at="9:30", timezone="America/Mexico_City")
    assert desk.problems() == []


@pytest.mark.parametrize(
    ("written", "cure"),
    [
        ("america/mexico_city", "Did you mean `America/Mexico_City`?"),
        ("America/Cancún", "Did you mean `America/Cancun`?"),
        ("../../etc/passwd", "Write a name such as"),
        ("Central Time in summer, or so they say", "Write a name such as"),
    ],
)
def test_a_time_zone_is_an_iana_name(desk: Any, written: str, cure: str) -> None:
    """Other names are refused on every system alike, with the one that was meant."""
    desk.put("event", starts_at="9:30", timezone=written)
    [problem] = desk.problems("C308")
    assert problem.cure.startswith(cure)


def test_registration_ends_with_the_event_at_the_latest(desk: Any) -> None:
    """Registering after the event is a slip in one of the dates."""
    desk.put("event", registration={"url": REGISTER, "until": "2017-06-21"})
    assert desk.said("C309") == [
        ("  until: '2017-06-21'", "Registration is open until 2017-06-21, and the event ends before, on 2017-06-20.")
    ]


def test_registration_that_has_closed_is_noticed(desk: Any) -> None:
    """Readers would follow a link that leads nowhere."""
    desk.put("event", registration={"url": REGISTER, "until": "2017-06-11"})
    assert desk.said("C310")[0][0] == "  until: '2017-06-11'"


@pytest.mark.parametrize("registration", [{"url": REGISTER}, {"url": REGISTER, "until": "2017-06-12"}])
def test_registration_that_is_open_is_not(desk: Any, registration: dict[str, str]) -> None:
    """Open until the day of sending, or without an end, is fine."""
    desk.put("event", registration=registration)
    assert desk.problems() == []


def test_of_an_event_that_is_over_only_that_is_said(desk: Any) -> None:
    """A closed registration of a past event is no second problem."""
    desk.put("event", starts_on="2017-06-01", registration={"url": REGISTER, "until": "2017-05-30"})
    assert [problem.code for problem in desk.problems()] == ["C303"]
