from __future__ import annotations

import mailbox
from typing import TYPE_CHECKING

import pytest
from tests.feedback.conftest import plain, report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

DEAD = report(
    "Final-Recipient: rfc822; ana@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such user"
)
FULL = plain("<eva@example.com>:\nmailbox is full\n")
REPLY = plain("Thank you!", sender="Uma <uma@example.org>", subject="Re: News")


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    """Give a folder with three mails, one of them in a folder below, and a file that is none."""
    folder = tmp_path / "returned"
    (folder / "june").mkdir(parents=True)
    (folder / "1.eml").write_bytes(DEAD)
    (folder / "2.txt").write_bytes(FULL)
    (folder / "june" / "3.eml").write_bytes(REPLY)
    (folder / "notes.txt").write_text("What came back in June.", "utf-8")
    return folder


def test_programs_get_each_event(iki: Callable[..., Run], workspace: Path, returned: Path) -> None:
    """The object has the keys that are promised, and no others."""
    run = iki("inbox", returned, "--dry-run", "--json")
    assert run.code == 0
    assert run.data["messages"] == 3
    assert run.data["events"][0] == {
        "file": "1.eml",
        "kind": "dead",
        "address": "ana@example.org",
        "status": "5.1.1",
        "reply": "550 no such user",
        "reason": "no such mailbox",
    }
    assert [(event["file"], event["kind"]) for event in run.data["events"][1:]] == [
        ("2.txt", "full"),
        ("june/3.eml", "reply"),
    ]


def test_people_see_reasons_and_domains(iki: Callable[..., Run], workspace: Path, returned: Path) -> None:
    """One row for each reason, with domains and the server's own words; what people wrote stays theirs."""
    run = iki("inbox", returned, "--dry-run")
    assert run.code == 0
    assert "no such mailbox  example.org" in run.out
    assert "550 no such user" in run.out
    assert "Thank you" not in run.out
    assert "3 mails: 1 dead, 1 full, 1 reply." in run.out


def test_looking_changes_nothing(iki: Callable[..., Run], workspace: Path, returned: Path) -> None:
    """Read twice it says the same, no file is touched, and no secret is made."""
    before = {path: path.stat().st_mtime_ns for path in returned.rglob("*")}
    runs = [iki("inbox", returned, "--dry-run", "--json").out for _ in range(2)]
    assert runs[0] == runs[1]
    assert {path: path.stat().st_mtime_ns for path in returned.rglob("*")} == before
    assert not (workspace / "var").exists()


def test_every_kind_of_place_is_read(iki: Callable[..., Run], workspace: Path, tmp_path: Path) -> None:
    """An mbox, a Maildir and one mail give the same events as a folder."""
    box = mailbox.mbox(tmp_path / "box")
    maildir = mailbox.Maildir(tmp_path / "maildir")
    for raw in (DEAD, FULL, REPLY):
        box.add(raw)
        maildir.add(raw)
    box.close()
    (tmp_path / "one").write_bytes(FULL)

    kinds = {
        name: sorted(event["kind"] for event in iki("inbox", tmp_path / name, "--dry-run", "--json").data["events"])
        for name in ("box", "maildir", "one")
    }
    assert kinds == {"box": ["dead", "full", "reply"], "maildir": ["dead", "full", "reply"], "one": ["full"]}


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("nowhere", "There is no file or folder nowhere."),
        ("newsletter.yaml", "neither a mail nor an mbox"),
        ("pop://ana@mail.example.org", "no way to read a mailbox"),
        ("imaps://ana:secret@mail.example.org", "A password does not belong"),
        ("imap://ana@mail.example.org/INBOX", "would show password and mails"),
        ("imaps://mail.example.org", "names no host or no user"),
        ("imaps://ana@mail.example.org/INBOX", "There is no password for ana"),
    ],
)
def test_sources_that_cannot_be_read_are_explained(
    iki: Callable[..., Run], workspace: Path, monkeypatch: pytest.MonkeyPatch, source: str, says: str
) -> None:
    """What is wrong, what to write instead, exit code 2, and never the password."""
    monkeypatch.delenv("IKI_NEWS_IMAP_PASSWORD", raising=False)
    monkeypatch.setattr("keyring.get_password", lambda service, user: None)
    run = iki("inbox", source, "--dry-run")
    assert run.code == 2
    assert says in run.err
    assert "secret" not in run.err
