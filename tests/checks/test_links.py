from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a",
        "HTTPS://example.org",
        "https://[2606:4700::1]/",
        "mailto:a@example.org",
        "#top",
        "%%UNSUBSCRIBE-3f9a1c0b2d4e%%",
    ],
)
def test_addresses_that_lead_somewhere(proof: Any, address: str) -> None:
    """The web by https, a mail, a place on the page, and what is filled in for each reader."""
    assert proof.found(f'<p id="top"><a href="{address}">La guía</a></p>') == []


@pytest.mark.parametrize(
    "address",
    [
        "//example.org/a",
        "/a",
        "a.html",
        "file:///a",
        "javascript:0",
        "https://",
        "https://localhost:8000/a",
        "https://intranet/a",
        "https://printer.local",
        "https://192.168.0.1/",
        "https://[::1",
        "cid:a",
    ],
)
def test_addresses_that_lead_nowhere(proof: Any, address: str) -> None:
    """Addresses of this machine or its network, parts of one, and anything anybody can read on the way."""
    found = [each for each in proof.found(f'<a href="{address}">La guía</a>') if each[0] == "E301"]
    assert found == [("E301", f"`{address}` leads nowhere for readers of a mail.")]


def test_an_address_without_encryption_is_told_so(proof: Any) -> None:
    """It leads somewhere, and everybody on the way can read along."""
    assert proof.found('<a href="http://example.org">La guía</a>') == [
        ("E301", "`http://example.org` is asked for without encryption.")
    ]


def test_pictures_travel_along_or_are_on_the_web(proof: Any) -> None:
    """A picture is part of the message or on the web; an empty or other address shows none."""
    picture = '<img src="{}" alt="" width="1" height="1">'
    assert proof.found(picture.format("cid:a@example.org") + picture.format("https://example.org/a.png")) == []
    assert proof.found(picture.format("mailto:a@example.org")) == [
        ("E301", "`mailto:a@example.org` leads nowhere for readers of a mail.")
    ]
    assert proof.found(picture.format("")) == [("E301", "There is no `src`.")]
    ground = '<table role="presentation" background="http://example.org/a"><tr><td>Hola</td></tr></table>'
    assert [code for code, _ in proof.found(ground)] == ["E301"]
