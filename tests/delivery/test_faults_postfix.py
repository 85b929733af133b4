"""A real Postfix that greylists, limits, refuses and hangs up: everybody is answered for, in its own words."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from tests.delivery.conftest import CAMPAIGN, letter, people, subscriber
from tests.servers.postfix import postfix

from iki_newsletter.delivery.server import Server
from iki_newsletter.errors import ServerRefusesError, ServerUnreachableError

if TYPE_CHECKING:
    from tests.delivery.conftest import Bench

    from iki_newsletter.model.delivery import Claim


def address(port: int) -> Server:
    """Where a Postfix listens."""
    return Server("127.0.0.1", port)


def bulky(claim: Claim) -> bytes:
    """Write a message of some 50 KB."""
    return letter(claim) + (b"x" * 74 + b"\r\n") * 660


def test_takes_everything_once(bench: Bench) -> None:
    """Who is sent by the ledger is who Postfix passed on, once each, with its queue id in the reply."""
    bench.plan(*people(60))
    with postfix() as server:
        asyncio.run(bench.run(address(server.port), make=bulky))
        passed_on = server.delivered()
        queued = {
            line.partition("cleanup")[2].split(": ")[1] for line in server.log().splitlines() if "cleanup[" in line
        }
    assert bench.states() == ["sent"] * 60
    assert Counter(passed_on) == Counter(f"person{each}@example.org" for each in range(60))
    assert {row.reply.rpartition(" ")[2] for row in bench.rows()} == queued


def test_each_refusal_means_what_it_says(bench: Bench) -> None:
    """Access rules with the codes that are met: each address gets its state and reason, and the rest goes out."""
    rules = {
        "gone@example.org": ("550 5.1.1 no such mailbox", "failed", "dead"),
        "closed@example.org": ("550 5.2.1 mailbox disabled", "failed", "dead"),
        "full@example.org": ("452 4.2.2 over quota", "deferred", "full"),
        "policy@example.org": ("554 5.7.1 not from you", "failed", "refused"),
        "busy@example.org": ("450 4.3.2 later please", "deferred", "temporary"),
    }
    table = ", ".join(f"{{ {who} = {answer} }}" for who, (answer, _, _) in rules.items())
    bench.plan(subscriber("first@example.org"), *map(subscriber, rules), subscriber("last@example.org"))
    access = f"check_recipient_access inline:{{ {table} }}, reject_unauth_destination"
    with postfix(smtpd_recipient_restrictions=access) as server:
        asyncio.run(bench.run(address(server.port)))
        assert sorted(server.delivered()) == ["first@example.org", "last@example.org"]
    rows = {row.address: row for row in bench.rows()}
    for who, (answer, state, reason) in rules.items():
        code, status, _ = answer.split(" ", 2)
        assert (rows[who].state.value, rows[who].reason) == (state, reason), rows[who].reply
        assert rows[who].reply.startswith(f"{code} {status} "), rows[who].reply
    assert rows["first@example.org"].state == rows["last@example.org"].state == "sent"


def test_recipient_elsewhere_is_nobodys_fault(bench: Bench) -> None:
    """A server that does not relay refuses us, and no address is suppressed for it."""
    bench.plan(subscriber("ana@elsewhere.example"), *people(1))
    with postfix() as server:
        asyncio.run(bench.run(address(server.port)))
    assert bench.states() == ["failed", "sent"]
    assert bench.rows()[0].reason == "refused"
    assert bench.database.row("SELECT count(*) FROM suppression") == (0,)


class Greylist:
    """A policy server (Postfix's SMTPD_POLICY_README): everybody comes back later, then is welcome."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self._talks: list[asyncio.Task[None]] = []

    def begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Begin to answer one of Postfix's processes."""
        self._talks.append(asyncio.ensure_future(self.answer(reader, writer)))

    async def end(self) -> None:
        """Wait until nobody asks any more."""
        await asyncio.gather(*self._talks)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request after the other."""
        while asked := await self._ask(reader):
            who = asked["recipient"]
            self.seen[who] += 1
            action = "DEFER_IF_PERMIT 4.2.0 Greylisted, come back in five minutes" if self.seen[who] == 1 else "DUNNO"
            writer.write(f"action={action}\n\n".encode())
            await writer.drain()
        writer.close()
        await writer.wait_closed()

    @staticmethod
    async def _ask(reader: asyncio.StreamReader) -> dict[str, str]:
        lines = []
        while line := (await reader.readline()).decode().rstrip("\n"):
            lines.append(line)
        return dict(line.split("=", 1) for line in lines)


def test_greylisting(bench: Bench) -> None:
    """Greylisted: put off in the server's words and not before its time; then everybody gets it, once."""
    bench.plan(*people(5))
    greylist = Greylist()

    async def go() -> list[str]:
        policy = await asyncio.start_server(greylist.begin, "127.0.0.1", 0)
        port = policy.sockets[0].getsockname()[1]
        checks = f"reject_unauth_destination, check_policy_service inet:127.0.0.1:{port}"
        with postfix(smtpd_recipient_restrictions=checks) as server:
            await bench.run(address(server.port))
            assert bench.states() == ["deferred"] * 5
            assert all("450 4.2.0" in row.reply and "Greylisted" in row.reply for row in bench.rows())
            await bench.run(address(server.port))
            assert set(greylist.seen.values()) == {1}, "nobody is tried before their time"
            bench.now += dt.timedelta(minutes=10)
            await bench.run(address(server.port))
            passed_on = await asyncio.to_thread(server.delivered)
        await greylist.end()
        policy.close()
        return passed_on

    assert sorted(asyncio.run(go())) == [f"person{each}@example.org" for each in range(5)]
    assert bench.states() == ["sent"] * 5
    assert [each.state.value for each in bench.ledger.attempts(CAMPAIGN, "person0@example.org")] == [
        "deferred",
        "sent",
    ]


def test_hangs_up_after_errors(bench: Bench) -> None:
    """Too many bad addresses and Postfix says 421: the run goes on over another connection, nobody gets it twice."""
    bench.plan(*(subscriber(f"gone{each}@example.org") for each in range(6)), *people(6))
    access = "check_recipient_access regexp:{ {/^gone/ 550 5.1.1 no such mailbox} }, reject_unauth_destination"
    with postfix(smtpd_recipient_restrictions=access, smtpd_hard_error_limit="4") as server:
        asyncio.run(bench.run(address(server.port)))
        passed_on = server.delivered()
        connections = server.log().count(": connect from")
    assert bench.states() == ["failed"] * 6 + ["sent"] * 6
    assert {row.reason for row in bench.rows()[:6]} == {"dead"}
    assert Counter(passed_on) == Counter(f"person{each}@example.org" for each in range(6))
    assert connections >= 3  # the first is the test's own, which looks whether Postfix is up


def test_too_many_messages_for_now(bench: Bench) -> None:
    """A limit of messages for each client: what was taken is sent, the rest waits for a later run."""
    bench.plan(*people(8))
    limits = {"smtpd_client_message_rate_limit": "3", "smtpd_client_event_limit_exceptions": ""}
    with postfix(**limits) as server:
        with pytest.raises(ServerUnreachableError, match=r"4\.7\.1"):
            asyncio.run(bench.run(address(server.port)))
        passed_on = server.delivered()
    assert bench.states() == ["sent"] * 3 + ["pending"] * 5
    assert len(passed_on) == 3
    assert len(bench.slept) == bench.patience


def test_too_many_recipients_for_now(bench: Bench) -> None:
    """A limit of recipients is answered at RCPT: those are put off in the server's words, the others have it."""
    bench.plan(*people(5))
    limits = {"smtpd_client_recipient_rate_limit": "3", "smtpd_client_event_limit_exceptions": ""}
    with postfix(**limits) as server:
        asyncio.run(bench.run(address(server.port)))
        passed_on = server.delivered()
    assert bench.states() == ["sent"] * 3 + ["deferred"] * 2
    assert len(passed_on) == 3
    assert all("too many recipients" in row.reply for row in bench.rows()[3:])


def test_sender_refused(bench: Bench) -> None:
    """A refused sender stops the campaign at once; Postfix says so at RCPT unless told otherwise."""
    bench.plan(*people(3))
    access = "check_sender_access inline:{ { bounces@example.org = 550 5.7.1 we know you } }"
    with (
        postfix(smtpd_sender_restrictions=access, smtpd_delay_reject="no") as server,
        pytest.raises(ServerRefusesError, match=r"550 5\.7\.1 .*we know you"),
    ):
        asyncio.run(bench.run(address(server.port)))
    assert bench.states() == ["pending"] * 3


def test_message_too_large(bench: Bench) -> None:
    """A server that takes small messages only is found out from its SIZE, before anybody is refused."""
    bench.plan(*people(2))
    with postfix(message_size_limit="20000") as server, pytest.raises(ServerRefusesError, match="up to 20,000 bytes"):
        asyncio.run(bench.run(address(server.port), make=bulky))
    assert bench.states() == ["pending"] * 2


def test_refused_after_the_dot(bench: Bench) -> None:
    """What Postfix finds in the body it refuses at the dot: failed, refused, and nobody is suppressed."""
    bench.plan(*people(3))
    found = "regexp:{ {/person1@/ REJECT 5.7.1 not this one} }"
    with postfix(header_checks=found) as server:
        asyncio.run(bench.run(address(server.port)))
        passed_on = server.delivered()
    assert bench.states() == ["sent", "failed", "sent"]
    assert (bench.rows()[1].reason, bench.rows()[1].reply[:9]) == ("refused", "550 5.7.1")
    assert sorted(passed_on) == ["person0@example.org", "person2@example.org"]


def test_no_smtputf8(bench: Bench) -> None:
    """Where Postfix offers no SMTPUTF8, the one address that needs it fails in words."""
    bench.plan(subscriber("jörg@example.org"), *people(1))
    with postfix(smtputf8_enable="no") as server:
        asyncio.run(bench.run(address(server.port)))
    assert bench.states() == ["failed", "sent"]
    assert bench.rows()[0].reason == "no-smtputf8"


def test_smtputf8(bench: Bench) -> None:
    """Where Postfix offers it, the address goes out as it is."""
    bench.plan(subscriber("jörg@example.org"), *people(1))
    with postfix() as server:
        asyncio.run(bench.run(address(server.port)))
        assert "jörg@example.org" in server.log()
    assert bench.states() == ["sent", "sent"]


def test_no_pipelining(bench: Bench) -> None:
    """Where Postfix does not offer groups of commands it gets them one by one."""
    bench.plan(*people(4))
    with postfix(smtpd_discard_ehlo_keywords="pipelining") as server:
        asyncio.run(bench.run(address(server.port)))
        assert "improper command pipelining" not in server.log()
    assert bench.states() == ["sent"] * 4


def test_talking_too_early_is_never_done(bench: Bench) -> None:
    """Postfix refuses clients that pipeline out of turn; this one never does, refusals or not."""
    bench.plan(subscriber("gone@example.org"), *people(4))
    access = (
        "reject_unauth_pipelining, check_recipient_access inline:{ { gone@example.org = 550 5.1.1 gone } }, "
        "reject_unauth_destination"
    )
    with postfix(smtpd_recipient_restrictions=access, smtpd_data_restrictions="reject_unauth_pipelining") as server:
        asyncio.run(bench.run(address(server.port)))
        assert "pipelining" not in server.log()
    assert bench.states() == ["failed"] + ["sent"] * 4
