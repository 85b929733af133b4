from __future__ import annotations

import datetime as dt
import email
import os
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from email import policy
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from tests.cli.people import mails_to
from tests.servers.postbox import Postbox

from iki_newsletter.model.audience import Reason
from iki_newsletter.model.suppression import Suppression
from iki_newsletter.store.database import Database
from iki_newsletter.store.secret import load_secret
from iki_newsletter.store.suppressions import Suppressions
from iki_newsletter.workflow.proofing import usual_answer_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"
VALERIA, ERIKA, BRUNO = "valeria@ecovalor.example", "erika@klimaallianz.example", "bruno@conecc.example"
MAY = dt.datetime(2017, 5, 10, 15, tzinfo=dt.UTC)
PATIENCE = 60


def received(workspace: Path, address: str = "@") -> list[EmailMessage]:
    """Read what the sandbox has taken for somebody."""
    return mails_to(workspace / "build" / "outbox" / "new", address)


def text_of(mail: EmailMessage) -> str:
    """Give a mail's text part, its lines joined."""
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).replace("\u00a0", " ").split())


def without_contributions_of(workspace: Path, *names: str) -> None:
    """Take contributions out of the issue again."""
    for name in names:
        (workspace / "issues" / ISSUE / "contributions" / f"{name}.yaml").unlink()


def item_of(workspace: Path, name: str) -> Path:
    """Give a contribution's file."""
    return workspace / "issues" / ISSUE / "contributions" / f"{name}.yaml"


def next_issue(workspace: Path) -> None:
    """Make the issue after this one, with nothing in it yet."""
    folder = workspace / "issues" / "2017-07"
    (folder / "contributions").mkdir(parents=True)
    plan = (workspace / "issues" / ISSUE / "issue.yaml").read_text("utf-8").partition("focus:")[0]
    plan = plan.replace("month: 2017-06", "month: 2017-07").replace("2017-06-01", "2017-07-10")
    (folder / "issue.yaml").write_text(plan.replace("2017-05-24", "2017-06-28"), "utf-8")


def test_every_project_that_runs_is_called_in_its_contacts_language(iki: Callable[..., Run], workspace: Path) -> None:
    """What is wanted, by when, where to send it, what they had last; with the form, and nothing of a list."""
    next_issue(workspace)
    form = workspace / "build" / "2017-07" / "form.html"
    form.parent.mkdir(parents=True)
    form.write_bytes(b"<!DOCTYPE html><title>Form</title>" * 1000)

    run = iki("call", "2017-07", "--yes")

    assert run.code == 0, run.err
    assert len(received(workspace)) == 23
    (mail,) = received(workspace, VALERIA)
    text = text_of(mail)
    for wanted in (
        "28 de junio de 2017",
        "10 de julio de 2017",
        "redaccion@klimaallianz.example",
        "hasta 300 caracteres",
        "Ecovalor pregunta cuánto vale",
        "form-2017-07.html (34 KB)",
    ):
        assert wanted in text, wanted
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "form-2017-07.html"
    assert attached.get_payload(decode=True) == form.read_bytes()
    assert not [name for name in mail if name.lower().startswith("list-")]
    assert "Beiträge bis: 28. Juni 2017" in text_of(received(workspace, ERIKA)[0])
    assert not received(workspace, "ana@ciclim.example"), "its project begins in August"
    (bruno,) = received(workspace, BRUNO)
    assert "En los últimos números no apareció nada de este proyecto" in text_of(bruno)


