from __future__ import annotations

from typing import Any

import dns.zonefile
import pytest
from tests.mail.judges import make_keys
from tests.mail.specimens import make_newsletter

from iki_newsletter.mail.dns_records import Purpose, Record, Records, records_to_publish

DKIM = {"domain": "klima.example", "selector": "iki1"}


def planned(host: str | None = "mail.klima.example", *, keys: int = 1, **changes: Any) -> Records:
    """Give the records of the invented newsletter, with one key or two."""
    return records_to_publish(make_newsletter(**{"dkim": DKIM} | changes), make_keys()[:keys], host)


def record(records: Records, purpose: Purpose) -> Record:
    """Give the first record for a purpose."""
    return next(each for each in records.records if each.purpose is purpose)


def test_the_three_that_a_sender_needs() -> None:
    """SPF at the sender's domain, the key under its selector, DMARC: each with name and value."""
    found = [(each.purpose, each.name, each.value[:30]) for each in planned(keys=2).records]
    assert found == [
        ("SPF", "klima.example", "v=spf1 a:mail.klima.example ~a"),
        ("DKIM", "iki1._domainkey.klima.example", "v=DKIM1; k=rsa; p=MIIBIjANBgkq"),
        ("DKIM", "iki2._domainkey.klima.example", f"v=DKIM1; k=ed25519; p={make_keys()[1].public}"[:30]),
        ("DMARC", "_dmarc.klima.example", "v=DMARC1; p=none"),
    ]


def test_a_zone_file_takes_them_as_they_are() -> None:
    """A parser of zone files reads them back, the long key in strings of at most 255 octets."""
    records = planned(keys=2).records
    lines = "\n".join(each.zone_line for each in records)
    read = {each.name.to_text(): each for each in dns.zonefile.read_rrsets(lines, rdclass=None, default_ttl=60)}
    for each in records:
        (rdata,) = read[f"{each.name}."]
        assert max(map(len, rdata.strings)) <= 255
        assert b"".join(rdata.strings).decode() == each.value


@pytest.mark.parametrize(
    ("host", "preset", "mechanism"),
    [
        ("mail.klima.example", "microsoft-365", "include:spf.protection.outlook.com"),
        ("smtp.office365.com", None, "include:spf.protection.outlook.com"),
        ("smtp.gmail.com", None, "include:_spf.google.com"),
        ("smtp-relay.gmail.com", "google-workspace", "include:_spf.google.com"),
        ("mail.klima.example", "relay", "a:mail.klima.example"),
        ("192.0.2.25", None, "ip4:192.0.2.25"),
        ("2001:db8::25", None, "ip6:2001:db8::25"),
        ("127.0.0.1", "postfix-local", "ip4:ADDRESS"),
        ("localhost", None, "ip4:ADDRESS"),
        (None, None, "ip4:ADDRESS"),
    ],
)
def test_spf_names_the_server(host: str | None, preset: str | None, mechanism: str) -> None:
    """Known providers by their include, others by name or address; where nobody can know, that is said."""
    spf = record(planned(host, smtp={"preset": preset}), Purpose.SPF)
    assert spf.value == f"v=spf1 {mechanism} ~all"
    assert mechanism in spf.note
    assert ("whoever runs it" in spf.note) == mechanism.endswith("ADDRESS")


def test_spf_stands_at_the_envelopes_domain() -> None:
    """Bounces under another domain need the record there, and then SPF says nothing for From: that is told."""
    other = planned(sender={"bounces": "b@bounces.example"})
    below = planned(sender={"bounces": "b@bounces.klima.example"})
    assert record(other, Purpose.SPF).name == "bounces.example"
    assert "bounces.example" in other.notes[0]
    assert record(below, Purpose.SPF).name == "bounces.klima.example"
    assert below.notes == ()


def test_names_are_in_ascii() -> None:
    """A sender under a domain with other letters has its records under its A-labels."""
    records = planned(sender={"address": "boletin@méxico.example"}, dkim=None, keys=0)
    assert record(records, Purpose.DMARC).name == "_dmarc.xn--mxico-bsa.example"


def test_who_does_not_sign_is_told_so() -> None:
    """Without `dkim` there is a note; a relay's record has its name, where its selector is known, and no value."""
    assert "no `dkim`" in planned(dkim=None, keys=0).notes[0]
    relay = {"domain": "klima.example", "signed_by": "relay"}
    assert "Its selector is not known here" in planned(dkim=relay, keys=0).notes[0]
    known = record(planned(dkim=relay | {"selector": "selector1"}, keys=0), Purpose.DKIM)
    assert (known.name, known.value) == ("selector1._domainkey.klima.example", "")
