"""YAML files to contributions and the portfolio, merged into an issue."""

from __future__ import annotations
