"""An edition to a message builder, and a subscriber to the bytes that go on the wire."""

from __future__ import annotations
