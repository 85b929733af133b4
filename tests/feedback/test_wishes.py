from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.feedback.conftest import plain, report

from iki_newsletter.feedback.reader import Clues
from iki_newsletter.feedback.wishes import language_of_wish
from iki_newsletter.model.feedback import Kind
from iki_newsletter.model.token import make_token, opaque_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from iki_newsletter.model.feedback import FeedbackEvent

SECRET = bytes(range(32))
ANA = "Ana Ejemplo <ana@example.org>"
ID = opaque_id(SECRET, "ana@example.org")
CLUES = Clues(secret=SECRET)


def token(purpose: str) -> str:
    """Make Ana's token."""
    return make_token(SECRET, purpose, ID)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("subscribe", "en"),
        ("Please subscribe me to the newsletter", "en"),
        ("Anmeldung zum Newsletter", "de"),
        ("Newsletter abonnieren, bitte", "de"),
        ("Newsletter-Anmeldung", "de"),
        ("Suscripción al boletín", "es"),
        ("SUSCRIBIRME", "es"),
        ("Alta", "es"),
        ("unsubscribe", ""),
        ("Subscribe to our offers now!!", ""),
        ("Anmeldung zur Tagung", ""),
        ("", ""),
    ],
)
def test_a_wish_is_a_mail_that_says_nothing_else(words: str, language: str) -> None:
    """In each language, and only where it is the whole of it."""
    assert language_of_wish(words) == language


def test_who_asks_for_the_newsletter_is_no_reply(read: Callable[..., tuple[FeedbackEvent, ...]]) -> None:
    """By the subject, or by the only words; a machine asks for nothing."""
    for subject, words in (("Anmeldung", "Danke!"), ("", "Suscribirme")):
        (event,) = read(plain(words, sender=ANA, subject=subject))
        assert (event.kind, event.wish, event.address) == (Kind.REPLY, "subscribe", "ana@example.org")
    (machine,) = read(plain("Subscribe", sender=ANA, subject="Subscribe", more="Auto-Submitted: auto-replied\n"))
    assert machine.wish == ""


@pytest.mark.parametrize(
    ("purpose", "kind"), [("unsubscribe", Kind.UNSUBSCRIBE), ("preferences", Kind.REPLY), ("confirm", Kind.REPLY)]
)
def test_a_token_in_the_subject_says_who_and_what(
    read: Callable[..., tuple[FeedbackEvent, ...]], purpose: str, kind: Kind
) -> None:
    """Whoever sends it; what they wrote beside it is handed on."""
    (event,) = read(plain("Deutsch", sender="other@example.com", subject=f"Sí: {token(purpose)}"), CLUES)
    assert (event.kind, event.purpose, event.subscriber_id, event.words) == (kind, purpose, ID, "Deutsch")


def test_a_reply_that_quotes_our_mail_unsubscribes_nobody(read: Callable[..., tuple[FeedbackEvent, ...]]) -> None:
    """Nor does an absence note with our whole mail in it, whose links have the reader's token."""
    link = f"mailto:news@example.net?subject=Unsubscribe%20{token('unsubscribe')}"
    ours = f"Dear Ana,\n\nour newsletter of June.\n\n{'News from the reef. ' * 20}\n\nUnsubscribe:\n{link}\n"
    (reply,) = read(plain(f"Thanks, great issue!\n\n{ours}", sender=ANA, subject="Re: News"), CLUES)
    (away,) = read(
        plain(f"Ich bin im Urlaub.\n\n{ours}", sender=ANA, subject="News", more="Auto-Submitted: auto-replied\n"),
        CLUES,
    )
    assert (reply.kind, reply.purpose) == (Kind.REPLY, "")
    assert (away.kind, away.purpose) == (Kind.AUTO_REPLY, "")


def test_a_report_that_hides_who_it_is_about_names_them_by_our_header(
    read: Callable[..., tuple[FeedbackEvent, ...]],
) -> None:
    """The token in the returned List-Unsubscribe says whose mail it was, and asks for nothing."""
    header = f"List-Unsubscribe: <mailto:news@example.net?subject=Baja%20{token('unsubscribe')}>"
    fields = "Final-Recipient: rfc822; hidden@mx.example\nAction: failed\nStatus: 5.1.1"
    (event,) = read(report(fields, returned=f"To: hidden\n{header}"), CLUES)
    assert (event.kind, event.subscriber_id, event.purpose) == (Kind.DEAD, ID, "")
