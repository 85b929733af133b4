from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.feedback.conftest import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from iki_newsletter.model.feedback import FeedbackEvent

HERE = Path(__file__).parent
MAILS = [json.loads(line) for line in (HERE / "mails.jsonl").read_text("utf-8").splitlines()]
NOTICES = [json.loads(line) for line in (HERE / "reports.jsonl").read_text("utf-8").splitlines()]
RETURNED = (
    "\n\n----- Original message -----\nReceived: from x\nFrom: news@example.net\nTo: ana@firm.example\n"
    "Subject: Boletin: cuota de mercado, spam y politicas\nMessage-ID: <abc@example.net>\n\nSi no desea recibir mas"
)
AWAY = [json.loads(line) for line in (HERE / "away.jsonl").read_text("utf-8").splitlines()]
FORMS = sorted((HERE / "forms").glob("*.eml"))
REPORTS = sorted((HERE / "servers").glob("*.eml"))


@pytest.mark.parametrize(("kind", "sender", "subject", "words", "more"), MAILS)
def test_mails_of_people_machines_and_providers(
    read: Callable[..., tuple[FeedbackEvent, ...]], kind: str, sender: str, subject: str, words: str, more: str
) -> None:
    """Each line of the file is one mail, in the form that people, mail programs and large providers give it."""
    events = read(plain(words, sender=sender, subject=subject, more=more))
    assert {event.kind for event in events} == {kind}


@pytest.mark.parametrize(("kind", "sender", "subject", "words"), NOTICES)
def test_reports_in_the_words_of_servers(
    read: Callable[..., tuple[FeedbackEvent, ...]], kind: str, sender: str, subject: str, words: str
) -> None:
    """Each line is a report without fields, in a known server's form, with our own mail and its words below."""
    (event,) = read(plain(words + RETURNED, sender=sender, subject=subject))
    assert (event.kind, event.address, event.message_id) == (kind, "ana@firm.example", "<abc@example.net>")


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_reports_that_debians_servers_wrote(read: Callable[..., tuple[FeedbackEvent, ...]], path: Path) -> None:
    """Exim 4.96, OpenSMTPD 6.8, Sendmail 8.17 and DragonFly 0.13 wrote these; the name says what they were told."""
    _, kind, _ = path.stem.split("-")
    (event,) = read(path.read_bytes())
    assert event.kind == kind
    assert event.address.partition("@")[0] in {"ana", path.stem.rpartition("-")[2]}
    assert event.message_id.endswith("@example.net>")


@pytest.mark.parametrize(("kind", "language", "subject", "words", "more"), AWAY)
def test_who_is_away_says_so_in_any_language(
    read: Callable[..., tuple[FeedbackEvent, ...]], kind: str, language: str, subject: str, words: str, more: str
) -> None:
    """In forty languages, by subject or words alone, a machine is told from a person who writes of a holiday."""
    (event,) = read(plain(words, sender="Ana <ana@example.org>", subject=subject, more=more))
    assert event.kind == kind, language


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_reports_in_the_forms_of_many_programs(read: Callable[..., tuple[FeedbackEvent, ...]], path: Path) -> None:
    """Each is written after the form that a program or a provider gives its reports; the name ends with its kind."""
    (event,) = read(path.read_bytes())
    assert (event.kind, event.address) == (path.stem.rpartition("-")[2], "ana@firm.example")
