from __future__ import annotations

import csv
import io
import json
import mailbox
import os
import shutil
import stat
import sys
from email import policy
from email.parser import BytesParser
from typing import TYPE_CHECKING

import pytest
from tests.servers.postbox import Postbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from tests.conftest import Run

EXAMPLE = "subscribers.example.csv"
ISSUE = "2017-06"


class Refusing(Postbox):
    """A server that does not take mail from us."""

    async def handle_MAIL(self, *arguments: object) -> str:  # noqa: N802 - aiosmtpd's name for it
        """Refuse."""
        return "550 5.7.1 not from you"


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """Give a real server to send to."""
    with Postbox() as box:
        yield box


def parse(content: bytes) -> EmailMessage:
    """Parse a message as a strict receiver does."""
    return BytesParser(policy=policy.default).parsebytes(content)


def write_list(folder: Path, *rows: str) -> Path:
    """Write a list with these rows of address and language."""
    path = folder / "list.csv"
    path.write_text("\n".join(["email,language", *rows]) + "\n", encoding="utf-8")
    return path


def test_the_sandbox_keeps_exactly_one_message_per_planned_subscriber(
    iki: Callable[..., Run], workspace: Path
) -> None:
    """The Maildir holds one message for each planned subscriber, in their language, defect-free, text part first."""
    sent = iki("send", ISSUE, "--to", EXAMPLE, "--yes", "--json")

    assert sent.code == 0, sent.err
    figures = sent.data
    deliveries = iki("deliveries", ISSUE, "--json").data["deliveries"]
    languages = {row["address"]: row["language"] for row in deliveries}
    box = mailbox.Maildir(workspace / "build" / "outbox", factory=None, create=False)
    assert len(box) == figures["planned"] == figures["sent"] == len(languages)
    seen = set()
    for path in (workspace / "build" / "outbox" / "new").iterdir():
        raw = path.read_bytes()
        assert raw.count(b"\n") == raw.count(b"\r\n")
        message = parse(raw)
        assert not [part.defects for part in message.walk() if part.defects]
        leaves = [part for part in message.walk() if not part.is_multipart()]
        assert [part.get_content_type() for part in leaves[:2]] == ["text/plain", "text/html"]
        assert {part["Content-Transfer-Encoding"] for part in leaves[:2]} == {"quoted-printable"}
        address = message["To"].addresses[0].addr_spec
        assert message["Content-Language"] == languages[_unicode(address)]
        seen.add(address)
    assert len(seen) == len(languages)


def _unicode(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('ascii').decode('idna')}"


def test_the_figures_add_up(iki: Callable[..., Run], workspace: Path) -> None:
    """The audience is the planned and the excluded; the planned are what became of them."""
    figures = iki("send", ISSUE, "--to", EXAMPLE, "--yes", "--json").data

    with (workspace / EXAMPLE).open(encoding="utf-8", newline="") as file:
        assert figures["audience"] == len(list(csv.DictReader(file)))
    assert figures["audience"] == figures["planned"] + sum(figures["excluded"].values())
    states = ("sent", "failed", "deferred", "uncertain", "pending", "withdrawn")
    assert figures["planned"] == sum(figures[state] for state in states)
    assert figures["excluded"] == {"unsubscribed": 1}


def test_a_dry_run_leaves_no_trace(iki: Callable[..., Run], workspace: Path) -> None:
    """The plan is shown in the same object as the result, nothing is sent, no ledger and no secret are made."""
    before = sorted(workspace.rglob("*"))

    run = iki("send", ISSUE, "--to", EXAMPLE, "--dry-run", "--json")

    assert run.code == 0
    assert run.data["pending"] == run.data["planned"] > 0
    assert run.data["sent"] == 0
    assert sorted(workspace.rglob("*")) == before


def test_a_second_run_resumes_and_a_third_has_nothing_to_do(
    iki: Callable[..., Run], workspace: Path, postbox: Postbox
) -> None:
    """`--limit` stops with 75, the same command goes on, and everybody gets it once."""
    people = write_list(workspace, *(f"p{number}@example.org,es" for number in range(5)))
    command = ("send", ISSUE, "--to", people, "--smtp", postbox.url, "--yes")

    first = iki(*command, "--limit", "2")
    second = iki(*command)
    third = iki(*command)

    assert (first.code, second.code, third.code) == (75, 0, 0)
    assert sorted(each.recipient for each in postbox.received) == [f"p{number}@example.org" for number in range(5)]
    assert "already; nothing was sent" in third.out


