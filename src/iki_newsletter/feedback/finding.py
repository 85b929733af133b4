"""What a reader of one sort of mail finds, before it is known which file and delivery it belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.model.feedback import Kind

if TYPE_CHECKING:
    from iki_newsletter.model.verdict import Judgement

_LONGEST_KEPT: Final = 1000
ADDRESS: Final = re.compile(r"[\w!#$%&'*+/=?^`{|}~.-]{1,64}@[^\W_](?:[\w.-]{0,250}[^\W_])?", re.UNICODE)
"""An address in running text; each try looks at 64 characters at most."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a mail says about one address."""

    kind: Kind
    reason: str
    address: str = ""
    status: str = ""
    reply: str = ""

    @classmethod
    def judged(cls, judgement: Judgement, address: str, status: str, reply: str) -> Finding:
        """Make one of a judgement; the reply is put on one line and cut."""
        return cls(Kind(judgement.sense.value), judgement.reason, address, status, one_line(reply))


def one_line(text: str) -> str:
    """Put words on one line, cut to what is kept."""
    return " ".join(text[: 4 * _LONGEST_KEPT].split())[:_LONGEST_KEPT]


def plain_address(text: str) -> str:
    """Give the address in a text that should hold nothing else: without brackets, quotes and prefixes."""
    found = ADDRESS.search(text)
    return found[0].strip("'`.") if found else ""