def test_nobody_gets_a_call_twice_and_who_is_new_gets_it_when_asked(iki: Callable[..., Run], workspace: Path) -> None:
    """A second run sends nothing and says who is new; `--add` writes to them alone."""
    contacts = workspace / "contacts.example.csv"
    whole = contacts.read_text("utf-8")
    contacts.write_text(
        whole.replace("ecovalor,Valeria Inventada,valeria@ecovalor.example,es,Comunicación\n", ""), "utf-8"
    )
    first = iki("call", ISSUE, "--yes", "--json").data
    assert first["sent"] == 22
    contacts.write_text(whole, "utf-8")
    again = iki("call", ISSUE, "--yes")
    assert again.code == 0
    assert "nothing was sent" in again.out
    assert "1 on the list of contacts" in again.out
    assert len(received(workspace)) == 22
    assert iki("call", ISSUE, "--add", "--yes").code == 0
    assert len(received(workspace)) == 23
    assert len(received(workspace, VALERIA)) == 1
    shown = iki("deliveries", f"issues/{ISSUE}/call")
    assert "23 planned = 23 sent" in shown.out


@pytest.mark.parametrize("name", ["call", "remind-1", "proof-2"])
def test_what_was_not_sent_is_sent_by_its_own_command(iki: Callable[..., Run], workspace: Path, name: str) -> None:
    """Whoever asks for its deliveries too early is told which."""
    run = iki("deliveries", f"{ISSUE}/{name}")
    assert run.code == 2
    assert f"iki-news {name.partition('-')[0]} {ISSUE}" in run.err


def test_a_dry_run_leaves_nothing_behind(iki: Callable[..., Run], workspace: Path) -> None:
    """The plan is shown, with who has no contact and who does not run; no ledger is made."""
    contacts = workspace / "contacts.example.csv"
    lines = contacts.read_text("utf-8").splitlines(keepends=True)
    contacts.write_text("".join(line for line in lines if not line.startswith("biofin")), "utf-8")
    run = iki("call", ISSUE, "--dry-run")
    said = " ".join(run.out.split())
    assert "22 people (de 6, es 12, en 4) in 21 projects" in said
    assert "No contact biofin" in said
    assert "not running in 2017-06" in said
    assert not (workspace / "build").exists()
    assert iki("call", ISSUE).code == 2, "nobody is here to say yes"


def test_a_reader_who_left_is_still_called_but_no_dead_address(iki: Callable[..., Run], workspace: Path) -> None:
    """Leaving the newsletter is about the newsletter; dead, complained and erased hold back all mail."""
    load_secret(workspace / "var", {})
    with Database.open(workspace / "var" / "ledger.sqlite3") as database:
        Suppressions(database).add(
            Suppression(VALERIA, Reason.UNSUBSCRIBED, MAY, "said so"),
            Suppression(ERIKA, Reason.DEAD, MAY, "no such user"),
            Suppression(BRUNO, Reason.COMPLAINED, MAY, "called it spam"),
        )
    with Postbox() as server:
        run = iki("call", ISSUE, "--yes", "--json", "--smtp", server.url)
        assert run.code == 0, run.err
        got = {each.recipient for each in server.received}
    assert run.data["excluded"] == {"dead": 1, "complained": 1}
    assert VALERIA in got
    assert not {ERIKA, BRUNO} & got
    assert run.data["sent"] == 21


def test_an_issue_without_a_deadline_calls_nobody(iki: Callable[..., Run], workspace: Path) -> None:
    """Nobody can keep to a day that is not named."""
    plan = workspace / "issues" / ISSUE / "issue.yaml"
    plan.write_text(plan.read_text("utf-8").replace("deadline: 2017-05-24\n", ""), "utf-8")
    run = iki("call", ISSUE, "--yes")
    assert run.code == 1
    assert "names no deadline" in run.err
    assert not (workspace / "build" / "outbox").exists()


@pytest.mark.parametrize("wrong", ["none.pdf", "empty.pdf", "large.pdf"])
def test_a_file_that_cannot_be_attached_is_told_before_anything_goes_out(
    iki: Callable[..., Run], workspace: Path, wrong: str
) -> None:
    """One that is not there, empty, or larger than servers take."""
    (workspace / "empty.pdf").touch()
    with (workspace / "large.pdf").open("wb") as file:
        file.truncate(7_000_001)
    run = iki("call", ISSUE, "--attach", wrong, "--yes")
    assert run.code in (1, 2)
    assert wrong in run.err
    assert not (workspace / "build" / "outbox").exists()


