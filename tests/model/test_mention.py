from __future__ import annotations

import pytest

from iki_newsletter.model.mention import ANOTHER, ERASED, Mentions

ANA = Mentions(["ana@readers.example"])


@pytest.mark.parametrize(
    "text",
    [
        "550 5.1.1 <ANA@Readers.Example>: user unknown",
        "'ana@readers.example'",
        "write to ana@readers.example.",
        "...ana@readers.example - gone",
        "mailto:ana%40readers.example?subject=x",
        "to=ana@readers.example",
        "juana@readers.example, ana@readers.example",
        "an\u200ba@readers.example",
    ],
)
def test_a_whole_address_is_found(text: str) -> None:
    """Whatever stands around it, and in whatever case."""
    assert ANA.is_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "juana@readers.example",
        "o'ana@readers.example",
        "maria.ana@readers.example",
        "x--ana@readers.example",
        "ana@readers.example.mx",
        "ana@readers.example-group.example",
        "ana at readers.example",
        "",
    ],
)
def test_a_part_of_another_address_is_none(text: str) -> None:
    """Who erases Ana must not touch Juana."""
    assert not ANA.is_in(text)


@pytest.mark.parametrize("spelling", ["jörg@müller.example", "jörg@xn--mller-kva.example"])
@pytest.mark.parametrize("text", ["<JÖRG@MÜLLER.EXAMPLE>", "Jo\u0308rg@xn--mller-kva.example", "jörg@müller.example"])
def test_letters_beyond_ascii_have_a_case_too(spelling: str, text: str) -> None:
    """Composed or not, the domain in A-labels (RFC 5890) or as people write it."""
    assert Mentions([spelling]).is_in(text)


def test_a_page_escapes_letters() -> None:
    """As the apostrophe of o'neil."""
    assert Mentions(["o'neil@readers.example"]).is_in_page("<p>o&#39;neil@readers.example</p>")


def test_either_side_can_be_hidden() -> None:
    """The others' addresses from who asks, or this one from the others."""
    text = "Petra <ana@readers.example>; juana@readers.example"
    assert ANA.hide_others(text) == f"Petra <ana@readers.example>; {ANOTHER}"
    assert ANA.hide(text) == f"Petra <{ERASED}>; juana@readers.example"
