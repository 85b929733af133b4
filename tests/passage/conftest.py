"""The June 2017 issue as it is sent, once for all the mail programs that judge it."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from typing import TYPE_CHECKING

import pytest
from tests.conftest import ROOT, copy_workspace
from tests.servers.passage import passage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import EmailMessage
    from pathlib import Path

ISSUE = "2017-06"
LANGUAGES = ("es", "de", "en")


@dataclass(frozen=True)
class Letter:
    """One message of the issue: whose it is, and its bytes."""

    address: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """The message as a strict receiver reads it."""
        return BytesParser(policy=policy.default).parsebytes(self.content)

    @property
    def html(self) -> str:
        """Its HTML part."""
        return self._body("html")

    @property
    def text(self) -> str:
        """Its text part."""
        return self._body("plain")

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        assert part is not None
        return str(part.get_content())


@dataclass(frozen=True)
class Sent:
    """What went into the wire and what lay in the mailboxes, each by address."""

    handed_over: Mapping[str, bytes]
    arrived: Mapping[str, bytes]


def send(folder: Path, *options: str) -> None:
    """Send the issue to the example list by the command that users type, from a workspace of its own."""
    copy_workspace(ROOT, folder)
    command = [sys.executable, "-m", "iki_newsletter", "send", ISSUE, "--yes", *options]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONWARNINGS": "default"}
    ended = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def on_the_list() -> list[str]:
    """Give the addresses that the example list has, as servers know them."""
    with (ROOT / "subscribers.example.csv").open(encoding="utf-8", newline="") as file:
        rows = [row["email"] for row in csv.DictReader(file) if row["status"] == "active"]
    return [row.partition("@")[0] + "@" + row.partition("@")[2].encode("idna").decode() for row in rows]


@pytest.fixture(scope="session")
def letters(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Letter]:
    """Give one stamped message of each language."""
    folder = tmp_path_factory.mktemp("letters") / "newsletter"
    send(folder, "--smtp", "sandbox:")
    found: dict[str, Letter] = {}
    for path in sorted((folder / "build" / "outbox" / "new").iterdir()):
        letter = Letter(path.name.rsplit(".", 2)[0], path.read_bytes())
        found.setdefault(str(letter.message["Content-Language"]), letter)
    assert set(found) == set(LANGUAGES)
    return found


@pytest.fixture(scope="session")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """Send the issue through a real Postfix into a real Dovecot, to everybody on the example list."""
    people = on_the_list()
    with passage(*people) as way:
        send(tmp_path_factory.mktemp("sent") / "newsletter", "--smtp", way.url)
        arrived = {address: way.arrived(address, len(people)) for address in people}
        return Sent(way.handed_over(), arrived)
