"""What is planned and what is sent are hours apart at times: what came between is seen before the first message."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.servers.postbox import Postbox

from iki_newsletter.errors import LedgerError, RefusedError
from iki_newsletter.store.receipt import FILE
from iki_newsletter.workflow.errand import Watcher
from iki_newsletter.workflow.plan import SendOptions
from iki_newsletter.workflow.planning import plan_sending
from iki_newsletter.workflow.send import send_planned
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iki_newsletter.workflow.plan import Plan
    from iki_newsletter.workflow.sent import Sent

ISSUE = "2018-05"
SMALL_ISSUE = Path(__file__).parents[1] / "golden" / "small-issue" / "input"
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

    with pytest.raises(LedgerError, match="another ledger's receipt"):
        send_planned(planned, watcher=Watcher(git_pulls))
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
