from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _one_item(desk: Any) -> None:
    desk.put()


@pytest.mark.parametrize(("deadline", "good"), [("2017-06-11", True), ("2017-06-12", False), ("2017-07-01", False)])
def test_the_deadline_is_before_the_day_of_sending(desk: Any, deadline: str, good: bool) -> None:
    """There must be at least a night between them."""
    desk.plan["deadline"] = deadline
    assert bool(desk.problems("I401")) is not good


def test_an_issue_sent_in_another_month_is_noticed(desk: Any) -> None:
    """A June issue sent in July may be meant, or a slip."""
    desk.plan["sends_on"] = "2017-07-10"
    assert desk.said("I402") == [("sends_on: '2017-07-10'", "The issue is of 2017-06, but it is sent on 2017-07-10.")]


def test_a_folder_of_another_month_is_noticed(desk: Any) -> None:
    """A folder that was copied keeps the old month in its issue.yaml."""
    desk.plan |= {"month": "2017-05", "sends_on": "2017-05-08", "deadline": None}
    assert desk.said("I402") == [("month: 2017-05", "The issue is of 2017-05, but its folder is `2017-06`.")]


@pytest.mark.parametrize("name", ["2017-06-correction", "pilot", "2017-061"])
def test_other_names_of_folders_are_fine(desk: Any, name: str) -> None:
    """Only a name that begins with another month disagrees."""
    desk.folder = desk.folder.rename(desk.folder.with_name(name))
    assert desk.problems() == []
