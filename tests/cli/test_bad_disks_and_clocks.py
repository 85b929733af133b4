from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from tests.servers.postbox import Postbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"
PEOPLE = [f"p{number}@example.org" for number in range(12)]
KB = 1024


@dataclass
class Eventful(Postbox):
    """A server at which something happens after each message."""

    then: Callable[[], object] = field(default=lambda: None)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep it, and let it happen."""
        answer = await super().handle_DATA(server, session, envelope)
        self.then()
        return answer


@pytest.fixture
def server() -> Iterator[Eventful]:
    """Give a real server to send to."""
    with Eventful() as box:
        yield box


@pytest.fixture
def command(workspace: Path, server: Eventful) -> tuple[str, ...]:
    """Give the command that sends to twelve people."""
    (workspace / "list.csv").write_text("email\n" + "\n".join(PEOPLE) + "\n", "utf-8")
    return ("send", ISSUE, "--to", "list.csv", "--smtp", server.url, "--yes", "--connections", "1")


def require_root() -> None:
    """Skip by name where no file system may be mounted, or fail where all is required."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        if os.environ.get("IKI_NEWS_TEST_REQUIRE_ALL"):
            pytest.fail("mounting a small tmpfs needs Linux and root")
        pytest.skip("mounting a small tmpfs needs Linux and root")


@pytest.fixture
def small_disk(workspace: Path) -> Iterator[Path]:
    """Give the workspace's `var` on a disk of its own, of 3 MB."""
    require_root()
    var = workspace / "var"
    var.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", var], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip(f"mount: {mounted.stderr.decode().strip()}")
    yield var
    subprocess.run(["umount", "-l", var], check=True)


def fill(disk: Path, but: int) -> Path:
    """Fill a disk but for some bytes."""
    filler = disk / "filler"
    filler.write_bytes(b"\0" * max(0, shutil.disk_usage(disk).free - but))
    return filler


def finish_and_prove(iki: Callable[..., Run], command: tuple[str, ...], server: Postbox) -> None:
    """Run it again: everybody is accounted for, and nobody got it twice."""
    iki(*command)
    total = iki("deliveries", ISSUE, "--json").data["sum"]
    received = [each.recipient for each in server.received]
    assert len(received) == len(set(received))
    assert total["sent"] + total["uncertain"] == total["planned"] == len(PEOPLE)
    assert total["sent"] <= len(received)
    assert total["uncertain"] <= 1


@pytest.mark.parametrize("left", [0, 24 * KB, 48 * KB, 96 * KB, 160 * KB])
def test_a_disk_that_fills_up(
    iki: Callable[..., Run], command: tuple[str, ...], server: Eventful, small_disk: Path, left: int
) -> None:
    """Full before a run (1) or amid it (75, with figures), it is told; with room again the rest goes out, once."""
    iki(*command, "--limit", "2")
    filler = fill(small_disk, left)
    full = iki(*command)
    filler.unlink()

    if full.code:
        assert full.code == (75 if "Open: " in full.out else 1)
        assert "The disk is full" in full.err
        assert "Make room" in full.err
        assert "Traceback" not in full.err
    else:
        assert left > 48 * KB
    if not left:
        assert len(server.received) == 2
    finish_and_prove(iki, command, server)


@pytest.mark.parametrize("left", [48 * KB, 64 * KB, 96 * KB])
def test_a_disk_that_is_full_before_the_first_run(
    iki: Callable[..., Run], command: tuple[str, ...], server: Eventful, small_disk: Path, left: int
) -> None:
    """A ledger that cannot even be made is told in one line, nothing is sent, and with room it is made anew."""
    filler = fill(small_disk, left)
    full = iki(*command)
    filler.unlink()

    assert full.code == 1
    assert "The disk is full" in full.err
    assert not server.received
    finish_and_prove(iki, command, server)


