"""How fast messages go out: rates at all, for a domain and for a day, on a clock that nobody waits for."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.delivery.conftest import people, subscriber
from tests.servers.scripted import Heard, Say, ScriptedServer, Then, at

from iki_newsletter.delivery.pace import Bucket, Rate
from iki_newsletter.delivery.progress import Stop
from iki_newsletter.errors import UsageError
from iki_newsletter.model.audience import Reason
from iki_newsletter.model.newsletter import Smtp
from iki_newsletter.model.preset import LIMITS, Preset
from iki_newsletter.model.suppression import Suppression
from iki_newsletter.store.suppressions import Suppressions

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.delivery.conftest import Bench

    from iki_newsletter.delivery.progress import Outcome

MINUTE = dt.timedelta(minutes=1)
NOON = dt.datetime(2017, 6, 12, 12, 0, tzinfo=dt.UTC)


class Clockwork:
    """Notes when each message began, by the bench's clock."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.begun: list[tuple[str, dt.datetime]] = []

    def __call__(self, heard: Heard) -> None:
        """Note a recipient."""
        if heard.step == "RCPT":
            self.begun.append((heard.line.partition("<")[2].rstrip(">"), self.bench.now))

    def most_within(self, span: dt.timedelta, domain: str = "") -> int:
        """Count how many began within a span at most."""
        times = [when for person, when in self.begun if person.endswith(domain)]
        return max(sum(start <= when < start + span for when in times) for start in times)


def run(
    bench: Bench, script: Callable[[Heard], Say | bytes | None], **more: object
) -> tuple[Outcome, ScriptedServer]:
    """Run the campaign once; sleeping moves the clock."""
    bench.time_passes = True

    async def go() -> tuple[Outcome, ScriptedServer]:
        async with ScriptedServer(script) as server:
            return await bench.run(server.address, **more), server  # type: ignore[arg-type]

    return asyncio.run(go())


@pytest.mark.parametrize(
    ("text", "rate"), [("10/s", Rate(10, 1)), ("30/m", Rate(30, 60)), (" 500/h ", Rate(500, 3600))]
)
def test_rates(text: str, rate: Rate) -> None:
    """A rate is a number of messages per second, minute or hour."""
    assert Rate.parse(text) == rate


@pytest.mark.parametrize("text", ["", "10", "0/s", "-1/s", "10/d", "ten/s", "1.5/s", "10/s/s", "١/s"])
def test_wrong_rates(text: str) -> None:
    """What is no rate is refused with how to write one."""
    with pytest.raises(UsageError) as caught:
        Rate.parse(text)
    assert "30/m" in caught.value.instead


@settings(max_examples=100, deadline=None)
@given(
    rate=st.builds(Rate, st.integers(1, 50), st.sampled_from([1.0, 60.0, 3600.0])),
    steps=st.lists(st.floats(-7200, 7200), max_size=60),
)
def test_bucket_keeps_its_rate_whatever_the_clock_does(rate: Rate, steps: list[float]) -> None:
    """However the clock runs or jumps, no more goes out than the rate gives for the time that passed forwards."""
    bucket, now, taken, forwards = Bucket(rate), NOON, 0, 0.0
    for step in steps:
        now += dt.timedelta(seconds=step)
        forwards += max(0.0, step)
        # What is a millisecond away is let go at once, and owed.
        assert bucket.wait(now) <= rate.seconds / rate.messages * 1.001 + 0.01
        while bucket.wait(now) == 0:
            bucket.take()
            taken += 1
    holds = max(1.0, rate.messages / rate.seconds)
    assert taken <= holds + forwards * rate.messages / rate.seconds * 1.001 + 0.1


@pytest.mark.parametrize("connections", [1, 4])
def test_rate_holds_over_all(bench: Bench, connections: int) -> None:
    """30 messages a minute are 30 a minute over all connections, and the watcher hears of the wait."""
    bench.connections, bench.order = connections, {"rate": Rate(30, 60)}
    bench.plan(*people(70))
    clockwork = Clockwork(bench)
    _, server = run(bench, clockwork)
    assert bench.states() == ["sent"] * 70
    assert clockwork.most_within(MINUTE) <= 30 + 1
    assert clockwork.begun[-1][1] - clockwork.begun[0][1] >= 69 * dt.timedelta(seconds=2) - dt.timedelta(seconds=1)
    assert server.connections <= connections
    assert any(each.waiting.startswith("for the rate, next in 2 s") for each in bench.progress)


