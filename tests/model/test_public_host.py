from __future__ import annotations

import pytest

from iki_newsletter.model.public_host import is_public_host, is_public_place


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "www.example.org.",
        "EXAMPLE.ORG",
        "müller.example",
        "93.184.215.14",
        "[2606:4700::1]",
        "4.example",
    ],
)
def test_names_and_numbers_of_the_public_web(host: str) -> None:
    """With a full stop at the end, in capitals, in letters of other languages."""
    assert is_public_host(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        ".",
        "localhost",
        "intranet",
        "127.1",
        "127.0.0.1",
        "127.0.0.1.",
        "0x7f.1",
        "2130706433",
        "example.0x",
        "１２７.1",
        "127。1",
        "127%2e1",
        "nas.lan",
        "x.internal",
        "x.internal.",
        "foo.localhost.",
        "router.home.arpa",
        "localhost.localdomain",
        "10.1.2.3",
        "224.0.0.1",
        "[::1]",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::a00:1]",
        "[2002:a00:1::]",
        "[fe80::1%25eth0]",
    ],
)
def test_places_that_only_some_can_reach(host: str) -> None:
    """This machine and the networks around it, in every way that a browser understands."""
    assert not is_public_host(host)


def test_what_is_no_number_has_no_place() -> None:
    """A name is looked up first."""
    with pytest.raises(ValueError, match="example"):
        is_public_place("example.org")
