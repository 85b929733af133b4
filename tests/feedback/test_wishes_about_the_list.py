from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.feedback.conftest import plain

from iki_newsletter.model.feedback import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from iki_newsletter.model.feedback import FeedbackEvent

ANA = "Ana Ejemplo <ana@example.org>"
OFF = "asks to be taken off the list"
ON = "asks to be put on the list again"
PERSON = "a person answers"
MACHINES = ("Auto-Submitted: auto-replied\n", "X-Autoreply: yes\n", "Precedence: auto_reply\n")


@pytest.mark.parametrize(
    "words",
    [
        "Por favor quítenme de su lista, ya no trabajo en el tema.",
        "Por favor quitenme de su lista, ya no trabajo en el tema.",
        "Ya no trabajo en SEMARNAT, por favor denme de baja.",
        "Ya no trabajo en SEMARNAT. Solicito la baja de este correo.",
        "Ya no laboro en la institución; favor de eliminar mi correo de su base de datos.",
        "I no longer work at Reef Trust. Please take me off your list.",
        "I’m no longer working on mangroves and don’t want to receive the newsletter.",
        "I have left the company, please remove my address.",
        "Ich arbeite nicht mehr bei der GIZ. Bitte nehmen Sie mich aus dem Verteiler.",
        "Ich bin nicht mehr bei der GIZ tätig, bitte aus dem Verteiler löschen.",
        "Ich bin nicht mehr im Unternehmen, bitte nehmen Sie die E-Mail-Adresse aus Ihrem Verteiler.",
        "Vielen Dank für Ihre Nachricht. Melden Sie mich bitte vom Newsletter ab.",
        "Ich bin im Urlaub und möchte mich abmelden.",
        "Je ne travaille plus à l'agence, désinscrivez-moi de la liste.",
        "Não trabalha mais aqui quem lia isto; não quero mais receber.",
    ],
)
@pytest.mark.parametrize("subject", ["Re: News", "Boletín", ""])
def test_a_request_outweighs_an_absence(
    read: Callable[..., tuple[FeedbackEvent, ...]], subject: str, words: str
) -> None:
    """Who has left their work and says so while asking to be taken off is a person; a machine asks for nothing."""
    (event,) = read(plain(words, sender=ANA, subject=subject))
    assert (event.kind, event.reason, event.address) == (Kind.REPLY, OFF, "ana@example.org")


@pytest.mark.parametrize("more", MACHINES)
def test_a_header_that_says_a_machine_writes_outweighs_a_request(
    read: Callable[..., tuple[FeedbackEvent, ...]], more: str
) -> None:
    """What calls itself automatic is, whatever its words are."""
    (event,) = read(
        plain("I no longer work here. Please take me off your list.", sender=ANA, subject="Hi", more=more)
    )
    assert event.kind == Kind.AUTO_REPLY


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Re: News", "I will be back on Monday."),
        ("Back on 12 June", "Regards"),
        ("Back in the office on July 3", ""),
        ("Ana no longer works here", "Please write to luis@example.org, who reads our newsletters."),
        ("Re: News", "Ich bin ab dem 3. Juli wieder erreichbar. Ich melde mich wieder, sobald ich zurück bin."),
        ("Re: News", "Estoy fuera de la oficina. Por favor escriba de nuevo a partir del lunes."),
        ("Re: News", "Sie können mich ab Montag wieder an meinem Arbeitsplatz erreichen. Ich bin im Urlaub."),
    ],
)
def test_who_is_away_asks_nothing_of_the_list(
    read: Callable[..., tuple[FeedbackEvent, ...]], subject: str, words: str
) -> None:
    """Words like "back on" need a day; coming back to a desk is no wish to come back to a list."""
    (event,) = read(plain(words, sender=ANA, subject=subject))
    assert event.kind == Kind.AUTO_REPLY


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Please put me back on the list", ""),
        ("Back on the list please", "Thank you, Ana"),
        ("Re: News", "Please put me back on the list."),
        ("Re: News", "I was unsubscribed by mistake, could you re-subscribe me?"),
        ("Re: News", "I would like to receive the newsletter again."),
        ("Re: News", "Bitte nehmen Sie mich wieder in den Verteiler auf, ich wurde versehentlich abgemeldet."),
        ("Re: News", "Ich habe mich aus Versehen abgemeldet und würde den Newsletter gern wieder erhalten."),
        ("Boletín", "quiero volver a recibir el boletín"),
        ("Boletín", "Me di de baja del boletín por error, ¿pueden incluirme de nuevo?"),
        ("Boletín", "Ya no recibo el boletín y quiero volver a recibirlo"),
    ],
)
def test_who_wants_it_again_is_not_taken_for_who_leaves(
    read: Callable[..., tuple[FeedbackEvent, ...]], subject: str, words: str
) -> None:
    """Nor for somebody who is away; people read it and decide."""
    (event,) = read(plain(words, sender=ANA, subject=subject))
    assert (event.kind, event.reason) == (Kind.REPLY, ON)


