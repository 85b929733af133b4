"""What the kernel holds for a socket and asyncio has not read yet."""

from __future__ import annotations

import select
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable


def input_of(transport: asyncio.Transport) -> Callable[[], bool]:
    """Give what tells whether something may have arrived that the event loop has not seen, an end or an error too."""
    plain: Any = transport.get_extra_info("socket")
    if sys.platform == "win32" or plain is None or plain.fileno() < 0:
        return lambda: True  # on Windows the event loop reads ahead, and a socket that was read looks empty
    poll = select.poll()
    poll.register(plain, select.POLLIN)
    return lambda: bool(poll.poll(0))
