"""What differs from one subscriber's message to the next, and filling it into an edition's HTML and text."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.mail.header_text import ascii_address, percent_encode
from iki_newsletter.model.edition import Slot
from iki_newsletter.model.token import Purpose, make_token, opaque_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.subscriber import Subscriber

TOKEN_PURPOSES: Final = {
    Slot.UNSUBSCRIBE: Purpose.UNSUBSCRIBE,
    Slot.PREFERENCES: Purpose.PREFERENCES,
    Slot.CONFIRM: Purpose.CONFIRM,
}
"""What `read_token` must be asked for when such a mail comes back."""

_SUBJECTS: Final = {
    Slot.UNSUBSCRIBE: "unsubscribe_subject",
    Slot.PREFERENCES: "preferences_subject",
    Slot.CONFIRM: "confirm_subject",
}


def personal_values(
    edition: Edition, newsletter: Newsletter, subscriber: Subscriber, secret: bytes
) -> Mapping[Slot, str]:
    """Give what stands in each slot for one subscriber, not escaped for any place yet.

    The addresses to unsubscribe and to ask for another language are `mailto:` (RFC 6068), with the subscriber's token
    last in the subject.
    """
    subscriber_id = opaque_id(secret, subscriber.key)
    links = {
        slot: mail_link(edition, newsletter, slot) + make_token(secret, purpose, subscriber_id)
        for slot, purpose in TOKEN_PURPOSES.items()
        if slot in edition.sentinels
    }
    return {Slot.GREETING: greeting(edition, subscriber), Slot.ADDRESS: subscriber.address, **links}


def greeting(edition: Edition, subscriber: Subscriber) -> str:
    """Greet in the list's own words (`salutation`), else by name, else plainly."""
    if subscriber.salutation:
        return subscriber.salutation
    if subscriber.name:
        return wording(edition, "greeting_named").replace("{name}", subscriber.name)
    return wording(edition, "greeting_plain")


def mail_link(edition: Edition, newsletter: Newsletter, slot: Slot) -> str:
    """Write a slot's `mailto:` address up to where the token follows: the same for all subscribers."""
    subject = f"{wording(edition, _SUBJECTS[slot])} "
    return f"{reply_link(newsletter)}?subject={percent_encode(subject)}"


def reply_link(newsletter: Newsletter) -> str:
    """Write the `mailto:` address of whoever answers; of the part before the @ only what is plain stays plain."""
    local, _, domain = reply_address(newsletter).rpartition("@")
    return f"mailto:{percent_encode(local)}@{domain}"


def reply_address(newsletter: Newsletter) -> str:
    """Give the address that replies and mails that unsubscribe go to."""
    sender = newsletter.sender
    return ascii_address(
        sender.reply_to or sender.address, "sender.reply_to" if sender.reply_to else "sender.address"
    )


def wording(edition: Edition, key: str) -> str:
    """Look up one of the sentences that the message itself needs; raises ConfigurationError where it is missing."""
    try:
        return edition.wording[key]
    except KeyError:
        raise ConfigurationError(
            f"The labels of the {edition.language} edition have no {key!r}.",
            instead=f"Add {key} to templates/labels/{edition.language}.yaml.",
        ) from None


def fill_html(edition: Edition, values: Mapping[Slot, str]) -> str:
    """Fill the slots of an edition's HTML; values are escaped for text and for attributes."""
    return _fill(edition.html, edition, values, html.escape)


def fill_text(edition: Edition, values: Mapping[Slot, str]) -> str:
    """Fill the slots of an edition's text part."""
    return _fill(edition.text, edition, values, str)


def split_at_slots(content: str, edition: Edition) -> list[str | Slot]:
    """Cut an edition's HTML or text where its sentinels stand: strings and slots in turn."""
    slots = {sentinel: slot for slot, sentinel in edition.sentinels.items()}
    if not slots:
        return [content]
    pattern = "|".join(re.escape(sentinel) for sentinel in slots)
    return [slots.get(piece, piece) for piece in re.split(f"({pattern})", content)]


def _fill(content: str, edition: Edition, values: Mapping[Slot, str], escape: Callable[[str], str]) -> str:
    # One pass, so that no value is searched for sentinels.
    pieces = split_at_slots(content, edition)
    return "".join(escape(values[piece]) if isinstance(piece, Slot) else piece for piece in pieces)