def test_a_named_file_goes_with_the_call_under_a_safe_name(iki: Callable[..., Run], workspace: Path) -> None:
    """Whatever its name on the disk, and only it, although there is a form."""
    (workspace / "Guía (2).pdf").write_bytes(b"%PDF-1.4")
    assert iki("call", ISSUE, "--attach", "Guía (2).pdf", "--yes").code == 0
    (mail,) = received(workspace, VALERIA)
    assert [part.get_filename() for part in mail.iter_attachments()] == ["Guia-2.pdf"]
    assert "Adjuntamos Guia-2.pdf" in text_of(mail)


@time_machine.travel(MAY, tick=True)
def test_only_who_has_sent_nothing_is_reminded(iki: Callable[..., Run], workspace: Path) -> None:
    """Each reminder is a mailing of its own, and none follows another within a day unasked."""
    without_contributions_of(workspace, "ecovalor-valuation")
    run = iki("remind", ISSUE, "--yes", "--json")
    assert run.data["campaign"] == "2017-06/remind-1"
    assert run.data["projects"] == ["conecc", "sicem", "gucci", "felicity", "ecovalor", "biopasos", "biofin"]
    (mail,) = received(workspace, VALERIA)
    assert "El 24 de mayo de 2017 cerramos el número 1" in text_of(mail)
    assert "basta una palabra como respuesta" in text_of(mail)
    assert not received(workspace, ERIKA)
    refused = iki("remind", ISSUE, "--yes")
    assert refused.code == 1
    assert "less than a day ago" in refused.err
    with time_machine.travel(dt.datetime(2017, 5, 26, 15, tzinfo=dt.UTC), tick=True):
        second = iki("remind", ISSUE, "--yes", "--json")
    assert second.data["campaign"] == "2017-06/remind-2"
    told = [text_of(each) for each in received(workspace, VALERIA)]
    assert sum("todavía hay un lugar" in str(each["Subject"]) for each in received(workspace, VALERIA)) == 1
    assert sum("Si nos llega pronto" in each for each in told) == 1


def test_each_project_proves_its_own_items_and_nothing_else(iki: Callable[..., Run], workspace: Path) -> None:
    """As they will appear, in the contact's language, with the picture inside; and asks for a yes by a day."""
    run = iki("proof", ISSUE, "--by", "2017-05-29", "--yes", "--json")
    assert run.data["campaign"] == "2017-06/proof-1"
    (mail,) = received(workspace, VALERIA)
    text = text_of(mail)
    assert "Ecovalor pregunta cuánto vale" in text
    assert "a más tardar el 29 de mayo de 2017" in text
    assert "BioMar" not in text
    html = mail.get_body(("html",))
    assert html is not None
    assert "Ecovalor pregunta cuánto vale" in html.get_content()
    pictures = [part["Content-ID"].strip("<>") for part in mail.walk() if part.get_content_maintype() == "image"]
    assert len(pictures) == 1
    assert f"cid:{pictures[0]}" in html.get_content()
    assert "%%" not in html.get_content()


def test_what_is_released_or_unchanged_is_not_proved_again(iki: Callable[..., Run], workspace: Path) -> None:
    """The next proof is for what changed since; `--again` sends the same once more."""
    assert iki("proof", ISSUE, "--yes").code == 0
    assert iki("release", ISSUE, "biomar-gulf-of-california", "--by", "Wendy Muestra").code == 0
    before = len(received(workspace))
    assert "nothing was sent" in iki("proof", ISSUE, "--yes").out
    assert len(received(workspace)) == before
    item = workspace / "issues" / ISSUE / "contributions" / "ecovalor-valuation.yaml"
    item.write_text(item.read_text("utf-8").replace("Agua limpia", "Agua clara"), "utf-8")
    second = iki("proof", ISSUE, "--yes", "--json").data
    assert (second["campaign"], second["projects"]) == ("2017-06/proof-2", ["ecovalor"])
    third = iki("proof", ISSUE, "--project", "ave", "--again", "--yes", "--json").data
    assert (third["campaign"], third["projects"]) == ("2017-06/proof-3", ["ave"])
    done = iki("proof", ISSUE, "--project", "biomar", "--yes")
    assert done.code == 2
    assert "nothing of biomar" in done.err
    assert "Did you mean `biomar`?" in iki("proof", ISSUE, "--project", "biomarr").err


