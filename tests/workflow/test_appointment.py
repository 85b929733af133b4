from __future__ import annotations

import datetime as dt

import pytest

from iki_newsletter.errors import RefusedError, UsageError
from iki_newsletter.workflow.appointment import TOO_LATE, read_appointment, refuse_when_late, wait_for

ZONE = "America/Mexico_City"
NINE = read_appointment("2017-06-12 09:00", ZONE)


class Clock:
    """A clock that only sleep moves, and what was told meanwhile."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now
        self.told: list[str] = []
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Pass the time."""
        self.slept.append(seconds)
        self.now += dt.timedelta(seconds=seconds)

    def wait(self) -> None:
        """Wait for nine o'clock."""
        wait_for(NINE, clock=lambda: self.now, sleep=self.sleep, tell=self.told.append)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2017-06-12 09:00 America/Mexico_City", "2017-06-12T14:00"),
        ("2017-06-12T09:00 Europe/Berlin", "2017-06-12T07:00"),
        ("2017-12-12 09:00 Europe/Berlin", "2017-12-12T08:00"),
        ("2017-06-12 9:00", "2017-06-12T14:00"),
        ("2017-06-12 9:00 am", "2017-06-12T14:00"),
        ("2017-06-12 9:00 p.m. Europe/Berlin", "2017-06-12T19:00"),
        ("2017-06-12 12:30am UTC", "2017-06-12T00:30"),
        ("2017-06-12 12:30 PM UTC", "2017-06-12T12:30"),
        ("2017-06-12 9:00pm+02:00", "2017-06-12T19:00"),
        ("2017-06-12 09:00 America/Managua", "2017-06-12T15:00"),
        (" 2017-06-12 09:00:00 UTC ", "2017-06-12T09:00"),
        ("2017-06-12T09:00Z", "2017-06-12T09:00"),
        ("2017-06-12 09:00+02:00", "2017-06-12T07:00"),
        ("2017-10-29 02:30+02:00", "2017-10-29T00:30"),
    ],
)
def test_forms_of_a_time(text: str, utc: str) -> None:
    """Day, time and zone by name or distance; without a zone it is the newsletter's."""
    assert read_appointment(text, ZONE).at == dt.datetime.fromisoformat(f"{utc}+00:00")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tomorrow", "2017-06-12 09:00 America/Mexico_City"),
        ("09:00", "2017-06-12 09:00 America/Mexico_City"),
        ("12.06.2017 09:00", "2017-06-12 09:00 America/Mexico_City"),
        ("2017-06-31 09:00", "that there is not"),
        ("2017-06-12 25:00", "that there is not"),
        ("2017-06-12 09:00 Mexico_City", "Did you mean America/Mexico_City?"),
        ("2017-06-12 09:00 europe/berlin", "Did you mean Europe/Berlin?"),
        ("2017-06-12 09:00 Nowhere/Atall", "Write one as in"),
        ("2017-06-12 09:00 ABC", "Write one as in"),
        ("2017-06-12 13:00 pm", "must be in 1..12"),
        ("2017-06-12 0:30 am", "must be in 1..12"),
        ("2017-03-26 02:30 Europe/Berlin", "skip 02:30"),
        ("2017-10-29 02:30 Europe/Berlin", "02:30 twice"),
    ],
)
def test_other_forms_are_told_kindly(text: str, said: str) -> None:
    """What cannot be meant is refused with what to write instead."""
    with pytest.raises(UsageError) as refused:
        read_appointment(text, ZONE)
    assert said in " ".join(refused.value.lines())


@pytest.mark.parametrize(
    ("zone", "meant"),
    [
        ("CST", ZONE),
        ("cdt", ZONE),
        ("CET", "Europe/Berlin"),
        ("CEST", "Europe/Berlin"),
        ("MEZ", "Europe/Berlin"),
        ("MESZ", "Europe/Berlin"),
        ("EST", "America/Cancun"),
        ("PST", "America/Tijuana"),
    ],
)
def test_an_abbreviation_is_never_guessed_at(zone: str, meant: str) -> None:
    """Not even where the database of zones knows it: half of the year it would be an hour off."""
    with pytest.raises(UsageError) as refused:
        read_appointment(f"2027-06-12 09:00 {zone}", "Europe/Berlin")
    said = " ".join(refused.value.lines())
    assert f"Write the zone by its name, as in {meant}" in said
    assert "Did you mean" not in said


def test_waiting_comes_back_at_the_time_and_says_what_remains() -> None:
    """It looks at the clock at least every half minute, and each new remainder is told once."""
    clock = Clock(NINE.at - dt.timedelta(hours=2, minutes=5))
    clock.wait()

    assert clock.now == NINE.at
    assert clock.told[:2] == ["2 h 05 min", "2 h 04 min"]
    assert clock.told[-1] == "1 s"
    assert len(clock.told) == len(set(clock.told))
    assert max(clock.slept) == 30


def test_a_time_that_has_come_is_not_waited_for() -> None:
    """Up to an hour late it begins at once."""
    clock = Clock(NINE.at + TOO_LATE)
    clock.wait()
    assert clock.slept == []


def test_more_than_an_hour_late_is_refused() -> None:
    """An old copy of a computer does not mail an old issue."""
    with pytest.raises(RefusedError, match="2 hours ago"):
        refuse_when_late(NINE, NINE.at + dt.timedelta(hours=2))
    with pytest.raises(RefusedError, match="3443 days ago"):
        refuse_when_late(NINE, dt.datetime(2026, 11, 15, 15, tzinfo=dt.UTC))


def test_a_computer_that_slept_too_long_refuses_too() -> None:
    """Awake again three hours after the time, it does not send."""
    clock = Clock(NINE.at - dt.timedelta(minutes=10))

    def sleep(seconds: float) -> None:
        clock.now += dt.timedelta(hours=3)

    with pytest.raises(RefusedError, match="2 hours ago"):
        wait_for(NINE, clock=lambda: clock.now, sleep=sleep, tell=clock.told.append)


def test_a_clock_that_is_set_back_is_waited_for() -> None:
    """Two hours back in the middle, it begins when the clock shows the time, and not before."""
    clock = Clock(NINE.at - dt.timedelta(minutes=1))
    jumps = [dt.timedelta(hours=-2)]

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        clock.now += jumps.pop() if jumps else dt.timedelta()

    wait_for(NINE, clock=lambda: clock.now, sleep=sleep, tell=clock.told.append)
    assert clock.now == NINE.at
