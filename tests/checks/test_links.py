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
        "https://[::1",
        "cid:a",
    ],
)
def test_addresses_that_lead_nowhere(proof: Any, address: str) -> None:
    """Parts of an address, and what is no address of the web."""
    found = [each for each in proof.found(f'<a href="{address}">La guía</a>') if each[0] == "E301"]
    assert found == [("E301", f"`{address}` leads nowhere for readers of a mail.")]


@pytest.mark.parametrize(
    "address",
    [
        "https://localhost:8000/a",
        "https://intranet/a",
        "https://printer.local",
        "https://127.1/",
        "https://nas.lan/a",
        "https://x.internal/",
        "https://foo.localhost./a",
        "https://192.168.1.20/taller",
        "http://192.168.1.20/taller",
        "https://10.0.0.7:8443/",
        "https://[fe80::1]/",
    ],
)
def test_addresses_of_a_network_of_ones_own_are_told_so(proof: Any, address: str) -> None:
    """They work for whoever wrote them, so the message says why they do not for readers; https would not help."""
    [problem] = [each for each in proof.problems(f'<a href="{address}">La guía</a>') if each.code == "E301"]
    assert problem.what == f"`{address}` exists only inside your own network."
    assert "public web" in problem.cure


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


@pytest.mark.parametrize(
    "html",
    [
        '<map name="m"><area href="{}" alt="La guía"></map>',
        '<img src="cid:a" srcset="https://example.org/a.png 1x, {} 2x" alt="" width="1" height="1">',
        '<p style="color: #000; background: #fff url({})">Hola</p>',
        "<p style=\"color: #000; background: #fff url( '{}' )\">Hola</p>",
        "<style>@media print {{ p {{ background: #fff url({}) !important }} }}</style>",
    ],
)
def test_addresses_are_found_wherever_they_stand(proof: Any, html: str) -> None:
    """Maps, choices of pictures and style sheets ask for addresses as well."""
    found = [what for code, what in proof.found(html.format("http://example.org/a")) if code == "E301"]
    assert found == ["`http://example.org/a` is asked for without encryption."]
    assert "E301" not in [code for code, _ in proof.found(html.format("https://example.org/a"))]
