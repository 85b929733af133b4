"""An envelope sender of each delivery's own: on the wire, back from a real Postfix, and where it cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.servers.postbox import Postbox
from tests.servers.postfix import postfix

from iki_newsletter.model.verp import read_verp

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"
BOUNCES = "bounces@klimaallianz.example"


@pytest.fixture
def settings(workspace: Path) -> Path:
    """Give the workspace's settings with `verp` in them."""
    path = workspace / "newsletter.yaml"
    path.write_text(path.read_text("utf-8").replace("  bounces: ", "  verp: true\n  bounces: "), "utf-8")
    return path


def people(workspace: Path, *addresses: str) -> Path:
    """Write a list."""
    path = workspace / "list.csv"
    path.write_text("\n".join(["email", *addresses]) + "\n", "utf-8")
    return path


def codes(iki: Callable[..., Run]) -> dict[str, str]:
    """Give address to code, as the ledger's Message-IDs say."""
    rows = iki("deliveries", ISSUE, "--json").data["deliveries"]
    return {row["address"]: row["message_id"].strip("<>").partition("@")[0] for row in rows}


def test_each_delivery_has_a_sender_of_its_own(iki: Callable[..., Run], workspace: Path, settings: Path) -> None:
    """Each is the bounce address with the delivery's code in it; From and the rest of the mail stay as they are."""
    everybody = people(workspace, "ana@example.org", "eva@example.org", "ole@example.org")
    with Postbox() as server:
        run = iki("send", ISSUE, "--to", everybody, "--smtp", server.url, "--yes")

    assert run.code == 0, run.err
    assert {each.recipient: read_verp(BOUNCES, each.sender) for each in server.received} == codes(iki)
    assert len({each.sender for each in server.received}) == 3
    assert not any(b"bounces+" in each.content for each in server.received)


def test_without_it_all_have_the_same(iki: Callable[..., Run], workspace: Path) -> None:
    """Nothing is asked of the server that nobody switched on."""
    with Postbox() as server:
        iki("send", ISSUE, "--to", people(workspace, "ana@example.org"), "--smtp", server.url, "--yes")
    assert [each.sender for each in server.received] == [BOUNCES]


def test_a_server_that_takes_no_other_sender_gets_the_fixed_one(
    iki: Callable[..., Run], workspace: Path, settings: Path
) -> None:
    """`check` says so, and mail goes out under the one address that the server knows."""
    with Postbox() as server:
        smtp = f'url: "{server.url}"\n  preset: microsoft-365\n  rate: 100/s'
        settings.write_text(settings.read_text("utf-8").replace('url: "sandbox:"', smtp), "utf-8")
        checked = iki("check", ISSUE, "--json")
        run = iki("send", ISSUE, "--to", people(workspace, "ana@example.org"), "--yes")

    assert run.code == checked.code == 0
    said = {problem["code"]: problem for problem in checked.data["problems"]}
    assert "microsoft-365" in said["W121"]["what"]
    assert [each.sender for each in server.received] == [BOUNCES]


def test_a_real_bounce_comes_back_to_the_deliverys_own_address(
    iki: Callable[..., Run], workspace: Path, settings: Path
) -> None:
    """Postfix takes the mail, finds that nobody is there, and its report leads to the delivery in the ledger."""
    configured = {
        "recipient_delimiter": "+",
        "virtual_mailbox_domains": "klimaallianz.example gone.example",
        "virtual_mailbox_maps": f"inline:{{ {{ {BOUNCES} = bounces/ }} }}",
        "virtual_transport": "virtual:",
        "smtpd_reject_unlisted_recipient": "no",
    }
    with postfix(**configured) as server:
        url = f"smtp://127.0.0.1:{server.port}"
        gone = people(workspace, "ana@gone.example", "eva@gone.example")
        run = iki("send", ISSUE, "--to", gone, "--smtp", url, "--yes")
        reports = server.mailbox("bounces", 2)

    assert run.code == 0, run.err
    returned = {report["Final-Recipient"]: report["Delivered-To"] for report in map(headers, reports)}
    assert {who: read_verp(BOUNCES, to) for who, to in returned.items()} == codes(iki)


def headers(report: str) -> dict[str, str]:
    """Read the two lines of a report that say whom it is about and where it came back to."""
    lines = [line.partition(": ") for line in report.splitlines()]
    said = {name: value.removeprefix("rfc822; ") for name, _, value in lines}
    return {name: said[name] for name in ("Final-Recipient", "Delivered-To")}
