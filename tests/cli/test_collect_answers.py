from __future__ import annotations

import email
import email.policy
import mailbox
from typing import TYPE_CHECKING

import pytest
import yaml
from tests.intake.documents import plain
from tests.intake.parcels import mail, news, parcel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

OTHER = "zyxwvutsrqponmlk"


@pytest.fixture
def outbox(workspace: Path) -> Callable[[], list[email.message.EmailMessage]]:
    """Give what reads the sandbox's mails."""

    def read() -> list[email.message.EmailMessage]:
        box = mailbox.Maildir(workspace / "build/outbox", create=False)
        return [email.message_from_bytes(each.as_bytes(), policy=email.policy.default) for each in box]

    return read


def test_senders_are_answered_once_for_each_version(
    iki: Callable[..., Run],
    tmp_path: Path,
    workspace: Path,
    outbox: Callable[[], list[email.message.EmailMessage]],
) -> None:
    """In the form's language, with what was understood, to the mail's From and not to what form.json says."""
    source = tmp_path / "came"
    source.mkdir()
    (source / "a.eml").write_bytes(mail(("a.zip", parcel(language="de"))))
    run = iki("collect", "2017-06", source, "--answer", "--yes")
    assert run.code == 0, run.err
    (sent,) = outbox()
    assert sent["To"] == "ana@example.org"
    assert "Diez reservas" in sent["Subject"]
    assert sent["Auto-Submitted"]
    text = sent.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Danke, es ist da" in text
    assert "ana@example.org" in text
    assert "somebody-else" not in sent.as_string()

    campaign = "2017-06/answer-abcdefghij234567-20170520T140311"
    (told,) = iki("deliveries", campaign, "--smtp", "sandbox:", "--json").data["deliveries"]
    assert (told["address"], told["state"]) == ("ana@example.org", "sent")

    iki("collect", "2017-06", source, "--answer", "--yes")
    assert len(outbox()) == 1
    newer = parcel(news(title="Once"), saved_at="2017-05-21T08:00:00Z")
    (source / "b.eml").write_bytes(mail(("a.zip", newer)))
    iki("collect", "2017-06", source, "--answer", "--yes")
    assert len(outbox()) == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"List_Id": "<list.example.org>"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"sender": "MAILER-DAEMON@example.org"},
        {"sender": "noreply@example.org"},
        {"sender": "ana@example.org, luz@example.org"},
        {"sender": "Horizontes <redaccion@klimaallianz.example>"},
    ],
)
def test_machines_lists_and_we_ourselves_are_never_answered(
    iki: Callable[..., Run],
    tmp_path: Path,
    workspace: Path,
    outbox: Callable[[], list[email.message.EmailMessage]],
    headers: dict[str, str],
) -> None:
    """The parcel is taken, and nobody gets a mail."""
    source = tmp_path / "a.eml"
    source.write_bytes(mail(("a.zip", parcel()), **headers))
    run = iki("collect", "2017-06", source, "--answer", "--yes", "--json")
    assert run.data["counts"]["taken"] == 1
    assert run.data["answers"]["to_send"] == 0
    assert not (workspace / "build/outbox").exists() or not outbox()


def test_files_from_a_folder_answer_nobody(iki: Callable[..., Run], tmp_path: Path, workspace: Path) -> None:
    """What lies in a folder came from nobody, whatever its form.json says."""
    source = tmp_path / "a.zip"
    source.write_bytes(parcel())
    run = iki("collect", "2017-06", source, "--answer", "--yes", "--json")
    assert run.data["answers"]["to_send"] == 0


def test_what_is_missing_is_told_in_the_senders_language(
    iki: Callable[..., Run], tmp_path: Path, workspace: Path
) -> None:
    """A dry run shows the answers to read, and sends none; a text that cannot be taken says why."""
    source = tmp_path / "a.eml"
    source.write_bytes(mail(("a.zip", parcel(news(titel="x"), language="de"))))
    run = iki("collect", "2017-06", source, "--answer", "--dry-run")
    said = " ".join(run.out.split())
    assert "To ana@example.org" in said
    assert "kann aber so noch nicht" in said
    assert "titel" in said
    assert "%%" not in said
    assert not (workspace / "build/outbox").exists()


def test_the_answer_to_a_word_file_says_what_was_understood(
    iki: Callable[..., Run], tmp_path: Path, workspace: Path
) -> None:
    """Also when it was taken before; one of which nobody knows yet what it is for is not answered."""
    (workspace / "contacts.example.csv").write_text(
        "project,name,email,language\necovalor,Ana Inventada,ana@example.org,es\n", "utf-8"
    )
    document = plain("La vaquita sigue ahí", "Se contaron diez.", "El recuento duró un mes.")
    source = tmp_path / "mails"
    source.mkdir()
    (source / "known.eml").write_bytes(mail(("nota.docx", document)))
    (source / "stranger.eml").write_bytes(mail(("otra.docx", plain("Otra nota", "Una.")), sender="nadie@example.com"))
    iki("collect", "2017-06", source)
    run = iki("collect", "2017-06", source, "--answer", "--dry-run")
    assert "Answers to send: 1," in run.out
    assert "La vaquita sigue ahí" in run.out