@pytest.mark.parametrize(
    "words",
    [
        "Do not put me back on the list.",
        "I do not want to receive the newsletter again.",
        "No quiero volver a recibir el boletín.",
        "Ich möchte den Newsletter nie wieder erhalten.",
        "Ich kann mich nicht abmelden, der Link geht nicht.",
        "No puedo darme de baja.",
        "Why did you not remove me from the list?",
    ],
)
def test_a_no_before_it_makes_it_the_opposite(read: Callable[..., tuple[FeedbackEvent, ...]], words: str) -> None:
    """Who never wants it again, or tries to leave and cannot, asks to be taken off."""
    (event,) = read(plain(words, sender=ANA, subject="Re: News"))
    assert (event.kind, event.reason) == (Kind.REPLY, OFF)


@pytest.mark.parametrize(
    "words",
    [
        "No quiero darme de baja, solo cambiar mi correo: mi nuevo correo es ana@example.net",
        "No deseo dejar de recibir el boletín, solo lo quiero en inglés.",
        "I do not want to unsubscribe, I only have a new address.",
        "Please don't remove me from the list!",
        "ich will mich nicht abmelden",
        "Ich möchte den Newsletter nicht abbestellen, nur auf Spanisch lesen.",
        "Bitte nehmen Sie mich in den Verteiler auf.",
        "Dejé de recibir el boletín, ¿hay algún problema?",
    ],
)
def test_who_wants_to_stay_is_not_taken_for_who_leaves(
    read: Callable[..., tuple[FeedbackEvent, ...]], words: str
) -> None:
    """A no before "unsubscribe" turns it round, and a new address beside it makes nobody a machine."""
    (event,) = read(plain(words, sender=ANA, subject="Re: News"))
    assert (event.kind, event.reason) == (Kind.REPLY, PERSON)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "-- \nAna Ejemplo\nReef Trust, 12 Harbour Street\nThis mail is confidential and only for whom it names.",
        "This message was automatically generated by Gmail.",
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "Enviado desde mi iPhone",
        "Gracias, Ana",
        "Muchas gracias por todo y saludos cordiales\n\nEnviado desde mi iPhone",
        "Vielen Dank und freundliche Grüße\nAna Ejemplo",
        "unsubscribe",
    ],
)
@pytest.mark.parametrize("subject", ["Baja", "unsubscribe", "Newsletter abbestellen"])
def test_a_bare_command_may_be_polite(
    read: Callable[..., tuple[FeedbackEvent, ...]], subject: str, words: str
) -> None:
    """Thanks, a signature and what a mail program writes by itself add nothing to it."""
    (event,) = read(plain(words, sender=ANA, subject=subject))
    assert (event.kind, event.address) == (Kind.UNSUBSCRIBE, "ana@example.org")


@pytest.mark.parametrize(
    "words",
    [
        "quiero darme de baja del taller, no del boletín",
        "Gracias, pero solo del taller.",
        "Only from the workshop list, please.",
        "Bitte nur den spanischen Newsletter.",
        "Ana Pérez (ana.perez@example.net) has left us and will not come back; who takes her place?",
    ],
)
@pytest.mark.parametrize("subject", ["Baja", "unsubscribe"])
def test_a_command_with_more_to_say_is_left_to_people(
    read: Callable[..., tuple[FeedbackEvent, ...]], subject: str, words: str
) -> None:
    """What it is about stands in the words, and those are read by people."""
    (event,) = read(plain(words, sender=ANA, subject=subject))
    assert (event.kind, event.reason) == (Kind.REPLY, OFF)


def test_a_command_alone_may_stand_above_a_mail_programs_line(
    read: Callable[..., tuple[FeedbackEvent, ...]],
) -> None:
    """Telephones sign for their owners."""
    (event,) = read(plain("Unsubscribe\n\nSent from my iPhone", sender=ANA, subject=""))
    assert event.kind == Kind.UNSUBSCRIBE
