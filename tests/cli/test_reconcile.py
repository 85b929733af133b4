from __future__ import annotations

import datetime as dt
import smtplib
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.servers.postbox import Postbox
from tests.servers.postfix import postfix

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run
    from tests.servers.postfix import Postfix

ISSUE = "2017-06"
ATTEMPT = dt.datetime(2017, 6, 12, 14, 0, 0, tzinfo=dt.UTC)
EDGES = ("2017-06-12T13:59:00Z", "2017-06-12T14:11:00Z")


def change(workspace: Path, statement: str, *values: str) -> None:
    """Change the ledger behind the program's back."""
    with closing(sqlite3.connect(workspace / "var" / "ledger.sqlite3")) as connection:
        connection.execute(statement, values)
        connection.commit()


def ids(iki: Callable[..., Run]) -> dict[str, str]:
    """Give each person's Message-ID."""
    rows = iki("deliveries", ISSUE, "--json").data["deliveries"]
    return {row["address"].partition("@")[0]: row["message_id"] for row in rows}


@pytest.fixture
def doubtful(iki: Callable[..., Run], workspace: Path) -> Callable[..., Run]:
    """Give what reconciles a campaign, in which b is uncertain since 14:00 and a has it, with these lines of log."""
    (workspace / "list.csv").write_text("email\na@example.org\nb@example.org\n", "utf-8")
    with Postbox() as server:
        iki("send", ISSUE, "--to", "list.csv", "--smtp", server.url, "--yes")
    change(workspace, "UPDATE campaign SET begun_at = '2017-06-12T14:00:00.000Z'")
    change(workspace, "UPDATE delivery SET at = '2017-06-12T14:00:05.000Z'")
    change(workspace, "UPDATE delivery SET state = 'uncertain' WHERE key = 'b@example.org'")
    change(workspace, "UPDATE attempt SET state = 'uncertain' WHERE delivery = 2")
    known = ids(iki)

    def run(*lines: str, edges: tuple[str, str] = EDGES) -> Run:
        text = "\n".join((f"{edges[0]} mail x: y", *lines, f"{edges[1]} mail x: y")).format(**known)
        (workspace / "mail.log").write_text(text + "\n", "utf-8")
        return iki("deliveries", ISSUE, "--reconcile", "mail.log", "--json")

    return run


HAS_A = "2017-06-12T14:00:01Z mail postfix/cleanup[1]: AAAAAA: message-id={a}"
SEES_B = "2017-06-12T14:00:02Z mail postfix/cleanup[1]: BBBBBB: message-id={b}"
TAKES_B = "2017-06-12T14:00:02Z mail postfix/qmgr[1]: BBBBBB: from=<>, size=1, nrcpt=1 (queue active)"
HOLDS_B = "2017-06-12T14:00:02Z mail postfix/cleanup[1]: BBBBBB: hold: header x"


@pytest.mark.parametrize(
    ("lines", "edges", "state"),
    [
        ((HAS_A, SEES_B, TAKES_B), EDGES, "sent"),
        ((SEES_B, TAKES_B), ("2017-06-12T14:00:02Z", "2017-06-12T14:00:02Z"), "sent"),
        ((HAS_A, SEES_B), EDGES, "pending"),
        ((HAS_A,), EDGES, "pending"),
        ((HAS_A,), ("2017-06-12T14:00:00Z", EDGES[1]), "uncertain"),
        ((HAS_A,), (EDGES[0], "2017-06-12T14:09:00Z"), "uncertain"),
        ((HAS_A, SEES_B, HOLDS_B), EDGES, "uncertain"),
        ((), EDGES, "uncertain"),
    ],
    ids=["queued", "queued, short log", "seen only", "absent", "begins late", "ends early", "held", "other server's"],
)
def test_what_a_log_settles(
    doubtful: Callable[..., Run], lines: tuple[str, ...], edges: tuple[str, str], state: str
) -> None:
    """Queued is sent; absent is pending again where the log covers the window; else it stays uncertain."""
    run = doubtful(*lines, edges=edges)

    assert run.code == 0
    assert run.data["deliveries"][1]["state"] == state
    assert run.data["reconciled"] == {"sent": 0, "pending": 0, "uncertain": 0} | {state: 1}


@pytest.mark.parametrize(
    ("lines", "is_settled"),
    [
        (("2017-06-12T14:00:01Z laptop CRON[1]: (root) CMD (x)",), False),
        (
            (
                "2017-06-12T14:00:01Z other postfix/smtpd[1]: connect from x",
                "2017-06-12T14:01:01Z other postfix/qmgr[1]: x",
            ),
            False,
        ),
        ((SEES_B,), True),
    ],
    ids=["no mail server's", "another mail server's", "ours"],
)
def test_silence_proves_nothing_where_everything_is_in_doubt(
    workspace: Path, doubtful: Callable[..., Run], lines: tuple[str, ...], is_settled: bool
) -> None:
    """Nothing was sent that the log could be known by: it must name a message in doubt, or all stay uncertain."""
    change(workspace, "UPDATE delivery SET state = 'uncertain'")
    run = doubtful(*lines)

    assert run.data["reconciled"]["pending"] == (2 if is_settled else 0)
    assert is_settled or "may be another server's" in " ".join(run.err.split())


