from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.feedback.conftest import plain

from iki_newsletter.feedback.reader import Clues
from iki_newsletter.model.feedback import Kind
from iki_newsletter.model.token import make_token, opaque_id
from iki_newsletter.model.verp import verp_sender

if TYPE_CHECKING:
    from collections.abc import Callable

    from iki_newsletter.model.feedback import FeedbackEvent

SECRET = b"s" * 32
ANA = "Ana <ana@example.org>"


@pytest.mark.parametrize(
    ("subject", "words", "more"),
    [
        ("Automatic reply: News", "I am out of the office until Monday.", "Auto-Submitted: auto-generated\n"),
        ("Out of Office", "Thanks.", ""),
        ("Abwesenheitsnotiz: Newsletter", "Ich bin bis 12. Juni nicht im Büro.", ""),
        ("Automatische Antwort: Boletín", "Vielen Dank für Ihre Nachricht.", ""),
        ("AW: News", "Ich bin derzeit im Urlaub und ab 3. Juli wieder erreichbar.", ""),
        ("Respuesta automática: Boletín", "Estaré fuera de la oficina.", ""),
        ("Re: Boletín", "Me encuentro de vacaciones; en casos urgentes escriba a luis@example.org", ""),
        ("Fuera de la oficina", "Saludos", ""),
        ("Réponse automatique : News", "Je suis absent du bureau.", ""),
        ("Re: News", "Je suis actuellement en congé jusqu'au 3 juillet.", ""),
        ("Resposta automática: News", "Estou de férias.", ""),
        ("Re: News", "Estarei ausente até segunda-feira.", ""),
        ("Risposta automatica: News", "Sono fuori ufficio.", ""),
        ("Automatisch antwoord: News", "Ik ben afwezig tot maandag.", ""),
        ("Autosvar: News", "Jag är på semester.", ""),
        ("Odpowiedź automatyczna: News", "Jestem na urlopie.", ""),
        ("Re: News", "Danke!", "X-Autoreply: yes\n"),
        ("Re: News", "Thanks", "Auto-Submitted: auto-replied\n"),
        ("Re: News", "We got it", "Precedence: auto_reply\n"),
        ("[Ticket#2017061210000012] News", "Your request has been received.", ""),
        ("News", "Ana no longer works here. Please write to luis@example.org.", ""),
    ],
)
def test_machines_that_answer_are_told_from_people(
    read: Callable[..., tuple[FeedbackEvent, ...]], subject: str, words: str, more: str
) -> None:
    """Absent people, tickets and robots answer in many languages, with and without a header that says so."""
    (event,) = read(plain(words, sender=ANA, subject=subject, more=more))
    assert (event.kind, event.address) == (Kind.AUTO_REPLY, "ana@example.org")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Thank you, a very good issue! I will forward it.", "a person answers"),
        ("¿Cuándo es el taller de Oaxaca?", "a person answers"),
        ("Please remove me from your list.", "asks to be taken off the list"),
        ("Bitte nehmen Sie mich aus dem Verteiler.", "asks to be taken off the list"),
        ("Por favor denme de baja de la lista.", "asks to be taken off the list"),
        ("No deseo recibir más este boletín", "asks to be taken off the list"),
    ],
)
def test_people_are_left_to_people(read: Callable[..., tuple[FeedbackEvent, ...]], words: str, reason: str) -> None:
    """What a person writes is shown; even "please remove me" is not acted on by itself."""
    (event,) = read(plain(words + "\n\nOn Monday we wrote:\n> unsubscribe here", sender=ANA, subject="Re: News"))
    assert (event.kind, event.reason, event.address) == (Kind.REPLY, reason, "ana@example.org")


def test_quoted_words_are_not_the_writers(read: Callable[..., tuple[FeedbackEvent, ...]]) -> None:
    """Our own footer speaks of leaving in every mail that is quoted."""
    (event,) = read(plain("Great!\n\n> To unsubscribe click here", sender=ANA, subject="Re: News"))
    assert event.reason == "a person answers"


