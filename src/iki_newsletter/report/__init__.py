"""How the readership develops: counts of a ledger and a list to figures, to what is said of them, to a page."""

from __future__ import annotations
