"""What checks can find: the rules, a module for each stage."""

from __future__ import annotations
