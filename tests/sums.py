"""The proof's other half, counted by the tests themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iki_newsletter.model.delivery import Sum


def adds_up(total: Sum) -> bool:
    """Tell whether everyone planned is accounted for."""
    parts = (total.sent, total.failed, total.deferred, total.uncertain, total.pending, total.withdrawn)
    return total.planned == sum(parts)
