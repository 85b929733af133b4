"""Postfix's smtp-sink: a mail server by other hands, where it is installed."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from iki_newsletter.delivery.server import Server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def require_sink() -> str:
    """Give the program's path; skips the test by name, or fails it where IKI_NEWS_TEST_REQUIRE_ALL is set."""
    found = shutil.which("smtp-sink") or shutil.which("smtp-sink", path="/usr/sbin:/usr/libexec/postfix")
    if found is None:
        if os.environ.get("IKI_NEWS_TEST_REQUIRE_ALL"):
            pytest.fail("smtp-sink of Postfix is not installed")
        pytest.skip("smtp-sink of Postfix is not installed")
    return found


@asynccontextmanager
async def smtp_sink(*flags: str) -> AsyncIterator[Server]:
    """Run a sink with these flags on a free port."""
    program = require_sink()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    user = ["-u", "nobody"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    process = await asyncio.create_subprocess_exec(program, *user, *flags, f"127.0.0.1:{port}", "100")
    try:
        await _listening(port)
        yield Server("127.0.0.1", port)
    finally:
        process.kill()
        await process.wait()


async def _listening(port: int) -> None:
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.01)
            continue
        writer.close()
        await writer.wait_closed()
        return
    pytest.fail("smtp-sink does not come up")
