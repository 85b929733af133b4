from __future__ import annotations

from dataclasses import replace

import pytest
from tests.checks.letters import found_in, said, sound_letter, with_bytes, with_edition, with_header

from iki_newsletter.mail.builder import MessageBuilder
from iki_newsletter.workflow.sample import SAMPLE_SECRET, sample_subscriber, sample_time


@pytest.mark.parametrize("name", ["From", "To", "Date", "Message-ID", "Subject", "MIME-Version"])
def test_each_header_of_every_mail_stands_there_once(name: str) -> None:
    """Neither none nor two."""
    position = "newsletter.yaml: name: Horizontes, IKI México"
    assert [what for _, what in said(with_header(name, None), "M201")] == [f"de: {name} is missing."]
    twice = with_bytes(b"\r\nList-Id:", f"\r\n{name.upper()}: x\r\nList-Id:".encode())
    assert said(twice, "M201") == [(position, f"de: {name} stands there 2 times.")]


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("From", "Bücher <news@bücher.example>", "address: newsletter@klimaallianz.example"),
        ("Reply-To", "<>", "reply_to: redaccion@klimaallianz.example"),
        ("To", "undisclosed-recipients:;", "subscribers: subscribers.example.csv"),
    ],
)
def test_an_address_that_some_servers_refuse_is_told_at_its_setting(name: str, value: str, line: str) -> None:
    """ASCII letters alone, and an address at all."""
    [(place, what)] = said(with_header(name, value), "M202")
    assert place.startswith(f"newsletter.yaml: {line}")
    assert what == f"de: {name} does not hold an address in ASCII letters alone."


def test_a_domain_in_its_ascii_form_is_for_every_server() -> None:
    """Internationalised domains have one (RFC 5891)."""
    assert said(with_header("From", "Libros <news@xn--bcher-kva.example>"), "M202") == []


def test_long_encoded_words_and_long_lines_with_one_are_found() -> None:
    """75 characters a word and 76 a line; a subject is told in issue.yaml."""
    exact = f"=?utf-8?q?{'a' * 63}?="
    assert len(exact) == 75
    [(place, what)] = said(with_header("Subject", f"=?utf-8?q?{'a' * 64}?="), "M203")
    assert place.startswith("issue.yaml: de: ")
    assert what == "de: An encoded word in subject has more than 75 characters."
    [(_, what)] = said(with_header("From", f"{exact} <newsletter@klimaallianz.example>"), "M203")
    assert what == "de: A line of from with an encoded word in it has more than 76 characters."
    assert said(with_header("Subject", f"\r\n {exact}\r\n {exact}"), "M203") == []


@pytest.mark.parametrize(("value", "shown"), [("en", "`en`"), (None, "missing")])
def test_the_language_said_is_the_editions(value: str | None, shown: str) -> None:
    """Screen readers go by it."""
    [(_, what)] = said(with_header("Content-Language", value), "M204")
    assert what == f"de: Content-Language is {shown}, not `de`."


@pytest.mark.parametrize("mark", ["[=?Test?=]", "[Te\u2028st]"])
def test_a_mark_for_tests_that_no_subject_can_begin_with_is_told_in_the_labels(mark: str) -> None:
    """Otherwise the first test would find it."""
    letter = with_edition(wording=lambda wording: dict(wording) | {"test_mark": mark})
    [(place, _)] = said(letter, "M205")
    assert place == "de.yaml"


@pytest.mark.parametrize("test", [False, True])
def test_the_subject_as_stamped_is_the_one_that_was_judged(*, test: bool) -> None:
    """The rules over issue.yaml's subject (I311 to I313) hold for the mail: a test adds its mark and nothing else."""
    letter = sound_letter("es")
    edition, newsletter = letter.edition, letter.newsletter
    builder = MessageBuilder(edition, newsletter, edition.issue, SAMPLE_SECRET, test=test)
    raw = builder.stamp(sample_subscriber(edition), sample_time(letter.page.issue, newsletter))
    stamped = replace(letter, raw=raw)
    mark = f"{edition.wording['test_mark']} " if test else ""
    judged = letter.page.issue.subject.by_language["es"]
    assert str(stamped.message["subject"]) == f"{mark}{judged}"
    assert set(found_in(stamped)) <= {"M305"}  # a test's Feedback-ID says so, and the other letter is no test
