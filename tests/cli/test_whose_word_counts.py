"""Whose word counts, and which of two: what a mail may do, and what it may not, whatever order mails are read in."""

from __future__ import annotations

import email
import sqlite3
from contextlib import closing
from email import policy
from typing import TYPE_CHECKING

import pytest
from tests.cli.people import answer, lay_out, links_of
from tests.servers.postbox import Postbox

from iki_newsletter.model.token import Purpose, make_token, opaque_id
from iki_newsletter.store.secret import load_secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from tests.conftest import Run

pytestmark = pytest.mark.usefixtures("workspace")

ANA, OSCAR, SAM = "ana.ejemplo@manglar.example", "oscar@sierra.example", "sam@reef.example"
NEW = "nueva@example.org"


def letter(sender: str, subject: str, body: str = "", *, day: int = 0, more: str = "") -> bytes:
    """Write a mail; with a day of June 2017 it has an id too, as what a mail program sends does."""
    head = f"From: {sender}\nSubject: {subject}\n{more}"
    if day:
        head += f"Date: {day} Jun 2017 10:00:00 +0000\nMessage-ID: <{day}-{sender}>\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}\n".encode()


@pytest.fixture
def take(iki: Callable[..., Run], tmp_path: Path) -> Callable[..., dict[str, int]]:
    """Let `inbox` take mails in, in this order, and give what changed."""

    def taking(*mails: bytes) -> dict[str, int]:
        run = iki("inbox", lay_out(tmp_path / "returned", mails), "--json")
        assert run.code == 0, run.err
        done: dict[str, int] = run.data["taken"]["done"]
        return done

    return taking


@pytest.fixture
def server() -> Iterator[Postbox]:
    """Give a real server to send to: what lies in the sandbox has reached nobody."""
    with Postbox() as box:
        yield box


@pytest.fixture
def ask(iki: Callable[..., Run], server: Postbox) -> Callable[..., Run]:
    """Ask, through that server."""
    return lambda *who: iki("subscribers", "invite", *who, "--yes", "--smtp", server.url)


@pytest.fixture
def token(workspace: Path) -> Callable[[Purpose, str], str]:
    """Make the token that a mail to somebody holds."""
    return lambda purpose, key: make_token(secret_of(workspace), purpose, opaque_id(secret_of(workspace), key))


def secret_of(workspace: Path) -> bytes:
    """Read the workspace's secret."""
    return load_secret(workspace / "var", {})


def gets(iki: Callable[..., Run], address: str) -> bool:
    """Tell whether somebody gets the newsletter."""
    entries = iki("subscribers", "list", "--json").data["subscribers"]
    return any(each["address"] == address and each["state"] == "active" for each in entries)


def mails_to(server: Postbox, address: str) -> list[EmailMessage]:
    """Give what somebody got."""
    got = [each.content for each in server.received if each.recipient == address]
    return [email.message_from_bytes(raw, policy=policy.default) for raw in got]


def link_to(server: Postbox, address: str) -> str:
    """Give the link of the newest question that somebody got."""
    return links_of(mails_to(server, address)[-1])[0]


def test_a_token_speaks_for_its_bearer_alone(
    iki: Callable[..., Run],
    take: Callable[..., dict[str, int]],
    token: Callable[..., str],
    ask: Callable[..., Run],
    server: Postbox,
) -> None:
    """One that is nobody's any more moves nobody, though its mail names another as its writer."""
    ask(NEW)
    stale = answer(link_to(server, NEW), SAM)
    iki("subscribers", "erase", NEW, "--yes")

    assert take(stale, letter(SAM, f"baja {token(Purpose.UNSUBSCRIBE, NEW)}")) == {}
    assert gets(iki, SAM)


def test_an_answer_to_an_old_question_is_none(
    iki: Callable[..., Run], take: Callable[..., dict[str, int]], ask: Callable[..., Run], server: Postbox
) -> None:
    """Who left, asks anew and is asked anew must answer anew."""
    ask(NEW)
    yes = answer(link_to(server, NEW), NEW)
    assert take(yes) == {"confirmed": 1}
    iki("subscribers", "remove", NEW)
    assert take(letter(NEW, "subscribe")) == {"requested": 1}

    assert take(yes.replace(b"From:", b"X-Stored: again\nFrom:")) == {}
    assert not gets(iki, NEW)


