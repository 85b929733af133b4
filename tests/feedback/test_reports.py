from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest
from tests.feedback.conftest import plain, report

from iki_newsletter.model.feedback import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from iki_newsletter.model.feedback import FeedbackEvent

Read = "Callable[..., tuple[FeedbackEvent, ...]]"


@pytest.mark.parametrize(
    ("fields", "kind", "address", "status"),
    [
        (
            (
                "Final-Recipient: rfc822; ana@example.org\nAction: failed\nStatus: 5.1.1\n"
                "Diagnostic-Code: smtp; 550 5.1.1 User unknown"
            ),
            Kind.DEAD,
            "ana@example.org",
            "5.1.1",
        ),
        (
            (
                "Original-Recipient: rfc822;ana+2Bnews@example.org\nFinal-Recipient: rfc822; a@internal.example\n"
                "Action: failed\nStatus: 5.2.2"
            ),
            Kind.FULL,
            "ana+news@example.org",
            "5.2.2",
        ),
        (
            "Final-Recipient: utf-8; jos\\x{E9}@example.org\nAction: failed\nStatus: 5.1.1",
            Kind.DEAD,
            "josé@example.org",
            "5.1.1",
        ),
        (
            (
                "Final-Recipient: rfc822; ana@example.org\nAction: delayed\nStatus: 4.4.1\n"
                "Diagnostic-Code: smtp; connection timed out"
            ),
            Kind.TEMPORARY,
            "ana@example.org",
            "4.4.1",
        ),
        (
            (
                "Final-Recipient: rfc822; ana@example.org\nAction: failed\nStatus: 5.0.0\n"
                "Diagnostic-Code: smtp; 554 5.7.1 blocked using zen.spamhaus.org"
            ),
            Kind.REFUSED,
            "ana@example.org",
            "5.7.1",
        ),
        (
            (
                "Final-Recipient: <ana@example.org>\nAction: error\nStatus: 5.0.0\n"
                "Diagnostic-Code: smtp; 550 no such user"
            ),
            Kind.DEAD,
            "ana@example.org",
            "5.0.0",
        ),
        (
            "Final-Recipient: rfc822; ana@example.org\nAction: relayed\nStatus: 2.0.0",
            Kind.UNKNOWN,
            "ana@example.org",
            "",
        ),
    ],
)
def test_standard_reports_are_read(
    read: Callable[..., tuple[FeedbackEvent, ...]], fields: str, kind: Kind, address: str, status: str
) -> None:
    """Address, status and meaning come from the fields of RFC 3464, with the encodings of RFC 3461 and RFC 6533."""
    (event,) = read(report(fields))
    assert (event.kind, event.address, event.status) == (kind, address, status)


def test_each_recipient_is_an_event(read: Callable[..., tuple[FeedbackEvent, ...]]) -> None:
    """A report about three says three things."""
    fields = "\n\n".join(
        f"Final-Recipient: rfc822; {who}@example.org\nAction: failed\nStatus: {status}"
        for who, status in (("ana", "5.1.1"), ("eva", "5.2.2"), ("uma", "5.7.1"))
    )
    events = read(report(fields))
    assert [(event.address[:3], event.kind) for event in events] == [
        ("ana", Kind.DEAD),
        ("eva", Kind.FULL),
        ("uma", Kind.REFUSED),
    ]


def test_words_for_people_count_where_the_fields_are_silent(read: Callable[..., tuple[FeedbackEvent, ...]]) -> None:
    """A status of 5.0.0 says nothing, and the sentence above it does."""
    fields = "Final-Recipient: rfc822; ana@example.org\nAction: failed\nStatus: 5.0.0"
    (event,) = read(report(fields, words="Das Postfach ana@example.org existiert nicht."))
    assert event.kind is Kind.DEAD


def test_companies_footers_are_not_taken_for_the_servers_words(
    read: Callable[..., tuple[FeedbackEvent, ...]],
) -> None:
    """What a company writes of viruses below every mail says nothing about this one."""
    words = "<ana@example.org>:\nno such user\n\nThis e-mail is confidential and was scanned for viruses and spam."
    (event,) = read(plain(words))
    assert event.kind is Kind.DEAD


def test_encoded_fields_are_read(read: Callable[..., tuple[FeedbackEvent, ...]]) -> None:
    """Some servers put base64 around the fields, which the standard does not allow."""
    fields = (
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; ana@example.org\nAction: failed\nStatus: 5.1.1\n"
    )
    raw = report("").replace(
        b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n\n",
        b"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(fields.encode()),
    )
    (event,) = read(raw)
    assert (event.kind, event.address) == (Kind.DEAD, "ana@example.org")