@pytest.mark.skipif(os.name != "posix", reason="RLIMIT_FSIZE is POSIX's")
@pytest.mark.parametrize("more", [0, 30 * KB])
def test_a_file_that_may_not_grow(
    iki: Callable[..., Run], command: tuple[str, ...], server: Eventful, workspace: Path, more: int
) -> None:
    """Where the system limits the size of files, it is the same: one line, and nothing twice."""
    iki(*command, "--limit", "2")
    size = (workspace / "var" / "ledger.sqlite3").stat().st_size if more else 1
    code = (
        "import resource, sys; from iki_newsletter.cli import main;"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({more or size}, resource.RLIM_INFINITY));"
        "sys.argv = ['iki-news', *sys.argv[1:]]; main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *command], capture_output=True, check=False, cwd=workspace, encoding="utf-8"
    )

    assert run.returncode == 1, run.stderr
    assert "Traceback" not in run.stderr
    assert "disk" in run.stderr or "cannot be written" in run.stderr
    finish_and_prove(iki, command, server)


def test_a_disk_that_may_only_be_read(
    iki: Callable[..., Run], command: tuple[str, ...], server: Eventful, small_disk: Path
) -> None:
    """Nothing is sent that could not be written down."""
    iki(*command, "--limit", "2")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    run = iki(*command)
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)

    assert run.code == 1
    assert "cannot be" in run.err or "may not be written" in run.err
    assert "Traceback" not in run.err
    assert len(server.received) == 2
    finish_and_prove(iki, command, server)


def test_a_ledger_whose_pages_went_bad(
    iki: Callable[..., Run], command: tuple[str, ...], server: Eventful, workspace: Path
) -> None:
    """What cannot be trusted to say who has it sends to nobody; with the backup back in place it goes on."""
    iki(*command, "--limit", "2")
    iki("ledger", "export", "--keep", workspace / "backup.sqlite3")
    ledger = workspace / "var" / "ledger.sqlite3"
    whole = ledger.read_bytes()
    ledger.write_bytes(whole[:8192] + os.urandom(len(whole) - 8192))
    run = iki(*command)
    shown = iki("deliveries", ISSUE)
    exported = iki("ledger", "export", workspace / "out.sqlite3")

    assert [each.code for each in (run, shown, exported)] == [1, 1, 1]
    assert "damaged" in run.err
    assert "backup" in run.err
    assert len(server.received) == 2
    ledger.unlink()
    assert iki("ledger", "import", workspace / "backup.sqlite3").code == 0
    finish_and_prove(iki, command, server)


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_clock_that_jumps(iki: Callable[..., Run], command: tuple[str, ...], server: Eventful, hours: int) -> None:
    """Two hours forth or back after every third message: everybody gets it once, and the run ends well."""
    with time_machine.travel(dt.datetime(2017, 6, 12, 14, 0, tzinfo=dt.UTC)) as clock:

        def jump() -> None:
            if len(server.received) % 3 == 0:
                clock.shift(dt.timedelta(hours=hours))

        server.then = jump
        run = iki(*command)

        assert run.code == 0
        assert [each.recipient for each in server.received] == PEOPLE
        finish_and_prove(iki, command, server)


def test_a_clock_that_jumps_while_somebody_waits(
    iki: Callable[..., Run], command: tuple[str, ...], server: Eventful
) -> None:
    """Put off, a delivery is tried when the clock says so; set back it waits, and it neither expires nor doubles."""
    server.answers = {"p3@example.org": "451 4.7.1 come back later"}
    with time_machine.travel(dt.datetime(2017, 6, 12, 14, 0, tzinfo=dt.UTC)) as clock:
        first = iki(*command)
        server.answers = {}
        clock.shift(dt.timedelta(hours=-2))
        back = iki(*command)
        clock.shift(dt.timedelta(hours=4))
        forth = iki(*command)

    assert (first.code, back.code, forth.code) == (75, 75, 0)
    assert "to try again" in back.out
    assert sorted(each.recipient for each in server.received) == sorted(PEOPLE)
