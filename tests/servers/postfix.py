"""A real Postfix of our own on loopback: a private configuration, queue and port, which nothing leaves."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.servers.program import free_port, require, require_root, running, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log/maillog
maillog_file_prefixes = {folder}
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = postfix.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks =
alias_maps =
local_recipient_maps =
relay_domains =
virtual_mailbox_domains = example.org
virtual_transport = discard:
virtual_mailbox_base = {folder}/mail
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{uid}
default_transport = error:nothing leaves a test
smtpd_relay_restrictions = permit_auth_destination, reject
smtpd_recipient_restrictions = reject_unauth_destination
smtpd_error_sleep_time = 0
smtpd_client_restrictions =
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""
_NOBODY = 65534
_STARTS, _GREETS_WITHIN = 3, 10.0
_OF_POSTFIX = (
    "data",
    *(f"queue/{each}" for each in ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming")),
    *(f"queue/{each}" for each in ("maildrop", "private", "public", "saved", "trace")),
)


class Postfix:
    """One that runs: its port, the session its processes are in, and what it wrote into its log."""

    def __init__(self, folder: Path, port: int, session: int) -> None:
        self.port = port
        self.session = session
        self._folder = folder
        self._log = folder / "log" / "maillog"

    def mailbox(self, name: str, number: int) -> list[str]:
        """Give what it delivered into a Maildir of its own, waiting until there are so many."""
        there = self._folder / "mail" / name / "new"
        for _ in range(500):
            if there.is_dir() and len(found := list(there.iterdir())) >= number:
                return [each.read_text(encoding="utf-8") for each in found]
            time.sleep(0.02)
        pytest.fail(f"Postfix brings nothing back:\n{self.log()}")

    def log(self) -> str:
        """Give its log so far."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    def ask_names_of(self, nameserver: str) -> None:
        """Let services that are locked into the queue's folder (`chroot`) ask this name server, on port 53."""
        there = self._folder / "queue" / "etc"
        there.mkdir()
        (there / "resolv.conf").write_text(f"nameserver {nameserver}\n", encoding="ascii")

    def settle(self) -> None:
        """Wait until nothing is on its way any more: all that it has taken, and all that came of that.

        What is bounced is in the queue twice for a moment, and moves from `incoming` to `active`: so both are looked
        at twice. What it would try again later fails the test.
        """
        queue = self._folder / "queue"
        for _ in range(1000):
            if any(each.is_file() for each in (queue / "deferred").rglob("*")):
                pytest.fail(f"Postfix puts something off:\n{self.log()}")
            if not any([*(queue / name).iterdir()] for name in ("incoming", "active") * 2):
                return
            time.sleep(0.02)
        pytest.fail(f"Postfix does not pass its mail on:\n{self.log()}")

    def delivered(self, at_least: int = 0) -> list[str]:
        """Give the recipients whose mail it has passed on, waiting until it has passed on all that it queued."""
        for _ in range(500):
            lines = self.log().splitlines()
            queued = sum("(queue active)" in line for line in lines)
            done = [line for line in lines if "status=sent" in line]
            if len(done) == queued >= at_least:
                break
            time.sleep(0.02)
        else:
            pytest.fail("Postfix does not pass its mail on")
        return [line.partition("to=<")[2].partition(">")[0] for line in done]


def require_postfix() -> None:
    """Skip the test by name where Postfix cannot be run, or fail it where IKI_NEWS_TEST_REQUIRE_ALL is set."""
    require("postfix", "postfix")
    require_root("Postfix")


@contextmanager
def postfix(*services: str, **settings: str) -> Iterator[Postfix]:
    """Run a Postfix with these settings, and these services (lines of master.cf), beside the usual ones."""
    require_postfix()
    # Not in pytest's folder: nobody but its owner may enter that, and Postfix drops root's rights.
    with tempfile.TemporaryDirectory(prefix="postfix-of-a-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        port = _lay_out(folder, services, settings)
        # Its master alone: the command around it takes seconds to look at every file of an installation.
        master = ["/usr/lib/postfix/sbin/master", "-c", str(folder / "etc"), "-d"]
        with _running(master, port, greets=settings.get("smtpd_tls_wrappermode") != "yes") as session:
            yield Postfix(folder, port, session)


@contextmanager
def _running(master: Sequence[str], port: int, *, greets: bool) -> Iterator[int]:
    """Run its master and give its id; one that takes connections and greets nobody is started anew."""
    for left in reversed(range(_STARTS)):
        with running(master) as process:
            wait_for(port, "Postfix")
            if not greets or _greets(port):
                yield process.pid
                return
            if not left:
                pytest.fail("Postfix takes connections and greets nobody")


def _greets(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=_GREETS_WITHIN) as probe:
            return len(probe.recv(3)) == len("220")
    except OSError:
        return False


def _lay_out(folder: Path, services: Sequence[str], settings: Mapping[str, str]) -> int:
    port = free_port()
    for each in ("etc", "queue", "queue/pid", "log"):
        (folder / each).mkdir()
    for each in _OF_POSTFIX:
        (folder / each).mkdir()
        shutil.chown(folder / each, "postfix")
    (folder / "mail").mkdir()
    shutil.chown(folder / "mail", _NOBODY, _NOBODY)
    more = "".join(f"{key} = {value}\n" for key, value in settings.items())
    (folder / "etc" / "main.cf").write_text(_MAIN.format(folder=folder, uid=_NOBODY) + more, encoding="utf-8")
    master = _MASTER.format(port=port) + "".join(f"{service}\n" for service in services)
    (folder / "etc" / "master.cf").write_text(master, encoding="utf-8")
    for written in (folder / "etc").iterdir():
        # Postfix waits for a file that has just been written, since somebody may be writing it still.
        os.utime(written, (0, 0))
    return port
