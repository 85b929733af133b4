"""A real Dovecot of our own on loopback: private users, Maildirs and port, into which a test's Postfix delivers."""

from __future__ import annotations

import imaplib
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from tests.servers.program import free_port, lacks, require, require_root, running, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
_TAKES_MAIL = """
protocols = imap lmtp
protocol lmtp {{
  mail_plugins = quota
}}
plugin {{
  quota = maildir:Room
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp_port}
  }}
}}
"""
LMTP_OF_POSTFIX: Final = "lmtp unix - - n - - lmtp"
_LMTP: Final = Path("/usr/lib/dovecot/lmtp")


class Dovecot:
    """One that runs: its port, its mailboxes, and how a Postfix delivers to them."""

    def __init__(self, folder: Path, port: int, addresses: Sequence[str], lmtp_port: int = 0) -> None:
        self.port = port
        self.addresses = addresses
        self.lmtp_port = lmtp_port
        """Where it takes mail itself; 0 where it does not."""
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

    def taking_mail(self, *others: str) -> dict[str, str]:
        """Give settings with which a Postfix hands it mail by LMTP, also for these others, whom only Postfix knows.

        That Postfix needs the service `LMTP_OF_POSTFIX`.
        """
        known = [*self.addresses, *others]
        return {
            "virtual_transport": f"lmtp:inet:127.0.0.1:{self.lmtp_port}",
            "virtual_mailbox_domains": " ".join(sorted({each.partition("@")[2] for each in known})),
            "virtual_mailbox_maps": f"inline:{{ {', '.join(f'{{ {each} = known }}' for each in known)} }}",
            "recipient_delimiter": "+",
            # Else it looks for a service that keeps connections open, a second each time.
            "lmtp_connection_cache_on_demand": "no",
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
def dovecot(*addresses: str, room: Mapping[str, str] | None = None) -> Iterator[Dovecot]:
    """Run a Dovecot with an empty mailbox for each of these addresses, which are ASCII and lower-case.

    With `room` it takes mail by LMTP, and these mailboxes hold no more than so much, as in `64K`.
    """
    program = require("dovecot", "dovecot-core, dovecot-imapd")
    if room is not None and not _LMTP.exists():
        lacks("Dovecot takes no mail by LMTP (Debian: dovecot-lmtpd)")
    require_root("Dovecot")
    # Not in pytest's folder: nobody but its owner may enter that, and Dovecot drops root's rights.
    with tempfile.TemporaryDirectory(prefix="dovecot-of-a-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        port, lmtp_port = free_port(), free_port() if room is not None else 0
        _lay_out(folder, port, lmtp_port, addresses, room or {})
        command = [program, "-F", "-c", str(folder / "configuration")]
        with running(command):
            wait_for(port, "Dovecot")
            if lmtp_port:
                wait_for(lmtp_port, "Dovecot's LMTP")
            yield Dovecot(folder, port, addresses, lmtp_port)


def _lay_out(folder: Path, port: int, lmtp_port: int, addresses: Sequence[str], room: Mapping[str, str]) -> None:
    mail = folder / "mail"
    mail.mkdir()
    shutil.chown(mail, "nobody", "nogroup")
    user, group = _owner(mail)
    limits = {address: f"userdb_quota_rule=*:storage={most}" for address, most in room.items()}
    lines = [
        f"{address}:{{PLAIN}}{PASSWORD}:{user}:{group}::{mail / address}::{limits.get(address, '')}\n"
        for address in addresses
    ]
    (folder / "users").write_text("".join(lines), encoding="utf-8")
    text = (_CONFIGURATION + (_TAKES_MAIL if lmtp_port else "")).format(folder=folder, port=port, lmtp_port=lmtp_port)
    (folder / "configuration").write_text(text, encoding="utf-8")


def _owner(path: Path) -> tuple[int, int]:
    status = path.stat()
    if not status.st_uid:
        pytest.fail("Postfix gives no mail to root")
    return status.st_uid, status.st_gid
