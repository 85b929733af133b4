from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from tests.servers.postbox import Postbox

from iki_newsletter.store.locks import hold_sender_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"


@dataclass
class Silent(Postbox):
    """A server that takes the messages to some people and hangs up instead of answering."""

    silent_for: set[str] = field(default_factory=set)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the message; hang up where told to."""
        answer = await super().handle_DATA(server, session, envelope)
        if self.silent_for.intersection(envelope.rcpt_tos):
            server.transport.abort()
        return answer


@pytest.fixture
def server() -> Iterator[Silent]:
    """Give a real server to send to."""
    with Silent() as box:
        yield box


@pytest.fixture
def command(workspace: Path, server: Silent) -> tuple[str, ...]:
    """Give the command that sends to three people."""
    (workspace / "list.csv").write_text("email\na@example.org\nb@example.org\nc@example.org\n", "utf-8")
    return ("send", ISSUE, "--to", "list.csv", "--smtp", server.url, "--connections", "1")


def recipients(server: Postbox) -> list[str]:
    """Give who got something, in order."""
    return [each.recipient for each in server.received]


def test_the_uncertain_get_it_again_only_on_purpose(
    iki: Callable[..., Run], command: tuple[str, ...], server: Silent
) -> None:
    """They are named in the plan and counted; no other command sends to them, and a yes must be said."""
    server.silent_for = {"b@example.org"}
    first = iki(*command, "--yes", "--json")
    server.silent_for = set()

    unasked = iki(*command, "--yes")
    nobody_there = iki(*command, "--resend-uncertain")
    planned = iki(*command, "--resend-uncertain", "--dry-run", "--json")
    assert sorted(recipients(server)) == ["a@example.org", "b@example.org", "c@example.org"]
    again = iki(*command, "--resend-uncertain", "--yes", "--json")

    assert (first.code, first.data["uncertain"]) == (1, 1)
    assert unasked.code == 1
    assert nobody_there.code == 2
    assert "b@example.org" in nobody_there.out
    assert (planned.data["resent"], planned.data["pending"], planned.data["uncertain"]) == (1, 1, 0)
    assert (again.code, again.data["resent"], again.data["sent"]) == (0, 1, 3)
    assert recipients(server)[3:] == ["b@example.org"]
    ids = [line for each in server.received for line in each.content.splitlines() if line.startswith(b"Message-ID")]
    assert ids[1] == ids[3]


def test_those_who_failed_are_tried_again_but_not_the_dead(
    iki: Callable[..., Run], command: tuple[str, ...], server: Silent
) -> None:
    """A refusal of the server's may have passed; an address that does not exist is left alone."""
    server.answers = {"a@example.org": "550 5.7.1 not today", "b@example.org": "550 5.1.1 nobody here"}
    iki(*command, "--yes")
    server.answers = {}

    planned = iki(*command, "--retry-failed", "--dry-run")
    again = iki(*command, "--retry-failed", "--yes", "--json")
    once_more = iki(*command, "--retry-failed", "--yes", "--json")

    assert "1 who failed" in planned.out
    assert "1 stay out" in planned.out
    assert (again.code, again.data["retried"], again.data["sent"], again.data["failed"]) == (1, 1, 2, 1)
    assert once_more.data["retried"] == 0
    assert sorted(recipients(server)) == ["a@example.org", "c@example.org"]


def test_plain_runs_keep_the_promised_keys(iki: Callable[..., Run], command: tuple[str, ...]) -> None:
    """What is counted beside the promised figures is there only where it was asked for."""
    figures = iki(*command, "--yes", "--json").data

    assert list(figures) == [
        *("campaign", "issue", "audience", "excluded", "planned"),
        *("sent", "failed", "deferred", "uncertain", "pending", "withdrawn"),
    ]


def test_each_run_leaves_one_line_without_addresses(
    iki: Callable[..., Run], command: tuple[str, ...], workspace: Path
) -> None:
    """The run log says when, through what, how many and how it ended; addresses stand there only with -v."""
    iki(*command, "--yes", "--limit", "1")
    iki(*command, "--yes")
    log = workspace / "var" / "log" / f"{ISSUE}.log"
    before = log.read_text("utf-8")
    iki("-v", *command, "--yes", "--add")

    lines = before.splitlines()
    assert len(lines) == 2
    assert "@" not in before
    assert "planned=3 sent=1" in lines[0]
    assert lines[0].endswith("stop=limit exit=75")
    assert "planned=3 sent=3" in lines[1]
    assert lines[1].endswith("stop=done exit=0")
    if os.name == "posix":
        assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_with_v_the_log_names_who_got_it(iki: Callable[..., Run], command: tuple[str, ...], workspace: Path) -> None:
    """At DEBUG there is a line for each delivery of the run, and none of earlier runs."""
    iki(*command, "--yes", "--limit", "1")
    iki("-v", *command, "--yes")

    lines = (workspace / "var" / "log" / f"{ISSUE}.log").read_text("utf-8").splitlines()
    named = [line.split(" ")[2] for line in lines if " DEBUG " in line]
    assert named == ["b@example.org", "c@example.org"]


def test_a_run_that_could_not_begin_is_in_the_log_too(
    iki: Callable[..., Run], command: tuple[str, ...], workspace: Path
) -> None:
    """While another process sends, the run ends in words, and the log keeps that it was tried."""
    with hold_sender_lock(workspace / "var", ISSUE):
        run = iki(*command, "--yes")

    assert run.code == 75
    assert "stop=LockHeldError exit=75" in (workspace / "var" / "log" / f"{ISSUE}.log").read_text("utf-8")


def test_the_last_lines_are_for_whoever_asks_how_it_went(
    iki: Callable[..., Run], command: tuple[str, ...], server: Silent
) -> None:
    """Who sent what, when, through what, how many have it and what is open, without addresses."""
    server.answers = {"b@example.org": "550 5.1.1 nobody here"}
    run = iki(*command, "--yes")

    last = " ".join(run.out.split()).partition("Sent: ")[2]
    assert last.startswith("2017-06, by Horizontes, IKI México, 20")
    assert "(America/Mexico_City), through 127.0.0.1:" in last
    assert last.endswith("2 of 3 have it. Open: 1 did not get it.")
    assert "@" not in last


def test_a_retry_that_was_stopped_goes_on_by_a_plain_run(
    iki: Callable[..., Run], command: tuple[str, ...], server: Silent
) -> None:
    """The receipt does not take the ledger for an old copy because deliveries wait again."""
    server.answers = dict.fromkeys(("a@example.org", "b@example.org", "c@example.org"), "550 5.7.1 not today")
    iki(*command, "--yes")
    server.answers = {}
    stopped = iki(*command, "--retry-failed", "--yes", "--limit", "1")
    went_on = iki(*command, "--yes", "--json")

    assert (stopped.code, went_on.code) == (75, 0)
    assert went_on.data["sent"] == 3
    assert sorted(recipients(server)) == ["a@example.org", "b@example.org", "c@example.org"]
