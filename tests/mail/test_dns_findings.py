from __future__ import annotations

from typing import Any

import pytest
from tests.mail.judges import make_keys
from tests.mail.specimens import make_newsletter

from iki_newsletter.mail.dns_findings import Finding, examine
from iki_newsletter.mail.dns_records import records_to_publish

KEY = f"v=DKIM1; k=rsa; p={make_keys()[0].public}"
NAME = "iki1._domainkey.klima.example"
RIGHT = {
    "klima.example": ["some-site-verification=1", "v=spf1 include:spf.protection.outlook.com -all"],
    NAME: [KEY],
    "_dmarc.klima.example": ["v=DMARC1; p=quarantine; rua=mailto:x@klima.example"],
}
DKIM = {"domain": "klima.example", "selector": "iki1"}


def found(texts: dict[str, list[str]], host: str = "smtp.office365.com", **changes: Any) -> list[Finding]:
    """Examine what a DNS says that has these texts instead of the right ones."""
    newsletter = make_newsletter(**{"dkim": DKIM} | changes)
    keys = make_keys()[:1] if newsletter.dkim and newsletter.dkim.keys else ()
    known = RIGHT | texts
    return list(examine(records_to_publish(newsletter, keys, host), lambda name: known.get(name, [])))


def test_all_is_well() -> None:
    """The three records as they should be are found, whatever other texts stand beside them."""
    assert [finding.state for finding in found({})] == ["found"] * 3


def test_nothing_is_there() -> None:
    """A domain that nobody has prepared misses all three."""
    assert [finding.state for finding in found({name: [] for name in RIGHT})] == ["missing"] * 3


OUTLOOK = "spf.protection.outlook.com"
LOOP = {"klima.example": ["v=spf1 include:klima.example -all"]}
NESTED = {"klima.example": ["v=spf1 include:all.example ~all"], "all.example": [RIGHT["klima.example"][1]]}
REDIRECTED = {"klima.example": ["v=spf1 redirect=all.example"], "all.example": [RIGHT["klima.example"][1]]}


@pytest.mark.parametrize(
    ("texts", "state", "words"),
    [
        ({"klima.example": ["v=spf1 mx -all"]}, "wrong", "Put include:spf.protection.outlook.com before the end"),
        ({"klima.example": ["v=spf1 -all", "v=spf1 mx ~all"]}, "wrong", "2 SPF records"),
        ({"klima.example": ["v=spf10 mx"]}, "missing", "no SPF record"),
        ({"klima.example": ["V=SPF1 +INCLUDE:spf.protection.outlook.com ~all"]}, "found", "is allowed"),
        ({"klima.example": ["v=spf1 include:%{i}.x.example ~all"]}, "wrong", "not allowed"),
        ({"klima.example": [f"v=spf1 include:{OUTLOOK}. -all"]}, "found", "is allowed"),
        ({"klima.example": [f"v=spf1 -all include:{OUTLOOK}"]}, "wrong", "not allowed"),
        ({"klima.example": [f"v=spf1 ~all redirect=all.example include:{OUTLOOK}"]}, "wrong", "not allowed"),
        (REDIRECTED | {"klima.example": ["v=spf1 redirect=all.example -all"]}, "wrong", "not allowed"),
        (REDIRECTED | {"klima.example": ["v=spf1 redirect=all.example mx"]}, "found", "is allowed"),
        (NESTED | {"klima.example": ["v=spf1 -include:all.example ~all"]}, "wrong", "not allowed"),
        (NESTED, "found", "is allowed"),
        (REDIRECTED, "found", "is allowed"),
        (LOOP, "wrong", "11 look-ups"),
        ({NAME: [KEY, KEY]}, "wrong", "2 records"),
        ({NAME: ["v=DKIM1; k=rsa; p="]}, "wrong", "withdrawn"),
        ({NAME: ["v=DKIM1; k=rsa"]}, "wrong", "no key in it"),
        ({NAME: [KEY[:200]]}, "wrong", "part of it"),
        ({NAME: [KEY.replace("MIIB", "MIIC")]}, "wrong", "another key"),
        ({NAME: [KEY.replace("p=MIIB", "t=s; p= MI IB")]}, "found", "The key is there"),
        ({NAME: [KEY + "; t=y:s"]}, "unsure", "t=y"),
        ({"_dmarc.klima.example": ["v=DMARC1"]}, "wrong", "does not say"),
        ({"_dmarc.klima.example": ["v=DMARC1; p=none"] * 2}, "wrong", "2 DMARC records"),
        ({"_dmarc.klima.example": ["v=DMARC2; p=none"]}, "missing", "nor a domain above it"),
    ],
)
def test_what_is_amiss_is_told(texts: dict[str, list[str]], state: str, words: str) -> None:
    """Each fault has its state and its sentence; the other records stay found."""
    (finding,) = [each for each in found(texts) if words in each.what]
    assert finding.state == state
    others = {each.state for each in found(texts) if each.record != finding.record}
    assert others == {"found"}


def test_a_server_of_our_own_cannot_always_be_judged() -> None:
    """Where the record names it, it is allowed; else nobody can tell from here, and that is no fault."""
    named = found({"klima.example": ["v=spf1 a:mail.klima.example -all"]}, "mail.klima.example")
    other = found({"klima.example": ["v=spf1 ip4:192.0.2.0/24 -all"]}, "mail.klima.example")
    local = found({"klima.example": ["v=spf1 mx -all"]}, "localhost")
    assert [each[0].state for each in (named, other, local)] == ["found", "unsure", "unsure"]
    assert not other[0].is_amiss
    assert "your mail server" in local[0].what


def test_dmarc_of_a_domain_above_counts() -> None:
    """A sender below the domain that has the record is covered by it."""
    findings = found({"_dmarc.news.klima.example": []}, sender={"address": "a@news.klima.example"})
    assert "There is one at _dmarc.klima.example" in findings[-1].what


def test_strict_alignment_asks_for_the_same_domain() -> None:
    """adkim=s refuses a signature of the domain above."""
    strict = {"_dmarc.klima.example": ["v=DMARC1; p=reject; adkim=s"]}
    assert found(strict)[-1].state == "found"
    below = found(strict, sender={"address": "a@news.klima.example"})[-1]
    assert (below.state, "adkim=s" in below.what) == ("wrong", True)


@pytest.mark.parametrize(("texts", "state"), [({}, "found"), ({NAME: []}, "missing"), ({NAME: ["p="]}, "wrong")])
def test_a_relays_key_is_looked_up_without_being_known(texts: dict[str, list[str]], state: str) -> None:
    """That there is a key is all that can be said."""
    assert found(texts, dkim=DKIM | {"signed_by": "relay"})[1].state == state
