"""Paths and configuration: where things are, and newsletter.yaml to a Newsletter."""

from __future__ import annotations
