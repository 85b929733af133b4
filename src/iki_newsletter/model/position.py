"""Where something stands in a file, as editors count: lines and columns from 1."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True, slots=True)
class Position:
    """A place in a file; line and column count from 1, and 0 means the file as a whole."""

    path: Path
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        shown = relative_to_here(self.path)
        if not self.line:
            return shown
        return f"{shown}:{self.line}:{self.column}" if self.column else f"{shown}:{self.line}"


def relative_to_here(path: Path) -> str:
    """Write a path as the user would type it: relative to the current folder where it lies below it."""
    here = Path.cwd()
    return os.fspath(path.relative_to(here)) if path.is_relative_to(here) else os.fspath(path)