@pytest.mark.parametrize("backwards", [False, True])
def test_the_later_word_counts_in_whatever_order_it_is_read(
    iki: Callable[..., Run], take: Callable[..., dict[str, int]], token: Callable[..., str], *, backwards: bool
) -> None:
    """A folder has no order: the day on which a mail was written decides."""
    language = letter(SAM, f"idioma {token(Purpose.PREFERENCES, SAM)}", "Deutsch", day=13)
    leaving = letter(SAM, f"baja {token(Purpose.UNSUBSCRIBE, SAM)}", day=20)
    take(*((leaving, language) if backwards else (language, leaving)))
    assert not gets(iki, SAM)


def test_a_mail_stored_elsewhere_is_the_same_mail(
    iki: Callable[..., Run], take: Callable[..., dict[str, int]]
) -> None:
    """Exported by another program, with headers of its own, it undoes nothing that was said since."""
    leaving = letter(SAM, "unsubscribe", day=20)
    assert take(leaving) == {"unsubscribed": 1}
    iki("subscribers", "restore", SAM, "--because", "on the phone")
    assert take(b"X-Mozilla-Status: 0001\n" + leaving) == {}
    assert gets(iki, SAM)


def test_the_list_may_call_somebody_gone_after_their_yes(
    iki: Callable[..., Run],
    workspace: Path,
    take: Callable[..., dict[str, int]],
    ask: Callable[..., Run],
    server: Postbox,
) -> None:
    """A yes beats what the list has said ever since, and not what it says anew."""
    take(letter(OSCAR, "Alta"))
    ask()
    assert take(answer(link_to(server, OSCAR), OSCAR)) == {"confirmed": 1}
    assert gets(iki, OSCAR)
    people = workspace / "subscribers.example.csv"
    gone = people.read_bytes()
    lines = gone.splitlines(keepends=True)
    back = [line.replace(b"unsubscribed", b"active") if OSCAR.encode() in line else line for line in lines]
    people.write_bytes(b"".join(back))
    assert iki("send", "2017-06", "--yes", "--smtp", server.url).code == 0
    people.write_bytes(gone)
    assert iki("subscribers", "show", OSCAR).out.count("unsubscribed")


def test_who_left_after_a_question_of_an_editor_is_not_asked_again_by_one(
    iki: Callable[..., Run], take: Callable[..., dict[str, int]], ask: Callable[..., Run], server: Postbox
) -> None:
    """An editor's word is no wish of theirs, wherever it came from."""
    ask(NEW, "--source", "list at the workshop")
    take(answer(link_to(server, NEW), NEW))
    iki("subscribers", "remove", NEW)
    assert "only a mail of their own" in iki("subscribers", "invite", NEW, "--dry-run").out


def test_nobody_is_asked_twice_within_a_day(
    take: Callable[..., dict[str, int]], ask: Callable[..., Run], server: Postbox
) -> None:
    """Also where somebody goes on asking in their name: the question must not become what it is to prevent."""
    for number in range(3):
        take(letter(NEW, "subscribe", f"hello {number}"))
        ask()
    assert len(mails_to(server, NEW)) == 1


@pytest.mark.parametrize(
    ("subject", "body", "more"),
    [
        ("No, I do not want this {}", "", ""),
        ("Re: {}", "Nein danke.", ""),
        ("Automatic reply: {}", "I am away.", "Auto-Submitted: auto-replied\n"),
        ("Re: your mail", "Is this real? {}", ""),
    ],
)
def test_what_is_no_yes_confirms_nothing(
    iki: Callable[..., Run],
    take: Callable[..., dict[str, int]],
    subject: str,
    body: str,
    more: str,
    ask: Callable[..., Run],
    server: Postbox,
) -> None:
    """A no, a machine, a question: the token stands in them all."""
    ask(NEW)
    token = link_to(server, NEW).rpartition("%20")[2]
    assert take(letter(NEW, subject.format(token), body.format(token), more=more)) == {}
    assert not gets(iki, NEW)