def test_a_mail_from_the_future_is_answered_once(
    iki: Callable[..., Run], outbox: Callable[[], list[email.message.EmailMessage]], tmp_path: Path, workspace: Path
) -> None:
    """Its moment is that of the run which took it, and stays that."""
    text = yaml.safe_dump(news(images=[]), allow_unicode=True).encode()
    source = tmp_path / "a.eml"
    source.write_bytes(mail(("a.yaml", text), date="Mon, 22 May 2090 09:00:00 +0000"))
    for _ in range(3):
        assert iki("collect", "2017-06", source, "--answer", "--yes").code == 0
    assert len(outbox()) == 1


def test_a_kept_document_has_the_day_it_came(iki: Callable[..., Run], tmp_path: Path, workspace: Path) -> None:
    """Whoever takes it in later types what was told, and it is as late as its mail was."""
    source = tmp_path / "a.eml"
    late = "Mon, 29 May 2017 18:00:00 +0000"
    source.write_bytes(mail(("nota.docx", plain("La vaquita", "Diez.")), sender="nadie@example.com", date=late))
    kept = iki("collect", "2017-06", source, "--json").data["collected"][0]
    command = kept["instead"].replace("PROJECT", "ecovalor").split()[1:]
    assert iki(*command).code == 0
    text = (workspace / "issues/2017-06/contributions/ecovalor-news.yaml").read_text("utf-8")
    assert "received_on: 2017-05-29" in text


def test_an_answer_needs_a_yes(iki: Callable[..., Run], tmp_path: Path, workspace: Path) -> None:
    """Without a terminal and without --yes nothing is sent, and what was taken stays taken."""
    source = tmp_path / "a.eml"
    source.write_bytes(mail(("a.zip", parcel())))
    assert iki("collect", "2017-06", source, "--answer").code == 2
    assert (workspace / "issues/2017-06/contributions/ecovalor-news.yaml").is_file()


def test_an_older_workspace_answers_with_the_starters_words(
    iki: Callable[..., Run], tmp_path: Path, workspace: Path
) -> None:
    """One made before there were answers needs nothing new."""
    for path in sorted((workspace / "templates/answer").iterdir()):
        path.unlink()
    (workspace / "templates/answer").rmdir()
    source = tmp_path / "a.eml"
    source.write_bytes(mail(("a.zip", parcel())))
    assert "Gracias" in iki("collect", "2017-06", source, "--answer", "--dry-run").out


@pytest.mark.parametrize("first", [[], ["--answer", "--yes"]])
def test_an_answer_of_a_later_run_says_what_is_missing(
    iki: Callable[..., Run],
    tmp_path: Path,
    workspace: Path,
    outbox: Callable[[], list[email.message.EmailMessage]],
    first: list[str],
) -> None:
    """Whether it is sent with the collecting or after it, it is the same, as the contribution stands."""
    source = tmp_path / "a.eml"
    source.write_bytes(mail(("a.zip", parcel(news(body="Ver [aquí](https://example.org/x) todo.")))))
    iki("collect", "2017-06", source, *first)
    told = iki("collect", "2017-06", source, "--answer", "--yes", "--json").data["collected"][0]
    assert (told["fate"], "E321" in {each["code"] for each in told["problems"]}) == ("known", True)
    (sent,) = outbox()
    said = " ".join(sent.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
    assert "«aquí»" in said or "“aquí”" in said
    assert "No le falta nada" not in said


def test_an_answer_to_what_waits_for_the_editors_says_nothing_false(
    iki: Callable[..., Run], tmp_path: Path, workspace: Path
) -> None:
    """Nobody has checked a newer version of what was edited here: that nothing is missing is not said."""
    source = tmp_path / "a.eml"
    source.write_bytes(mail(("a.zip", parcel())))
    iki("collect", "2017-06", source)
    path = workspace / "issues/2017-06/contributions/ecovalor-news.yaml"
    path.write_bytes(path.read_bytes() + b"# seen by Hanna\n")
    source.write_bytes(mail(("a.zip", parcel(news(title="Once"), saved_at="2017-05-21T08:00:00Z"))))
    run = iki("collect", "2017-06", source, "--answer", "--dry-run")
    assert "ya llegó: Once" in run.out
    assert "No le falta nada" not in run.out
    assert "Qué falta" not in run.out