@pytest.mark.parametrize("connections", [1, 4])
def test_slow_rate_does_not_keep_the_server_waiting(bench: Bench, connections: int) -> None:
    """At six messages an hour nobody holds a conversation open in silence, or leaves a message without its dot."""
    bench.connections, bench.order = connections, {"rate": Rate(6, 3600)}
    bench.plan(*people(5))
    waits: list[tuple[int, list[str]]] = []
    really = bench.sleep

    async def sleep(seconds: float) -> None:
        waits.append((seen[0].open_now if seconds > 60 else 0, bench.states()))
        await really(seconds)

    bench.sleep = sleep
    seen: list[ScriptedServer] = []

    async def go() -> None:
        bench.time_passes = True
        async with ScriptedServer() as server:
            seen.append(server)
            await bench.run(server.address)

    asyncio.run(go())
    assert bench.states() == ["sent"] * 5
    if connections == 1:  # with more, another one may be at its dot just then
        assert not any("sending" in states for _, states in waits)
        assert max(number for number, _ in waits) == 0


@pytest.mark.parametrize("connections", [1, 3])
def test_domain_has_its_own_rate(bench: Bench, connections: int) -> None:
    """A domain that has had enough for now lets the others pass."""
    bench.connections, bench.order = connections, {"rate_per_domain": Rate(2, 60)}
    slow = [subscriber(f"person{each}@slow.example") for each in range(4)]
    bench.plan(*slow, *[subscriber(f"person{each}@Other{each}.example") for each in range(8)])
    clockwork = Clockwork(bench)
    run(bench, clockwork)
    assert bench.states() == ["sent"] * 12
    assert clockwork.most_within(MINUTE, "@slow.example") <= 2
    others = [when for person, when in clockwork.begun if not person.endswith("@slow.example")]
    assert max(others) < max(when for person, when in clockwork.begun if person.endswith("@slow.example"))


def test_who_leaves_while_a_domain_waits_is_withdrawn(bench: Bench) -> None:
    """A claim that waits for its domain's rate is looked up again, so that nobody who left gets it after all."""
    bench.connections, bench.order = 2, {"rate_per_domain": Rate(1, 60)}
    bench.plan(*people(4))

    def script(heard: Heard) -> None:
        if heard.step == "DOT" and heard.number == 1:
            Suppressions(bench.database).add(Suppression("person2@example.org", Reason.UNSUBSCRIBED, bench.now))

    _, server = run(bench, script)
    assert bench.states() == ["sent", "sent", "withdrawn", "sent"]
    assert "person2@example.org" not in server.kept


def test_stop_gives_back_what_waits_for_its_domain(bench: Bench) -> None:
    """Stopped while a domain waits, nothing is left in anybody's hands."""
    bench.connections, bench.order = 2, {"rate_per_domain": Rate(1, 3600)}
    bench.plan(*people(5))
    stop = asyncio.Event()

    async def forever(_seconds: float) -> None:
        stop.set()
        await asyncio.Event().wait()

    bench.sleep = forever
    outcome, _ = run(bench, at(), stop=stop)
    assert outcome.stop is Stop.INTERRUPTED
    assert bench.states() == ["sent"] + ["pending"] * 4


