"""A real SMTP server in a thread on loopback, which keeps every message as it came over the wire."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from types import TracebackType


@dataclass(frozen=True)
class Received:
    """A message and its envelope."""

    sender: str
    recipient: str
    content: bytes


@dataclass
class Postbox:
    """A server to send to; `answers` says what it says to a recipient other than yes."""

    answers: dict[str, str] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)

    def __enter__(self) -> Self:
        # Port 0 is free by definition; the controller probes it by connecting, and asks for the real one.
        self._controller = _Controller(self, hostname="127.0.0.1", port=0)
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        """Its SMTP URL."""
        return f"smtp://127.0.0.1:{self._controller.port}"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name for it
        self, server: Any, session: Any, envelope: Any, address: str, rcpt_options: list[str]
    ) -> str:
        """Answer as told."""
        answer = self.answers.get(address, "250 2.1.5 ok")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep the message."""
        for recipient in envelope.rcpt_tos:
            self.received.append(Received(envelope.mail_from, recipient, envelope.original_content))
        return "250 2.0.0 kept"


class _Controller(Controller):
    """A controller that takes whatever port is free."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]
