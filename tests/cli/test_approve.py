from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from tests.servers.postbox import Postbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"
APPROVE = ("approve", ISSUE, "--as", "Ana Muster", "--yes")
SEND = ("send", ISSUE, "--yes")
CORRECTION = "subject: {es: Corrección del día, de: Berichtigung, en: Correction}\ntext: {es: A, de: B, en: C}\n"


@pytest.fixture
def asking(workspace: Path) -> Path:
    """Stand in a workspace that asks for approval."""
    settings = workspace / "newsletter.yaml"
    settings.write_text(settings.read_text("utf-8").replace("approval: optional", "approval: required"), "utf-8")
    return workspace


def change_german_subject(workspace: Path) -> None:
    """Change what readers of the German edition get, and nobody else."""
    plan = workspace / "issues" / ISSUE / "issue.yaml"
    text = plan.read_text("utf-8")
    assert "treffen sich" in text
    plan.write_text(text.replace("treffen sich", "begegnen sich"), "utf-8")


def test_approval_is_bound_to_the_editions_that_compile_makes(iki: Callable[..., Run], workspace: Path) -> None:
    """The tracked file names who, when, and the digest of every edition; people see each edition's subject."""
    editions = {row["language"]: row["digest"] for row in iki("compile", ISSUE, "--json").data["editions"]}

    run = iki(*APPROVE)

    assert run.code == 0
    assert "Horizonte 1" in run.out
    assert editions["de"][:12] in run.out
    assert "3 to know" in run.out
    (entry,) = yaml.safe_load((workspace / "issues" / ISSUE / "approval.yaml").read_text("utf-8"))["approvals"]
    assert (entry["by"], entry["campaign"], entry["editions"]) == ("Ana Muster", ISSUE, editions)
    assert entry["at"].endswith("Z")


def test_approving_gives_programs_one_object(iki: Callable[..., Run], workspace: Path) -> None:
    """`--json` names what was approved, and people's table goes to stderr."""
    data = iki(*APPROVE, "--json").data
    assert set(data) == {"issue", "campaign", "by", "at", "editions", "problems"}
    assert [set(row) for row in data["editions"]] == [{"language", "subject", "items", "digest"}] * 3


def test_approving_twice_says_so_and_writes_nothing(iki: Callable[..., Run], workspace: Path) -> None:
    """The same person's word for the same editions is kept once; another person's is added."""
    path = workspace / "issues" / ISSUE / "approval.yaml"
    iki(*APPROVE)
    before = path.read_bytes()

    again = iki("approve", ISSUE, "--as", "Ana Muster")
    other = iki("approve", ISSUE, "--as", "Jürgen Beispiel", "--yes")

    assert again.code == 0
    assert "stays as it is" in " ".join(again.out.split())
    assert other.code == 0
    assert path.read_bytes().startswith(before)
    assert len(yaml.safe_load(path.read_text("utf-8"))["approvals"]) == 2


def test_nobody_here_to_ask_is_no_yes(iki: Callable[..., Run], workspace: Path) -> None:
    """Without a terminal and without --yes nothing is approved."""
    run = iki("approve", ISSUE, "--as", "Ana Muster")
    assert run.code == 2
    assert not (workspace / "issues" / ISSUE / "approval.yaml").exists()


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "Ana\x1b[2J", "x" * 101])
def test_who_approves_needs_a_name(iki: Callable[..., Run], workspace: Path, name: str) -> None:
    """A name is one line that can be read."""
    run = iki("approve", ISSUE, "--as", name, "--yes")
    assert run.code == 2
    assert "is no name" in run.err


def test_what_cannot_be_sent_cannot_be_approved(iki: Callable[..., Run], workspace: Path) -> None:
    """A problem that stops sending is named with its place, and nothing is written."""
    contribution = next((workspace / "issues" / ISSUE / "contributions").glob("viclim*.yaml"))
    contribution.write_text(contribution.read_text("utf-8") + "titel: x\n", "utf-8")

    run = iki(*APPROVE)

    assert run.code == 1
    assert "[C106]" in run.err
    assert "cannot be approved" in run.err
    assert not (workspace / "issues" / ISSUE / "approval.yaml").exists()


def test_without_approval_nothing_is_sent(iki: Callable[..., Run], asking: Path) -> None:
    """`send` refuses and says what to type; after that it sends."""
    refused = iki(*SEND)
    iki(*APPROVE)
    sent = iki(*SEND)

    assert refused.code == 1
    assert "Nobody has approved 2017-06 yet (es, de, en)" in refused.err
    assert "iki-news approve 2017-06 --as" in refused.err
    assert sent.code == 0
    assert "by Ana Muster" in sent.out


def test_an_edition_that_changed_is_not_the_approved_one(iki: Callable[..., Run], asking: Path) -> None:
    """The refusal names the language that changed and who had approved, until it is approved anew."""
    iki(*APPROVE)
    change_german_subject(asking)

    refused = iki(*SEND)
    iki(*APPROVE)

    assert refused.code == 1
    assert "changed since Ana Muster approved it (de)" in refused.err
    assert "iki-news diff 2017-06" in refused.err
    assert iki(*SEND).code == 0