def test_another_edition_after_the_first_delivery_is_refused_with_the_choices(
    iki: Callable[..., Run], workspace: Path, postbox: Postbox
) -> None:
    """The rest never gets another newsletter silently; asked for, they get what the others got."""
    people = write_list(workspace, *(f"p{number}@example.org,es" for number in range(3)))
    command = ("send", ISSUE, "--to", people, "--smtp", postbox.url, "--yes")
    iki(*command, "--limit", "1")
    plan = workspace / "issues" / ISSUE / "issue.yaml"
    plan.write_text(plan.read_text("utf-8").replace("number: 1", "number: 99"), "utf-8")

    refused = iki(*command)
    went_on = iki(*command, "--rest-gets-old-edition")

    assert refused.code == 1
    assert "has changed since its first delivery" in refused.err
    assert "--rest-gets-old-edition" in refused.err
    assert went_on.code == 0
    bodies = {parse(each.content).get_body(("plain",)).get_content().split("p0@")[0] for each in postbox.received}  # type: ignore[union-attr]
    assert len(postbox.received) == 3
    assert not [body for body in bodies if "99" in body.split("\n\n")[0]]


def test_an_unsubscription_outlives_the_list_that_said_it(
    iki: Callable[..., Run], workspace: Path, postbox: Postbox
) -> None:
    """Whoever a list once called unsubscribed gets nothing by an older list, neither with --add nor another issue."""
    said = workspace / "said.csv"
    said.write_text("email,status\ngone@example.org,baja\nhere@example.org,\n", "utf-8")
    older = write_list(workspace, "gone@example.org,es", "here@example.org,es")
    command = ("send", ISSUE, "--smtp", postbox.url, "--yes", "--json", "--to")
    iki(*command, said)

    added = iki(*command, older, "--add")
    shutil.copytree(workspace / "issues" / ISSUE, workspace / "issues" / "2017-07")
    (workspace / "issues" / "2017-07" / "campaign.yaml").unlink()
    other = iki("send", "2017-07", "--smtp", postbox.url, "--yes", "--json", "--to", older)

    assert sorted(each.recipient for each in postbox.received) == ["here@example.org"] * 2
    assert added.data["audience"] == other.data["audience"] == 2
    assert other.data["excluded"] == {"unsubscribed": 1}


def test_a_plan_that_reached_nobody_binds_nobody(iki: Callable[..., Run], workspace: Path, postbox: Postbox) -> None:
    """After a refused sign-on the issue and the list may change: the next run plans anew."""
    with Refusing() as server:
        iki("send", ISSUE, "--to", write_list(workspace, "wrong@example.org,es"), "--smtp", server.url, "--yes")
    plan = workspace / "issues" / ISSUE / "issue.yaml"
    plan.write_text(plan.read_text("utf-8").replace("number: 1", "number: 99"), "utf-8")

    right = write_list(workspace, "right@example.org,es")
    run = iki("send", ISSUE, "--to", right, "--smtp", postbox.url, "--yes", "--json")

    assert run.data["sent"] == run.data["planned"] == 1
    assert sorted(each.recipient for each in postbox.received) == ["right@example.org"]


def test_a_list_with_nobody_who_waits_on_it_is_refused(
    iki: Callable[..., Run], workspace: Path, postbox: Postbox
) -> None:
    """Going on with quite another list is taken for the mistake it is."""
    command = ("send", ISSUE, "--smtp", postbox.url, "--yes", "--to")
    iki(*command, write_list(workspace, "one@example.org,es", "two@example.org,es"), "--limit", "1")

    run = iki(*command, write_list(workspace, "stranger@example.org,es"))

    assert run.code == 1
    assert "another list" in run.err
    assert len(postbox.received) == 1


def test_a_list_by_which_nobody_gets_mail_is_refused(iki: Callable[..., Run], workspace: Path) -> None:
    """An empty audience is a mistake, and no campaign begins with it."""
    run = iki("send", ISSUE, "--to", write_list(workspace), "--yes")

    assert run.code == 1
    assert "Nobody" in run.err
    assert not (workspace / "build" / "outbox").exists()


def test_a_test_cannot_be_dry(iki: Callable[..., Run], workspace: Path) -> None:
    """The two contradict each other, and nothing is sent."""
    run = iki("send", ISSUE, "--test", "me@example.org", "--dry-run")

    assert run.code == 2
    assert not (workspace / "build" / "outbox").exists()


