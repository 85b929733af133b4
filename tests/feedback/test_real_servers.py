from __future__ import annotations

import smtplib
import time
from typing import TYPE_CHECKING

import pytest
from tests.servers.dovecot import PASSWORD, dovecot
from tests.servers.postfix import postfix

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run
    from tests.servers.dovecot import Dovecot

BOUNCES = "bounces@example.net"
ANSWERS = {
    # What a transport of Postfix says, and what it means.
    "full.example": ("error:5.2.2 mailbox is full", "full"),
    "gone.example": ("error:5.1.1 no such user", "dead"),
    "nowhere.example": ("error:5.4.4 Host or domain name not found", "dead"),
    "spam.example": ("error:5.7.1 blocked using zen.spamhaus.org", "refused"),
    "words.example": ("error:5.1.1 rejected as spam", "refused"),
    "late.example": ("error:4.4.1 connection timed out", "temporary"),
}


@pytest.fixture
def returned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the mailbox's password come from the environment."""
    monkeypatch.setenv("IKI_NEWS_IMAP_PASSWORD", PASSWORD)


@pytest.mark.usefixtures("returned")
def test_reports_of_a_real_postfix_are_read_over_imap(iki: Callable[..., Run], workspace: Path) -> None:
    """Postfix cannot deliver, says so to a mailbox of a real Dovecot, and `inbox` reads it twice the same."""
    with dovecot(BOUNCES) as box:
        transports = ", ".join(f"{{ {domain} = {says} }}" for domain, (says, _) in ANSWERS.items())
        configured = box.for_postfix | {
            "transport_maps": f"inline:{{ {transports} }}",
            "relay_domains": " ".join(ANSWERS),
            "smtpd_reject_unlisted_recipient": "no",
            "smtpd_delay_reject": "yes",
            "bounce_queue_lifetime": "0",
            "maximal_queue_lifetime": "0",
        }
        with postfix(**configured) as server:
            _send(server.port, [f"ana@{domain}" for domain in ANSWERS] + ["nobody@example.net"])
            _wait(box, len(ANSWERS) + 1)
        url = f"imap://{BOUNCES.replace('@', '%40')}@127.0.0.1:{box.port}/INBOX"
        first, second = (iki("inbox", url, "--dry-run", "--json") for _ in range(2))
        wrong = iki("inbox", url.replace("INBOX", "Elsewhere"), "--dry-run")

    assert first.code == 0, first.err
    assert first.out == second.out
    read = {event["address"].partition("@")[2]: event["kind"] for event in first.data["events"]}
    assert read == {domain: kind for domain, (_, kind) in ANSWERS.items()} | {"example.net": "dead"}
    assert wrong.code == 1
    assert "says no" in wrong.err


def test_a_server_that_is_not_there_is_told_in_words(
    iki: Callable[..., Run], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 75, since another time it may answer; the password is not shown."""
    monkeypatch.setenv("IKI_NEWS_IMAP_PASSWORD", "a secret")
    run = iki("inbox", "imap://ana@127.0.0.1:9/INBOX", "--dry-run")
    assert run.code == 75
    assert "127.0.0.1:9" in run.err
    assert "a secret" not in run.err


@pytest.mark.usefixtures("returned")
def test_a_wrong_password_is_told_in_words(
    iki: Callable[..., Run], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is not let in reads what to look at."""
    monkeypatch.setenv("IKI_NEWS_IMAP_PASSWORD", "another")
    with dovecot(BOUNCES) as box:
        run = iki("inbox", f"imap://{BOUNCES.replace('@', '%40')}@127.0.0.1:{box.port}", "--dry-run")
    assert run.code == 1
    assert "does not let bounces@example.net in" in run.err


def _send(port: int, recipients: list[str]) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as smtp:
        for recipient in recipients:
            smtp.sendmail(
                BOUNCES, recipient, f"From: {BOUNCES}\r\nTo: {recipient}\r\nSubject: Spam and quota\r\n\r\nHello\r\n"
            )


def _wait(box: Dovecot, number: int) -> None:
    for _ in range(300):
        if len(box.messages(BOUNCES)) >= number:
            return
        time.sleep(0.05)
    pytest.fail("Postfix brings nothing back")