@pytest.mark.parametrize("connections", [1, 4])
def test_day_has_its_limit(bench: Bench, connections: int) -> None:
    """As many go out as the server takes in a day, doubts counted; the run says when to go on, and then goes on."""
    bench.connections, bench.order = connections, {"messages_per_day": 5}
    bench.plan(*people(12))
    lost = {"DOT": {2: Say(then=Then.CLOSE)}}
    outcome, _ = run(bench, at(**lost))
    assert outcome.stop is Stop.DAY
    assert bench.states().count("sent") == 4
    assert bench.states().count("uncertain") == 1
    assert "5 messages in 24 hours" in outcome.words
    assert "Go on after 2017-06-13 14:0" in outcome.words
    bench.now += dt.timedelta(hours=23)
    assert run(bench, at())[1].connections == 0
    bench.now += dt.timedelta(hours=2)
    assert run(bench, at())[0].stop is Stop.DAY
    assert bench.states().count("sent") == 9


@pytest.mark.parametrize("connections", [1, 4])
@pytest.mark.parametrize("ends", [Stop.LIMIT, Stop.DAY])
def test_a_limit_lets_out_what_waits_for_its_domain(bench: Bench, connections: int, ends: Stop) -> None:
    """With a slow domain, `--limit` and the day's limit are reached in the domain's time, over few connections."""
    bench.connections, bench.order = connections, {"rate_per_domain": Rate(1, 60)}
    bench.order |= {"limit": 3} if ends is Stop.LIMIT else {"messages_per_day": 3}
    bench.plan(*people(6))
    clockwork = Clockwork(bench)
    outcome, server = run(bench, clockwork)
    assert outcome.stop is ends
    assert bench.states() == ["sent"] * 3 + ["pending"] * 3
    assert clockwork.most_within(MINUTE) == 1
    assert server.connections <= 5 * connections
    assert len(bench.slept) <= 9 * connections


@pytest.mark.parametrize("connections", [1, 3])
@pytest.mark.parametrize("rate", [None, Rate(2, 1)])
def test_no_limit_is_passed_while_domains_wait(bench: Bench, connections: int, rate: Rate | None) -> None:
    """Whatever limits meet, as many go out as the smallest allows, and the run knows why it ended."""
    bench.connections = connections
    bench.order = {"rate_per_domain": Rate(1, 60), "rate": rate, "messages_per_day": 7}
    bench.plan(*[subscriber(f"person{each}@domain{each % 3}.example") for each in range(20)])
    first, _ = run(bench, at(), limit=5)
    assert (first.stop, bench.states().count("sent")) == (Stop.LIMIT, 5)
    second, _ = run(bench, at(), limit=5)
    assert (second.stop, bench.states().count("sent")) == (Stop.DAY, 7)
    assert bench.states().count("pending") == 13


def test_who_leaves_while_a_limit_waits_makes_room(bench: Bench) -> None:
    """A place within the limit that somebody leaves goes to the next."""
    bench.order = {"rate_per_domain": Rate(1, 60)}
    bench.plan(*people(4))

    def script(heard: Heard) -> None:
        if heard.step == "RCPT" and heard.number == 1:
            Suppressions(bench.database).add(Suppression("person2@example.org", Reason.UNSUBSCRIBED, bench.now))

    outcome, server = run(bench, script, limit=3)
    assert outcome.stop is Stop.LIMIT
    assert bench.states() == ["sent", "sent", "withdrawn", "sent"]
    assert "person2@example.org" not in server.kept


def test_presets_know_their_servers() -> None:
    """What is published of Microsoft 365 and Google Workspace holds where nothing else is said."""
    limits = Smtp(preset=Preset.MICROSOFT_365).limits
    assert (limits.connections, limits.rate, limits.messages_per_day) == (3, "30/m", 10_000)
    assert Smtp(preset=Preset.GOOGLE_WORKSPACE).limits.messages_per_day == 2_000
    assert set(LIMITS) == set(Preset)
    for known in LIMITS.values():
        assert known.rate is None or Rate.parse(known.rate).messages > 0


def test_what_is_given_wins_over_the_preset() -> None:
    """A setting of the newsletter's own is taken, also one that equals the usual default."""
    limits = Smtp(preset=Preset.MICROSOFT_365, connections=4, rate="10/m").limits
    assert (limits.connections, limits.rate, limits.messages_per_day) == (4, "10/m", 10_000)
    assert Smtp().limits.connections == 4
    assert Smtp(messages_per_connection=20).limits.messages_per_connection == 20