def test_fields_in_plain_text_are_read(read: Callable[..., tuple[FeedbackEvent, ...]]) -> None:
    """Gateways that know no reports pass the fields on as text."""
    words = "Sorry.\n\nFinal-Recipient: rfc822; ana@example.org\nAction: failed\nStatus: 5.2.1\n"
    (event,) = read(plain(words))
    assert (event.kind, event.address) == (Kind.DEAD, "ana@example.org")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (
            (
                "Hi. This is the qmail-send program.\n\n<ana@example.org>:\n"
                "Sorry, no mailbox here by that name. (#5.1.1)\n"
            ),
            Kind.DEAD,
        ),
        (
            (
                "A message that you sent could not be delivered to one or more of its recipients. This is "
                "a permanent error."
                " The following address(es) failed:\n\n  ana@example.org\n    host mx.example [192.0.2.1]\n"
                "    SMTP error from remote mail server after RCPT TO:<ana@example.org>:\n"
                "    550 5.7.1 blocked by policy\n"
            ),
            Kind.REFUSED,
        ),
        (
            (
                "   ----- The following addresses had permanent fatal errors -----\n<ana@example.org>\n\n"
                "   ----- Transcript of session follows -----\n... while talking to mx.example.:\n>>> DATA\n"
                "<<< 550 5.1.1 <ana@example.org>... User unknown\n550 5.1.1 <ana@example.org>... User unknown\n"
            ),
            Kind.DEAD,
        ),
        (
            (
                "Your message\n\n  To: ana@example.org\n\ncould not be delivered to:\n\nana@example.org\n\n"
                "because:\n\nUser ana (ana@example.org) not listed in Domino Directory\n"
            ),
            Kind.DEAD,
        ),
        (
            (
                "Delivery to the following recipient failed permanently:\n\n     ana@example.org\n\n"
                "Technical details of permanent "
                "failure:\nThe email account that you tried to reach is over quota.\n"
            ),
            Kind.FULL,
        ),
        (
            (
                "THIS IS A WARNING MESSAGE ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\n"
                "The message to ana@example.org "
                "has not yet been delivered after 4 hours.\n"
            ),
            Kind.TEMPORARY,
        ),
        ("El mensaje no pudo entregarse a ana@example.org: el usuario no existe.\n", Kind.DEAD),
        ("Ihre Nachricht konnte nicht zugestellt werden:\n\nana@example.org\nDas Postfach ist voll.\n", Kind.FULL),
        ("Votre message n'a pas pu être remis à ana@example.org : boîte inconnue, utilisateur inconnu.\n", Kind.DEAD),
        ("A sua mensagem para ana@example.org não foi entregue: caixa postal cheia.\n", Kind.FULL),
    ],
)
def test_reports_in_words_are_read(read: Callable[..., tuple[FeedbackEvent, ...]], words: str, kind: Kind) -> None:
    """Servers that follow no standard still say whom they mean and why, in several languages."""
    returned = (
        "\n----- Original message -----\n\nReceived: from here\nTo: ana@example.org\nMessage-ID: <x1@example.net>\n"
    )
    (event,) = read(plain(words + returned))
    assert (event.kind, event.address, event.message_id) == (kind, "ana@example.org", "<x1@example.net>")


def test_helpers_are_not_blamed(read: Callable[..., tuple[FeedbackEvent, ...]]) -> None:
    """Addresses to ask for help, and our own, are never whom a report is about."""
    words = (
        "The mail from news@example.net to ana@example.org failed: no such user.\n"
        "Contact helpdesk@mx.example for help.\n"
    )
    (event,) = read(plain(words))
    assert event.address == "ana@example.org"


def test_a_report_without_an_address_falls_back_on_the_returned_mail(
    read: Callable[..., tuple[FeedbackEvent, ...]],
) -> None:
    """Each of our mails has one reader."""
    (event,) = read(plain("550 no such user\n\n--- Original message ---\n\nTo: ana@example.org\nSubject: News\n"))
    assert (event.kind, event.address) == (Kind.DEAD, "ana@example.org")


def test_a_report_that_says_nothing_is_kept_for_people(read: Callable[..., tuple[FeedbackEvent, ...]]) -> None:
    """What is not understood is shown, and nobody is blamed for it."""
    (event,) = read(plain("Something happened."))
    assert event.kind is Kind.UNKNOWN


def test_what_sendmail_was_told_counts_for_both_addresses(read: Callable[..., tuple[FeedbackEvent, ...]]) -> None:
    """Sendmail says "User unknown" after any 553; what it was told stands beside the address forwarded to."""
    words = (
        "   ----- The following addresses had permanent fatal errors -----\n"
        "ana@other.example\n"
        "    (reason: 553 Sender Policy Framework (SPF) fail)\n"
        "    (expanded from: <ana@example.org>)\n\n"
        "   ----- Transcript of session follows -----\n"
        "<<< 553 Sender Policy Framework (SPF) fail\n"
        "550 5.1.1 ana@other.example... User unknown\n"
    )
    events = read(plain(words, subject="Returned mail: see transcript for details"))
    assert {(event.kind, event.address) for event in events} == {
        (Kind.REFUSED, "ana@other.example"),
        (Kind.REFUSED, "ana@example.org"),
    }
