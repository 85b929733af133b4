"""Stamping messages: the skeleton of an edition, filled in for one subscriber, as the bytes that go on the wire."""

from __future__ import annotations

import hmac
import html
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import RefusedError
from iki_newsletter.mail.header_text import ascii_address, is_mailbox, named_mailbox, require_header_text
from iki_newsletter.mail.personal import TOKEN_PURPOSES, greeting
from iki_newsletter.mail.quoted_printable import encode_value
from iki_newsletter.mail.skeleton import Gap, build_skeleton
from iki_newsletter.mail.wire import assert_wire_safe
from iki_newsletter.model.edition import Slot
from iki_newsletter.model.token import make_token, opaque_id, wish_id

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from iki_newsletter.mail.dkim import Signer
    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.subscriber import Subscriber

_ID_DIGITS: Final = 32
"""Hexadecimal digits of a Message-ID's left part: 128 bits."""


class MessageBuilder:
    """Builds the messages of one edition of one campaign.

    All that messages have in common is encoded once; `stamp` joins it with what is personal. A `test` builder marks
    the subject and gives Message-IDs of its own, so that a test never hides the real message from its receiver. With
    a `signer`, messages are signed. `nonce_of` gives what tells one wish of somebody's from their next, by their key;
    only the question whether somebody wants the newsletter needs it.
    Raises ConfigurationError or RefusedError where the edition or the newsletter's settings cannot make a message.
    """

    def __init__(
        self,
        edition: Edition,
        newsletter: Newsletter,
        campaign_id: str,
        secret: bytes,
        *,
        test: bool = False,
        signer: Signer | None = None,
        nonce_of: Callable[[str], str] | None = None,
    ) -> None:
        self._edition = edition
        self._signer = signer
        self._secret = secret
        self._nonce_of = nonce_of
        self._domain = ascii_address(newsletter.sender.address, "sender.address").rpartition("@")[2]
        purpose = f"message:test:{campaign_id}:{edition.digest}:" if test else f"message:{campaign_id}:"
        self._keyed = hmac.new(secret, purpose.encode(), "sha256")
        skeleton = build_skeleton(edition, newsletter, campaign_id, test=test)
        self._pieces = [piece if isinstance(piece, bytes) else b"" for piece in skeleton]
        self._gaps = [(index, gap) for index, gap in enumerate(skeleton) if isinstance(gap, Gap)]
        used = {gap for _, gap in self._gaps}
        self._has_preferences = Gap.PREFERENCES_TOKEN in used
        self._has_confirm = Gap.CONFIRM_TOKEN in used
        self._has_address = not used.isdisjoint({Gap.ADDRESS_TEXT, Gap.ADDRESS_HTML})
        self._date: tuple[dt.datetime, bytes] | None = None
        assert_wire_safe(b"".join(self._pieces))

    def message_id(self, subscriber: Subscriber) -> str:
        """Give the Message-ID with its angle brackets: the same whenever this campaign is stamped for a subscriber.

        Receivers can drop a copy by it, and mail logs can be searched for it.
        """
        return f"<{self._id_of(subscriber)}@{self._domain}>"

    def stamp(self, subscriber: Subscriber, at: dt.datetime, message_id: str = "") -> bytes:
        """Make one subscriber's message, dated `at` (which knows its time zone), with CRLF line ends.

        `message_id` is one that `message_id()` gave earlier; settings may have changed since, and it must not.

        Raises RefusedError where a value of the subscriber's cannot stand in a message.
        """
        pieces = self._pieces.copy()
        values = self._values(subscriber, at, message_id or self.message_id(subscriber))
        for index, gap in self._gaps:
            pieces[index] = values[gap]
        message = b"".join(pieces)
        return self._signer.sign(message, at) if self._signer else message

    def _values(self, subscriber: Subscriber, at: dt.datetime, message_id: str) -> tuple[bytes, ...]:
        """Give what fills the gaps, in the order of `Gap`."""
        greeting_text, greeting_html = _text_and_html(greeting(self._edition, subscriber))
        address_text, address_html = _text_and_html(subscriber.address) if self._has_address else (b"", b"")
        subscriber_id = opaque_id(self._secret, subscriber.key)
        return (
            self._dated(at),
            self._to(subscriber),
            message_id.encode(),
            self._token(Slot.UNSUBSCRIBE, subscriber_id),
            self._token(Slot.PREFERENCES, subscriber_id) if self._has_preferences else b"",
            greeting_text,
            greeting_html,
            address_text,
            address_html,
            self._token(Slot.CONFIRM, self._wish(subscriber)) if self._has_confirm else b"",
        )

    def _id_of(self, subscriber: Subscriber) -> str:
        keyed = self._keyed.copy()
        keyed.update(subscriber.key.encode())
        return keyed.hexdigest()[:_ID_DIGITS]

    def _token(self, slot: Slot, subscriber_id: str) -> bytes:
        return make_token(self._secret, TOKEN_PURPOSES[slot], subscriber_id).encode()

    def _wish(self, subscriber: Subscriber) -> str:
        return wish_id(self._secret, subscriber.key, self._nonce_of(subscriber.key) if self._nonce_of else "")

    def _to(self, subscriber: Subscriber) -> bytes:
        if not is_mailbox(subscriber.mailbox):
            raise RefusedError(
                f"The address {subscriber.address!r} cannot stand in a mail's header.", instead="Mend it in the list."
            )
        name = require_header_text(subscriber.name, "A subscriber's name") if subscriber.name else ""
        return named_mailbox(name, subscriber.mailbox, len("To: "))

    def _dated(self, at: dt.datetime) -> bytes:
        """Write a Date (RFC 5322, 3.3) with a numeric zone; many messages share a second."""
        second = at.replace(microsecond=0)
        known = self._date
        if known is not None and known[0] == second and known[0].tzinfo is second.tzinfo:
            return known[1]
        if at.utcoffset() is None:
            raise ValueError("a message's date needs a time zone")
        written = format_datetime(second).encode()
        self._date = (second, written)
        return written


def _text_and_html(value: str) -> tuple[bytes, bytes]:
    """Encode a value for the text part and, escaped, for the HTML."""
    encoded = encode_value(value)
    escaped = html.escape(value)
    return encoded, encoded if escaped == value else encode_value(escaped)
