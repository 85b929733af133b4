"""A message built the slow way, with `email.message`: what stamping is compared with, in tests and in `bench/`."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from iki_newsletter.mail.personal import fill_html, fill_text, personal_values, reply_address
from iki_newsletter.model.edition import Slot

if TYPE_CHECKING:
    import datetime as dt

    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.subscriber import Subscriber


def build_slowly(
    edition: Edition,
    newsletter: Newsletter,
    subscriber: Subscriber,
    secret: bytes,
    at: dt.datetime,
    message_id: str,
) -> EmailMessage:
    """Build one message from nothing, as its headers and parts are meant; only the list's headers are few."""
    values = personal_values(edition, newsletter, subscriber, secret)
    message = EmailMessage(policy=SMTP)
    message["Date"] = format_datetime(at)
    message["From"] = Address(newsletter.sender.name, addr_spec=newsletter.sender.address)
    message["To"] = Address(subscriber.name, addr_spec=subscriber.mailbox)
    if newsletter.sender.reply_to:
        message["Reply-To"] = reply_address(newsletter)
    message["Subject"] = edition.subject
    message["Message-ID"] = message_id
    message["List-Id"] = f"<{newsletter.list_id}>"
    message["List-Unsubscribe"] = f"<{values[Slot.UNSUBSCRIBE]}>"
    message.set_content(fill_text(edition, values), cte="quoted-printable")
    message.add_alternative(fill_html(edition, values), subtype="html", cte="quoted-printable")
    message["Content-Language"] = edition.language
    if edition.images:
        html_part = message.get_payload(1)
        assert isinstance(html_part, EmailMessage)
        for image in edition.images:
            maintype, _, subtype = image.media_type.partition("/")
            html_part.add_related(
                image.data,
                maintype,
                subtype,
                cid=f"<{image.cid}>",
                filename=image.file,
                disposition="inline",
            )
    return message