def test_verbose_names_everybody(iki: Callable[..., Run], workspace: Path) -> None:
    """Who would get it, and who would not and why, by name, in two tables with heads."""
    run = iki("-v", "send", ISSUE, "--to", EXAMPLE, "--dry-run")
    lines = [" ".join(line.split()) for line in run.out.splitlines()]
    planned, left_out = lines.index("Language Planned"), lines.index("Why Left out")
    assert planned < next(place for place, line in enumerate(lines) if line.startswith("es ") and "@" in line)
    assert any(line.startswith("unsubscribed ") and "@" in line for line in lines[left_out:])
    assert not any(line.startswith("unsubscribed ") for line in lines[planned:left_out])

    assert "unsubscribed" in run.out
    assert run.out.count("@") >= 14


def test_newcomers_are_added_only_on_purpose(iki: Callable[..., Run], workspace: Path, postbox: Postbox) -> None:
    """People who come onto the list later are named, and get the issue with --add."""
    command = ("send", ISSUE, "--smtp", postbox.url, "--yes", "--to")
    iki(*command, write_list(workspace, "first@example.org,es"))
    longer = write_list(workspace, "first@example.org,es", "second@example.org,de")

    without = iki(*command, longer)
    added = iki(*command, longer, "--add", "--json")

    said = " ".join(without.out.split())
    assert "Not part 1 on the list has no delivery: they came later, or are in other groups; --add adds them" in said
    assert sorted(each.recipient for each in postbox.received) == ["first@example.org", "second@example.org"]
    assert added.data["planned"] == added.data["sent"] == 2


def test_whoever_leaves_while_waiting_is_withdrawn(
    iki: Callable[..., Run], workspace: Path, postbox: Postbox
) -> None:
    """Set to unsubscribed in the list between two runs, a person gets nothing, and the sum says so."""
    people = workspace / "list.csv"
    rows = "email,language,status\nfirst@example.org,es,\nsecond@example.org,es,{}\nthird@example.org,es,\n"
    people.write_text(rows.format(""), "utf-8")
    command = ("send", ISSUE, "--to", people, "--smtp", postbox.url, "--yes", "--json")
    iki(*command, "--limit", "1")
    people.write_text(rows.format("unsubscribed"), "utf-8")

    run = iki(*command)

    assert run.code == 0
    assert (run.data["sent"], run.data["withdrawn"]) == (2, 1)
    assert sorted(each.recipient for each in postbox.received) == ["first@example.org", "third@example.org"]


def test_people_counted_once_when_a_mended_row_is_added(
    iki: Callable[..., Run], workspace: Path, postbox: Postbox
) -> None:
    """Whoever was invalid at first and is added later is no longer among the excluded."""
    command = ("send", ISSUE, "--smtp", postbox.url, "--yes", "--json", "--to")
    iki(*command, write_list(workspace, "good@example.org,es", "bad address,es"))

    run = iki(*command, write_list(workspace, "good@example.org,es", "mended@example.org,es"), "--add")

    assert run.data["audience"] == run.data["planned"] == 2
    assert run.data["excluded"] == {}


def test_a_lost_secret_is_not_made_anew_beside_a_ledger(
    iki: Callable[..., Run], workspace: Path, postbox: Postbox
) -> None:
    """The links of the mails already sent depend on it."""
    command = ("send", ISSUE, "--to", EXAMPLE, "--smtp", postbox.url, "--yes")
    iki(*command, "--limit", "2")
    (workspace / "var" / "secret").unlink()

    run = iki(*command)

    assert run.code == 2
    assert "backup" in run.err
    assert len(postbox.received) == 2


def test_message_ids_stay_what_the_ledger_says(iki: Callable[..., Run], workspace: Path, postbox: Postbox) -> None:
    """Also when the sender's address changes between two runs: logs are searched by them."""
    command = ("send", ISSUE, "--to", EXAMPLE, "--smtp", postbox.url, "--yes")
    iki(*command, "--limit", "2")
    settings = workspace / "newsletter.yaml"
    settings.write_text(settings.read_text("utf-8").replace("klimaallianz.example", "other.example"), "utf-8")

    iki(*command, "--rest-gets-old-edition")

    kept = {row["message_id"] for row in iki("deliveries", ISSUE, "--json").data["deliveries"]}
    assert {str(parse(each.content)["Message-ID"]) for each in postbox.received} == kept


