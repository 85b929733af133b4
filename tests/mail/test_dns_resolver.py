from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from tests.servers.nameserver import LONGEST_OVER_UDP, Nameserver

from iki_newsletter.errors import ExitCode, ServerUnreachableError, UsageError
from iki_newsletter.mail.dns_resolver import texts_at

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def nameserver() -> Iterator[Nameserver]:
    """Give a name server that knows some names."""
    long = ("x" * 255,) * 6
    texts: dict[str, list[tuple[str, ...]]] = {
        "a.example": [("one", " and two"), ("three",)],
        "none.example": [],
        "long.example": [long],
    }
    with Nameserver(texts, aliases={"alias.example": "a.example"}) as server:
        yield server


def test_texts_are_put_together(nameserver: Nameserver) -> None:
    """Strings of a record belong together; a CNAME is followed; what is not there gives nothing."""
    ask = texts_at(nameserver.address)
    assert sorted(ask("a.example")) == ["one and two", "three"]
    assert sorted(ask("alias.example")) == ["one and two", "three"]
    assert ask("none.example") == ask("unknown.example") == []


def test_a_long_answer_comes_over_tcp(nameserver: Nameserver) -> None:
    """Keys of 4,096 bits and domains with many texts do not fit a datagram."""
    (text,) = texts_at(nameserver.address)("long.example")
    assert len(text) > LONGEST_OVER_UDP


def test_no_answer_is_told_and_can_be_tried_again(nameserver: Nameserver) -> None:
    """A server that fails, and one that is not there, are no proof that a record is missing."""
    nameserver.is_broken = True
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        for address in (nameserver.address, f"127.0.0.1:{silent.getsockname()[1]}"):
            with pytest.raises(ServerUnreachableError, match=r"no answer about a\.example") as caught:
                texts_at(address, seconds=0.2)("a.example")
            assert caught.value.exit_code is ExitCode.NOT_FINISHED


@pytest.mark.parametrize("address", ["", "dns.example", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:70000", "1.2.3"])
def test_what_is_no_resolver(address: str) -> None:
    """An address is needed, since a name would have to be asked for first."""
    with pytest.raises(UsageError, match="no address of a resolver"):
        texts_at(address)


@pytest.mark.parametrize("address", ["192.0.2.53", "2001:db8::53", "[2001:db8::53]", "[2001:db8::53]:5353"])
def test_what_is_one(address: str) -> None:
    """IPv4 and IPv6, with and without a port."""
    assert callable(texts_at(address))
