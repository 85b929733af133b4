from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.cli.people import answer, lay_out, links_of, mails_to, unsubscribe_link
from tests.feedback.conftest import plain, report

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage
    from pathlib import Path

    from tests.conftest import Run

ANA, JOAQUIN, SAM = "ana.ejemplo@manglar.example", "joaquin@selva.example", "sam@reef.example"


@pytest.fixture
def sent(iki: Callable[..., Run], workspace: Path) -> Path:
    """Send the issue into the sandbox, whose mails have the workspace's real tokens; give where they lie."""
    assert iki("send", "2017-06", "--yes").code == 0
    return workspace / "build" / "outbox" / "new"


@pytest.fixture
def inbox(iki: Callable[..., Run], tmp_path: Path) -> Callable[..., Run]:
    """Give the function that lets `inbox` take mails in."""

    def take(*mails: bytes, flags: tuple[str, ...] = ("--json",)) -> Run:
        return iki("inbox", lay_out(tmp_path / "returned", mails), *flags)

    return take


def excluded(iki: Callable[..., Run]) -> dict[str, int]:
    """Give who would be left out of the issue, if it were sent for the first time for real."""
    run = iki("send", "2017-06", "--dry-run", "--json", "--smtp", "smtp://127.0.0.1:2525")
    assert run.data["audience"] == run.data["planned"] + sum(run.data["excluded"].values())
    found: dict[str, int] = run.data["excluded"]
    return found


def mail_to(folder: Path, address: str) -> EmailMessage:
    """Give the one mail that somebody got."""
    (mail,) = mails_to(folder, address)
    return mail


def dead(address: str, words: str = "550 no such user", returned: str = "") -> bytes:
    """Make a report that an address does not exist."""
    fields = f"Final-Recipient: rfc822; {address}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; {words}"
    return report(fields, returned=returned or f"To: {address}")


def test_who_is_gone_is_left_out_and_who_was_refused_is_not(
    iki: Callable[..., Run], workspace: Path, inbox: Callable[..., Run]
) -> None:
    """By the address that a report names; a refusal is ours, whatever its status; strangers are counted."""
    run = inbox(dead(ANA), dead(JOAQUIN, "550 5.7.1 blocked using a list"), dead("nobody@example.com"))

    assert run.code == 0, run.err
    assert run.data["taken"] == {"new": 3, "known": 0, "done": {"dead": 1}, "already": 0, "strangers": 1}
    assert excluded(iki) == {"unsubscribed": 1, "dead": 1}


def test_a_refusal_is_called_ours_where_it_is_shown(iki: Callable[..., Run], workspace: Path, tmp_path: Path) -> None:
    """Nobody reads it as a subscriber who turned us down; programs get the kind's own word."""
    (tmp_path / "returned").mkdir()
    (tmp_path / "returned" / "0.eml").write_bytes(dead(JOAQUIN, "550 5.7.1 blocked using a list"))
    assert "refused (ours)" in iki("inbox", tmp_path / "returned", "--dry-run").out
    assert iki("inbox", tmp_path / "returned", "--dry-run", "--json").data["events"][0]["kind"] == "refused"


def test_taking_a_mail_in_twice_changes_nothing(
    iki: Callable[..., Run], workspace: Path, inbox: Callable[..., Run]
) -> None:
    """Also one whose line ends were written otherwise."""
    inbox(dead(ANA))
    iki("subscribers", "restore", ANA, "--because", "it was a mistake of the server")
    again = inbox(dead(ANA).replace(b"\n", b"\r\n"))
    assert again.data["taken"] == {"new": 0, "known": 1, "done": {}, "already": 0, "strangers": 0}
    assert excluded(iki) == {"unsubscribed": 1}


def test_the_link_in_a_mail_unsubscribes_whoever_sends_it(
    iki: Callable[..., Run], sent: Path, inbox: Callable[..., Run]
) -> None:
    """From another address too: the token says whose it is. They stay off whatever list comes, and can come back."""
    mail = answer(unsubscribe_link(mail_to(sent, SAM)), "a-private-address@example.com")
    assert inbox(mail).data["taken"]["done"] == {"unsubscribed": 1}
    assert excluded(iki) == {"unsubscribed": 2}
    assert iki("subscribers", "restore", SAM, "--because", "clicked by a colleague").code == 0
    assert excluded(iki) == {"unsubscribed": 1}


