"""What a real Postfix and a real Dovecot leave of a message: all of it."""

from __future__ import annotations

import re
from email import policy
from email.parser import BytesParser
from typing import TYPE_CHECKING

from tests.passage.conftest import on_the_list

if TYPE_CHECKING:
    from tests.passage.conftest import Sent

STAMPS = {"return-path", "x-original-to", "delivered-to", "received"}
"""What servers put before a message (RFC 5321, 4.4; Postfix's virtual(8))."""


def test_everybody_has_the_bytes_that_were_sent(sent: Sent) -> None:
    """Each message lies in its mailbox byte for byte, headers and parts; servers only put their stamps before it.

    A relay that re-encodes a body or folds a header anew breaks its signature.
    """
    assert set(sent.arrived) == set(sent.handed_over) == set(on_the_list())
    for address, content in sent.arrived.items():
        ours = sent.handed_over[address]
        assert content.endswith(ours), f"{address}: changed on its way"
        before = re.sub(rb"\r\n[ \t]+", b" ", content.removesuffix(ours))
        names = [line.partition(b":")[0].decode().lower() for line in before.splitlines()]
        assert set(names) == STAMPS, f"{address}: {names}"


def test_nothing_asks_a_relay_to_encode_it_anew(sent: Sent) -> None:
    """All that is sent is ASCII in lines of at most 78, so that no server on the way has a reason to touch it."""
    for content in sent.handed_over.values():
        assert content.isascii()
        body = content.partition(b"\r\n\r\n")[2]
        assert max(map(len, body.split(b"\r\n"))) <= 78  # RFC 5322, 2.1.1


def test_what_arrives_reads_as_one_message(sent: Sent) -> None:
    """A strict reader finds no defect in what arrived, one of each header, and text before HTML."""
    for address, content in sent.arrived.items():
        message = BytesParser(policy=policy.default).parsebytes(content)
        assert not [part.defects for part in message.walk() if part.defects], address
        for name in ("From", "To", "Date", "Message-ID", "Subject", "MIME-Version", "List-Unsubscribe"):
            assert len(message.get_all(name, [])) == 1, f"{address}: {name}"
        assert message["Return-Path"] == "<bounces@klimaallianz.example>"
        leaves = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
        assert leaves[:2] == ["text/plain", "text/html"]
