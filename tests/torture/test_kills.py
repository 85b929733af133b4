"""kill -9 at a thousand random points of campaigns of 10,000: the long form of the test of kills."""

from __future__ import annotations

import asyncio
import os
import random
import sys

from tests.torture.kill import torture

KILLS = int(os.environ.get("IKI_NEWS_TORTURE_KILLS", "1000"))
PEOPLE = 10_000
CONNECTIONS = 4


def test_killed_at_random_points() -> None:
    """After all kills and an undisturbed run: nobody lost unreported, nobody twice, doubts ≤ kills × connections."""
    dice = random.Random(20170612)  # noqa: S311 - the same kills each time
    figures = asyncio.run(torture(KILLS, PEOPLE, CONNECTIONS, dice))
    sys.stderr.write(f"\n{figures}\n")
