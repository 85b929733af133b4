"""The embedded mail server: a real SMTP conversation on loopback, kept as a Maildir, and nobody's mail leaves."""

from __future__ import annotations

import asyncio
import hashlib
import re
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.delivery.server import Server

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

_FOLDERS: Final = ("tmp", "new", "cur")
_NOT_FOR_FILE_NAMES: Final = re.compile(r"[^A-Za-z0-9.@_+-]")
_LONGEST_ADDRESS_IN_NAME: Final = 100
_HOST: Final = "127.0.0.1"


class Sandbox:
    """A server for the time of a run: `async with Sandbox(outbox) as server:`, in the engine's own event loop.

    It keeps exactly the bytes that came over the wire, with their CRLF, one file per recipient in `outbox/new`. A
    file's name begins with the recipient's address and a digest of the message; a second copy of the same message
    gets a name of its own, so that it can be counted.
    """

    def __init__(self, outbox: Path) -> None:
        self.outbox = outbox
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Server:
        from aiosmtpd.smtp import SMTP  # noqa: PLC0415 - slow to import, and only needed for the sandbox

        _make_maildir(self.outbox)
        loop = asyncio.get_running_loop()
        keeper = _Keeper(self.outbox)
        self._server = await loop.create_server(
            lambda: SMTP(keeper, hostname="localhost", ident="iki-news sandbox", enable_SMTPUTF8=True, loop=loop),
            host=_HOST,
            port=0,
        )
        port = self._server.sockets[0].getsockname()[1]
        return Server(host=_HOST, port=port, is_sandbox=True)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()


class _Keeper:
    """What aiosmtpd calls for each command."""

    def __init__(self, outbox: Path) -> None:
        self._outbox = outbox

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name for it
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Offer PIPELINING: aiosmtpd reads commands from a buffer, one after another, but does not say so."""
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep the message, once per recipient."""
        names = [keep(self._outbox, recipient, envelope.original_content) for recipient in envelope.rcpt_tos]
        return f"250 2.0.0 kept as {' '.join(names)}"


def keep(outbox: Path, recipient: str, message: bytes) -> str:
    """Put a message into a Maildir, whole or not at all; gives its file's name."""
    digest = hashlib.sha256(message).hexdigest()[:16]
    address = _NOT_FOR_FILE_NAMES.sub("_", recipient)[:_LONGEST_ADDRESS_IN_NAME]
    copy, name = 1, f"{address}.{digest}.eml"
    # Mail programs move what they have read to `cur` and add their marks.
    while (outbox / "new" / name).exists() or any((outbox / "cur").glob(f"{name}*")):
        copy += 1
        name = f"{address}.{digest}.{copy}.eml"
    (outbox / "tmp" / name).write_bytes(message)
    (outbox / "tmp" / name).replace(outbox / "new" / name)
    return name


def _make_maildir(outbox: Path) -> None:
    for folder in _FOLDERS:
        (outbox / folder).mkdir(parents=True, exist_ok=True)
