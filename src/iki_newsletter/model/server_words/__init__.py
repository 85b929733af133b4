"""What mail servers write, as patterns: one file for each thing they mean."""

from __future__ import annotations
