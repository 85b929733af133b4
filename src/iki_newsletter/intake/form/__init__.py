"""The form for project offices: one page that holds everything it needs."""

from __future__ import annotations
