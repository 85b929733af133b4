"""A program by other hands that a test needs: found, or the test is skipped by its name."""

from __future__ import annotations

import os
import shutil
import socket
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from typing import NoReturn

_WHERE = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/libexec"


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


def wait_for(port: int, program: str) -> None:
    """Wait until something listens on a port of loopback."""
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    pytest.fail(f"{program} does not come up")