def test_going_back_to_what_an_older_approval_named_is_not_enough(iki: Callable[..., Run], asking: Path) -> None:
    """A later approval replaces the earlier one: only the newest word of the editor in charge counts."""
    plan = asking / "issues" / ISSUE / "issue.yaml"
    before = plan.read_bytes()
    iki(*APPROVE)
    change_german_subject(asking)
    iki(*APPROVE)
    plan.write_bytes(before)

    assert iki(*SEND).code == 1


def test_where_approval_is_optional_nothing_asks_for_it(iki: Callable[..., Run], workspace: Path) -> None:
    """It sends without; an approval that there is gets shown with what changed since."""
    iki(*APPROVE)
    change_german_subject(workspace)

    run = iki("send", ISSUE, "--dry-run", "--json")
    sent = iki(*SEND)

    assert "changed since: de" in " ".join(run.err.split())
    assert "approval" not in run.data
    assert sent.code == 0


def test_dry_run_and_test_need_no_approval_and_say_so(iki: Callable[..., Run], asking: Path) -> None:
    """Both are there to look at what would be approved."""
    dry = iki("send", ISSUE, "--dry-run", "--json")
    test = iki("send", ISSUE, "--test", "you@example.org")

    assert dry.code == 0
    assert dry.data["approval"] == {
        "required": True,
        "approved": False,
        "by": None,
        "at": None,
        "unapproved": ["es", "de", "en"],
        "settings": [],
    }
    assert "send would refuse" in " ".join(dry.err.split())
    assert test.code == 0
    assert "A test needs no approval" in " ".join(test.out.split())


def test_a_resumed_campaign_is_not_asked_again(iki: Callable[..., Run], asking: Path) -> None:
    """What went out is kept and goes on; only a mended edition for the rest needs an approval of its own."""
    iki(*APPROVE)
    with Postbox() as server:
        send = (*SEND, "--smtp", server.url)
        assert iki(*send, "--limit", "2").code == 75
        change_german_subject(asking)
        old = iki(*send, "--limit", "2", "--rest-gets-old-edition")
        refused = iki(*send, "--rest-gets-new-edition")
        iki(*APPROVE)
        mended = iki(*send, "--rest-gets-new-edition")

    assert old.code == 75
    assert refused.code == 1
    assert "(de)" in refused.err
    assert mended.code == 0
    assert len(server.received) == 13


def test_a_correction_needs_its_own_approval(iki: Callable[..., Run], asking: Path) -> None:
    """It is as unsendable as the issue, and written in a hurry: it is approved by its file."""
    file = asking / "issues" / ISSUE / "correction.yaml"
    file.write_text(CORRECTION, "utf-8")
    iki(*APPROVE)
    iki(*SEND)
    send = (*SEND, "--correction", str(file))

    refused = iki(*send)
    approved = iki(*APPROVE, "--correction", str(file))
    sent = iki(*send)

    assert refused.code == 1
    assert "--correction issues/2017-06/correction.yaml --as" in refused.err
    assert approved.code == 0
    assert "2017-06/correction-1" in approved.out
    assert sent.code == 0


SETTINGS = [
    ("sender", "address: newsletter@klimaallianz.example", "address: other@klimaallianz.example"),
    ("list_id", "list_id: ", "list_id: other."),
]


@pytest.mark.parametrize(("name", "before", "now"), SETTINGS)
def test_who_a_mail_is_from_is_approved_with_it(
    iki: Callable[..., Run], asking: Path, name: str, before: str, now: str
) -> None:
    """Another sender, or another way to unsubscribe, is something that nobody has agreed to."""
    iki(*APPROVE)
    settings = asking / "newsletter.yaml"
    text = settings.read_text("utf-8")
    assert before in text
    settings.write_text(text.replace(before, now, 1), "utf-8")

    refused = iki(*SEND)
    compared = iki("diff", ISSUE)
    approved = iki(*APPROVE)

    assert refused.code == 1
    assert f"newsletter.yaml ({name})" in " ".join(refused.err.split())
    assert f"what every mail shows has changed: {name}" in " ".join(compared.out.split())
    assert iki("diff", ISSUE, "--json").data["settings"] == []
    assert approved.code == 0
    assert iki(*SEND).code == 0


def test_an_approval_that_cannot_be_read_is_none(iki: Callable[..., Run], asking: Path) -> None:
    """After a merge gone wrong nothing is sent, and the place is named."""
    iki(*APPROVE)
    path = asking / "issues" / ISSUE / "approval.yaml"
    path.write_text("<<<<<<< HEAD\n" + path.read_text("utf-8"), "utf-8")

    run = iki(*SEND)

    assert run.code == 1
    assert "approval.yaml:" in run.err
