"""What a new file holds where somebody has to write something: valid values that a check knows again.

A text holds `MARK` and a hint. An address, a day or a length cannot hold words: each has a value nobody would mean.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

MARK: Final = "<write here>"
ADDRESS: Final = "https://www.example.org/write-here"
DAY: Final = dt.date(1900, 1, 1)
LENGTH: Final = "0:00"


def is_placeholder(value: object) -> bool:
    """Tell whether a value of a file still waits to be written."""
    if isinstance(value, str):
        return MARK in value or value in {ADDRESS, LENGTH}
    return value == DAY