@pytest.mark.parametrize(("told", "state"), [("AAAAAA", "pending"), ("CCCCCC", "uncertain")])
def test_the_log_of_the_next_server_on_the_way_settles_nothing(
    workspace: Path, doubtful: Callable[..., Run], told: str, state: str
) -> None:
    """It names the same messages under other queue ids than our server told; what waits at ours is not in it."""
    change(workspace, "UPDATE delivery SET reply = ? WHERE id = 1", f"250 2.0.0 Ok: queued as {told}")
    run = doubtful(HAS_A, TAKES_B.replace("BBBBBB", "AAAAAA"))
    assert run.data["deliveries"][1]["state"] == state


def test_the_doubt_stays_on_record_and_who_never_got_it_gets_it_once(
    iki: Callable[..., Run], workspace: Path, doubtful: Callable[..., Run]
) -> None:
    """Pending again, it is sent by the next plain run; a second reconciliation finds nothing uncertain."""
    doubtful(HAS_A)
    again = doubtful(HAS_A)
    with Postbox() as server:
        sent = iki("send", ISSUE, "--to", "list.csv", "--smtp", server.url, "--yes", "--json")

    assert again.data["reconciled"] == {"sent": 0, "pending": 0, "uncertain": 0}
    assert (sent.code, sent.data["sent"]) == (0, 2)
    assert sorted(each.recipient for each in server.received) == ["b@example.org"]
    with closing(sqlite3.connect(workspace / "var" / "ledger.sqlite3")) as connection:
        kept = connection.execute("SELECT state FROM attempt WHERE delivery = 2 ORDER BY number").fetchall()
    assert kept == [("uncertain",), ("pending",), ("sent",)]


def test_a_log_that_is_not_there(iki: Callable[..., Run], doubtful: Callable[..., Run]) -> None:
    """It is told kindly."""
    run = iki("deliveries", ISSUE, "--reconcile", "none.log")
    assert run.code == 2
    assert "/var/log/mail.log" in run.err


def wait_for(server: Postfix, words: str) -> str:
    """Wait until a Postfix's log has these words; gives the log."""
    for _ in range(400):
        if words in (log := server.log()):
            return log
        time.sleep(0.02)
    pytest.fail(f"Postfix's log has no {words!r}: {server.log()}")


def test_a_real_postfix_log(iki: Callable[..., Run], workspace: Path) -> None:
    """Of two in doubt, one that Postfix has queued is sent, and one whose dot never came waits again."""
    people = "".join(f"{name}@example.org\n" for name in "abc")
    (workspace / "list.csv").write_text(f"email\n{people}", "utf-8")
    with postfix() as server:
        command = ("send", ISSUE, "--to", "list.csv", "--smtp", f"smtp://127.0.0.1:{server.port}", "--yes", "--json")
        assert iki(*command, "--limit", "2").data["sent"] == 2
        known = ids(iki)
        with smtplib.SMTP("127.0.0.1", server.port, timeout=20) as half:
            half.ehlo()
            half.mail("bounces@example.org")
            half.rcpt("c@example.org")
            half.docmd("DATA")
            half.send(f"Message-ID: {known['c']}\r\n\r\n".encode() + b"Hello.\r\n" * 2000)
            wait_for(server, f"message-id={known['c']}")
            half.close()
        log = wait_for(server, "lost connection after DATA")
        assert f"message-id={known['c']}" in log
        now = dt.datetime.now(dt.UTC)
        at = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        change(workspace, "UPDATE delivery SET state = 'uncertain', at = ? WHERE id > 1", at)
        # What stood in the log before and comes after, so that nobody has to wait for it.
        edges = [f"{(now + dt.timedelta(hours=hours)).isoformat()} mail x: y\n" for hours in (-1, 1)]
        (workspace / "mail.log").write_text(edges[0] + log + edges[1], "utf-8")

        settled = iki("deliveries", ISSUE, "--reconcile", "mail.log", "--json")
        finished = iki(*command)

    assert settled.data["reconciled"] == {"sent": 1, "pending": 1, "uncertain": 0}
    assert [row["state"] for row in settled.data["deliveries"]] == ["sent", "sent", "pending"]
    assert (finished.code, finished.data["sent"]) == (0, 3)
