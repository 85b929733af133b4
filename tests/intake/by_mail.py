"""The way of a contribution by real mail: an office posts it, and it lies in the newsroom's mailbox."""

from __future__ import annotations

import smtplib
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.servers.dovecot import Dovecot

EDITORS: Final = "redaccion@klimaallianz.example"


def source_of(box: Dovecot) -> str:
    """Give the newsroom's mailbox as `collect` names it."""
    return f"imap://{quote(EDITORS, safe='')}@127.0.0.1:{box.port}/INBOX"


def sent(port: int, mails: Mapping[str, bytes]) -> None:
    """Let each project office send its mail to the newsroom."""
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
        for sender, raw in mails.items():
            client.sendmail(sender, [EDITORS], raw)


def arrived(box: Dovecot, address: str, number: int) -> list[bytes]:
    """Wait until a mailbox holds so many messages."""
    for _ in range(300):
        found = box.messages(address)
        if len(found) >= number:
            return found
        time.sleep(0.1)
    pytest.fail(f"{address} has {len(box.messages(address))} messages of {number}")
