"""What the DNS of the sender's domain must say so that mail servers believe the sender: SPF, DKIM and DMARC."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from iki_newsletter.mail.header_text import ascii_address
from iki_newsletter.model.preset import Preset

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.store.signing_keys import DomainKey

_LONGEST_STRING: Final = 255
"""Octets of one string of a TXT record (RFC 1035, 3.3.14); readers put them together without a gap."""

_INCLUDES: Final[Mapping[Preset, str]] = {
    Preset.MICROSOFT_365: "include:spf.protection.outlook.com",
    Preset.GOOGLE_WORKSPACE: "include:_spf.google.com",
}
_BY_HOST: Final = {
    "smtp.office365.com": Preset.MICROSOFT_365,
    "smtp.gmail.com": Preset.GOOGLE_WORKSPACE,
    "smtp-relay.gmail.com": Preset.GOOGLE_WORKSPACE,
}
UNKNOWN_SERVER: Final = "ip4:ADDRESS"
"""Stands where only whoever runs the server knows what to write."""


class Purpose(StrEnum):
    """What a record is for."""

    SPF = "SPF"
    """Which servers may send for a domain (RFC 7208)."""
    DKIM = "DKIM"
    """A key that signatures are verified with (RFC 6376, 3.6)."""
    DMARC = "DMARC"
    """What becomes of mail that neither of the two speaks for (RFC 7489)."""


@dataclass(frozen=True, slots=True)
class Record:
    """A TXT record to publish; `value` is empty where only somebody else knows it."""

    purpose: Purpose
    name: str
    value: str
    note: str = ""
    """What whoever publishes it should know."""

    @property
    def strings(self) -> list[str]:
        """The value in pieces of at most 255 octets."""
        return [self.value[at : at + _LONGEST_STRING] for at in range(0, len(self.value), _LONGEST_STRING)]

    @property
    def zone_line(self) -> str:
        """The record as a line of a zone file (RFC 1035, 5.1)."""
        quoted = " ".join(f'"{each}"' for each in self.strings)
        return f"{self.name}. IN TXT {quoted}"


@dataclass(frozen=True, slots=True)
class Records:
    """What to publish for a newsletter, and what else to know."""

    sender_domain: str
    """Behind the @ of From, in ASCII (A-labels)."""
    signing_domain: str
    """Whose signature mails carry; empty where none is asked for."""
    records: tuple[Record, ...]
    notes: tuple[str, ...] = field(default=())


def records_to_publish(newsletter: Newsletter, keys: Sequence[DomainKey], host: str | None) -> Records:
    """Work the records out; `host` is the mail server's, None where mails go into the sandbox.

    Raises ConfigurationError for a sender's address that cannot stand in a header.
    """
    sender = _domain(newsletter.sender.address, "sender.address")
    bounces = newsletter.sender.bounces
    envelope = _domain(bounces, "sender.bounces") if bounces else sender
    dkim = newsletter.dkim
    notes = []
    if dkim is None:
        notes.append(
            "Mails are not signed: newsletter.yaml has no `dkim`. Large mailbox providers ask for signatures."
        )
    if envelope != sender and not _is_same_or_below(envelope, sender):
        notes.append(f"Mails return to …@{envelope}: SPF speaks for that domain, and says nothing for …@{sender}.")
    records = [
        _spf(envelope, _mechanism(newsletter.smtp.preset, host)),
        *(_key_record(dkim.domain.lower(), key) for key in keys if dkim),
    ]
    if dkim and dkim.signed_by == "relay":
        if dkim.selector:
            records.append(_relay_record(dkim.domain.lower(), dkim.selector))
        else:
            notes.append(
                "The relay signs: whoever runs it has the record of its key. Its selector is not known here."
            )
    records.append(
        Record(
            Purpose.DMARC,
            f"_dmarc.{sender}",
            "v=DMARC1; p=none",
            "To begin with. Add rua=mailto:… to be told who sends in your name; later p=quarantine.",
        )
    )
    return Records(sender, dkim.domain.lower() if dkim else "", tuple(records), tuple(notes))


def _domain(address: str, what: str) -> str:
    return ascii_address(address, what).rpartition("@")[2].lower()


def _is_same_or_below(one: str, other: str) -> bool:
    return one.endswith(f".{other}") or other.endswith(f".{one}")


def _mechanism(preset: Preset | None, host: str | None) -> str:
    known = preset if preset in _INCLUDES else _BY_HOST.get(host or "")
    if known:
        return _INCLUDES[known]
    if host is None or host == "localhost":
        return UNKNOWN_SERVER
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return f"a:{host}"
    return UNKNOWN_SERVER if address.is_loopback else f"ip{address.version}:{address}"


def _spf(domain: str, mechanism: str) -> Record:
    note = f"A domain has one SPF record: where one is there, put {mechanism} into it."
    if mechanism == UNKNOWN_SERVER:
        note += (
            " In place of ADDRESS write the IP address that your mail server sends from, as in ip4:192.0.2.25; "
            "whoever runs it knows it."
        )
    elif mechanism.startswith(("a:", "ip4:", "ip6:")):
        note += " If your server passes mail on to another one, ask its operator what to write."
    return Record(Purpose.SPF, domain, f"v=spf1 {mechanism} ~all", note)


def _key_record(domain: str, key: DomainKey) -> Record:
    return Record(
        Purpose.DKIM,
        f"{key.selector}._domainkey.{domain}",
        f"v=DKIM1; k={key.algorithm}; p={key.public}",
        "One record. In a zone file its long text stands in several strings.",
    )


def _relay_record(domain: str, selector: str) -> Record:
    note = "The relay signs: whoever runs it tells what stands here, TXT or CNAME."
    return Record(Purpose.DKIM, f"{selector}._domainkey.{domain}", "", note)