def test_paths_behind_a_workspace_option_are_meant_from_there(
    iki: Callable[..., Run], workspace: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`-C DIR` is as in git: the list is looked for in DIR."""
    monkeypatch.chdir(tmp_path)

    run = iki("-C", workspace, "send", ISSUE, "--to", EXAMPLE, "--dry-run", "--json")

    assert run.data["planned"] == 13
    assert iki("-C", tmp_path / "nowhere", "check").code == 2


def test_a_real_campaign_leaves_a_receipt_without_addresses(
    iki: Callable[..., Run], workspace: Path, postbox: Postbox
) -> None:
    """The receipt stands in the issue's folder and keeps a workspace without the ledger from sending again."""
    people = write_list(workspace, "first@example.org,es")
    command = ("send", ISSUE, "--to", people, "--smtp", postbox.url, "--yes")
    iki(*command)
    receipt = workspace / "issues" / ISSUE / "campaign.yaml"

    (workspace / "var" / "ledger.sqlite3").unlink()
    again = iki(*command)
    planned = iki(*command, "--dry-run")

    assert "@" not in receipt.read_text("utf-8")
    assert again.code == planned.code == 1
    assert "would get it twice" in again.err
    assert len(postbox.received) == 1
    assert iki("check", ISSUE).code == 0


def test_the_sandbox_leaves_no_receipt_and_never_counts_as_sent(
    iki: Callable[..., Run], workspace: Path, postbox: Postbox
) -> None:
    """After trying it out, the real sending still goes to everybody."""
    people = write_list(workspace, "first@example.org,es")
    iki("send", ISSUE, "--to", people, "--yes")

    real = iki("send", ISSUE, "--to", people, "--smtp", postbox.url, "--yes", "--json")

    assert real.data["sent"] == 1
    assert len(postbox.received) == 1


def test_refusals_are_kept_with_the_servers_words(iki: Callable[..., Run], workspace: Path, postbox: Postbox) -> None:
    """A dead address fails, a full mailbox waits; both keep what the server said, and the exit code says 75."""
    postbox.answers = {
        "gone@example.org": "550 5.1.1 nobody here",
        "full@example.org": "452 4.2.2 mailbox full",
    }
    people = write_list(workspace, "gone@example.org,es", "full@example.org,de", "fine@example.org,en")

    run = iki("send", ISSUE, "--to", people, "--smtp", postbox.url, "--yes", "--json")
    rows = {row["address"]: row for row in iki("deliveries", ISSUE, "--json").data["deliveries"]}

    assert run.code == 75
    assert (run.data["failed"], run.data["deferred"], run.data["sent"]) == (1, 1, 1)
    assert rows["gone@example.org"]["state"] == "failed"
    assert rows["gone@example.org"]["reason"] == "dead"
    assert "nobody here" in rows["gone@example.org"]["reply"]
    assert rows["full@example.org"]["state"] == "deferred"


def test_bad_rows_are_listed_and_the_rest_goes_on_when_agreed(
    iki: Callable[..., Run], workspace: Path, postbox: Postbox
) -> None:
    """A wrong row is named by its line; without a yes from anybody nothing is sent."""
    people = write_list(workspace, "good@example.org,es", "not an address,de")
    command = ("send", ISSUE, "--to", people, "--smtp", postbox.url)

    unasked = iki(*command)
    agreed = iki(*command, "--yes")

    assert unasked.code == 2
    assert "--yes" in unasked.err
    assert "list.csv:3" in agreed.err
    assert sorted(each.recipient for each in postbox.received) == ["good@example.org"]


def test_a_test_goes_to_one_address_and_leaves_no_campaign(
    iki: Callable[..., Run], workspace: Path, postbox: Postbox
) -> None:
    """Each edition once, marked in the subject, with Message-IDs of its own; the real sending is not begun by it."""
    test = iki("send", ISSUE, "--to", EXAMPLE, "--smtp", postbox.url, "--test", "me@example.org", "--json")
    iki("send", ISSUE, "--to", write_list(workspace, "me@example.org,es"), "--smtp", postbox.url, "--yes")

    messages = [parse(each.content) for each in postbox.received]
    assert test.code == 0
    assert {each.recipient for each in postbox.received} == {"me@example.org"}
    assert [message["Content-Language"] for message in messages] == ["es", "de", "en", "es"]
    assert all(str(message["Subject"]).startswith("[") for message in messages[:3])
    assert len({message["Message-ID"] for message in messages}) == 4


def test_a_server_that_is_wrongly_written_is_told_in_words(iki: Callable[..., Run], workspace: Path) -> None:
    """The forms of a server's address are named."""
    wrong = iki("send", ISSUE, "--to", EXAMPLE, "--smtp", "http://mail.example.org", "--yes")

    assert wrong.code == 2
    assert "smtp://" in wrong.err


def test_a_server_that_refuses_the_sender_is_not_blamed_on_subscribers(
    iki: Callable[..., Run], workspace: Path
) -> None:
    """The run ends with the figures and the server's words; everybody is still pending."""
    with Refusing() as server:
        command = ("send", ISSUE, "--to", EXAMPLE, "--smtp", server.url, "--yes")
        run = iki(*command, "--json")

    assert run.code == 75
    assert run.data["pending"] == run.data["planned"] == 13
    assert "not from you" in run.data["error"]


def test_deliveries_as_csv_are_safe_to_open(iki: Callable[..., Run], workspace: Path, postbox: Postbox) -> None:
    """The file opens in a spreadsheet with its columns, no cell of it is a formula, and none is overwritten."""
    postbox.answers = {"first@example.org": "550 5.1.1 gone"}
    people = write_list(workspace, "first@example.org,es", "'=second'@example.org,es", "+third@example.org,es")
    iki("send", ISSUE, "--to", people, "--smtp", postbox.url, "--yes")

    written = iki("deliveries", ISSUE, "--csv", "out.csv")
    again = iki("deliveries", ISSUE, "--csv", "out.csv")

    rows = list(csv.reader(io.StringIO((workspace / "out.csv").read_text("utf-8-sig"))))
    assert written.code == 0
    assert rows[0] == ["address", "language", "state", "reason", "at", "reply", "message_id", "edition"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert again.code == 2


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_what_is_personal_is_for_its_owner_alone(iki: Callable[..., Run], workspace: Path, postbox: Postbox) -> None:
    """The ledger and the secret are 0600 in a folder of 0700."""
    iki("send", ISSUE, "--to", write_list(workspace, "a@example.org,es"), "--smtp", postbox.url, "--yes")

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (workspace / "var").iterdir()}
    assert stat.S_IMODE((workspace / "var").stat().st_mode) == 0o700
    assert modes["ledger.sqlite3"] == modes["secret"] == 0o600


def test_errors_are_one_json_object_too(iki: Callable[..., Run], workspace: Path) -> None:
    """With --json, stdout holds one object also when the call is wrong."""
    for arguments in (("send", "1999-01"), ("send", ISSUE, "--smtp", "gopher://x"), ("send",)):
        run = iki(*arguments, "--json")
        assert run.code == 2
        assert json.loads(run.out)["exit_code"] == 2
        assert "Traceback" not in run.err


@pytest.mark.parametrize("test", [(), ("--test", "me@example.org")], ids=["send", "test"])
def test_another_server_is_never_given_the_token_or_the_password(
    iki: Callable[..., Run], workspace: Path, monkeypatch: pytest.MonkeyPatch, test: tuple[str, ...]
) -> None:
    """With --smtp and another server neither the token nor the environment's password is used: it gets its own."""
    monkeypatch.setenv("IKI_NEWS_SMTP_PASSWORD", "of our server")
    monkeypatch.setattr("iki_newsletter.delivery.credentials.password_of", lambda _: None)
    fetch = "open('token-was-fetched', 'w').close(); print('t0ken')"
    settings = workspace / "newsletter.yaml"
    smtp = f"""url: "smtp+starttls://ana@mail.example.org:587"
  rate: 1/h
  token_command: [{json.dumps(sys.executable)}, -c, "{fetch}"]"""
    settings.write_text(settings.read_text("utf-8").replace('url: "sandbox:"', smtp), "utf-8")
    command = ("send", ISSUE, "--smtp", "smtp+starttls://ana@127.0.0.1:9", *test)

    plan = iki("send", ISSUE, "--smtp", "smtp+starttls://ana@127.0.0.1:9", "--dry-run")
    run = iki(*command, "--yes")

    assert "rate, token_command of newsletter.yaml" in " ".join(plan.out.split())
    assert run.code == 2
    assert "no password for ana" in run.err
    assert "is for the server that newsletter.yaml names" in " ".join(run.err.split())
    assert not (workspace / "token-was-fetched").exists()
