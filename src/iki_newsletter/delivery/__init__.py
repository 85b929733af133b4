"""Speaking to a mail server, and the engine that delivers a campaign through the ledger."""

from __future__ import annotations
