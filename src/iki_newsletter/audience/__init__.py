"""The list's dialects, and who is excluded and why."""

from __future__ import annotations
