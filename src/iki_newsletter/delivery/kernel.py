"""What the kernel holds for a socket and asyncio has not read yet."""

from __future__ import annotations

import select
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio


def has_input(transport: asyncio.Transport) -> bool:
    """Tell whether something may have arrived that the event loop has not seen, an end or an error as well."""
    if sys.platform == "win32":
        return True  # there the event loop reads ahead, and a socket that was read looks empty
    plain = transport.get_extra_info("socket")
    if plain is None or plain.fileno() < 0:
        return True
    poll = select.poll()
    poll.register(plain, select.POLLIN)
    return bool(poll.poll(0))
