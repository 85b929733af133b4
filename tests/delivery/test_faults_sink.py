"""Each row of the table of answers that smtp-sink can play with its flags, and what the ledger says of it."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from tests.delivery.conftest import letter, people
from tests.servers.sink import smtp_sink
from tests.sums import adds_up

from iki_newsletter.errors import ServerRefusesError, ServerUnreachableError

if TYPE_CHECKING:
    from tests.delivery.conftest import Bench

    from iki_newsletter.errors import IkiNewsError
    from iki_newsletter.model.delivery import Claim

HARD = "550 5.7.1 not today"
DEAD = "550 5.1.1 no such mailbox"
SOFT = "450 4.2.0 greylisted"
FULL = "452 4.2.2 over quota"


@dataclass(frozen=True)
class Row:
    """A row of the table: how the sink behaves, where each delivery is then, and how the run ends."""

    where: str
    flags: tuple[str, ...]
    states: frozenset[str]
    reason: str = ""
    error: type[IkiNewsError] | None = None

    def __str__(self) -> str:
        return f"{self.where} {' '.join(self.flags)}"


def row(where: str, flags: str, state: str, reason: str = "", error: type[IkiNewsError] | None = None) -> Row:
    """Write a row; in `flags`, words of a reply hang together by underscores."""
    words = tuple(flag.replace("_", " ") for flag in flags.split(" ") if flag)
    return Row(where, words, frozenset(state.split("|")), reason, error)


def quoted(reply: str) -> str:
    """Write a reply as one flag."""
    return reply.replace(" ", "_")


TABLE = (
    row("connect", "-Q CONNECT", "pending", error=ServerUnreachableError),
    row("connect", "-q CONNECT", "pending", error=ServerUnreachableError),
    row("connect", "-f CONNECT", "pending", error=ServerUnreachableError),
    row("connect", "-r CONNECT", "pending", error=ServerUnreachableError),
    row("EHLO", "-Q EHLO", "pending", error=ServerUnreachableError),
    row("EHLO", "-q EHLO", "pending", error=ServerUnreachableError),
    row("EHLO", "-f EHLO", "sent"),
    row("EHLO", "-f EHLO,HELO", "pending", error=ServerUnreachableError),
    row("EHLO", "-r EHLO", "pending", error=ServerUnreachableError),
    row("MAIL", "-f mail", "pending", error=ServerRefusesError),
    row("MAIL", "-r mail", "pending", error=ServerUnreachableError),
    row("MAIL", "-Q mail", "pending|deferred", error=ServerUnreachableError),
    row("MAIL", "-q mail", "pending|deferred", error=ServerUnreachableError),
    row("RCPT", f"-r rcpt -b {quoted(SOFT)}", "deferred", "temporary"),
    row("RCPT", f"-r rcpt -b {quoted(FULL)}", "deferred", "full"),
    row("RCPT", f"-f rcpt -B {quoted(DEAD)}", "failed", "dead"),
    row("RCPT", f"-f rcpt -B {quoted(HARD)}", "failed", "refused"),
    row("RCPT", "-Q rcpt", "pending|deferred", error=ServerUnreachableError),
    row("RCPT", "-q rcpt", "pending|deferred", error=ServerUnreachableError),
    row("DATA", f"-r data -b {quoted(SOFT)}", "deferred", "temporary"),
    row("DATA", f"-f data -B {quoted(HARD)}", "failed", "refused"),
    row("DATA", "-Q data", "pending|deferred", error=ServerUnreachableError),
    row("DATA", "-q data", "pending|deferred", error=ServerUnreachableError),
    row("dot", f"-r . -b {quoted(SOFT)}", "deferred", "temporary"),
    row("dot", f"-f . -B {quoted(HARD)}", "failed", "refused"),
    row("dot", "-Q .", "deferred"),
    row("dot", "-q .", "uncertain"),
    row("QUIT", "-Q QUIT", "sent"),
    row("QUIT", "-q QUIT", "sent"),
    row("QUIT", "-f QUIT", "sent"),
    row("slow", "-W data:1:9", "sent"),
    row("slow", "-T 2048", "sent"),
    row("no groups", "-p", "sent"),
    row("no extensions", "-e", "sent"),
    row("no 8BITMIME", "-8", "sent"),
    row("no statuses", "-E", "sent"),
    row("Cisco PIX", "-P", "sent"),
)


def bulky(claim: Claim) -> bytes:
    """Write a message of some 50 KB, more than the sink's window."""
    return letter(claim) + (b"x" * 74 + b"\r\n") * 660


@pytest.mark.parametrize("case", TABLE, ids=str)
def test_row(bench: Bench, case: Row) -> None:
    """Everybody is where the table says, the ledger adds up, and a doubt is had for a dot alone."""
    bench.plan(*people(3))

    async def go() -> None:
        async with smtp_sink(*case.flags) as server:
            await bench.run(server, make=bulky)

    with nullcontext() if case.error is None else pytest.raises(case.error):
        asyncio.run(go())
    assert set(bench.states()) <= case.states, bench.rows()
    assert adds_up(bench.ledger.sum("2017-06"))
    if case.reason:
        assert {each.reason for each in bench.rows()} == {case.reason}
    if case.where != "dot":
        assert "uncertain" not in bench.states()


def test_answer_before_the_dot(bench: Bench) -> None:
    """A server that says no in the middle of a body and reads no further: nothing counts as sent."""
    bench.plan(*people(3))

    async def go() -> None:
        async with smtp_sink("-A", "0") as server:
            await bench.run(server, make=bulky)

    with suppress(ServerUnreachableError):
        asyncio.run(go())
    assert "sent" not in bench.states()
    assert adds_up(bench.ledger.sum("2017-06"))


def test_one_sink_after_the_other(bench: Bench) -> None:
    """Servers that come and go: each run goes on where the last one stopped, and nobody gets it twice."""
    bench.plan(*people(9))

    async def go() -> None:
        for _ in range(5):
            async with smtp_sink() as server:
                await bench.run(server, limit=2)

    asyncio.run(go())
    assert bench.states() == ["sent"] * 9
    assert all(len(bench.ledger.attempts("2017-06", each.address)) == 1 for each in bench.rows())
