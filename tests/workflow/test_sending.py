"""What is planned and what is sent are hours apart at times: what came between is seen before the first message."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.servers.postbox import Postbox

from iki_newsletter.errors import ConfigurationError, ExitCode, LedgerError, RefusedError
from iki_newsletter.model.delivery import Move, State
from iki_newsletter.store import receipt
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.receipt import FILE
from iki_newsletter.workflow import send as module
from iki_newsletter.workflow.errand import Watcher, run_errand
from iki_newsletter.workflow.plan import SendOptions
from iki_newsletter.workflow.planning import plan_sending
from iki_newsletter.workflow.runlog import log_path
from iki_newsletter.workflow.send import send_planned
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iki_newsletter.delivery.progress import Outcome
    from iki_newsletter.errors import IkiNewsError
    from iki_newsletter.workflow.errand import Errand
    from iki_newsletter.workflow.plan import Plan
    from iki_newsletter.workflow.sent import Sent

ISSUE = "2018-05"
SMALL_ISSUE = Path(__file__).parents[1] / "golden" / "small-issue" / "input"
NOW = dt.datetime(2018, 5, 2, 14, 0, tzinfo=dt.UTC)
PEOPLE = [f"p{number}@example.org" for number in range(5)]


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """Give a real server to send to."""
    with Postbox() as box:
        yield box


@pytest.fixture
def here(tmp_path: Path, copied: Callable[[Path, Path], Path]) -> Workspace:
    """Give a workspace with a small issue and a list of five."""
    folder = copied(SMALL_ISSUE, tmp_path / "here")
    (folder / "list.csv").write_text("email\n" + "\n".join(PEOPLE) + "\n", "utf-8")
    return Workspace(folder)


@pytest.fixture
def there(here: Workspace, tmp_path: Path) -> Workspace:
    """Give a colleague's copy of it, from before anything was sent."""
    return Workspace(Path(shutil.copytree(here.root, tmp_path / "there")))


def plan(workspace: Workspace, url: str, limit: int | None = None) -> Plan:
    """Plan the issue."""
    return plan_sending(workspace, ISSUE, SendOptions(workspace.root / "list.csv", url, limit, connections=1))


def send(planned: Plan) -> Sent:
    """Send what was planned."""
    return send_planned(planned, watcher=Watcher())


def receipt_of(workspace: Workspace) -> Path:
    """Give where the issue's receipt stands."""
    return workspace.root / "issues" / ISSUE / FILE


def log_of(workspace: Workspace) -> str:
    """Give the run log."""
    return log_path(workspace.var, ISSUE).read_text("utf-8")


def recipients(postbox: Postbox) -> list[str]:
    """Give who got something, sorted."""
    return sorted(each.recipient for each in postbox.received)


def test_a_receipt_that_comes_after_planning_is_seen(here: Workspace, there: Workspace, postbox: Postbox) -> None:
    """While one computer waits, a colleague sends and git brings the receipt: nobody gets it twice, and it stays."""
    planned = plan(here, postbox.url)
    send(plan(there, postbox.url))
    theirs = receipt_of(there).read_bytes()
    receipt_of(here).write_bytes(theirs)

    with pytest.raises(LedgerError, match="another ledger"):
        send(planned)
    assert recipients(postbox) == PEOPLE
    assert receipt_of(here).read_bytes() == theirs


def test_a_receipt_that_comes_while_it_goes_out_is_not_overwritten(
    here: Workspace,
    there: Workspace,
    postbox: Postbox,
) -> None:
    """Two computers that sent are told of; the other's receipt stays, so that git shows both."""
    send(plan(there, postbox.url, limit=1))
    theirs = receipt_of(there).read_bytes()
    planned = plan(here, postbox.url)

    def git_pulls(_: object) -> None:
        receipt_of(here).write_bytes(theirs)

    sent = send_planned(planned, watcher=Watcher(git_pulls))
    assert sent.error is not None
    assert "another ledger's receipt" in sent.error.what
    assert (sent.sum.sent, sent.exit_code) == (5, ExitCode.WRONG)
    assert receipt_of(here).read_bytes() == theirs


def test_a_campaign_that_began_after_planning_is_planned_anew(here: Workspace, postbox: Postbox) -> None:
    """Two windows of one computer have planned the same: the second is asked to look again."""
    first, second = plan(here, postbox.url), plan(here, postbox.url)
    send(first)
    with pytest.raises(RefusedError, match="since this was planned"):
        send(second)
    assert recipients(postbox) == PEOPLE


