"""The use cases, one module each: they call the rooms in order, hand values over, and return a result."""

from __future__ import annotations