def test_a_mail_without_a_token_unsubscribes_its_sender(
    iki: Callable[..., Run], workspace: Path, inbox: Callable[..., Run]
) -> None:
    """Where they are on the list under that address; else somebody must read it; with `believe: proof` always."""
    run = inbox(plain("", sender=SAM, subject="Unsubscribe"), plain("", sender="x@example.com", subject="Baja"))
    assert run.data["taken"]["done"] == {"unsubscribed": 1}

    settings = workspace / "newsletter.yaml"
    settings.write_text(settings.read_text("utf-8") + "\nfeedback: {believe: proof}\n", "utf-8")
    people = inbox(plain("", sender=ANA, subject="unsubscribe"), flags=())
    assert "Left out from now on: nobody." in people.out
    assert f"{ANA}: asks to leave" in people.out


def test_another_language_is_granted(iki: Callable[..., Run], sent: Path, inbox: Callable[..., Run]) -> None:
    """By the link of the mail, which says which; the list need not change."""
    link = next(link for link in links_of(mail_to(sent, ANA)) if "body=Deutsch" in link)
    assert inbox(answer(link, ANA)).data["taken"]["done"] == {"language": 1}
    (entry,) = [each for each in people(iki) if each["address"] == ANA]
    assert (entry["state"], entry["language"]) == ("active", "de")


def test_who_left_and_asks_for_it_in_another_language_is_back(
    iki: Callable[..., Run], sent: Path, inbox: Callable[..., Run]
) -> None:
    """That wish is later, signed, and cannot be meant otherwise."""
    mail = mail_to(sent, ANA)
    link = next(link for link in links_of(mail) if "body=English" in link)
    inbox(answer(unsubscribe_link(mail), ANA))
    assert inbox(answer(link, ANA)).data["taken"]["done"] == {"language": 1, "restored": 1}
    assert excluded(iki) == {"unsubscribed": 1}


def test_what_people_write_is_shown_and_not_acted_on(
    iki: Callable[..., Run], workspace: Path, inbox: Callable[..., Run]
) -> None:
    """Who asks in their own words, and whose address changes, is named for somebody to read; nothing happens."""
    run = inbox(
        plain("Por favor, quítenme de la lista.", sender=ANA, subject="Re: Horizontes"),
        plain("Ich arbeite nicht mehr bei der Firma.", sender=JOAQUIN, subject="Automatische Antwort"),
        flags=(),
    )
    assert f"{ANA}: asks to be taken off the list (0.eml)" in run.out
    assert f"{JOAQUIN}: the address changes (1.eml)" in run.out
    assert "Left out from now on: nobody." in run.out
    assert excluded(iki) == {"unsubscribed": 1}


def test_a_full_mailbox_counts_over_time(iki: Callable[..., Run], workspace: Path, inbox: Callable[..., Run]) -> None:
    """Once is nothing; as often in a row as the workspace says leaves out."""
    full = report(f"Final-Recipient: rfc822; {ANA}\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 full")
    assert inbox(full).data["taken"]["done"] == {}
    settings = workspace / "newsletter.yaml"
    settings.write_text(settings.read_text("utf-8") + "\nfeedback: {full_after: 1}\n", "utf-8")
    assert inbox(full.replace(b"552", b"552 still")).data["taken"]["done"] == {"full": 1}
    assert excluded(iki) == {"unsubscribed": 1, "full": 1}


def test_the_store_keeps_no_word_of_people(
    iki: Callable[..., Run], workspace: Path, inbox: Callable[..., Run]
) -> None:
    """Their mail lies in the mailbox; here it is only counted."""
    inbox(plain("My aunt is ill.", sender=ANA, subject="Re: Horizontes"), dead("stranger@example.com"))
    with closing(sqlite3.connect(workspace / "var" / "ledger.sqlite3")) as database:
        rows = database.execute("SELECT reply, address FROM feedback ORDER BY id").fetchall()
    assert rows == [("", ANA), ("", "")]


def people(iki: Callable[..., Run]) -> list[dict[str, str]]:
    """Give everybody as `subscribers list` does."""
    found: list[dict[str, str]] = iki("subscribers", "list", "--json").data["subscribers"]
    return found
