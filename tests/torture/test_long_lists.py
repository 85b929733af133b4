"""Lists that are as long as a whole country's: planning them takes no more memory than shorter ones."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from tests.workflow.test_plan_memory import peaks

if TYPE_CHECKING:
    from pathlib import Path

ROOM = 8 * 1024
"""KiB: all that is kept at hand is full after the first list."""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system does not say what the peak was")
def test_memory_is_constant(tmp_path: Path) -> None:
    """From 100,000 to 300,000 people the peak stays where it was, also when a campaign is gone on with."""
    small, large = peaks(tmp_path, 100_000, 300_000)

    assert large - small < ROOM