def test_a_workspace_from_before_has_the_starters_words(iki: Callable[..., Run], workspace: Path) -> None:
    """Its own look and list, and the mails' words from the program."""
    shutil.rmtree(workspace / "templates" / "call")
    assert iki("call", ISSUE, "--yes").code == 0
    assert len(received(workspace)) == 23


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            'heading: "{projects}: todavía nos falta su aportación"',
            'heading: "{project}: todavía nos falta su aportación"',
            "{project}",
        ),
        ("  how: Cómo enviarlo\n", "", "how"),
    ],
)
def test_words_that_cannot_be_used_are_named_with_their_file(
    iki: Callable[..., Run], workspace: Path, old: str, new: str, told: str
) -> None:
    """An editor's slip in a template ends in a sentence, before anything goes out."""
    words = workspace / "templates" / "call" / "es.yaml"
    text = words.read_text("utf-8")
    assert old in text
    words.write_text(text.replace(old, new), "utf-8")
    run = iki("remind", ISSUE, "--yes")
    assert run.code == 2
    assert "es.yaml" in run.err
    assert told in run.err


@dataclass
class Hesitant(Postbox):
    """A server that takes what comes after the second message only when it is told to."""

    third: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep the message, the third one late."""
        if len(self.received) == 2:
            self.third.set()
            await server.loop.run_in_executor(None, self.go_on.wait, PATIENCE)
        return await super().handle_DATA(server, session, envelope)


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT to a process of its own")
def test_a_call_that_was_stopped_goes_on_and_everybody_has_one(iki: Callable[..., Run], workspace: Path) -> None:
    """Ctrl-C finishes the message in hand; the next run goes on with the same mail, also when the form changed."""
    form = workspace / "build" / ISSUE / "form.html"
    form.parent.mkdir(parents=True)
    form.write_bytes(b"the first form")
    settings = workspace / "newsletter.yaml"
    text = settings.read_text("utf-8").replace('url: "sandbox:"', 'url: "sandbox:"\n  connections: 1')
    settings.write_text(text, "utf-8")
    with Hesitant() as server:
        arguments = ("call", ISSUE, "--smtp", server.url, "--yes")
        url = f'url: "{server.url}"'
        settings.write_text(text.replace('url: "sandbox:"', url), "utf-8")
        running = subprocess.Popen(
            [sys.executable, "-m", "iki_newsletter", *arguments],
            cwd=workspace,
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        assert server.third.wait(PATIENCE)
        running.send_signal(signal.SIGINT)
        assert running.stderr is not None
        while "Stopping" not in (line := running.stderr.readline()):
            assert line, "the program ended without a word"
        server.go_on.set()
        _, err = running.communicate(timeout=PATIENCE)
        in_between = len(server.received)
        form.write_bytes(b"the second form")
        again = iki(*arguments)
        mails = list(server.received)
    assert running.returncode == 75, err
    assert 3 <= in_between < 23
    assert again.code == 0
    recipients = [each.recipient for each in mails]
    assert len(recipients) == len(set(recipients)) == 23
    assert sum(b"dGhlIGZpcnN0IGZvcm0=" in each.content for each in mails) == 23


def test_who_has_sent_something_meanwhile_is_reminded_no_more(iki: Callable[..., Run], workspace: Path) -> None:
    """A reminder that was put off goes on only to those of whom there is still nothing."""
    with Postbox(answers={VALERIA: "451 4.7.1 later", "bruno@conecc.example": "451 4.7.1 later"}) as server:
        kept = item_of(workspace, "ecovalor-valuation").read_text("utf-8")
        without_contributions_of(workspace, "ecovalor-valuation")
        first = iki("remind", ISSUE, "--yes", "--json", "--smtp", server.url)
        assert (first.code, first.data["deferred"]) == (75, 2)
        item_of(workspace, "ecovalor-valuation").write_text(kept, "utf-8")
        plan = iki("remind", ISSUE, "--dry-run", "--json", "--smtp", server.url).data
        assert (plan["campaign"], plan["to_send"]) == ("2017-06/remind-1", 1)
        dry = iki("remind", ISSUE, "--dry-run", "--smtp", server.url)
        second = iki("remind", ISSUE, "--yes", "--json", "--smtp", server.url).data
        item_of(workspace, "conecc-news").write_text("project: conecc\nreceived_on: 2017-05-20\n", "utf-8")
        third = iki("remind", ISSUE, "--yes", "--json", "--smtp", server.url)
    assert "1, of whose projects something has come" in " ".join(dry.out.split())
    assert "bruno@conecc.example" in dry.out
    assert VALERIA not in dry.out
    assert (second["withdrawn"], second["deferred"]) == (1, 1)
    assert (third.code, third.data["withdrawn"], third.data["deferred"]) == (0, 2, 0)
    assert "answered" in iki("deliveries", f"{ISSUE}/remind-1", "--state", "withdrawn").out


WENDY = "wendy@biomar.example"


def test_an_unfinished_proof_goes_on_only_as_it_was_asked_for(iki: Callable[..., Run], workspace: Path) -> None:
    """Another project or another day is refused with what to type; nothing is sent then."""
    with Postbox(answers={VALERIA: "451 4.7.1 later"}) as server:
        asked = ("proof", ISSUE, "--project", "ecovalor", "--by", "2017-05-29", "--yes", "--smtp", server.url)
        assert iki(*asked).code == 75
        others = (
            ("proof", ISSUE, "--project", "biomar", "--by", "2017-05-29"),
            ("proof", ISSUE, "--project", "ecovalor", "--by", "2017-05-28"),
            ("proof", ISSUE, "--project", "ecovalor"),
            ("proof", ISSUE),
        )
        for other in others:
            refused = iki(*other, "--yes", "--smtp", server.url)
            assert refused.code == 1
            assert "2017-06/proof-1 of ecovalor, with answers by 2017-05-29, still has to go to 1" in refused.err
            assert f"iki-news proof 2017-06 --project ecovalor --by 2017-05-29 --smtp {server.url}" in refused.err
        server.answers.clear()
        assert not server.received
        plan = iki(*asked[:-3], "--dry-run", "--json", *asked[-2:]).data
        of_all = iki("proof", ISSUE, "--by", "2017-05-29", "--dry-run", "--smtp", server.url)
    assert (plan["campaign"], plan["to_send"]) == ("2017-06/proof-1", 1)
    assert "begun for ecovalor; the same command goes to others after it" in " ".join(of_all.out.split())


def test_a_proof_for_all_that_reached_one_project_goes_on_by_the_same_command(
    iki: Callable[..., Run], workspace: Path
) -> None:
    """All others had it already, and nobody typed a project; a project or a day that is another is refused still."""
    with Postbox() as server:
        asked = ("proof", ISSUE, "--yes", "--json", "--smtp", server.url)
        assert iki(*asked).code == 0
        item = item_of(workspace, "ecovalor-valuation")
        item.write_text(item.read_text("utf-8").replace("Agua limpia", "Agua clara"), "utf-8")
        server.answers[VALERIA] = "451 4.7.1 later"
        first = iki(*asked)
        assert (first.code, first.data["projects"], first.data["deferred"]) == (75, ["ecovalor"], 1)
        assert iki(*asked, "--by", "2017-05-28").code == iki(*asked, "--project", "biomar").code == 1
        server.answers.clear()
        dry = iki("proof", ISSUE, "--dry-run", "--json", "--smtp", server.url)
    assert (dry.code, dry.data["campaign"], dry.data["to_send"]) == (0, "2017-06/proof-2", 1)


def test_what_was_released_meanwhile_is_proved_no_more(iki: Callable[..., Run], workspace: Path) -> None:
    """Who waits for a proof with a released item in it does not get it; what else is theirs comes with the next."""
    other = item_of(workspace, "ecovalor-valuation").read_text("utf-8").replace("pregunta", "cuenta")
    item_of(workspace, "ecovalor-forest").write_text(other, "utf-8")
    answers = {VALERIA: "451 4.7.1 later", WENDY: "451 4.7.1 later", ERIKA: "451 4.7.1 later"}
    with Postbox(answers=answers) as server:
        at = ("--smtp", server.url)
        assert iki("proof", ISSUE, "--yes", *at).code == 75
        assert iki("release", ISSUE, "ecovalor-valuation", "--by", "Valeria").code == 0
        assert iki("drop", ISSUE, "biomar-gulf-of-california", "--reason", "So.").code == 0
        dry = iki("proof", ISSUE, "--dry-run", *at)
        said = " ".join(dry.out.split())
        assert "Not any more 2, with an item that was released or left out since" in said
        assert f"{ERIKA} klimaallianz: klimaallianz-exchange-workshop" in said
        assert not {VALERIA, WENDY} & set(said.split())
        second = iki("proof", ISSUE, "--yes", "--json", *at).data
        assert (second["campaign"], second["withdrawn"], second["deferred"]) == ("2017-06/proof-1", 2, 1)
        assert iki("release", ISSUE, "klimaallianz-exchange-workshop", "--by", "Erika").code == 0
        assert iki("proof", ISSUE, "--yes", *at).code == 0
        server.answers.clear()
        third = iki("proof", ISSUE, "--yes", "--json", *at).data
        mails = [each.content for each in server.received if each.recipient == VALERIA]
    assert (third["campaign"], third["projects"], third["sent"]) == ("2017-06/proof-2", ["ecovalor"], 1)
    (mail,) = [email.message_from_bytes(each, policy=policy.default) for each in mails]
    body = mail.get_body(("html",))
    assert body is not None
    html = body.get_content()
    assert ('id="ecovalor-forest"' in html, 'id="ecovalor-valuation"' in html) == (True, False)


@pytest.mark.parametrize("command", ["call", "remind", "proof"])
def test_a_dry_run_names_everybody_within_80_columns(
    iki: Callable[..., Run], workspace: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """With the project, and for a proof with its items; no address and no id is broken."""
    monkeypatch.setenv("COLUMNS", "80")
    run = iki(command, ISSUE, "--dry-run")
    assert max(map(len, run.out.splitlines())) <= 80
    named = {"call": ("alba@business.example private-business-biodiversity",)}
    named["remind"] = ("yolanda@biopasos.example biopasos",)
    named["proof"] = ("alba@business.example private-business-biodiversity: private-business-biodiversity",)
    for words in named[command]:
        assert words in " ".join(run.out.split())
    assert not (workspace / "build" / "outbox").exists()


@pytest.mark.parametrize(
    ("day", "call", "remind"),
    [
        (10, "", "There was no call for 2017-06"),
        (26, "The deadline of 2017-06, 2017-05-24, has passed.", "The deadline of 2017-06, 2017-05-24, has passed."),
        (40, "was to go out on 2017-06-01, which has passed.", "was to go out on 2017-06-01, which has passed."),
    ],
)
def test_what_speaks_against_a_mail_is_said_before_it_goes_out(
    iki: Callable[..., Run], workspace: Path, day: int, call: str, remind: str
) -> None:
    """A deadline or a day of sending that has passed, a reminder without a call; it keeps nobody from it."""
    with time_machine.travel(dt.datetime(2017, 5, 1, 15, tzinfo=dt.UTC) + dt.timedelta(days=day - 1), tick=True):
        runs = iki("call", ISSUE, "--dry-run"), iki("remind", ISSUE, "--dry-run")
        assert [run.code for run in runs] == [0, 0]
        assert call in runs[0].err
        assert bool(runs[0].err) is bool(call)
        assert remind in runs[1].err
        iki("call", ISSUE, "--yes")
        assert "no call" not in iki("remind", ISSUE, "--dry-run").err


@pytest.mark.parametrize("dry", ["--dry-run", "--yes"])
def test_a_file_that_is_not_there_is_told_also_where_nobody_waits(
    iki: Callable[..., Run], workspace: Path, dry: str
) -> None:
    """Whether it was dry or not: who names a file wrongly should not believe that it went out."""
    assert iki("call", ISSUE, "--yes").code == 0
    run = iki("call", ISSUE, "--attach", "none.pdf", dry)
    assert (run.code, "There is no file none.pdf to attach." in run.err) == (2, True)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2017-05-30", ""),
        ("2017-05-31", "The day for answers, 2017-05-30, has passed."),
        ("2017-06-02", "2017-06 was to go out on 2017-06-01, which has passed."),
    ],
)
def test_a_proof_says_which_day_has_passed(iki: Callable[..., Run], workspace: Path, day: str, told: str) -> None:
    """That for answers, or that of sending, as the call does; it keeps nobody from it."""
    with time_machine.travel(dt.datetime.fromisoformat(f"{day}T18:00:00+00:00"), tick=True):
        run = iki("proof", ISSUE, "--dry-run")
        assert (run.code, run.err.strip()) == (0, told)
        assert "has passed" not in iki("proof", ISSUE, "--dry-run", "--by", "2017-06-09").err or "go out" in told


def test_answers_are_wanted_on_a_working_day_before_the_issue_goes_out() -> None:
    """Whatever weekday that is: at least two days before, and no more than the weekend allows."""
    for number in range(14):
        sends_on = dt.date(2017, 6, 1) + dt.timedelta(days=number)
        wanted = usual_answer_day(sends_on)
        assert wanted.weekday() < 5
        assert dt.timedelta(days=2) <= sends_on - wanted <= dt.timedelta(days=4)


@time_machine.travel(dt.datetime(2017, 5, 24, 15, tzinfo=dt.UTC), tick=True)
def test_a_second_proof_names_what_goes_out_alone(iki: Callable[..., Run], workspace: Path) -> None:
    """What everybody has already is not among its items; where nobody is left, the dry run says so."""
    assert iki("proof", ISSUE, "--yes").code == 0
    nobody = iki("proof", ISSUE, "--dry-run")
    assert nobody.code == 0
    assert "There is nobody to write to now." in nobody.out
    assert "ecovalor-valuation" not in nobody.out
    path = workspace / "issues" / ISSUE / "contributions" / "ecovalor-valuation.yaml"
    path.write_text(path.read_text("utf-8").replace("Agua limpia", "Agua clara"), "utf-8")
    said = " ".join(iki("proof", ISSUE, "--dry-run").out.split())
    assert "Items ecovalor-valuation Had it" in said
    assert "nobody to write to" not in said


def test_a_dry_run_shows_how_a_mail_begins_and_whether_the_form_goes_with_it(
    iki: Callable[..., Run], workspace: Path
) -> None:
    """Whose it is, its first lines, and with -v all of it; without a form, the command that makes one."""
    short, whole = iki("call", ISSUE, "--dry-run").out, iki("-v", "call", ISSUE, "--dry-run").out
    assert "iki-news form 2017-06 makes it" in " ".join(short.split())
    assert "To erika@klimaallianz.example:" in short
    assert "`iki-news -v` before the same command shows it whole." in short
    assert len(whole.splitlines()) > len(short.splitlines())
    assert "%%" not in whole
    assert "nothing: there is no form" not in iki("call", ISSUE, "--dry-run", "--no-attachment").out
    iki("form", ISSUE)
    assert "form-2017-06.html" in iki("call", ISSUE, "--dry-run").out
    assert "there is no form" not in iki("call", ISSUE, "--dry-run").out
