from __future__ import annotations

from typing import Any

import pytest

from iki_newsletter.checks.hosts import host_of, readable


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.Example.org:443/a?b#c", "example.org"),
        ("https://a@example.org", "example.org"),
        ("mailto:ana%40example.org?subject=x@y", "example.org"),
        ("mailto:?subject=Hola", ""),
        ("#a", ""),
        ("%%UNSUBSCRIBE-3f9a1c0b2d4e%%", ""),
        ("https://[::1", ""),
    ],
)
def test_the_host_of_an_address(address: str, host: str) -> None:
    """A host is found in addresses of the web and of mail, and nothing in others."""
    assert host_of(address) == host


def test_punycode_is_read() -> None:
    """What is no punycode after all stays as it is, marked."""
    assert readable("xn--mnchen-3ya.example") == "münchen.example"
    assert readable("xn--é.example") == "xn--é\N{REPLACEMENT CHARACTER}.example"


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("giz.de", "https://www.giz.de/de/html"),
        ("Página de WWW.GIZ.DE", "https://giz.de"),
        ("gob.mx", "https://www.semarnat.gob.mx"),
        ("ana@example.org", "mailto:ana@example.org"),
        ("Versión 2.0 del plan.pdf, p.ej. 3.5", "https://example.org"),
        ("münchen.de", "https://xn--mnchen-3ya.de"),
    ],
)
def test_words_that_name_their_host_or_none(proof: Any, words: str, target: str) -> None:
    """The host itself, one above or below it, and words that only look like a host are left alone."""
    assert proof.found(f'<a href="{target}">{words}</a>') == []


@pytest.mark.parametrize(
    ("words", "target", "what"),
    [
        ("giz.de", "https://notgiz.de/a", "“giz.de” names giz.de and leads to notgiz.de."),
        (
            "Visite www.gob.mx/semarnat",
            "https://example.org",
            "“Visite www.gob.mx/semarnat” names gob.mx and leads to example.org.",
        ),
        (
            "ana@example.org",
            "mailto:ana@example.net",
            "“ana@example.org” names example.org and leads to example.net.",
        ),
        (
            "La guía",
            "https://giz.de@example.net/",
            "`https://giz.de@example.net/` leads to example.net: what is before the @ is no host.",
        ),
    ],
)
def test_words_that_name_another_host(proof: Any, words: str, target: str, what: str) -> None:
    """A host in the words must be the target's; one before an @ in the address is none."""
    assert proof.found(f'<a href="{target}">{words}</a>') == [("E323", what)]


@pytest.mark.parametrize(
    ("target", "what"),
    [
        (
            "https://gіz.de",
            "The host gіz.de has “і” in it, cyrillic small letter byelorussian-ukrainian i.",
        ),
        (
            "https://xn--gz-09b.de/a",
            "The host xn--gz-09b.de reads gιz.de; it has “ι” in it, greek small letter iota.",
        ),
    ],
)
def test_hosts_with_letters_of_another_alphabet(proof: Any, target: str, what: str) -> None:
    """A letter that is none of ours is named, openly or in punycode; accents and umlauts are ours."""
    found = proof.found(f'<a href="{target}">La guía</a>')
    assert found == [("E324", what)]
    assert proof.found('<a href="https://münchen.example">La guía</a>') == []
