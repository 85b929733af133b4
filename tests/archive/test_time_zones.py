from __future__ import annotations

import datetime as dt
import itertools
import os
import subprocess
import sys
import zoneinfo
from importlib import resources
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iki_newsletter.archive.time_zones import find_zone, onsets

if TYPE_CHECKING:
    from pathlib import Path

SECOND = dt.timedelta(seconds=1)
ZONES = (
    "America/Mexico_City",
    "America/Tijuana",
    "America/Cancun",
    "Europe/Berlin",
    "Europe/Dublin",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Asia/Kathmandu",
)


@pytest.mark.parametrize(
    ("zone", "year", "told"),
    [
        ("America/Mexico_City", 2017, ["2017-04-02T02:00:00 CDT -5", "2017-10-29T02:00:00 CST -6"]),
        ("America/Mexico_City", 2022, ["2022-04-03T02:00:00 CDT -5", "2022-10-30T02:00:00 CST -6"]),
        ("America/Mexico_City", 2024, []),
        ("America/Tijuana", 2024, ["2024-03-10T02:00:00 PDT -7", "2024-11-03T02:00:00 PST -8"]),
        ("Europe/Berlin", 2024, ["2024-03-31T02:00:00 CEST 2", "2024-10-27T03:00:00 CET 1"]),
        ("UTC", 2024, []),
    ],
)
def test_a_years_changes_are_told_as_clocks_showed_them(zone: str, year: int, told: list[str]) -> None:
    """Mexico gave summer time up after 2022, its border towns did not; a change is told by the offset before it."""
    first, *changes = onsets(zoneinfo.ZoneInfo(zone), year, year)
    assert first.before == first.after
    hour = dt.timedelta(hours=1)
    assert [f"{each.at.isoformat()} {each.name} {each.after // hour}" for each in changes] == told
    assert [each.daylight for each in changes] == [True, False][: len(changes)]


@given(zone=st.sampled_from(ZONES), years=st.tuples(st.integers(1995, 2035), st.integers(0, 4)), data=st.data())
def test_the_changes_say_what_the_database_says(zone: str, years: tuple[int, int], data: st.DataObject) -> None:
    """At any moment of the years, the last change before it gives the database's offset; no change is made up."""
    first, last = years[0], years[0] + years[1]
    told = onsets(zoneinfo.ZoneInfo(zone), first, last)
    moments = [(each.at - each.before).replace(tzinfo=dt.UTC) for each in told]
    assert moments == sorted(set(moments))
    days = st.datetimes(dt.datetime(first, 1, 1), dt.datetime(last, 12, 31), timezones=st.just(dt.UTC))  # noqa: DTZ001
    near = st.sampled_from(moments).flatmap(
        lambda moment: st.sampled_from([moment - SECOND, moment, moment + SECOND])
    )
    moment = data.draw(days | near)
    holding = [each for each, at in zip(told, moments, strict=True) if at <= moment] or told[:1]
    local = moment.astimezone(zoneinfo.ZoneInfo(zone))
    assert (holding[-1].after, holding[-1].name) == (local.utcoffset(), local.tzname())
    for before, after in itertools.pairwise(told):
        assert (before.after, before.name, before.daylight) != (after.after, after.name, after.daylight)
        assert after.before == before.after


def test_years_that_no_calendar_needs_are_not_told() -> None:
    """An event in the year 1 or 9999, which a slip of the finger makes, breaks nothing."""
    zone = zoneinfo.ZoneInfo("Europe/Berlin")
    assert onsets(zone, 1, 1)[0].at.year == 1899
    assert onsets(zone, 9999, 9999)[-1].at.year == 2200


@pytest.mark.parametrize(
    "name", ["", "Mexico City", "America", "../../etc/passwd", "/etc/localtime", "A\0B", "x" * 300]
)
def test_what_is_no_zone_is_none(name: str) -> None:
    """A name that the database does not have, a folder of it, or a path is no zone, and no error."""
    assert find_zone(name) is None


def test_the_machine_has_no_say(tmp_path: Path) -> None:
    """Another database on the machine changes no zone: offsets come from the package that is pinned."""
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "Berlin").write_bytes(
        resources.files("tzdata").joinpath("zoneinfo/Asia/Tokyo").read_bytes()
    )
    script = (
        "from iki_newsletter.archive.time_zones import find_zone, onsets\n"
        "print(onsets(find_zone('Europe/Berlin'), 2017, 2017)[0].name)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"PYTHONTZPATH": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert run.stdout == "CET\n"
