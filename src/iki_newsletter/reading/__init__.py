"""Hostile YAML to checked shapes, with the place of every value kept for messages."""

from __future__ import annotations
