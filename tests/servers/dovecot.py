"""A real Dovecot of our own on loopback: private users, Maildirs and port, into which a test's Postfix delivers."""

from __future__ import annotations

import imaplib
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from tests.servers.program import free_port, require, require_root, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PASSWORD: Final = "an invented password"  # noqa: S105 - of mailboxes that live as long as a test

_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = passwd-file
  args = {folder}/users
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""


class Dovecot:
    """One that runs: its port, its mailboxes, and how a Postfix delivers to them."""

    def __init__(self, folder: Path, port: int, addresses: Sequence[str]) -> None:
        self.port = port
        self.addresses = addresses
        self._folder = folder

    @property
    def for_postfix(self) -> dict[str, str]:
        """Settings with which a Postfix lays its mail into the Maildirs (virtual(8) of Postfix)."""
        user, group = _owner(self._folder / "mail")
        boxes = ", ".join(f"{{ {address} = {address}/ }}" for address in self.addresses)
        return {
            "virtual_transport": "virtual:",
            "virtual_mailbox_domains": " ".join(sorted({each.partition("@")[2] for each in self.addresses})),
            "virtual_mailbox_base": str(self._folder / "mail"),
            "virtual_mailbox_maps": f"inline:{{ {boxes} }}",
            "virtual_minimum_uid": "1",
            "virtual_uid_maps": f"static:{user}",
            "virtual_gid_maps": f"static:{group}",
        }

    def messages(self, address: str) -> list[bytes]:
        """Read a mailbox over IMAP: every message as it lies there, with CRLF line ends (RFC 3501)."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=20) as imap:
            imap.login(address, PASSWORD)
            _, (found,) = imap.select("INBOX", readonly=True)
            count = int(found or b"0")
            if not count:
                return []
            _, answers = imap.fetch(f"1:{count}", "(BODY.PEEK[])")
        return [answer[1] for answer in answers if isinstance(answer, tuple)]


@contextmanager
def dovecot(*addresses: str) -> Iterator[Dovecot]:
    """Run a Dovecot with an empty mailbox for each of these addresses, which are ASCII and lower-case."""
    program = require("dovecot", "dovecot-core, dovecot-imapd")
    require_root("Dovecot")
    # Not in pytest's folder: nobody but its owner may enter that, and Dovecot drops root's rights.
    with tempfile.TemporaryDirectory(prefix="dovecot-of-a-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        port = free_port()
        _lay_out(folder, port, addresses)
        command = [program, "-F", "-c", str(folder / "configuration")]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True) as process:
            try:
                wait_for(port, "Dovecot")
                yield Dovecot(folder, port, addresses)
            finally:
                process.terminate()


def _lay_out(folder: Path, port: int, addresses: Sequence[str]) -> None:
    mail = folder / "mail"
    mail.mkdir()
    shutil.chown(mail, "nobody", "nogroup")
    user, group = _owner(mail)
    lines = [f"{address}:{{PLAIN}}{PASSWORD}:{user}:{group}::{mail / address}::\n" for address in addresses]
    (folder / "users").write_text("".join(lines), encoding="utf-8")
    text = _CONFIGURATION.format(folder=folder, port=port)
    (folder / "configuration").write_text(text, encoding="utf-8")


def _owner(path: Path) -> tuple[int, int]:
    status = path.stat()
    if not status.st_uid:
        pytest.fail("Postfix gives no mail to root")
    return status.st_uid, status.st_gid
