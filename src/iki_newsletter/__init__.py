"""Collect, compile, preview and send the multilingual newsletter of a network of projects."""

from __future__ import annotations
