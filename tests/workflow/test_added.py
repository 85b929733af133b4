from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.audience.listfile import read_list
from iki_newsletter.audience.planning import Conditions, Said, plan_audience
from iki_newsletter.model.campaign import Campaign
from iki_newsletter.model.delivery import State, Sum
from iki_newsletter.store.suppressed import Suppressed
from iki_newsletter.workflow.plan import Begun, Plan, SendOptions

NOW = dt.datetime(2017, 6, 12, 14, 0, tzinfo=dt.UTC)
SUPPRESSED = {"e@example.org": "dead"}
ADDRESSES = st.sampled_from(
    ["a@example.org", "A@EXAMPLE.ORG", "b@example.org", "c@example.org", "e@example.org", "nobody"]
)
ROWS = st.lists(st.tuples(ADDRESSES, st.sampled_from(["active", "unsubscribed", "inactive"])), max_size=8)


def plan_list(rows: list[tuple[str, str]], begun: Begun | None = None) -> Plan:
    """Plan a sending by a list of addresses and what is said of them; the rest of a plan plays no part in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "list.csv")
        path.write_text("email,status\n" + "".join(f"{address},{status}\n" for address, status in rows), "utf-8")
        audience = plan_audience(read_list(path, ["es"]), Said(Suppressed(SUPPRESSED.items())), Conditions())
    nothing = cast("Any", None)
    return Plan(nothing, nothing, SendOptions(add=True), nothing, "list.csv", audience, begun)


def begin(plan: Plan) -> Begun:
    """Begin what was planned."""
    keys = {person.key for person in plan.to_add}
    campaign = Campaign("2017-06", "2017-06", NOW, {"es": "digest"}, plan.excluded)
    return Begun(campaign, Sum.of({State.SENT: len(keys)}), keys, ())


def size(plan: Plan) -> int:
    """Give how many the audience has by the plan's proof: who is planned, and who is left out."""
    return plan.sum.planned + sum(plan.excluded.values())


@settings(max_examples=80, deadline=None)
@given(first=ROWS, leaving=st.sets(st.integers(0, 7)), later=ROWS)
def test_with_add_the_audience_is_every_row_of_the_list(
    first: list[tuple[str, str]], leaving: set[int], later: list[tuple[str, str]]
) -> None:
    """However it grew, and whoever left since: each row is planned, or left out with its reason; none vanishes."""
    before = plan_list(first)
    begun = begin(before)
    same = plan_list(first, begun)
    grown = [(address, "unsubscribed" if each in leaving else said) for each, (address, said) in enumerate(first)]
    again = plan_list(grown + later, begun)

    assert size(before) == len(first)
    assert (size(same), same.excluded) == (len(first), before.excluded)
    assert size(again) == len(grown + later)
    added = replace(begun, keys={*begun.keys, *(person.key for person in again.to_add)}, sum=again.sum)
    assert plan_list(grown + later, added).excluded == again.excluded
