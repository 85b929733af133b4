"""Envelope senders of one delivery's own (VERP): mail that returns to one says which delivery it is about.

Mail that comes back does not always name whom it was for. So the address that it returns to does, in a part that the
mail server lets pass: `bounces+CODE@example.org` reaches whoever has `bounces@example.org` (RFC 5233 calls it a
subaddress). The code is the left part of the delivery's Message-ID, by which ledger and logs can be searched; who has
not had that mail cannot guess it. Pure computation, for whoever sends and for whoever reads what returns.
"""

from __future__ import annotations

import re
from typing import Final

_DELIMITER: Final = "+"
_MOST_OCTETS: Final = 64
"""Of what stands before the @ (RFC 5321, 4.5.3.1.1)."""
_CODE_DIGITS: Final = 32
_CODE: Final = re.compile(rf"[0-9a-z]{{1,{_CODE_DIGITS}}}")

LONGEST_LOCAL_PART: Final = _MOST_OCTETS - len(_DELIMITER) - _CODE_DIGITS
"""Octets before the @ of an address that has room for a code."""


def verp_sender(sender: str, message_id: str) -> str:
    """Give the envelope sender of the delivery with this Message-ID, as in `bounces+0f…c4@example.org`.

    `sender` is an ASCII address with at most LONGEST_LOCAL_PART octets before the @. Raises ValueError for another
    one, and for a Message-ID whose left part is more than lower-case letters and digits: some servers on the way
    back change the case, so a code must not depend on it.
    """
    local, _, domain = sender.rpartition("@")
    code = _left_part(message_id)
    if not sender.isascii() or len(local) > LONGEST_LOCAL_PART or not _CODE.fullmatch(code):
        raise ValueError(f"no code of {message_id!r} fits into {sender!r}")
    return f"{local}{_DELIMITER}{code}@{domain}"


def read_verp(sender: str, address: str) -> str | None:
    """Give the code in an address that mail returned to, None for any other address.

    `sender` is the address without a code, as `verp_sender` was given it; the delivery is the one whose Message-ID
    begins with `<CODE@`. Case, angle brackets and surrounding white space do not matter.
    """
    local, _, domain = sender.lower().rpartition("@")
    returned, _, to = address.strip().removeprefix("<").removesuffix(">").lower().rpartition("@")
    if to != domain or not returned.startswith(f"{local}{_DELIMITER}"):
        return None
    code = returned[len(local) + len(_DELIMITER) :]
    return code if _CODE.fullmatch(code) else None


def _left_part(message_id: str) -> str:
    return message_id.removeprefix("<").rpartition("@")[0]
