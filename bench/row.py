"""What a benchmark gives: one comparison with a peer, and whether it keeps what was promised."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A comparison: ours and the peer's median in `unit`, their ratio, and what the ratio should keep to."""

    what: str
    ours: float
    peer: float
    unit: str
    ratio: float
    limit: str
    holds: bool


def at_least(what: str, ours: float, peer: float, limit: float, unit: str = "messages/s") -> Row:
    """Compare two rates: ours should be so many times the peer's; a limit of 0 is none."""
    ratio = ours / peer
    return Row(what, ours, peer, unit, ratio, f"at least {limit:.2f}" if limit else "no limit,", ratio >= limit)