def test_a_campaign_that_was_lost_after_planning_is_not_begun_anew(here: Workspace) -> None:
    """A plan to go on with what has begun sends nothing where the ledger no longer knows of it."""
    send(plan(here, "sandbox:", limit=1))
    planned = plan(here, "sandbox:")
    shutil.rmtree(here.outbox)
    with pytest.raises(LedgerError, match="lost the campaign"):
        send(planned)


def test_a_receipt_that_breaks_while_it_goes_out_hides_no_figures(here: Workspace, postbox: Postbox) -> None:
    """All five have it, and that is said, with what is wrong; the receipt mended, the same command writes it."""
    whole = b""

    def git_merges(_: object) -> None:
        nonlocal whole
        whole = whole or receipt_of(here).read_bytes()
        receipt_of(here).write_bytes(b"<<<<<<< HEAD\n" + whole)

    sent = send_planned(plan(here, postbox.url), watcher=Watcher(git_merges))
    assert sent.error is not None
    assert "What was sent is in the ledger" in sent.error.what
    assert "cannot be read" in sent.error.what
    assert "nothing was sent" not in " ".join(sent.error.lines()).lower()
    assert sent.error.problems
    assert (sent.exit_code, sent.as_json()["sent"], sent.as_json()["exit_code"]) == (1, 5, 1)
    assert "exit=1" in log_of(here)

    receipt_of(here).write_bytes(whole)
    again = send(plan(here, postbox.url))
    assert (again.error, again.exit_code) == (None, 0)
    assert "attempts: 5" in receipt_of(here).read_text("utf-8")
    assert recipients(postbox) == PEOPLE


def test_a_disk_that_is_full_when_the_receipt_is_written_hides_no_figures(
    here: Workspace, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mail is out: the run ends with its figures, a line in the log and what to do."""

    def fill(_: object) -> None:
        def fail(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(receipt, "write_atomically", fail)

    sent = send_planned(plan(here, postbox.url), watcher=Watcher(fill))
    assert sent.error is not None
    assert "No space left on device" in sent.error.what
    assert "Make room" in sent.error.instead
    assert (sent.exit_code, sent.as_json()["sent"]) == (1, 5)
    assert "sent=5" in log_of(here)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConfigurationError("The token command prints nothing."), ExitCode.USAGE),
        (RefusedError("The message is unsafe."), ExitCode.NOT_FINISHED),
        (LedgerError("Another program changed a delivery."), ExitCode.NOT_FINISHED),
    ],
)
def test_whatever_ends_a_run_its_figures_are_kept(
    here: Workspace, postbox: Postbox, monkeypatch: pytest.MonkeyPatch, error: IkiNewsError, code: ExitCode
) -> None:
    """What was at its dot becomes uncertain and is named, the receipt counts it, and the exit code is as promised."""

    def two_and_then(errand: Errand, ledger: Ledger, *others: Any) -> Outcome:
        run_errand(replace(errand, limit=2), ledger, *others)
        (claim,) = ledger.advance(ISSUE, errand.owner, NOW, [], 1).claims
        ledger.advance(ISSUE, errand.owner, NOW, [Move(claim.id, State.SENDING)])
        raise error

    monkeypatch.setattr(module, "run_errand", two_and_then)
    sent = send(plan(here, postbox.url))

    assert (sent.error, sent.exit_code) == (error, code)
    assert (sent.sum.sent, sent.sum.uncertain, sent.sum.pending) == (2, 1, 2)
    assert [row.address for row in sent.left_uncertain] == [PEOPLE[2]]
    assert "attempts: 3" in receipt_of(here).read_text("utf-8")
    assert f"stop={type(error).__name__}" in log_of(here)


def test_an_edition_that_is_damaged_in_the_ledger_hides_no_figures(here: Workspace, postbox: Postbox) -> None:
    """What one run has sent is said, although the next message could not be made."""
    send(plan(here, postbox.url, limit=2))
    with Database.open(here.var / "ledger.sqlite3") as database:
        database.execute("UPDATE edition SET kept = x'00'")
    sent = send(plan(here, postbox.url))

    assert sent.error is not None
    assert "as it was sent" in sent.error.what
    assert (sent.sum.sent, sent.sum.pending) == (2, 3)


def test_a_ledger_that_cannot_be_read_afterwards_is_told_of(
    here: Workspace, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without figures, what ended the run is what is told, not what came of it."""

    def fail(*_: object) -> None:
        monkeypatch.setattr(Ledger, "sum", damaged)
        raise LedgerError("The disk is full.")

    def damaged(*_: object) -> None:
        raise LedgerError("It is damaged.")

    monkeypatch.setattr(module, "run_errand", fail)
    with pytest.raises(LedgerError, match="The disk is full"):
        send(plan(here, postbox.url))
