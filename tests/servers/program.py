"""A program by other hands that a test needs: found, or the test is skipped by its name."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import NoReturn

_WHERE = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/libexec"
_MOMENT = 0.02
_ENDS_WITHIN = 500
"""Moments."""
_ENDED = "ZX"


def require(program: str, package: str) -> str:
    """Give a program's path; skips the test by name, or fails it where IKI_NEWS_TEST_REQUIRE_ALL is set."""
    found = shutil.which(program, path=_WHERE)
    if found is None:
        lacks(f"{program} is not installed (Debian: {package})")
    return found


def require_root(program: str) -> None:
    """Skip the test where it is not root's: a server that gives its own rights away needs them first."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip(f"{program} wants to be started by root")


def lacks(what: str) -> NoReturn:
    """Skip the test by the name of what is missing, or fail it where everything has to run."""
    if os.environ.get("IKI_NEWS_TEST_REQUIRE_ALL"):
        pytest.fail(what)
    pytest.skip(what)


def free_port() -> int:
    """Give a port of loopback on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server in a session of its own; afterwards neither it lives nor anything that it has started there."""
    if sys.platform == "win32":
        lacks("Windows has no sessions of processes")
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        yield process
    finally:
        # Not by `terminate`, which waits for it: until then its id, which is the session's, can be nobody else's.
        os.kill(process.pid, signal.SIGTERM)
        for _ in range(_ENDS_WITHIN):
            if os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG):
                break
            time.sleep(_MOMENT)
        for _ in range(_ENDS_WITHIN):
            left = living_in(process.pid)
            if not left:
                break
            for each in left:
                with suppress(ProcessLookupError):
                    os.kill(each, signal.SIGKILL)
            time.sleep(_MOMENT)
        process.wait()


def living_in(session: int) -> list[int]:
    """List the ids of a session's processes, without those that have ended and only wait to be asked for it."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # proc(5): id, name in brackets, which may hold anything, state, parent, group, session.
            state, _, _, belongs_to = path.read_text("utf-8", "replace").rpartition(")")[2].split()[:4]
            if int(belongs_to) == session and state not in _ENDED:
                found.append(int(path.parent.name))
    return found


def wait_for(port: int, program: str) -> None:
    """Wait until something listens on a port of loopback."""
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    pytest.fail(f"{program} does not come up")