@pytest.mark.parametrize(
    "subject", ["Baja del boletín", "Re: Newsletter abbestellen", "Unsubscribe from the newsletter"]
)
def test_our_token_says_who_leaves(read: Callable[..., tuple[FeedbackEvent, ...]], subject: str) -> None:
    """A mail as our links make it leads to the subscriber, whatever address it comes from."""
    token = make_token(SECRET, "unsubscribe", opaque_id(SECRET, "ana@example.org"))
    (event,) = read(plain("", sender="other@example.org", subject=f"{subject} {token.upper()}"), Clues(secret=SECRET))
    assert (event.kind, event.subscriber_id, event.purpose) == (
        Kind.UNSUBSCRIBE,
        opaque_id(SECRET, "ana@example.org"),
        "unsubscribe",
    )


def test_a_false_token_names_nobody(read: Callable[..., tuple[FeedbackEvent, ...]]) -> None:
    """Who forges a token is shown as asking, and nobody is unsubscribed by it."""
    token = make_token(b"other" * 8, "unsubscribe", opaque_id(SECRET, "ana@example.org"))
    (event,) = read(plain("", sender=ANA, subject=f"Unsubscribe {token}"), Clues(secret=SECRET))
    assert (event.kind, event.subscriber_id) == (Kind.UNSUBSCRIBE, "")


def test_asking_for_another_language_is_no_leaving(read: Callable[..., tuple[FeedbackEvent, ...]]) -> None:
    """The other token of our mails has a purpose of its own."""
    token = make_token(SECRET, "preferences", opaque_id(SECRET, "ana@example.org"))
    (event,) = read(plain("auf Deutsch bitte", sender=ANA, subject=f"Idioma {token}"), Clues(secret=SECRET))
    assert (event.kind, event.purpose) == (Kind.REPLY, "preferences")


def test_a_code_leads_to_the_delivery(read: Callable[..., tuple[FeedbackEvent, ...]]) -> None:
    """Mail that returns to a sender of one delivery's own says which one, whatever else it says."""
    code = "0f" * 16
    to = verp_sender("bounces@example.net", f"<{code}@example.net>")
    raw = plain("Something happened.").replace(b"To: news@example.net", f"To: <{to.upper()}>".encode())
    (event,) = read(raw, Clues("bounces@example.net"))
    assert event.code == code


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        (
            "Feedback-Type: abuse\nUser-Agent: Yahoo!-Mail-Feedback/1.0\nOriginal-Rcpt-To: ana@example.org\n",
            Kind.COMPLAINT,
        ),
        ("Feedback-Type: abuse\nUser-Agent: AOL\n", Kind.COMPLAINT),
        ("Feedback-Type: opt-out\nRemoval-Recipient: ana@example.org\n", Kind.UNSUBSCRIBE),
        ("Feedback-Type: not-spam\nOriginal-Rcpt-To: ana@example.org\n", Kind.UNKNOWN),
        ("Feedback-Type: auth-failure\nOriginal-Rcpt-To: ana@example.org\n", Kind.UNKNOWN),
    ],
)
def test_complaints_are_read(read: Callable[..., tuple[FeedbackEvent, ...]], fields: str, kind: Kind) -> None:
    """Reports of RFC 5965 are complaints where they complain; a report that says "not spam" is none."""
    raw = (
        "From: fbl@provider.example\nTo: abuse@example.net\nSubject: FW: News\n"
        'Content-Type: multipart/report; boundary="x"; '
        "report-type=feedback-report\n\n--x\nContent-Type: text/plain\n\nAn abuse report.\n--x\n"
        f"Content-Type: message/feedback-report\n\n{fields}Version: 1\n\n--x\n"
        "Content-Type: message/rfc822\n\nFrom: news@example.net\nTo: ana@example.org\n"
        "Message-ID: <x1@example.net>\n\nHello\n--x--\n"
    )
    (event,) = read(raw.encode())
    assert (event.kind, event.address, event.message_id) == (kind, "ana@example.org", "<x1@example.net>")
