"""Rules over contributions, issues and lists, giving problems."""

from __future__ import annotations
