"""One sender per campaign, held by the operating system's lock, and who it is.

The lock goes with its process however that ends, so what a sender left behind can be told from what it has in hand.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import secrets
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from iki_newsletter.errors import LockHeldError
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@contextmanager
def hold_sender_lock(folder: Path, campaign_id: str, *, clock: Callable[[], dt.datetime] = _now) -> Iterator[str]:
    """Be the one sender of a campaign; gives the owner's id that its claims carry.

    `folder` is the ledger's. Raises LockHeldError, naming who sends, when another process does.
    """
    name = re.sub(r"[^A-Za-z0-9-]", "_", campaign_id)
    lock, holder = folder / f"sending-{name}.lock", folder / f"sending-{name}.json"
    try:
        with FileLock(lock, timeout=0):
            who = {"pid": os.getpid(), "host": socket.gethostname(), "since": clock().isoformat(timespec="seconds")}
            write_atomically(holder, json.dumps(who))
            try:
                yield f"{who['host']}:{who['pid']}:{secrets.token_hex(4)}"
            finally:
                holder.unlink(missing_ok=True)
    except Timeout as error:
        raise LockHeldError(
            f"Another process is sending {campaign_id} already{_described(holder)}.",
            instead="Wait until it is done, or stop it with Ctrl-C there; then run the same command again.",
        ) from error


@contextmanager
def hold_lock(path: Path, what: str) -> Iterator[None]:
    """Be the one who does something here; raises LockHeldError, saying what, when another process does it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(path, timeout=0):
            yield
    except Timeout as error:
        raise LockHeldError(
            f"Another process is {what} already.", instead="Wait until it is done, then run the same command again."
        ) from error


def _described(holder: Path) -> str:
    # Whoever holds the lock may be about to write this, or to remove it.
    try:
        who = json.loads(holder.read_text(encoding="utf-8"))
        since = dt.datetime.fromisoformat(who["since"]).astimezone()
        return f": process {int(who['pid'])} on {who['host']}, since {since:%Y-%m-%d %H:%M}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