def test_a_plain_yes_in_answer_is_enough(
    take: Callable[..., dict[str, int]], ask: Callable[..., Run], server: Postbox
) -> None:
    """Of whom was asked, and of nobody to whom they passed the question on."""
    ask(NEW)
    (question,) = mails_to(server, NEW)
    answered = f"In-Reply-To: {question['Message-ID']}\n"
    assert take(letter("otra@example.org", "Re: x", "Sí, quiero.", more=answered)) == {}
    assert take(letter(NEW, "Re: x", "Sí, quiero.\n\n> ¿Quiere recibirlo?", more=answered)) == {"confirmed": 1}


def test_a_yes_is_the_consent_that_the_list_lacked(
    iki: Callable[..., Run],
    workspace: Path,
    take: Callable[..., dict[str, int]],
    ask: Callable[..., Run],
    server: Postbox,
) -> None:
    """Where consent is required, who is on the list without it is asked, says yes, and gets it."""
    settings = workspace / "newsletter.yaml"
    settings.write_text(settings.read_text("utf-8").replace("consent: optional", "consent: required"), "utf-8")
    people = workspace / "subscribers.example.csv"
    people.write_text(f"email,language,consent_source\n{NEW},de,\n{SAM},en,form\n", "utf-8")
    assert not gets(iki, NEW)
    run = ask(NEW)
    assert f"{NEW} (de)" in run.out, run.err
    assert take(answer(link_to(server, NEW), NEW)) == {"confirmed": 1}
    assert gets(iki, NEW)


def test_who_was_sent_another_ones_issue_leaves_themselves(
    iki: Callable[..., Run], take: Callable[..., dict[str, int]], server: Postbox
) -> None:
    """A colleague's "unsubscribe" in answer to a mail that was passed on is about the colleague."""
    assert iki("send", "2017-06", "--yes", "--smtp", server.url).code == 0
    (mail,) = mails_to(server, ANA)
    assert take(letter(SAM, "unsubscribe", more=f"In-Reply-To: {mail['Message-ID']}\n")) == {"unsubscribed": 1}
    assert gets(iki, ANA)
    assert not gets(iki, SAM)


def test_another_secret_is_refused(iki: Callable[..., Run], workspace: Path) -> None:
    """It would not know those who were erased, and mail them again."""
    iki("subscribers", "erase", ANA, "--yes")
    (workspace / "var" / "secret").rename(workspace / "var" / "old-secret")
    run = iki("send", "2017-06", "--dry-run")
    assert run.code != 0
    assert "secret" in run.err


def test_a_look_changes_nothing(
    iki: Callable[..., Run], workspace: Path, tmp_path: Path, take: Callable[..., dict[str, int]]
) -> None:
    """`--dry-run` names who would be left out, and the mail can be taken in afterwards."""
    folder = tmp_path / "mails"
    folder.mkdir()
    (folder / "1.eml").write_bytes(letter(SAM, "unsubscribe"))
    run = iki("inbox", folder, "--dry-run")
    assert f"Would be left out, unsubscribed: 1 ({SAM})." in run.out
    assert not (workspace / "var").exists()
    assert gets(iki, SAM)
    assert take(letter(SAM, "unsubscribe")) == {"unsubscribed": 1}
    with closing(sqlite3.connect(workspace / "var" / "ledger.sqlite3")) as ledger:
        assert ledger.execute("SELECT count(*) FROM feedback").fetchone() == (1,)


def test_a_yes_of_the_same_second_as_the_wish_answers_it(
    iki: Callable[..., Run],
    take: Callable[..., dict[str, int]],
    ask: Callable[..., Run],
    server: Postbox,
) -> None:
    """Mails know whole seconds only; whoever answers at once is in, and read once more it changes nothing."""
    dated = "Date: Thu, 1 Jun 2017 10:00:00 +0000\n"
    assert take(letter(NEW, "subscribe", more=dated)) == {"requested": 1}
    ask()
    yes = answer(link_to(server, NEW), NEW).replace(b"From:", dated.encode() + b"From:", 1)

    assert take(yes) == {"confirmed": 1}
    assert take(yes.replace(b"From:", b"X-Stored: again\nFrom:", 1)) == {}
    assert gets(iki, NEW)
