from __future__ import annotations

import pytest
from email_validator import validate_email
from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.audience.address import (
    Address,
    AddressError,
    SeveralAddressesError,
    _plain,
    likely_meant,
    read_address,
)

letters = "aZ0_.+-'"
locals_ = st.text(letters, min_size=1, max_size=70)
domains = st.text("aB1-.", min_size=1, max_size=30).map(lambda start: f"{start}.example")


@given(locals_, domains | st.sampled_from(["Example.ORG", "a.test", "b.local", "c.invalid", "xn--mller-kva.example"]))
@settings(max_examples=300, deadline=None)
def test_the_quick_way_is_the_validator_s(local: str, domain: str) -> None:
    """What the quick way takes, `email-validator` takes too, and gives the same address to send to."""
    found = _plain(f"{local}@{domain}")

    if found:
        valid = validate_email(f"{local}@{domain}", check_deliverability=False)
        assert found.mailbox == valid.ascii_email
        assert found.key == found.mailbox.casefold()


@pytest.mark.parametrize(
    ("cell", "address", "name"),
    [
        ("ana@example.org", "ana@example.org", ""),
        ("<ana@example.org>", "ana@example.org", ""),
        ("Ana Ejemplo <ana@example.org>", "ana@example.org", "Ana Ejemplo"),
        ('"Ejemplo, Ana" <ana@example.org>', "ana@example.org", "Ejemplo, Ana"),
        ("mailto:ana@example.org", "ana@example.org", ""),
        ("MAILTO:ana@example.org?subject=Hola", "ana@example.org", ""),
        ("'ana@example.org'", "ana@example.org", ""),
        ("„ana@example.org“", "ana@example.org", ""),
        ("ana@example.org;", "ana@example.org", ""),
        ("ana@example.org.", "ana@example.org", ""),
        ("Ana@Example.ORG", "Ana@Example.ORG", ""),
        ("news@institut.test", "news@institut.test", ""),
    ],
)
def test_what_people_write_around_an_address_is_understood(cell: str, address: str, name: str) -> None:
    """Links, names and punctuation around an address are taken off; the address stays as written."""
    found = read_address(cell)

    assert (found.address, found.name) == (address, name)
    assert found.key == address.lower()


@pytest.mark.parametrize(
    ("written", "key", "mailbox"),
    [
        ("Jutta@Müller.example", "jutta@xn--mller-kva.example", "Jutta@xn--mller-kva.example"),
        ("jutta@XN--MLLER-KVA.example", "jutta@xn--mller-kva.example", "jutta@xn--mller-kva.example"),
        ("JOSÉ@example.org", "josé@example.org", "JOSÉ@example.org"),
        ("jose\u0301@example.org", "josé@example.org", "josé@example.org"),
    ],
)
def test_an_address_is_compared_without_case_and_in_a_labels(written: str, key: str, mailbox: str) -> None:
    """An IDN domain has one key however it is written; letters beyond ASCII before the @ stay for SMTPUTF8."""
    assert read_address(written) == Address(written, key, mailbox)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("", "no @"),
        ("Ana Ejemplo", "no @"),
        ("ana(at)example.org", "no @"),
        ("@example.org", "before the @"),
        ("ana@", "after the @"),
        ("ana@example", "period"),
        ("ana@example..org", "period"),
        ("ana.@example.org", "period"),
        ("ana@-example.org", "hyphen"),
        ("ana ejemplo@example.org", "space"),
        ("ana@example.org; eva@example.org", "more than one @"),
        ("ana@example.org, eva@example.org", "more than one @"),
        ("ana@@example.org", "more than one @"),
        ("ana@example.org <eva@example.org>", "more than one @"),
        ("ana@example.org\nBcc: eva", "LINE FEED|space"),
        ("ana\u202e@example.org", "RIGHT-TO-LEFT OVERRIDE"),
        ("ana\0@example.org", "NUL"),
        ("=?utf-8?q?=0A?=@example.org", "formula or a code"),
        ('=HYPERLINK("https://example.org/ana@example.org")', "formula or a code"),
        ("ana@[127.0.0.1]", "not|bracket"),
        ("ana@example.local", "special-use"),
        ("a" * 300 + "@example.org", "longer than"),
        ("mailto:" * 20_000 + "ana@example.org", "longer than|invalid"),
        ("#N/A", "no @"),
    ],
)
def test_what_is_no_address_is_said_why(cell: str, says: str) -> None:
    """A cell without a usable address is refused in a sentence, whatever is in it."""
    with pytest.raises(AddressError, match=says):
        read_address(cell)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("ana\u200b@exam\u00adple.org", ""),
        ('=HYPERLINK("mailto:ana@example.org")', ""),
        ('=HIPERVÍNCULO("mailto:ana@example.org";"Ana")', ""),
        ("<mailto:ana@example.org>,", ""),
        ("Ana Ejemplo (ana@example.org)", "Ana Ejemplo"),
        ("ana@example.org <ANA@example.org>;", ""),
    ],
)
def test_what_programs_write_around_an_address_is_taken_off(cell: str, name: str) -> None:
    """What nobody sees, links and their formulas, brackets, and the same address twice: one address is meant."""
    found = read_address(cell)

    assert (found.key, found.name) == ("ana@example.org", name)


@pytest.mark.parametrize("between", ["; ", ",", " / ", " ", "\n", " ::: ", ";;", " | "])
def test_several_addresses_are_named(between: str) -> None:
    """Whatever stands between them, the error has each, so that who left by the row has left with all."""
    with pytest.raises(SeveralAddressesError) as raised:
        read_address(between.join(["Ana <ana@example.org>", "eva@example.org", "UWE@example.org"]))

    assert [each.key for each in raised.value.addresses] == ["ana@example.org", "eva@example.org", "uwe@example.org"]


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_cell_is_an_address_or_said_why(cell: str) -> None:
    """No cell raises anything but the error for cells; what is found has a key and one @."""
    try:
        found = read_address(cell)
    except AddressError:
        return
    assert found.mailbox.count("@") == 1
    assert read_address(found.mailbox).key == found.key


@pytest.mark.parametrize(
    ("domain", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("hotmial.es", "hotmail.es"),
        ("yahooo.com.mx", "yahoo.com.mx"),
        ("outlok.com", "outlook.com"),
        ("gmail.com", ""),
        ("hotmail.es", ""),
        ("yahoo.com.mx", ""),
        ("mail.com", ""),
        ("ymail.com", ""),
        ("gmx.de", ""),
        ("web.de", ""),
        ("example.org", ""),
        ("example.con", ""),
    ],
)
def test_a_slip_in_a_well_known_domain_is_noticed(domain: str, meant: str) -> None:
    """Only misspellings of large providers are hinted at: everybody else's domain is their own."""
    assert likely_meant(domain) == meant
